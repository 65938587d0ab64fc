"""From franchises to spells, and from spells to what is asked about on a day."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, SourceMaterial, Title, TitleKind
from nextcour.facts.fact import AnnouncementDay
from nextcour.forecast.interface import Subject
from nextcour.forecast.spells import OTHER, TV, Spell, build_spells, decode, encode
from nextcour.forecast.subjects import subject_of, subjects
from nextcour.franchise.model import Extra, Franchise, Installment, Line, Relation

from .examples import day, history

UNKNOWN = FuzzyDate()


def entry(name: str, premiere: FuzzyDate, kind: Format = Format.TV, finale: FuzzyDate = UNKNOWN) -> tuple[str, Entry]:
    title = Title(name, "ja", "Jpan", TitleKind.NATIVE, "test")
    return name, Entry(name, (title,), kind, premiere=premiere, finale=finale, source_material=SourceMaterial.MANGA)


def known(text: str) -> AnnouncementDay:
    announced = dt.date.fromisoformat(text)
    return AnnouncementDay(announced, announced, announced, "mal-id")


ENTRIES = dict(
    [
        entry("one", FuzzyDate(2015, 1, 5), finale=FuzzyDate(2015, 3, 30)),
        entry("two", FuzzyDate(2016, 7, 4), finale=FuzzyDate(2016, 9, 26)),
        entry("two-b", FuzzyDate(2017, 1, 9), finale=FuzzyDate(2017, 3, 27)),
        entry("three", FuzzyDate(2019, 4)),
        entry("film", FuzzyDate(2018, 8, 10), Format.MOVIE),
        entry("recap", FuzzyDate(2016, 1, 1), Format.MOVIE),
        entry("early film", FuzzyDate(2015, 6, 1), Format.MOVIE),
        entry("year only", FuzzyDate(2020), Format.ONA),
        entry("web", FuzzyDate(2020, 5, 1), Format.ONA),
    ]
)
ANNOUNCED = {
    "one": known("2014-06-01"),
    "two": known("2015-12-01"),
    "two-b": known("2016-08-01"),
    "three": known("2017-01-02"),
    "film": known("2017-11-11"),
    "recap": known("2015-02-01"),
    "early film": known("2014-12-01"),
}
FRANCHISE = Franchise(
    "f",
    "F",
    (
        Line(
            "f-line",
            "F",
            (Installment(1, ("one",)), Installment(2, ("two", "two-b")), Installment(3, ("three",))),
            (),
        ),
        Line("f-web", "F web", (Installment(1, ("year only",)), Installment(2, ("web",))), ()),
    ),
    (
        Extra("film", Relation.MOVIE, None, True, ()),
        Extra("recap", Relation.RECAP, "f-line", False, ()),
        Extra("early film", Relation.MOVIE, "f-line", True, ()),
    ),
)
SPELLS = build_spells([FRANCHISE], ENTRIES, ANNOUNCED)


def test_a_spell_runs_from_a_premiere_to_the_next_installment() -> None:
    first, second, third, web = SPELLS
    assert (first.line, first.number, first.group, first.source) == ("f-line", 1, TV, "MANGA")
    assert (first.premiere, first.finale) == (day("2015-01-05"), day("2015-03-30"))
    assert (first.next_announced, first.next_premiere, first.basis) == (day("2015-12-01"), day("2016-07-04"), "mal-id")
    assert (third.next_announced, third.next_premiere, third.basis) == (None, None, "")
    assert (web.line, web.number, web.group) == ("f-web", 2, OTHER)
    assert second.number == 2


def test_the_second_cour_of_an_installment_is_no_event() -> None:
    second = SPELLS[1]
    assert second.finale == day("2017-03-27")
    assert second.next_announced == day("2017-01-02")


def test_of_two_films_announced_on_one_day_the_one_that_has_a_premiere_comes_first() -> None:
    franchise = msgspec.structs.replace(
        FRANCHISE, extras=(Extra("undated film", Relation.MOVIE, None, True, ()), *FRANCHISE.extras)
    )
    entries = {**ENTRIES, **dict([entry("undated film", UNKNOWN, Format.MOVIE)])}
    first = build_spells([franchise], entries, {**ANNOUNCED, "undated film": ANNOUNCED["film"]})[0]
    assert (first.movie_announced, first.movie_premiere) == (day("2017-11-11"), day("2018-08-10"))


def test_the_first_movie_announced_after_the_premiere_counts_and_recaps_never_do() -> None:
    first, second, third, _ = SPELLS
    # The film announced before the first season is not news for it; the recap is no continuation.
    assert first.movie_announced == second.movie_announced == day("2017-11-11")
    assert first.movie_premiere == day("2018-08-10")
    assert third.movie_announced is None


def test_a_month_counts_from_its_last_day_and_a_bare_year_makes_no_spell() -> None:
    assert SPELLS[2].premiere == day("2019-04-30")
    assert [spell.number for spell in SPELLS if spell.line == "f-web"] == [2]


def test_the_table_survives_the_index() -> None:
    table = history(200)
    assert decode(encode(table)) == table
    with pytest.raises(msgspec.MsgspecError):
        decode(b"\x93\x01")


def test_a_subject_is_its_latest_installment_as_known_on_the_day() -> None:
    assert subject_of(SPELLS, "f-line", dt.date(2015, 1, 4)) is None
    assert subject_of(SPELLS, "no such line", dt.date(2020, 1, 1)) is None
    before = subject_of(SPELLS, "f-line", dt.date(2015, 11, 30))
    assert before == Subject("f-line", 1, TV, "MANGA", dt.date(2015, 1, 5), finale=dt.date(2015, 3, 30))
    after = subject_of(SPELLS, "f-line", dt.date(2015, 12, 1))
    assert after is not None
    assert after.announced_next == dt.date(2015, 12, 1)
    second = subject_of(SPELLS, "f-line", dt.date(2018, 1, 1))
    assert second is not None
    assert (second.number, second.announced_next, second.movie_announced) == (
        2,
        dt.date(2017, 1, 2),
        dt.date(2017, 11, 11),
    )


def test_a_day_has_one_subject_for_each_line() -> None:
    table = history(300)
    found = subjects(table, dt.date(2012, 1, 1))
    assert set(found) == {one.line for one in table if one.premiere <= day("2012-01-01")}
    for line, subject in found.items():
        latest: Spell = max(
            (one for one in table if one.line == line and one.premiere <= day("2012-01-01")), key=lambda one: one.number
        )
        assert (subject.number, subject.premiere.toordinal()) == (latest.number, latest.premiere)
