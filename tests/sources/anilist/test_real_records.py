"""The real records of 31 May 2026 and the daily series until then, through the real source over real HTTP."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from graphql import execute, parse

from nextcour.facts.observation import Observation, Provider
from nextcour.sources.anilist import AniList
from nextcour.sources.anilist.queries import BY_ID
from tests.replay.anilist import AniListServer, schema
from tests.replay.anilist_records import LAST_DAY, TREND_DAYS, Daily, Row, media, nothing, records, texts, whole
from tests.sources.running import anilist, client, mal, run, shown, told, values

DAYS = [dt.date(2025, 11, 20), dt.date(2026, 2, 14), dt.date(2026, 5, 30), LAST_DAY]


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Row]:
    return records(shared / "data")


@pytest.fixture(scope="module")
def daily(shared: Path) -> Daily:
    return Daily(shared / "data")


@pytest.fixture(scope="module")
def synced(real: list[Row]) -> list[Observation]:
    """Everything, in one run whose bound is lifted."""
    with AniListServer(media(row) for row in real) as server, client() as http:
        batches = run(AniList(http, url=server.base, most=1000), anilist(*(int(row["anime_id"]) for row in real)))
        assert len(server.sent) == 15
    assert told(batches) == ""
    return shown(batches)


def test_every_record_comes_through_with_every_field(real: list[Row], synced: list[Observation]) -> None:
    assert len({row.key for row in synced}) == len(real) == 738
    told_of = Counter(row.field for row in synced if row.value != "null")
    expected = {
        "title.ja": sum(bool(row["japanese_title"]) for row in real),
        "title.ja-Latn": 738,
        "title.en": sum(bool(row["english_title"]) for row in real),
        "format": sum(bool(row["type"]) for row in real),
        "status": 738,
        "source_material": sum(bool(row["source"]) for row in real),
        "premiere": sum(bool(row["start_date"]) for row in real),
        "finale": sum(bool(row["end_date"]) for row in real),
        "season": 738,
        "episodes": sum(bool(row["episodes"]) for row in real),
        "next_episode": sum(row["next_airing_episode_at"] != "0" for row in real),
        "official_site": sum("Official Site" in texts(row["streaming_sites"]) for row in real),
        "ids.mal": sum(bool(row["mal_id"]) for row in real),
        "demand.popularity": 738,
        "demand.favourites": 738,
        "demand.score": sum(bool(row["score"]) for row in real),
        "demand.mean_score": sum(bool(row["mean_score"]) for row in real),
        "demand.watching": 738,
        "demand.completed": 738,
        "demand.dropped": 738,
        "demand.on_hold": 738,
        "demand.planning": 738,
    }
    assert {name: told_of[name] for name in expected} == expected


def test_every_value_is_the_one_in_the_record(real: list[Row], synced: list[Observation]) -> None:
    by_id: dict[str, list[Observation]] = {}
    for row in synced:
        by_id.setdefault(row.key.id, []).append(row)
    day = f"@{LAST_DAY}"
    for record in real:
        said = values(by_id[record["anime_id"]], int(record["anime_id"]))
        assert said["status"] == record["status"]
        assert said["season"] == [record["season"].split()[0], int(record["season_year"])]
        assert said[f"demand.popularity{day}"] == int(record["popularity"])
        assert said[f"demand.planning{day}"] == int(record["plan_to_watch"])
        assert said.get(f"demand.score{day}") == (float(record["score"]) if record["score"] else None)
        assert set(said["studios"]) == set(texts(record["main_studios"])), record["title"]
        premiere = said["premiere"]
        if premiere is not None and None not in premiere:
            assert dt.date(*premiere).isoformat() == record["start_date"]
        elif premiere is not None:
            assert record["start_date"].startswith(str(premiere[0]))
            assert record["status"] == "NOT_YET_RELEASED"


def test_the_same_records_are_found_by_their_myanimelist_ids(real: list[Row], synced: list[Observation]) -> None:
    wanted = mal(*(int(float(row["mal_id"])) for row in real if row["mal_id"]))
    with AniListServer(media(row) for row in real) as server, client() as http:
        rows = shown(run(AniList(http, url=server.base, most=1000), wanted))
    known = {row["anime_id"] for row in real if row["mal_id"]}
    assert set(rows) == {row for row in synced if row.key.id in known}


def test_what_the_server_sends_is_what_the_schema_lets_it_send(real: list[Row], daily: Daily) -> None:
    contract = schema()
    assert contract is not None
    rows = [media(row) for row in real] + daily.media(LAST_DAY, {})
    variables = {"ids": [row["id"] for row in rows], "page": 1, "trends": True}
    root = {"Page": {"pageInfo": {"hasNextPage": False}, "media": rows}}
    found: Any = execute(contract, parse(BY_ID), root_value=root, variable_values=variables)
    assert found.errors is None
    assert len(found.data["Page"]["media"]) == len(rows)


def test_day_by_day_a_series_of_demand_comes_together(real: list[Row], daily: Daily) -> None:
    known = {int(row["anime_id"]): row for row in real}
    series: dict[tuple[str, str, dt.date], Any] = {}
    for day in DAYS:
        served = daily.media(day, known)
        with AniListServer(served) as server, client(today=day) as http:
            wanted = anilist(*(row["id"] for row in served))
            rows = shown(run(AniList(http, url=server.base, most=1000), wanted, today=day))
        for row in rows:
            if row.field.startswith("demand."):
                assert (row.valid_from, row.observed_at, row.key.provider) == (day, day, Provider.ANILIST)
                series[row.key.id, row.field, day] = json.loads(row.value)
    for day in DAYS:
        for number, count in daily.by_day[day].items():
            for measure in ("popularity", "favourites", "watching", "completed", "dropped", "planning"):
                assert series[str(number), f"demand.{measure}", day] == int(count[measure])
            score = series.get((str(number), "demand.score", day))
            assert score == (float(count["score"]) if count["score"] else None)
    assert len({key for key in series if key[1] == "demand.popularity"}) == sum(len(daily.by_day[day]) for day in DAYS)


def test_looks_every_twenty_five_days_bring_the_whole_daily_series_by_its_trends(daily: Daily) -> None:
    days = sorted(daily.by_day)
    looks = days[::-1][::TREND_DAYS]
    counted: dict[tuple[str, str, dt.date], str] = {}
    for day in looks:
        trends = daily.trends(day)
        served = daily.media(day, {})
        listed = {row["id"] for row in served}
        served += [nothing(number) for number in trends if number not in listed]  # no longer in the dump that day
        served = [row | {"trends": {"nodes": trends[row["id"]]}} for row in served]
        with AniListServer(served) as server, client(today=day) as http:
            source = AniList(http, url=server.base, most=2000, trends=True)
            rows = shown(run(source, anilist(*trends), today=day))
        for row in rows:
            if row.field in {"demand.popularity", "demand.watching", "demand.score"}:
                assert row.valid_from is not None
                counted[row.key.id, row.field, row.valid_from] = row.value
    expected = {
        (number, f"demand.{measure}", day): str(whole(count[measure]))
        for day, counts in daily.by_day.items()
        for number, count in ((str(number), count) for number, count in counts.items())
        for measure in ("popularity", "watching", "score")
        if count[measure]
    }
    assert len({(number, day) for number, _, day in counted}) == 116_756
    assert counted == expected
