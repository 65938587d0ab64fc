from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.titles import question
from nextcour.catalog.titles.asked import MAX_READINGS, QueryEmpty, QueryTooLong, parse
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.normalise import MAX_QUERY


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("will akudama drive come back", "akudama drive"),
        ("when does frieren season 3 come out?", "frieren"),
        ("is there going to be a second season of your lie in april", "your lie in april"),
        ("any news on season 3 of kabaneri", "kabaneri"),
        ("overlord season 5 release date", "overlord"),
        ("鬼滅の刃の続編はいつ", "鬼滅の刃"),
        ("薬屋のひとりごと 3期 いつから", "薬屋のひとりごと"),
        ("孤独摇滚第二季什么时候出", "孤独摇滚"),
        ("吹响上低音号会有第四季吗", "吹响上低音号"),
        ("fruits basket 2019", "fruits basket"),
        ("akudama drive season 2", "akudama drive"),
    ],
)
def test_the_title_is_among_the_readings(query: str, title: str) -> None:
    assert title in {reading.title for reading in parse(query).readings}


@pytest.mark.parametrize("query", ["When They Cry", "Is the Order a Rabbit?", "Mob Psycho 100", "86", "Code Geass R2"])
def test_what_was_typed_is_the_best_reading(query: str) -> None:
    first = parse(query).readings[0]
    assert first.title == query.lower()
    assert first.cost == 0
    assert first.wants is Wants.SHOW


@pytest.mark.parametrize(
    "query", ["will it come back", "when", "いつ", "什么时候出", "season 2", "第二季", "2期", "anime"]
)
def test_a_question_without_a_title_is_hollow(query: str) -> None:
    assert parse(query).hollow


@pytest.mark.parametrize("query", ["when they cry season 2", "k", "86", "銀魂 2期"])
def test_a_title_is_not_hollow(query: str) -> None:
    assert not parse(query).hollow


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "\x1b[0m", "\u200b\u202e", "\ud800"])
def test_nothing_typed(query: str) -> None:
    with pytest.raises(QueryEmpty, match="Type a title"):
        parse(query)


def test_too_long() -> None:
    parse("a" * MAX_QUERY)
    with pytest.raises(QueryTooLong, match="100,000"):
        parse("a" * 100_000)


@pytest.mark.parametrize("piece", ["season 2 ", "will ", "の", "第二季", "(", "when is the ", "1", "吗", "s2", "いつ"])
def test_repetition_is_read_too(piece: str) -> None:
    # Patterns that backtrack over these would not come back within the life of the test run.
    assert parse((piece * MAX_QUERY)[:MAX_QUERY]).readings


@given(st.text(min_size=1, max_size=MAX_QUERY))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        asked = parse(text)
    except QueryEmpty:
        return
    assert 1 <= len(asked.readings) <= MAX_READINGS
    assert all(reading.title and 0 <= reading.cost < 1 for reading in asked.readings)
    assert asked.query.isprintable()


@given(st.text(max_size=80))
def test_peeling_only_takes_away(text: str) -> None:
    lower = text.lower().strip()
    for stage, ends in question.peel(lower):
        assert stage in lower or set(stage) <= set(lower) | {" "}
        assert 0 <= ends <= 2
