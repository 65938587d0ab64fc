"""What a record of Jikan says, field by field."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.catalog.text import is_clean
from nextcour.facts.observation import FIELDS, Observation
from nextcour.sources.jikan.adapter import follow, observations
from nextcour.sources.jikan.wire import Anime, Statistics
from tests.replay.jikan import anime, statistics
from tests.replay.made_up import HOSTILE, TEXTS, without
from tests.sources.running import TODAY, values

RECORDS = {record["mal_id"]: record for record in anime()}
YESTERDAY = TODAY - dt.timedelta(days=1)


def read(record: Any, counts: Any = None) -> tuple[Observation, ...]:
    wire = msgspec.json.decode(json.dumps(record), type=Anime)
    assert isinstance(follow(wire), tuple)
    return observations(wire, msgspec.convert(counts, Statistics | None), TODAY, YESTERDAY)


def said(number: int = 700001, **changes: Any) -> dict[str, Any]:
    return values(read(RECORDS[number] | changes, statistics()[number]), number)


def check(rows: tuple[Observation, ...]) -> None:
    assert len({(row.field, row.valid_from) for row in rows}) == len(rows)
    for row in rows:
        name = row.field.partition(".")[0]
        assert name in FIELDS
        assert row.field.isprintable()
        assert " " not in row.field
        assert row.url.startswith(("https://", "http://"))
        assert row.url.isprintable()
        value = json.loads(row.value)
        if name in {"premiere", "finale"}:
            assert value is None or FuzzyDate(*value).earliest is not None
        elif name == "format":
            assert value is None or Format(value)
        elif name == "source_material":
            assert value is None or SourceMaterial(value)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and name not in {"stream", "official_site"}:
                assert text
                assert is_clean(text)


def test_a_finished_show_says_everything_it_has() -> None:
    day = f"@{YESTERDAY}"
    assert said() == {
        "title.ja-Latn": "Kumo no Machi",
        "title.ja": "雲の町",
        "title.en": "Town in the Clouds",
        "title.de": "Stadt in den Wolken",
        "title.synonym": ["Kumomachi"],
        "format": "TV",
        "status": "FINISHED",
        "source_material": "MANGA",
        "premiere": [2023, 4, 7],
        "finale": [2023, 6, 30],
        "season": ["SPRING", 2023],
        "episodes": 12,
        "adult": False,
        "studios": ["Studio Hare"],
        "stream.crunchyroll": "https://example.org/cr/kumo",
        "official_site": "https://example.org/kumo",
        "relation.SEQUEL.mal.700002": True,
        "relation.SIDE_STORY.mal.700003": True,
        "relation.CHARACTER.mal.700005": True,
        f"demand.members{day}": 51000,
        f"demand.favourites{day}": 900,
        f"demand.score{day}": 7.65,
        f"demand.scored_by{day}": 21000,
        f"demand.rank{day}": 812,
        f"demand.popularity_rank{day}": 640,
        f"demand.watching{day}": 10,
        f"demand.completed{day}": 20,
        f"demand.on_hold{day}": 3,
        f"demand.dropped{day}": 4,
        f"demand.planning{day}": 5,
    }


def test_observed_today_and_counted_when_jikan_read_it() -> None:
    rows = read(RECORDS[700001])
    assert {row.observed_at for row in rows} == {TODAY}
    assert {row.valid_from for row in rows if row.field.startswith("demand")} == {YESTERDAY}
    assert {row.valid_from for row in rows if not row.field.startswith("demand")} == {None}


def test_dates_are_read_from_their_parts_never_from_the_padded_ones() -> None:
    padded = {"from": "2026-10-01T00:00:00+00:00", "to": None, "prop": RECORDS[700002]["aired"]["prop"]}
    assert said(700002, aired=padded)["premiere"] == [2026, 10, None]
    assert said(700003)["premiere"] == [2024, None, None]
    assert "premiere" not in said(aired={"from": "2026-01-01T00:00:00+00:00"})
    assert "premiere" not in said(aired=None)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Finished Airing", "FINISHED"),
        ("Currently Airing", "RELEASING"),
        ("Not yet aired", "NOT_YET_RELEASED"),
        ("On Hiatus", "On Hiatus"),
        (None, None),
    ],
)
def test_status_words_become_ours_and_new_ones_stay(status: str | None, expected: str | None) -> None:
    assert said(status=status)["status"] == expected


def test_types_and_sources_become_ours() -> None:
    assert [said(type=kind)["format"] for kind in ("Movie", "TV Special", "Music", "CM", None)] == [
        "MOVIE", "SPECIAL", "UNKNOWN", "UNKNOWN", None,
    ]  # fmt: skip
    assert [said(source=kind)["source_material"] for kind in ("Web manga", "Light novel", "Unknown", "Dream")] == [
        "MANGA", "LIGHT_NOVEL", None, "UNKNOWN",
    ]  # fmt: skip


def test_a_score_of_zero_is_none() -> None:
    assert not [name for name in said(700004) if name.startswith("demand.score@")]


def test_adult_is_told_by_the_rating() -> None:
    assert (said(700007)["adult"], said()["adult"], "adult" in said(rating=None)) == (True, False, False)


def test_the_older_title_fields_are_read_where_the_newer_one_is_missing() -> None:
    for titles in (None, []):
        fields = said(titles=titles, title_synonyms=["Kumo"])
        assert (fields["title.ja"], fields["title.ja-Latn"], fields["title.synonym"]) == (
            "雲の町",
            "Kumo no Machi",
            ["Kumo"],
        )


def test_only_anime_are_followed_sequels_first() -> None:
    assert follow(msgspec.convert(RECORDS[700001], Anime)) == (700002, 700003)
    assert follow(msgspec.convert(RECORDS[700003], Anime)) == (700001,)


@pytest.mark.parametrize("record", anime(), ids=lambda record: str(record["mal_id"]))
def test_each_part_may_be_null_or_missing(record: dict[str, Any]) -> None:
    for changed in without(record, frozenset({"mal_id"})):
        check(read(changed, statistics()[record["mal_id"]]))
    for name in record:
        if name != "mal_id":
            check(read({key: value for key, value in record.items() if key != name}))
    check(read({"mal_id": record["mal_id"]}, {}))


def _poisoned(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {name: _poisoned(part, text) for name, part in value.items()}
    if isinstance(value, list):
        return [_poisoned(part, text) for part in value]
    return text if isinstance(value, str) and value not in {"anime", "Default", "Synonym"} else value


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_out_clean(text: str) -> None:
    check(read(_poisoned(RECORDS[700001], text)))


@settings(max_examples=60)
@given(text=TEXTS, number=st.integers(-(2**60), 2**60))
def test_texts_and_numbers_of_any_kind_are_read(text: str, number: int) -> None:
    check(read(_poisoned(RECORDS[700001], text)))
    date = {"day": number, "month": number % 14, "year": number % 10_001}
    odd = dict.fromkeys(("episodes", "members", "favorites", "scored_by", "rank", "popularity"), number)
    check(read(RECORDS[700001] | odd | {"aired": {"prop": {"from": date, "to": date}}}, {"watching": number}))
