"""Whose value is shown when sources disagree."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from nextcour.facts.agreement import agree, precision
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import FIELDS, Key, Observation, Provider
from nextcour.facts.precedence import ORDER, STALE, as_markdown, shown

NOW = dt.date(2026, 11, 23)
LONG_AGO = NOW - STALE - dt.timedelta(days=1)


def of(source: str, value: str, *, field: str = "status", last: dt.date = NOW, withdrawn: bool = False) -> Stored:
    said = Observation(Key(Provider.MAL, "1"), field, value, source, dt.date(2026, 1, 1))
    return Stored(said, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), last, withdrawn)


def source_of(*candidates: Stored) -> str:
    mixed = list(candidates)
    random.Random(1).shuffle(mixed)
    found = shown(mixed)
    assert found is not None
    assert {found.value, *found.others} == set(candidates)
    return found.value.observation.source


def test_the_table_decides_between_fresh_sources() -> None:
    assert source_of(of("jikan", '"A"'), of("anilist", '"B"')) == "anilist"
    assert source_of(of("anilist", '"A"', field="title.ja"), of("bangumi-data", '"B"', field="title.ja")) == (
        "bangumi-data"
    )


def test_a_source_nobody_listed_comes_after_those_that_are() -> None:
    assert source_of(of("zzz", '"A"'), of("aaa", '"B"')) == "aaa"
    assert source_of(of("aaa", '"A"'), of("anime-sachedule-search-data", '"B"')) == "anime-sachedule-search-data"


def test_an_editor_comes_before_everybody_even_with_nothing_and_long_ago() -> None:
    assert source_of(of(EDITOR, "null", last=LONG_AGO), of("anilist", '"B"')) == EDITOR
    assert source_of(
        of(EDITOR, "[2027,null,null]", field="premiere"), of("anilist", "[2027,4,9]", field="premiere")
    ) == (EDITOR)


def test_a_source_last_seen_long_ago_comes_after_the_fresh_ones() -> None:
    assert source_of(of("anilist", '"A"', last=LONG_AGO), of("jikan", '"B"')) == "jikan"


def test_saying_something_comes_before_saying_nothing() -> None:
    assert source_of(of("anilist", "null"), of("jikan", '"B"')) == "jikan"
    assert source_of(of("anilist", "null"), of("jikan", '"B"', last=LONG_AGO)) == "anilist"


def test_of_dates_that_agree_the_most_precise_is_shown() -> None:
    month, day, other = (
        of("anilist", "[2027,4,null]", field="premiere"),
        of("jikan", "[2027,4,9]", field="premiere"),
        of("bangumi-data", "[2027,7,2]", field="premiere"),
    )
    assert source_of(month, day, other) == "jikan"
    assert source_of(month, other) == "anilist"
    found = shown([month, day, other])
    assert found is not None
    assert found.disputed
    agreed = shown([month, day])
    assert agreed is not None
    assert not agreed.disputed


def test_what_was_withdrawn_is_not_shown() -> None:
    assert source_of(of("jikan", '"A"')) == "jikan"
    assert shown([of("anilist", '"A"', withdrawn=True)]) is None
    assert shown([]) is None


def test_fields_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="different fields"):
        shown([of("jikan", "1"), of("jikan", "1", field="episodes")])


def test_the_table_speaks_of_fields_that_exist_and_gives_reasons() -> None:
    assert set(ORDER) - {""} <= set(FIELDS)
    assert all(
        ranking.reason.endswith(".") and len(set(ranking.sources)) == len(ranking.sources) for ranking in ORDER.values()
    )


def test_the_documented_table_is_the_one_in_force() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "store.md"
    assert as_markdown() in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        ("status", '"A"', '"A"', True),
        ("status", '"A"', '"B"', False),
        ("status", '"A"', "null", True),
        ("premiere", "[2027,null,null]", "[2027,4,9]", True),
        ("premiere", "[2027,4,null]", "[2027,5,9]", False),
        ("studios", '["A"]', '["A","B"]', True),
        ("studios", '["A","C"]', '["A","B"]', False),
        ("episodes", "12", "12.0", True),
    ],
)
def test_values_agree_when_both_can_be_true(field: str, one: str, other: str, same: bool) -> None:
    assert agree(field, one, other) is agree(field, other, one) is same


def test_precision_counts_known_parts() -> None:
    assert [precision(text) for text in ("null", "[2027,null,null]", "[2027,4,null]", "[2027,4,9]")] == [0, 1, 2, 3]
