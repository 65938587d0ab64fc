"""All measurements in one walk, on both databases: the last word on each day, nothing withdrawn."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import URL

from nextcour.facts.ledger import Ruling
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.store.facts.measured import Measured, measured
from nextcour.store.facts.sql_store import open_store

DAY = dt.date(2026, 5, 1)
KEY = Key(Provider.MAL, "5")


def said(field: str, value: str, day: int, seen: int) -> Observation:
    at = DAY + dt.timedelta(days=day)
    return Observation(KEY, field, value, "s", DAY + dt.timedelta(days=seen), valid_from=at)


def test_the_last_word_on_each_day_comes_once_and_nothing_that_was_withdrawn(url: URL) -> None:
    store = open_store(url)
    run = store.begin_run("s")
    rows = [
        said("demand.members", "1", 0, 0),
        said("demand.members", "2", 1, 1),
        said("demand.members", "3", 1, 2),
        said("demand.views", "9", 0, 0),
        said("demandx.members", "7", 0, 0),
        Observation(KEY, "episodes", "12", "s", DAY),
    ]
    store.store(Batch(tuple(rows)), run)
    assert store.retract(KEY, "demand.views", "s", Ruling(DAY, "https://example.org")) is not None
    first = DAY.toordinal()
    assert sorted(measured(store.engine)) == [
        Measured(KEY, "demand.members", "s", first, "1", first),
        Measured(KEY, "demand.members", "s", first + 1, "3", first + 2),
    ]
