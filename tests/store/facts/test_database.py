"""The database itself: append-only, one schema, migrations, addresses, and what it says when it cannot."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL

from nextcour.facts.observation import Batch
from nextcour.store import migrations
from nextcour.store.facts import engine as engines
from nextcour.store.facts import errors, upgrade
from nextcour.store.facts.sql_store import open_store
from nextcour.store.facts.tables import APPEND_ONLY, metadata
from tests.store.facts.examples import Ticking, content, keep, said


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_stored_cannot_be_changed_or_removed(url: URL, table: str, change: str) -> None:
    if change.startswith("TRUNCATE") and url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    store = open_store(url, Ticking())
    keep(store, [said('"X"', source="editor", url="https://example.org")], "editor")
    run = store.begin_run("editor")
    store.store(Batch((), gone=(said("1").key,)), run)
    from nextcour.facts.ledger import Ruling

    store.retract(said("1").key, "status", "editor", Ruling(said("1").observed_at, "https://example.org"))
    before = content(store)
    column = metadata.tables[table].primary_key.columns.values()[0].name
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.engine.begin() as connection:
        connection.execute(sa.text(change.format(table, column, column)))
    assert content(store) == before


def test_the_migrations_make_the_tables_that_the_code_knows(url: URL) -> None:
    store = open_store(url)
    with store.engine.connect() as connection:
        assert not compare_metadata(MigrationContext.configure(connection), metadata)
        assert upgrade.version(connection) == upgrade.HEAD


def test_the_newest_migration_is_the_one_that_opening_checks() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_heads() == [upgrade.HEAD]


def test_an_older_database_is_refused_until_it_is_upgraded(url: URL) -> None:
    made = engines.connect(url)
    upgrade.upgrade(made, "0001")
    with pytest.raises(errors.StoreOutdated, match="nextcour db upgrade"):
        open_store(url)
    upgrade.upgrade(made)
    assert keep(open_store(url), [said('"X"')]).finished is not None


def test_a_newer_database_is_refused(url: URL) -> None:
    made = open_store(url).engine
    with made.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(errors.StoreOutdated, match="newer nextcour"):
        open_store(url)


def test_everything_can_be_taken_down_and_made_again(url: URL) -> None:
    made = open_store(url).engine
    upgrade.downgrade(made)
    with made.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}
        assert not sa.inspect(connection).get_view_names()
    upgrade.upgrade(made)
    keep(open_store(url), [said('"X"')])


def test_a_database_of_something_else_is_left_alone(url: URL) -> None:
    made = engines.connect(url)
    with made.begin() as connection:
        connection.execute(sa.text("CREATE TABLE customers (id INTEGER)"))
    with pytest.raises(errors.StoreDamaged, match="customers"):
        open_store(url)


def test_the_view_for_people_shows_facts(url: URL) -> None:
    store = open_store(url, Ticking())
    keep(store, [said('"X"', 0), said('"X"', 2)])
    with store.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT provider, record, field, value, source, last_seen FROM fact")).one()
    assert [str(cell) for cell in row] == ["mal", "38295", "status", '"X"', "jikan", "2026-01-03"]


def test_importing_opens_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, nextcour.store.facts.sql_store, nextcour.store.facts.engine\n"
        "import nextcour.facts.ledger\n"
        "assert 'alembic' not in sys.modules"
    )
    env = {**os.environ, "NEXTCOUR_DATA_DIR": str(tmp_path / "data"), "NEXTCOUR_DATABASE_URL": "postgresql://nowhere/x"}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
    assert not (tmp_path / "data").exists()


SECRET = "hunter2-very-secret"


@pytest.mark.parametrize(
    "given",
    [
        f"mysql://me:{SECRET}@localhost/x",
        f"postgresql://me:{SECRET}@local host:port/x",
        f"me:{SECRET}",
        "sqlite://",
        "sqlite:///:memory:",
        f"postgresql://me:{SECRET}@127.0.0.1:1/facts?password={SECRET}&connect_timeout=1",
        f"postgres://me:{SECRET}@127.0.0.1:1/facts",
    ],
)
def test_a_bad_address_is_explained_and_its_password_never_shown(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.VARIABLE, given)
    with pytest.raises(errors.StoreError) as caught:
        open_store()
    shown, cause = str(caught.value), caught.value
    while cause is not None:
        assert SECRET not in str(cause)
        cause = cause.__cause__  # type: ignore[assignment]
    assert engines.VARIABLE in shown


def test_the_address_chooses_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path / "ä folder"))
    assert open_store().place == str(tmp_path / "ä folder" / "facts.sqlite")
    monkeypatch.setenv(engines.VARIABLE, f"sqlite:///{tmp_path}/other.sqlite")
    assert open_store().place == f"{tmp_path}/other.sqlite"
    monkeypatch.setenv(engines.VARIABLE, f"postgres://me:{SECRET}@db.example.org/facts")
    assert engines.place(engines.database_url()) == "postgresql://me:***@db.example.org/facts"


def test_a_damaged_file_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "facts.sqlite"
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(errors.StoreDamaged, match="db restore"):
        open_store(engines.file_url(path))


def test_where_no_file_can_be_made_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.StoreUnusable, match="NEXTCOUR_DATA_DIR"):
        open_store(engines.file_url(tmp_path / "file" / "facts.sqlite"))


def test_a_store_that_another_process_holds_is_said_to_be_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.05)
    store = open_store(engines.file_url(tmp_path / "facts.sqlite"))
    holder = sqlite3.connect(tmp_path / "facts.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(errors.StoreBusy, match="kept"):
        store.begin_run("jikan")
    assert not list(store.latest())  # reading goes on
    holder.execute("ROLLBACK")
    holder.close()
    store.begin_run("jikan")
