"""A sync killed at many points, run twice at once, or out of room ends with the facts of an unbroken one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import URL

from nextcour.sources import offline_database
from nextcour.sources.registry import listing
from nextcour.store.facts.check import check
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.errors import StoreFull
from nextcour.store.facts.sql_store import open_store
from nextcour.syncing.outcome import State
from tests.conftest import ROOT
from tests.store.facts import postgres
from tests.store.facts.examples import new_file
from tests.syncing.servers import RELEASE, bulk, jikan_server
from tests.syncing.work import SMALL
from tests.syncing.worlds import SHOWS, facts, session, sync

KILLS = {"sqlite": 15, "postgresql": 5}
PATIENCE = 60.0  # seconds for a process to come further


@pytest.fixture(params=list(KILLS))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty store of each kind."""
    if request.param == "sqlite":
        return new_file(tmp_path / "facts.sqlite")
    running: postgres.Server = request.getfixturevalue("postgres_server")
    return running.new_store()


@pytest.fixture(params=["offline-database", "jikan"])
def source(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Its name and the address of its replay server."""
    if request.param == "jikan":
        with jikan_server() as server:
            yield "jikan", server.address
    else:
        with bulk() as files:
            yield "offline-database", files.base + RELEASE


def start(url: URL, locks: Path, source: tuple[str, str]) -> subprocess.Popen[str]:
    address = url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.syncing.work", address, str(locks), *source],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return said


def unbroken(folder: Path, source: tuple[str, str]) -> list[tuple[str, ...]]:
    url = new_file(folder / "unbroken.sqlite")
    (outcome,) = sync(url, folder / "locks", dict([source]))
    assert outcome.state is State.DONE
    assert not outcome.problems
    return facts(open_store(url))


def test_killed_at_many_points_it_ends_as_an_unbroken_run(tmp_path: Path, url: URL, source: tuple[str, str]) -> None:
    dice = random.Random(7)
    store = open_store(url)

    def reached() -> str:
        run = store.unfinished(source[0])
        return "none" if run is None else run.cursor

    places = {reached()}
    for number in range(KILLS[url.get_backend_name()]):
        process = start(url, tmp_path / "locks", source)
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        before, end = reached(), time.monotonic() + PATIENCE
        # Every second one is killed once it has come further, however long that takes on a busy machine; the others at
        # any moment. So there is always more to do, and many points to have been killed at.
        while number % 2 and reached() == before and process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.05 if number % 2 else 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        places.add(reached())
    assert "done" in finished(start(url, tmp_path / "locks", source))
    assert facts(store) == unbroken(tmp_path, source)
    assert not check(store.engine).problems
    assert store.unfinished(source[0]) is None
    assert len(places) > 2, "the kills all came at the same point: nothing was tried"


def test_two_at_once_both_end_well_with_the_same_facts(tmp_path: Path, source: tuple[str, str]) -> None:
    url = new_file(tmp_path / "facts.sqlite")
    processes = [start(url, tmp_path / "locks", source) for _ in range(2)]
    assert all("done" in finished(process) for process in processes)
    assert facts(open_store(url)) == unbroken(tmp_path, source)


def test_two_at_once_without_locks_both_end_well_with_the_same_facts(
    tmp_path: Path, url: URL, source: tuple[str, str]
) -> None:
    processes = [start(url, tmp_path / f"locks-{number}", source) for number in range(2)]
    assert all("done" in finished(process) for process in processes)
    assert facts(open_store(url)) == unbroken(tmp_path, source)


def test_a_full_disk_says_so_keeps_what_was_stored_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_database, "BATCH", SMALL)
    with bulk() as files:
        source = ("offline-database", files.base + RELEASE)
        url = file_url(tmp_path / "facts.sqlite")
        store = open_store(url)

        def cramped(connection: object, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 300")  # type: ignore[attr-defined]

        event.listen(store.engine, "connect", cramped)
        with (
            session(store, tmp_path / "locks", dict([source])) as (asking, done),
            pytest.raises(StoreFull, match=r"Everything stored before is kept.*Free some room"),
        ):
            asking.ask(listing(source[0]), SHOWS)
        (outcome,) = done
        assert outcome.state is State.CUT
        assert "No room left" in outcome.problems[-1].why
        roomy = open_store(url)
        halfway = facts(roomy)
        assert len(halfway) == outcome.counts.new > 0
        (again,) = sync(url, tmp_path / "locks", dict([source]))
        assert again.state is State.DONE
        assert again.resumed
        assert again.counts.new + outcome.counts.new == len(facts(roomy))
        assert facts(roomy) == unbroken(tmp_path, source)


# What a server without room says (SQLSTATE 53100) in the middle of a sync; the disk of a test cannot be filled.
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN
  IF (SELECT count(*) FROM observation) >= 2000 THEN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
  END IF;
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER no_room AFTER INSERT ON observation FOR EACH STATEMENT EXECUTE FUNCTION no_room();
"""


def test_a_server_without_room_says_so_keeps_what_was_stored_and_goes_on(
    tmp_path: Path, postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline_database, "BATCH", SMALL)
    url = postgres_server.new_store()
    store = open_store(url)
    with store.engine.begin() as connection:
        connection.execute(text(NO_ROOM))
    with bulk(300) as files:
        source = ("offline-database", files.base + RELEASE)
        with (
            session(store, tmp_path / "locks", dict([source])) as (asking, done),
            pytest.raises(StoreFull, match=r"Everything stored before is kept.*Free some room"),
        ):
            asking.ask(listing(source[0]), SHOWS)
        (outcome,) = done
        assert outcome.state is State.CUT
        halfway = facts(store)
        assert 0 < len(halfway) == outcome.counts.new < 2000, "the batch that did not fit is not there"
        with store.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER no_room ON observation"))
        (again,) = sync(url, tmp_path / "locks", dict([source]))
        assert (again.state, again.resumed) == (State.DONE, True)
        assert facts(store) == unbroken(tmp_path, source)
    assert not check(store.engine).problems
