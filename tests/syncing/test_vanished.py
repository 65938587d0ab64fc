"""A bulk source that is told what the store has, from end to end."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from nextcour.facts.observation import Key, Provider
from nextcour.http.client import Http
from nextcour.sources.registry import listing
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from nextcour.store.index import Index
from nextcour.syncing.outcome import Outcome, State
from nextcour.syncing.parts import URLS, Sources
from nextcour.syncing.session import Session
from tests.sources.bulk_server import BulkServer, client
from tests.sources.offline_examples import jsonl, packed, record
from tests.store.facts.examples import new_file

NAME = "offline-database"
ROWS = [record(number) for number in range(1, 201)]
PATH = "/release.jsonl.zst"


def no_library() -> Index:
    raise AssertionError("this source needs no catalogue")


def go(store: SqlFactStore, http: Http, folder: Path, today: dt.date) -> Outcome:
    done: list[Outcome] = []
    Session(store, Sources(http, store, no_library).build, today, folder / "locks", done.append).ask(listing(NAME))
    return done[0]


def test_what_vanishes_is_gone_once_and_what_comes_back_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(new_file(tmp_path / "facts.sqlite"))
    now = dt.datetime.now(dt.UTC).date()  # that of the store's own clock, which dates what vanishes
    with client() as http, BulkServer() as server:
        monkeypatch.setenv(URLS, f'{{"{NAME}": "{server.base}{PATH}"}}')

        def release(rows: list[dict[str, Any]], after: int) -> Outcome:
            day = now + dt.timedelta(days=after)
            server.bodies[PATH] = packed(jsonl(rows, day=day.isoformat()))
            return go(store, http, tmp_path, max(day, now))

        assert release(ROWS, -20).gone == 0
        assert release(ROWS[1:], -13).gone == 1
        assert set(store.gone()) == {(Key(Provider.MAL, "1"), NAME)}
        assert release(ROWS[1:], -6).gone == 0, "it is told once"
        cut = release(ROWS[:150], -5)
        assert (cut.state, cut.gone) == (State.CUT, 0)
        assert "more than 5%" in cut.problems[-1].why
        whole = release(ROWS, 2)
        assert (whole.state, whole.gone, whole.problems) == (State.DONE, 0, ())
        assert not store.gone(), "it is shown again"
