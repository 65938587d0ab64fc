"""The real records in a real store: nothing lost on the way, nothing doubled, and demand reads as a series."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nextcour.facts.ledger import Counts
from nextcour.facts.observation import Key, Provider
from nextcour.sources.anilist import AniList
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from tests.replay.anilist import AniListServer
from tests.replay.anilist_records import LAST_DAY, Daily, media, records
from tests.sources.running import anilist, client

DAYS = [dt.date(2026, 5, 1), dt.date(2026, 5, 16), LAST_DAY]


@pytest.fixture(scope="module")
def daily(shared: Path) -> Daily:
    return Daily(shared / "data")


def sync(store: SqlFactStore, server: AniListServer, day: dt.date) -> Counts:
    with client(today=day) as http:
        source = AniList(http, url=server.base, most=1000)
        run = store.begin_run(source.name)
        counts = Counts()
        for batch in source.batches(anilist(*server.records), "", day):
            counts += store.store(batch, run)
        store.finish_run(run)
    return counts


def test_the_real_records_are_stored_once_and_demand_reads_as_a_series(
    shared: Path, daily: Daily, tmp_path: Path
) -> None:
    known = {int(row["anime_id"]): row for row in records(shared / "data")}
    store = open_store(file_url(tmp_path / "facts.sqlite"))
    with AniListServer([]) as server:
        for day in DAYS:
            server.records = {row["id"]: row for row in daily.media(day, known)}
            counts = sync(store, server, day)
            assert counts.new > 5 * len(server.records)
        again = sync(store, server, LAST_DAY)
    assert (again.new, again.changed, again.contradicted) == (0, 0, 0)
    assert again.repeated == counts.new + counts.changed + counts.repeated
    latest = list(store.latest(fields=["demand.popularity"]))
    listed = {number for day in DAYS for number in daily.by_day[day]}
    assert {stored.observation.key.id for stored in latest} == {str(number) for number in listed}
    for number in list(daily.by_day[LAST_DAY])[::50]:
        history = store.history(Key(Provider.ANILIST, str(number)), "demand.popularity")
        assert [(stored.observation.valid_from, int(stored.observation.value)) for stored in history] == [
            (day, int(daily.by_day[day][number]["popularity"])) for day in DAYS if number in daily.by_day[day]
        ]


def test_records_as_of_their_day(shared: Path, tmp_path: Path) -> None:
    rows = records(shared / "data")
    store = open_store(file_url(tmp_path / "facts.sqlite"))
    with AniListServer(media(row) for row in rows) as server:
        counts = sync(store, server, LAST_DAY)
    stored = list(store.latest())
    assert len({each.observation.key for each in stored}) == 738
    assert len(stored) == counts.new
    assert {each.observation.observed_at for each in stored} == {LAST_DAY}
