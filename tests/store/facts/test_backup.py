"""Backups: whole, verified, restorable into either kind of store, and never over what is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from nextcour.facts.ledger import EDITOR, FactStore, Ruling
from nextcour.facts.observation import Batch
from nextcour.store.facts import backup, dump, errors, upgrade
from nextcour.store.facts.check import check
from nextcour.store.facts.engine import connect, reading
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from tests.store.facts import postgres
from tests.store.facts.examples import MAL, Ticking, content, day, keep, new_file, said


def filled(url: URL) -> SqlFactStore:
    """Something in every table."""
    store = open_store(url, Ticking())
    keep(store, [said('"X"', 0), said('"X"', 2), said('"Ÿ\\n"', 4), said("5", 4, field="demand.rank", counted=3)])
    keep(store, [said('"Z"', 1, source=EDITOR, url="https://example.org")], EDITOR)
    store.retract(MAL, "status", EDITOR, Ruling(day(2), "https://example.org", "no"))
    store.store(Batch((), cursor="3", gone=(MAL,)), store.begin_run("anilist"))
    return store


def everything(store: FactStore) -> object:
    return content(store), store.history(MAL), store.gone(), store.looked([MAL]), store.unfinished("anilist")


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_backed_up(
    url: URL, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = filled(url)
    file = backup.backup(store.engine, tmp_path / "backups" / "facts.bak")
    assert not [path.name for path in file.parent.iterdir() if not path.name.startswith("facts.bak")]
    if into == "sqlite":
        target = connect(new_file(tmp_path / "other.sqlite"))
    else:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        target = connect(server.new_database())
    backup.restore(target, file)
    restored = open_store(target.url, Ticking())
    assert everything(restored) == everything(store)
    assert not check(target).problems
    # Ids go on where they were: nothing new collides.
    keep(restored, [said('"W"', 9), said('"W"', 9, field="title.ja")])
    with pytest.raises(Exception, match="append-only"), target.begin() as connection:
        connection.exec_driver_sql("DELETE FROM observation")


def test_a_store_that_holds_facts_is_replaced_only_when_told_to(url: URL, tmp_path: Path) -> None:
    store = filled(url)
    file = backup.backup(store.engine, tmp_path / "facts.bak")
    before = everything(store)
    keep(store, [said('"later"', 9)])
    with pytest.raises(backup.BackupRefused, match="--force"):
        backup.restore(store.engine, file)
    assert len(store.history(MAL, "status")) == 4
    backup.restore(store.engine, file, force=True)
    assert everything(store) == before


def test_a_backup_is_not_written_over_another(url: URL, tmp_path: Path) -> None:
    store = filled(url)
    (tmp_path / "facts.bak").write_text("precious")
    with pytest.raises(backup.BackupRefused, match="--force"):
        backup.backup(store.engine, tmp_path / "facts.bak")
    assert (tmp_path / "facts.bak").read_text() == "precious"
    backup.backup(store.engine, tmp_path / "facts.bak", force=True)


def test_a_damaged_backup_restores_nothing(url: URL, tmp_path: Path) -> None:
    store = filled(url)
    file = backup.backup(store.engine, tmp_path / "facts.bak")
    whole = file.read_bytes()
    target = connect(new_file(tmp_path / "target.sqlite"))
    for broken in (whole[:-9], whole[: len(whole) // 2], whole[:100] + b"\x00\xff" + whole[102:], b"", b"PK\x03\x04"):
        file.write_bytes(broken)
        with pytest.raises(errors.StoreError, match="Nothing was restored"):
            backup.restore(target, file)
    assert not open_store(target.url).history(MAL)


def test_a_sqlite_backup_without_its_checksum_is_not_trusted(tmp_path: Path) -> None:
    store = filled(new_file(tmp_path / "facts.sqlite"))
    file = backup.backup(store.engine, tmp_path / "facts.bak")
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", f"{file.name}.sha256"], cwd=tmp_path, check=True)
    (tmp_path / "facts.bak.sha256").unlink()
    with pytest.raises(backup.BackupRefused, match="sha256sum"):
        backup.restore(connect(new_file(tmp_path / "target.sqlite")), file)


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    store = filled(new_file(tmp_path / "facts.sqlite"))
    before = everything(store)
    upgrade.downgrade(store.engine, "0001")
    file = backup.backup(store.engine, tmp_path / "facts.bak")
    old_dump = tmp_path / "facts.ndjson.zst"
    with reading(store.engine) as connection, old_dump.open("wb") as out:
        dump.write(dump.rows_of(connection), "0001", out)
    for given in (file, old_dump):
        target = connect(new_file(tmp_path / f"{given.name}.sqlite"))
        backup.restore(target, given)
        assert everything(open_store(target.url)) == before


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    store = filled(new_file(tmp_path / "facts.sqlite"))
    newer = tmp_path / "facts.ndjson.zst"
    with reading(store.engine) as connection, newer.open("wb") as out:
        dump.write(dump.rows_of(connection), "9999", out)
    with pytest.raises(errors.StoreOutdated, match="newer nextcour"):
        backup.restore(connect(new_file(tmp_path / "target.sqlite")), newer)


def test_an_empty_store_has_nothing_to_back_up(url: URL, tmp_path: Path) -> None:
    with pytest.raises(backup.BackupRefused, match="no facts yet"):
        backup.backup(connect(url), tmp_path / "facts.bak")


def test_a_check_finds_what_somebody_tampered_with(url: URL) -> None:
    store = filled(url)
    assert not check(store.engine).problems
    assert check(store.engine).unfinished == ("anilist",)
    with store.engine.begin() as connection:
        if url.get_backend_name() == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER observation_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE observation DISABLE TRIGGER observation_append_only")
        connection.exec_driver_sql("UPDATE observation SET value = ''")
    assert len(check(store.engine).problems) == 2
