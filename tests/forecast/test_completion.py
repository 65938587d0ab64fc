"""Sequels that the catalogue lacks: which titles continue which line, since when, and what is left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.entry import Entry, Format, Ids
from nextcour.facts import announced
from nextcour.facts.announced import Clock
from nextcour.forecast.completion import Completion, Listing, complete
from nextcour.forecast.listed_titles import spellings
from nextcour.franchise.model import Extra, Franchise, Installment, Line, Relation
from nextcour.sources import mal_research
from nextcour.store import bundle
from tests.franchise.examples import entry

from .examples import day

LISTED = day("2026-07-19")
SEASON, MOVIE = Relation.SEASON, Relation.MOVIE


def named(name: str, premiere: str, mal: int | None, *, form: Format = Format.TV, weeks: int | None = 12) -> Entry:
    made = entry(name, name, premiere, form=form, weeks=weeks)
    return msgspec.structs.replace(made, ids=Ids(mal=mal))


ENTRIES = {
    one.id: one
    for one in (
        named("frontier-1", "2022-01-05", 50_000),
        named("frontier-2", "2024-01-05", 55_000),
        named("garden-1", "2023-04-05", 53_000),
        named("garden-again", "2025-04-05", 59_000),
        named("film", "2021-04-05", 48_000, form=Format.MOVIE, weeks=1),
        named("special", "2024-06-01", 56_000, form=Format.SPECIAL, weeks=1),
        named("no-id", "2024-06-01", None),
        named("last", "2026-04-01", 63_000),
    )
}
FRANCHISES = (
    Franchise(
        "frontier",
        "Frontier",
        (Line("frontier", "F", (Installment(1, ("frontier-1",)), Installment(2, ("frontier-2",))), ()),),
        (Extra("special", Relation.SPECIAL, "frontier", False, ()),),
    ),
    Franchise("garden-old", "G", (Line("garden-old", "G", (Installment(1, ("garden-1",)),), ()),), ()),
    Franchise("garden-new", "G", (Line("garden-new", "G", (Installment(1, ("garden-again",)),), ()),), ()),
    Franchise("film", "Film", (Line("film", "Film", (Installment(1, ("film",)),), ()),), ()),
    Franchise("no-id", "N", (Line("no-id", "N", (Installment(1, ("no-id",)),), ()),), ()),
)
KNOWN = (
    Listing(50_000, "Sora no Frontier", 50_000, 20_000, 7.5),
    Listing(55_000, "Sora no Frontier 2nd Season", 40_000, 20_000, 7.5),
    Listing(53_000, "Niwa no Tobira", 40_000, 20_000, 7.5),
    Listing(59_000, "Niwa no Tobira", 40_000, 20_000, 7.5),
    Listing(48_000, "Yoru no Tabi", 40_000, 20_000, 7.5),
    Listing(56_000, "Sora no Frontier Specials", 4_000, 2_000, 7.5),
)
_POINTS = {48_000: "2020-06-01", 50_000: "2021-06-01", 55_000: "2023-06-01", 60_000: "2024-10-01", 63_000: "2026-04-01"}
CLOCK = Clock(list(_POINTS), [(float(day(text)),) * 3 for text in _POINTS.values()])
NEW = 61_000  # announced in 2025


def completions(*listings: Listing) -> tuple[Completion, ...]:
    return complete(FRANCHISES, ENTRIES, [*KNOWN, *listings], LISTED, CLOCK)


def found(title: str, mal_id: int = NEW, members: int = 20_000) -> tuple[str, Relation] | None:
    made = completions(Listing(mal_id, title, members, 0))
    assert len(made) <= 1
    return (made[0].line, made[0].kind) if made else None


def test_the_next_season_of_a_line_is_found_with_all_that_is_known() -> None:
    assert completions(Listing(NEW, "Sora no Frontier 3rd Season", 20_000, 3)) == (
        Completion(
            line="frontier",
            after=2,
            mal_id=NEW,
            title="Sora no Frontier 3rd Season",
            kind=SEASON,
            announced=round(day("2024-10-01") + (day("2026-04-01") - day("2024-10-01")) / 3),
            out=False,
            order=1,
        ),
    )


@pytest.mark.parametrize(
    "title",
    [
        "Sora no Frontier III",
        "Sora no Frontier 3",
        "Sora no Frontier Season 3",
        "Sora no Frontier 3rd Season: Umi no Kanata",
        "Sora no Frontier: San no Shou",
        "Sora no Frontier Final Season",
        "Sora no Frontier: Umi-hen",
        "SORA no Frontier 4th Season",  # a third one may be missing
    ],
)
def test_seasons_are_known_however_they_are_spelled(title: str) -> None:
    assert found(title) == ("frontier", SEASON)


@pytest.mark.parametrize(
    "title",
    [
        "Sora no Frontier Movie",
        "Sora no Frontier Movie: Umi no Kanata",
        "Gekijouban Sora no Frontier",
    ],
)
def test_movies_are_known_by_their_word(title: str) -> None:
    assert found(title) == ("frontier", MOVIE)


@pytest.mark.parametrize(
    "title",
    [
        "Sora no Frontier",  # the name alone: a remake or a clip
        "Sora no Frontier 2nd Season",  # there is one
        "Sora no Frontier 6th Season",  # too far ahead
        "Sora no Frontier 2nd Season Part 2",
        "Sora no Frontier 3rd Season Part 2",
        "Sora no Frontier Part 2",
        "Sora no Frontier 3rd Season Recap",
        "Sora no Frontier 3rd Season Specials",
        "Sora no Frontier Mini Anime 3rd Season",
        "Sora no Frontier 3rd Season OVA",
        "Sora no Frontier 3rd Season PV",
        "Sora no Frontier 3rd Season Picture Drama",
        "Sora no Frontier Movie Soushuuhen",
        "Sora no Frontier: Umi no Kanata",  # a subtitle alone
        "Sora no Frontier: Umi no Kanata 3rd Season",  # season of something else
        "Umi no Frontier 3rd Season",
        "Shin Sora no Frontier 3rd Season",
    ],
)
def test_what_is_no_next_installment_is_left_out(title: str) -> None:
    assert found(title) is None


def test_a_word_of_the_lines_own_name_bars_nothing() -> None:
    listings = [
        Listing(one.mal_id, one.title.replace("Sora no Frontier", "Music x Mini Frontier"), 1000) for one in KNOWN[:2]
    ]
    listings.append(Listing(NEW, "Music x Mini Frontier 3rd Season", 1000))
    (made,) = complete(FRANCHISES, ENTRIES, listings, LISTED, CLOCK)
    assert (made.line, made.mal_id) == ("frontier", NEW)


def test_an_arc_that_few_follow_is_a_side_piece() -> None:
    assert found("Sora no Frontier: Umi-hen", members=100) is None


def test_a_film_has_no_arcs() -> None:
    assert found("Yoru no Tabi: Umi-hen") is None


def test_without_a_number_it_must_come_after_the_last_premiere() -> None:
    before = 54_000
    assert found("Sora no Frontier: Umi-hen", before) is None
    assert found("Sora no Frontier Movie", before) is None
    assert found("Sora no Frontier Final Season", before) is None


def test_a_numbered_season_may_be_announced_before_the_last_one_has_begun() -> None:
    soon = 55_010
    (made,) = completions(Listing(soon, "Sora no Frontier 3rd Season"))
    assert made.announced < day("2024-01-05")
    assert found("Sora no Frontier 3rd Season", 54_990) is None


def test_of_two_lines_with_one_name_the_later_is_continued() -> None:
    assert found("Niwa no Tobira 2nd Season") == ("garden-new", SEASON)


def test_several_are_ordered_by_season_whatever_their_ids() -> None:
    made = completions(
        Listing(NEW, "Sora no Frontier 4th Season"),
        Listing(NEW + 1, "Sora no Frontier Movie"),
        Listing(NEW + 2, "Sora no Frontier 3rd Season"),
        Listing(NEW + 3, "Sora no Frontier Movie 2"),
    )
    assert [(one.kind, one.order, one.mal_id - NEW) for one in made] == [
        (SEASON, 1, 2),
        (SEASON, 2, 0),
        (MOVIE, 1, 1),
        (MOVIE, 2, 3),
    ]


def test_one_season_is_completed_once_by_its_plain_title() -> None:
    made = completions(
        Listing(NEW, "Sora no Frontier 3rd Season: Umi no Ohanashi", 90_000),
        Listing(NEW + 1, "Sora no Frontier 3rd Season", 1_000),
    )
    assert [one.mal_id for one in made] == [NEW + 1]


def test_after_the_clocks_last_point_days_run_to_the_listings_day() -> None:
    half = Listing(63_500, "Sora no Frontier 3rd Season")
    (made,) = completions(half, Listing(64_000, "Hoka"))
    assert made.announced == round((day("2026-04-01") + LISTED) / 2)
    (latest,) = completions(half)
    assert latest.announced == LISTED


def test_no_day_lies_after_the_listings_day_whatever_the_clock_says() -> None:
    listed = day("2024-12-01")  # the clock puts this id into 2025
    (made,) = complete(FRANCHISES, ENTRIES, [*KNOWN, Listing(NEW, "Sora no Frontier 3rd Season")], listed, CLOCK)
    assert made.announced == listed


def changed(title: str, premiere: str, weeks: int | None) -> Relation | None:
    """What `title` is to a catalogue whose one-season line ran so; its own listing is `Niwa 2`."""
    entries = ENTRIES | {"garden-1": named("garden-1", premiere, 53_000, weeks=weeks)}
    listings = [Listing(53_000, "Niwa 2", 1_000), Listing(NEW, title, 1_000)]
    made = complete(FRANCHISES, entries, listings, LISTED, CLOCK)
    return made[0].kind if made else None


def test_after_a_long_silence_a_movie_tells_the_story_anew() -> None:
    assert changed("Niwa Movie", "2014-01-05", 12) is MOVIE
    assert changed("Niwa Movie", "2012-01-05", 12) is None
    assert changed("Niwa Movie", "2012-01-05", None) is MOVIE  # still on air


def test_what_is_on_air_without_end_has_arcs_of_its_own() -> None:
    assert changed("Niwa: Umi-hen", "2012-01-05", None) is None
    assert changed("Niwa: Umi-hen", "2024-01-05", None) is SEASON


def test_a_digit_in_the_title_of_a_first_season_is_no_number_of_it() -> None:
    assert changed("Niwa 2nd Season", "2022-01-05", 12) is SEASON


def test_ids_before_the_clocks_use_are_passed_over() -> None:
    assert found("Yoru no Tabi 2", 11_000) is None


@pytest.mark.parametrize(
    ("members", "scored_by", "score", "out"),
    [
        (1_000, 900, 7.0, True),
        (100, 20, None, True),
        (100_000, 4, None, False),
        (1_000, 0, None, False),
        (90, 0, None, None),
        (1_000, 10, None, None),
        (None, None, None, None),
    ],
)
def test_scores_tell_what_is_out(members: int | None, scored_by: int | None, score: float | None, out: object) -> None:
    (made,) = completions(Listing(NEW, "Sora no Frontier 3rd Season", members, scored_by, score))
    assert made.out is out


NAMES = st.sampled_from(("Sora no Frontier", "Niwa no Tobira", "Yoru no Tabi", "Hoka"))
ENDS = st.sampled_from(
    ("", " 2nd Season", " 3rd Season", " III", " Movie", ": Umi-hen", " Final Season", " Part 2", " 4")
)
IDS = st.one_of(st.integers(1, 70_000), st.sampled_from([one.mal_id for one in KNOWN]))
LISTINGS = st.lists(
    st.builds(
        lambda mal_id, name, end, members: Listing(mal_id, name + end, members),
        IDS,
        NAMES,
        ENDS,
        st.none() | st.integers(0, 10**6),
    ),
    max_size=12,
)


@given(LISTINGS, st.integers(day("2020-01-01"), day("2030-01-01")))
def test_nothing_of_the_catalogue_and_no_day_after_the_listing(listings: list[Listing], listed: int) -> None:
    made = complete(FRANCHISES, ENTRIES, [*KNOWN, *listings], listed, CLOCK)
    taken = {one.ids.mal for one in ENTRIES.values()}
    numbers = {line.id: line.installments[-1].number for one in FRANCHISES for line in one.lines}
    for one in made:
        assert one.mal_id not in taken
        assert one.announced <= listed
        assert one.after == numbers[one.line]
    assert len({one.mal_id for one in made}) == len(made)
    for line in numbers:
        for kind in (SEASON, MOVIE):
            orders = [one.order for one in made if one.line == line and one.kind is kind]
            assert orders == list(range(1, len(orders) + 1))


@given(st.text(max_size=60))
def test_any_title_can_be_read(title: str) -> None:
    assert spellings(title)[0].whole


def test_known_sequels_of_the_bundled_catalogue_are_found(shared: Path) -> None:
    path = shared / "data" / "mal_demand.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    from nextcour.franchise.graph import build

    listed = dt.date(2026, 7, 19)
    listings = [
        Listing(row.mal_id, row.title, row.members, row.scored_by, row.score)
        for row in mal_research.read(path)
        if row.snapshot == listed
    ]
    catalogue, _ = bundle.read()
    clock = announced.clock_of(catalogue.entries, catalogue.data_day)
    entries = {one.id: one for one in catalogue.entries}
    made = complete(build(catalogue.entries), entries, listings, listed.toordinal(), clock)
    by_id = {one.mal_id: one for one in made}
    # Out in July 2026, announced in 2024; and two that are not out.
    assert (by_id[59193].after, by_id[59193].kind, by_id[59193].out) == (2, SEASON, True)
    assert abs(by_id[59193].announced - day("2024-07-01")) < 60
    assert (by_id[59068].order, by_id[59068].out) == (1, False)
    assert by_id[62844].kind is MOVIE
    # The second cour of a season that is not out is no renewal.
    assert 62841 not in by_id
    assert 150 < len(made) < 400
    assert not by_id.keys() & {one.ids.mal for one in catalogue.entries}
