"""Suggestions find what is typed so far, better known shows first."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.pages.name import Name, plain
from nextcour.site.suggest import Suggestions


def name(line: str, text: str, weight: int = 0) -> Name:
    return Name(line, text, plain(text), plain(text), weight)


NAMES = [
    name("titan", "Attack on Titan", 9),
    name("titan", "進撃の巨人", 9),
    name("on", "On Air!", 5),
    name("tit", "Tit for Tat", 3),
    name("kitten", "Bartitsu: The Kittens", 1),
]
FOUND = Suggestions(NAMES, plain)


def lines(typed: str, limit: int = 8) -> list[str]:
    return [one.line for one in FOUND.find(typed, limit)]


def test_beginnings_of_names_come_before_beginnings_of_words_and_those_before_the_rest() -> None:
    assert lines("tit") == ["tit", "titan", "kitten"]


def test_of_equal_fits_the_better_known_comes_first() -> None:
    assert lines("o") == ["on", "titan"]


def test_each_show_is_suggested_once_by_the_name_that_fits_best() -> None:
    assert [one.text for one in FOUND.find("進")] == ["進撃の巨人"]


def test_one_han_character_is_looked_for_inside_names_and_one_letter_is_not() -> None:
    assert lines("巨") == ["titan"]
    assert lines("u") == []


def test_case_signs_and_width_do_not_matter() -> None:
    assert lines("ＡＴＴＡＣＫ-on") == lines("attack ON") == ["titan"]


@pytest.mark.parametrize("typed", ["", " ", "\n", "\x00", "!!!", "\u202e"])
def test_nothing_to_look_for_finds_nothing(typed: str) -> None:
    assert lines(typed) == []


@given(st.text(max_size=300), st.integers(1, 10))
def test_whatever_is_typed_gives_at_most_so_many_shows_each_once(typed: str, limit: int) -> None:
    found = lines(typed, limit)
    assert len(found) == len(set(found)) <= limit


@given(st.sampled_from(NAMES), st.integers(1, 30))
def test_every_beginning_of_a_name_finds_its_show(one: Name, length: int) -> None:
    assert one.line in lines(one.text[:length])


def test_there_may_be_no_names_at_all() -> None:
    assert Suggestions([], plain).find("a") == []


def test_fifty_thousand_names_are_looked_through_in_no_time() -> None:
    many = Suggestions([name(str(n), f"Show number {n} of many") for n in range(50_000)], plain)
    begun = time.perf_counter()
    for typed in ("zzzz", "number 49999", "s", "many"):
        many.find(typed)
    assert time.perf_counter() - begun < 1.0
