"""Where a line stands on a day, and what its features are then: small made-up shows."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from nextcour.catalog.entry import Entry, Format
from nextcour.facts.fact import AnnouncementDay
from nextcour.franchise.model import Extra, Franchise, Installment, Line, Relation
from nextcour.signals import chronicle as chronicles
from nextcour.signals.census import Census, places
from nextcour.signals.landmark import Landmark, landmark
from tests.franchise.examples import entry

DAY = dt.date.fromisoformat


def announced(one: Entry, days: int) -> AnnouncementDay:
    first = one.premiere.earliest
    assert first is not None
    day = first - dt.timedelta(days=days)
    return AnnouncementDay(day, day, day, "mal-id")


SHOWS = (
    entry("first", "F", "2015-01-05", weeks=12, studios=("Studio",)),
    entry("second-a", "F2", "2017-01-05", weeks=12, studios=("Studio",)),
    entry("second-b", "F2 part 2", "2017-07-05", weeks=12, studios=("Studio",)),
    entry("film", "F film", "2018-01-05", form=Format.MOVIE, weeks=1),
    entry("endless", "E", "2010-01-05", weeks=None),
    entry("sibling", "S", "2016-04-05", weeks=12),
    entry("drop", "D", "2016-04-05", form=Format.ONA, weeks=1),
)
FRANCHISES = (
    Franchise(
        "f",
        "F",
        (
            Line("f", "F", (Installment(1, ("first",)), Installment(2, ("second-a", "second-b"))), ()),
            Line("s", "S", (Installment(1, ("sibling",)),), (), Relation.SPIN_OFF),
        ),
        (Extra("film", Relation.MOVIE, "f", True, ()),),
    ),
    Franchise("e", "E", (Line("e", "E", (Installment(1, ("endless",)),), ()),), ()),
    Franchise("d", "D", (Line("d", "D", (Installment(1, ("drop",)),), ()),), ()),
)
CHRONICLE = chronicles.build(FRANCHISES, {one.id: one for one in SHOWS}, {one.id: announced(one, 200) for one in SHOWS})


def of(line: str, day: str, counted: tuple[Census, ...] = ()) -> dict[str, float]:
    found = at(day, counted)
    row = [CHRONICLE.lines[one] for one in found.position.line].index(line)
    return dict(zip(found.names, found.features[row], strict=True))


def at(day: str, counted: tuple[Census, ...] = ()) -> Landmark:
    return landmark(CHRONICLE, DAY(day).toordinal(), [places(census, CHRONICLE) for census in counted])


def test_a_show_on_air_has_an_age_and_no_end() -> None:
    found = of("f", "2015-02-02")
    assert found["on_air"] == 1
    assert math.isnan(found["ended"])
    assert found["weeks"] == pytest.approx(4.0)
    assert found["age"] == pytest.approx(28 / 365.25)


def test_a_break_of_a_split_cour_is_pending_and_no_new_installment() -> None:
    found = of("f", "2017-05-01")
    assert (found["count"], found["pending"], found["on_air"]) == (2, 1, 0)
    assert of("f", "2017-08-01")["pending"] == 0
    assert of("f", "2017-08-01")["parts"] == 2


def test_gaps_and_notice_are_of_the_latest_two_installments() -> None:
    found = of("f", "2017-05-01")
    assert found["gap"] == pytest.approx((DAY("2017-01-05") - DAY("2015-01-05")).days / 365.25)
    assert found["notice"] == pytest.approx(((DAY("2017-01-05") - DAY("2015-01-05")).days - 200) / 365.25)
    assert math.isnan(of("f", "2016-05-01")["gap"])


def test_a_film_counts_as_coming_from_its_announcement_and_as_out_from_its_premiere() -> None:
    assert of("f", "2017-06-01")["movies_coming"] == 0
    assert of("f", "2017-08-01")["movies_coming"] == 1
    after = of("f", "2018-02-01")
    assert (after["movies_coming"], after["movies"], after["movies_since"]) == (0, 1, 1)


def test_other_lines_of_the_franchise_are_siblings() -> None:
    assert of("f", "2015-06-01")["siblings_coming"] == 0
    assert of("f", "2016-01-01")["siblings_coming"] == 1
    assert of("f", "2016-06-01")["siblings"] == 1
    assert of("s", "2016-06-01")["siblings"] == 1


def test_years_on_air_without_an_end_make_a_long_runner() -> None:
    found = at("2016-06-01")
    long = dict(zip((CHRONICLE.lines[one] for one in found.position.line), found.position.long_running, strict=True))
    assert long == {"d": False, "e": True, "f": False, "s": False}


def test_all_released_on_one_day_is_a_drop() -> None:
    assert of("d", "2016-06-01")["drop"] == 1
    assert of("s", "2016-10-01")["drop"] == 0


def test_a_studio_is_busy_with_what_is_announced_or_on_air() -> None:
    assert of("f", "2015-02-02")["studio_busy"] == pytest.approx(math.log1p(1))
    # The first has ended, both parts of the second are announced.
    assert of("f", "2017-01-02")["studio_busy"] == pytest.approx(math.log1p(2))
    assert math.isnan(of("d", "2017-01-02")["studio_busy"])


def test_demand_is_a_place_within_the_season_and_grows_old() -> None:
    census = Census("site", DAY("2016-07-01").toordinal(), {"sibling": 900.0, "drop": 100.0})
    assert of("s", "2016-08-01", (census,))["percentile"] == pytest.approx(0.75)
    assert of("d", "2016-08-01", (census,))["percentile"] == pytest.approx(0.25)
    assert math.isnan(of("s", "2016-06-01", (census,))["percentile"]), "counted later"
    assert math.isnan(of("s", "2017-08-01", (census,))["percentile"]), "more than a year old"


def test_demand_of_a_shows_first_weeks_is_left_out() -> None:
    early = Census("site", DAY("2016-04-20").toordinal(), {"sibling": 900.0, "drop": 100.0})
    assert math.isnan(of("s", "2016-05-20", (early,))["percentile"])


def test_a_list_of_the_best_known_ranks_what_it_lacks_below() -> None:
    whole = Census("site", DAY("2016-07-01").toordinal(), {"sibling": 900.0})
    assert of("s", "2016-08-01", (whole,))["percentile"] == pytest.approx(0.5)
    best = Census("site", DAY("2016-07-01").toordinal(), {"sibling": 900.0}, complete=False)
    assert of("s", "2016-08-01", (best,))["percentile"] > 0.7
