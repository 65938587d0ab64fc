"""Providers that misbehave are a line in the report, and the other sources are asked all the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from nextcour.sources.registry import listing
from nextcour.store.facts.sql_store import open_store
from nextcour.syncing.outcome import Outcome, State
from tests.replay.anilist import AniListServer
from tests.replay.server import Reply, reset, silence, status, too_many, truncated, web_page
from tests.store.facts.examples import new_file
from tests.syncing.servers import RELEASE, bulk, jikan_server
from tests.syncing.worlds import SHOWS, facts, session

FAULTS = {
    "a broken connection": (reset(), "connection"),
    "500": (status(500), "500"),
    "429 for two hours": (too_many(retry_after="7200"), "pause"),
    "429 without a word": (too_many(), "too often"),
    "silence": (silence(), "in time|answer"),
    "a web page": (web_page(), "web page|text/html"),
    "a web page that claims to be JSON": (web_page(kind="application/json"), "127.0.0.1"),
    "half an answer": (truncated(Reply.json({"data": "x" * 1000})), "127.0.0.1"),
}


def go(url: URL, locks: Path, addresses: dict[str, str], *, patient: bool = True) -> dict[str, Outcome]:
    with session(open_store(url), locks, addresses, patient=patient) as (asking, done):
        for name in addresses:
            asking.ask(listing(name), SHOWS)
    return {one.source: one for one in done}


@pytest.mark.parametrize("name", FAULTS)
def test_a_provider_that_misbehaves_is_a_line_and_the_next_sync_completes(tmp_path: Path, name: str) -> None:
    fault, words = FAULTS[name]
    url = new_file(tmp_path / "facts.sqlite")
    with bulk(60) as files, jikan_server() as server:
        there = files.base.replace("127.0.0.1", "localhost")  # another host: cool-downs are per host
        addresses = {"jikan": server.address, "offline-database": there + RELEASE}
        server.misbehave(fault, always=True)
        told = go(url, tmp_path / "locks", addresses, patient=not fault.silent)
    bad, good = told["jikan"], told["offline-database"]
    assert (bad.state, bad.counts.new) == (State.FAILED, 0)
    assert 1 <= len(bad.problems) <= 4
    assert re.search(words, bad.problems[0].why), bad.problems
    assert (good.state, good.problems) == (State.DONE, ())
    with jikan_server() as server:
        again = go(url, tmp_path / "locks", {"jikan": server.address})["jikan"]
    assert (again.state, again.problems) == (State.DONE, ())
    assert len(facts(open_store(url))) == good.counts.new + again.counts.new


def test_anilist_that_is_down_and_one_that_knows_none_of_the_titles_are_told_apart(tmp_path: Path) -> None:
    url = new_file(tmp_path / "facts.sqlite")
    with AniListServer([]) as server:
        server.misbehave(status(503), always=True)
        first = go(url, tmp_path / "locks", {"anilist": server.base})["anilist"]
    assert first.state is State.FAILED
    assert "the run ends here" in first.problems[0].why
    with AniListServer([]) as server:
        second = go(url, tmp_path / "locks", {"anilist": server.base})["anilist"]
    assert second.state is State.FAILED
    assert "AniList shows no anime with it" in second.problems[0].why


def test_a_source_that_cannot_be_built_is_a_line(tmp_path: Path) -> None:
    with session(open_store(new_file(tmp_path / "facts.sqlite")), tmp_path / "locks", {}) as (asking, done):
        asking.ask(listing("bangumi-data"))
        asking.ask(listing("jikan"))
    assert [one.state for one in done] == [State.FAILED, State.NOTHING]
    assert "is not here" in done[0].problems[0].why
