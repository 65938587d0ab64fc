"""What `nextcour doctor` says of the fact store."""

from __future__ import annotations

import importlib.util
import json
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from nextcour.cli.check_line import Check
from nextcour.cli.doctor_store import fact_store_checks
from nextcour.facts.observation import Batch
from nextcour.store.facts import upgrade
from nextcour.store.facts.engine import connect, file_url, writing
from nextcour.store.facts.sql_store import open_store
from tests.cli.run import nextcour
from tests.store.facts import postgres
from tests.store.facts.examples import Ticking, new_file, said


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NEXTCOUR_DATABASE_URL", raising=False)
    return tmp_path


def fill(url: URL) -> None:
    """Two facts of a run that is done, and a run that is not."""
    store = open_store(url, Ticking())
    done = store.begin_run("jikan")
    store.store(Batch((said("FINISHED"), said("12", field="episodes")), cursor="1"), done)
    store.finish_run(done)
    store.begin_run("anilist")
    store.finish_run(store.begin_run("anilist"))
    store.begin_run("anilist")


EXPECTED = [
    ("synced: anilist", "stale"),
    ("synced: jikan", "ok"),
]


def _is_told(rows: list[Check]) -> None:
    assert "(2 facts, version 0002, up to date)" in rows[0].detail
    assert rows[0].state == "ok"
    assert [(row.name, row.state) for row in rows[1:]] == EXPECTED
    assert "last finished 2026-03-01 12:00 UTC; a run that began 2026-03-01 12:00 UTC goes on" in rows[1].detail
    assert "the next `nextcour sync`" in rows[1].advice
    assert rows[2].detail == "last finished 2026-03-01 12:00 UTC"


def test_a_store_its_facts_and_its_sources_are_told(folder: Path) -> None:
    fill(new_file(folder / "facts.sqlite"))
    rows = fact_store_checks()
    assert str(folder / "facts.sqlite") in rows[0].detail
    _is_told(rows)
    done = nextcour("doctor", "--json")
    assert done.returncode == 0
    told = {row["name"]: row for row in json.loads(done.stdout)}
    assert told["synced: anilist"]["state"] == "stale"
    assert "synced: jikan" in nextcour("doctor").stdout


def test_so_is_a_postgresql_store_without_its_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.server() as running:
        url = running.new_store()
        fill(url)
        address = url.set(drivername="postgresql", password="hush-hush").render_as_string(hide_password=False)
        monkeypatch.setenv("NEXTCOUR_DATABASE_URL", address)
        rows = fact_store_checks()
    _is_told(rows)
    assert "hush" not in str(rows)
    assert "postgresql://" in rows[0].detail
    assert not list(folder.iterdir())


def test_no_store_is_told_and_none_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(folder / "new"))
    (row,) = fact_store_checks()
    assert (row.state, row.advice) == ("missing", "`nextcour sync` makes one")
    assert "no store yet" in row.detail
    assert not (folder / "new").exists()


def test_an_empty_file_is_no_store_yet(folder: Path) -> None:
    (folder / "facts.sqlite").touch()
    (row,) = fact_store_checks()
    assert (row.state, row.advice) == ("missing", "`nextcour sync` fills it")


def test_a_store_of_another_version_is_told_and_left_as_it_is(folder: Path) -> None:
    engine = connect(file_url(folder / "facts.sqlite"))
    upgrade.upgrade(engine, "0001")
    (row,) = fact_store_checks()
    assert row.state == "stale"
    assert "older nextcour (version 0001)" in row.detail
    assert "nextcour db upgrade" in row.advice
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    (row,) = fact_store_checks()
    assert row.state == "broken"
    assert "newer nextcour (version 9999)" in row.detail


def test_a_damaged_store_and_an_address_that_cannot_be_used_are_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "facts.sqlite").write_bytes(b"no database at all" * 100)
    (row,) = fact_store_checks()
    assert row.state == "broken"
    assert "damaged or no fact store" in row.detail
    assert nextcour("doctor").returncode == 1
    monkeypatch.setenv("NEXTCOUR_DATABASE_URL", "mysql://me:hush@host/x")
    (row,) = fact_store_checks()
    assert row.state == "broken"
    assert "hush" not in str(row)


@pytest.mark.parametrize(
    ("address", "file", "words"),
    [
        ("", False, "none, and what it needs is not installed"),
        ("", True, "cannot be read: the extra [store] is not installed"),
        ("postgresql://me:hush@host/x", False, "in the database that NEXTCOUR_DATABASE_URL names, and cannot be read"),
    ],
)
def test_without_the_extra_it_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, file: bool, words: str
) -> None:
    find = importlib.util.find_spec

    def without(name: str) -> ModuleSpec | None:
        return None if name == "sqlalchemy" else find(name)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    if address:
        monkeypatch.setenv("NEXTCOUR_DATABASE_URL", address)
    if file:
        (folder / "facts.sqlite").touch()
    (row,) = fact_store_checks()
    assert row.state == "missing"
    assert words in row.detail
    assert "pip install 'nextcour[sources,store]'" in row.advice
    assert "hush" not in str(row)
