"""The first forecast: what it says, when it keeps silent, and that it never looks ahead."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections.abc import Sequence

import msgspec
import pytest

from nextcour.catalog.dates import add_months
from nextcour.facts import announced
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.history import MATURITY_MONTHS, History
from nextcour.forecast.interface import ForecastModel, Subject
from nextcour.forecast.model import ANNOUNCED_MONTHS, PREMIERE_MONTHS, Forecast
from nextcour.forecast.spells import Spell, build_spells
from nextcour.forecast.subjects import subjects
from nextcour.franchise.graph import build
from nextcour.store import bundle

from .examples import DATA_DAY, history, spell

PAST = history()
MODEL: ForecastModel = FirstForecast(PAST, DATA_DAY)
AS_OF = dt.date(2019, 6, 1)


def subject(premiere: dt.date, number: int = 1, **more: object) -> Subject:
    return msgspec.structs.replace(Subject("subject", number, "TV", "MANGA", premiere), **more)


def check_invariants(forecast: Forecast) -> None:
    for chances in (forecast.announced, forecast.premiere):
        for value in chances.values():
            assert 0.0 <= value.low <= value.p <= value.high <= 1.0
        for earlier, later in itertools.pairwise(sorted(chances)):
            assert chances[earlier].p <= chances[later].p
            assert chances[earlier].low <= chances[later].low
            assert chances[earlier].high <= chances[later].high
    for months in forecast.announced.keys() & forecast.premiere.keys():
        assert forecast.premiere[months].p <= forecast.announced[months].p + 1e-12
    if forecast.by_kind is not None:
        season, movie = forecast.by_kind.season, forecast.by_kind.movie
        assert season.p + movie.p <= 1.0 + 1e-12
    if forecast.window is not None:
        assert forecast.origin <= forecast.window.p10 <= forecast.window.p50 <= forecast.window.p90
    assert forecast.trained_to <= forecast.origin
    if forecast.reference is not None:
        assert 0 <= forecast.reference.returned <= forecast.reference.n


@pytest.mark.parametrize("number", [1, 2, 3, 7])
@pytest.mark.parametrize("months", [0, 5, 30, 100])
def test_a_waiting_line_gets_every_horizon(number: int, months: int) -> None:
    forecast = MODEL.forecast(subject(add_months(AS_OF, -months), number), AS_OF)
    check_invariants(forecast)
    assert tuple(forecast.announced) == ANNOUNCED_MONTHS
    assert tuple(forecast.premiere) == PREMIERE_MONTHS
    assert forecast.by_kind is not None
    assert forecast.window is not None
    assert (forecast.origin, forecast.trained_to, forecast.model) == (AS_OF, AS_OF, MODEL.name)


def test_more_installments_return_more_often_as_in_the_past_they_were_made_of() -> None:
    chances = [MODEL.forecast(subject(dt.date(2018, 6, 1), number), AS_OF).announced[48].p for number in (1, 2, 3)]
    assert chances[0] < chances[1] < chances[2]


def test_the_chance_is_the_share_that_came_back_when_nobody_left_early() -> None:
    """Everyone followed for the whole horizon: Kaplan-Meier is then a plain share."""
    past = [spell(f"n{at}", premiere="2014-01-05") for at in range(80)]
    past += [
        spell(f"y{at}", premiere="2014-01-05", announced="2015-12-06", next_premiere="2016-10-02") for at in range(20)
    ]
    forecast = FirstForecast(past, DATA_DAY).forecast(subject(dt.date(2018, 1, 5)), dt.date(2019, 1, 5))
    assert forecast.announced[6].p == 0.0
    assert forecast.announced[12].p == pytest.approx(0.2)
    assert forecast.announced[48].p == pytest.approx(0.2)
    assert forecast.premiere[12].p == 0.0
    assert forecast.premiere[24].p == pytest.approx(0.2)
    assert forecast.reference is not None
    assert (forecast.reference.n, forecast.reference.returned) == (100, 20)


def test_ages_nobody_was_followed_to_are_left_out_and_said() -> None:
    past = [spell(f"n{at}", premiere=f"2013-0{1 + at % 9}-05") for at in range(400)]
    forecast = FirstForecast(past, DATA_DAY).forecast(subject(dt.date(2013, 1, 5)), dt.date(2020, 1, 5))
    assert forecast.announced == {}
    assert forecast.premiere == {}
    assert forecast.window is None
    assert forecast.by_kind is None
    assert any("too few past shows" in note for note in forecast.notes)


def test_a_thin_stratum_is_pooled_and_said() -> None:
    past = [one for one in PAST if one.number == 1 or one.line < "line-12"]
    model = FirstForecast(past, DATA_DAY)
    forecast = model.forecast(subject(dt.date(2012, 6, 1), 3), AS_OF)
    assert any("rates are of" in note for note in forecast.notes)
    pooled = model.forecast(subject(dt.date(2012, 6, 1), 2), AS_OF)
    assert pooled.announced == forecast.announced


def test_announcements_that_cannot_show_yet_are_not_held_against_anyone() -> None:
    """Follow-up for announcements ends MATURITY_MONTHS before the catalogue does."""
    assert History(PAST, DATA_DAY, DATA_DAY).announcements_to == add_months(DATA_DAY, -MATURITY_MONTHS).toordinal()
    assert History(PAST, AS_OF, DATA_DAY).matured
    late = MODEL.forecast(subject(dt.date(2025, 1, 5)), DATA_DAY)
    assert any(note.startswith("Rates rest on announcements up to 2023-10-25") for note in late.notes)


def test_chances_count_from_the_last_day_the_catalogue_looked() -> None:
    now = MODEL.forecast(subject(dt.date(2020, 1, 5)), dt.date(2026, 11, 23))
    assert now.origin == DATA_DAY
    assert now == MODEL.forecast(subject(dt.date(2020, 1, 5)), DATA_DAY)


def test_once_announced_only_the_premiere_is_open() -> None:
    waiting = subject(dt.date(2017, 1, 5), announced_next=dt.date(2019, 5, 1))
    forecast = MODEL.forecast(waiting, AS_OF)
    check_invariants(forecast)
    assert (forecast.announced, forecast.by_kind, forecast.reference) == ({}, None, None)
    assert forecast.premiere[12].p > 0.5
    assert forecast.window is not None
    longer = MODEL.forecast(subject(dt.date(2017, 1, 5), announced_next=dt.date(2018, 11, 1)), AS_OF)
    assert longer.window is not None
    assert longer.window.p50 < forecast.window.p50
    assert all(chance.p < 1.0 for chance in longer.premiere.values())


def test_an_announcement_older_than_any_that_led_anywhere_gets_no_chance() -> None:
    forecast = MODEL.forecast(subject(dt.date(2001, 1, 5), announced_next=dt.date(2002, 5, 1)), AS_OF)
    assert forecast.premiere == {}
    assert forecast.window is None
    assert any(note.startswith("No chances") for note in forecast.notes)


def test_a_movie_since_settles_which_comes_first_and_leaves_the_season_open() -> None:
    after = MODEL.forecast(subject(dt.date(2017, 1, 5), movie_announced=dt.date(2018, 5, 1)), AS_OF)
    assert after.by_kind is None
    assert after.announced == MODEL.forecast(subject(dt.date(2017, 1, 5)), AS_OF).announced


def test_a_movie_competes_but_does_not_end_the_wait() -> None:
    past = [spell(f"n{at}", premiere="2012-01-05") for at in range(50)]
    past += [spell(f"b{at}", premiere="2012-01-05", movie="2013-01-05", announced="2014-01-05") for at in range(50)]
    forecast = FirstForecast(past, DATA_DAY).forecast(subject(dt.date(2018, 6, 1)), dt.date(2018, 6, 1))
    assert forecast.announced[48].p == pytest.approx(0.5)
    assert forecast.by_kind is not None
    assert forecast.by_kind.season.p == 0.0
    assert forecast.by_kind.movie.p == pytest.approx(0.5)
    assert forecast.premiere == {}  # announced, but none of them premiered: no lag to go by
    assert any("lag" in note for note in forecast.notes)


def test_days_before_the_subject_are_refused() -> None:
    with pytest.raises(ValueError, match="premiered"):
        MODEL.forecast(subject(dt.date(2020, 1, 5)), AS_OF)
    with pytest.raises(ValueError, match="nothing announced"):
        MODEL.forecast(subject(dt.date(2017, 1, 5), announced_next=dt.date(2019, 6, 2)), AS_OF)


def test_an_empty_past_says_nothing() -> None:
    forecast = FirstForecast((), DATA_DAY).forecast(subject(dt.date(2017, 1, 5)), AS_OF)
    assert (forecast.announced, forecast.premiere, forecast.window, forecast.reference) == ({}, {}, None, None)
    assert forecast.notes


@pytest.mark.parametrize(
    ("source", "number", "start"),
    [("ORIGINAL", 1, "one-season original"), ("UNKNOWN", 2, "two-season show"), ("GAME", 3, "longer-running show")],
)
def test_the_reference_class_speaks_plainly(source: str, number: int, start: str) -> None:
    forecast = MODEL.forecast(subject(dt.date(2018, 3, 1), number, source=source), AS_OF)
    reference = forecast.reference
    assert reference is not None
    assert reference.description.startswith(f"of {reference.n} {start}")
    assert "15 months after the latest premiere" in reference.description
    assert f" {reference.returned or 'none'} had one announced within four years" in reference.description


def test_the_reference_class_counts_lines_with_full_follow_up_other_than_its_own() -> None:
    past = [spell("same", premiere="2010-01-05")]
    past += [spell("twice", 3, premiere="2009-01-05"), spell("twice", 4, premiere="2010-01-05")]
    past += [spell("too young", 3, premiere="2016-01-05"), spell("known before", 3, announced="2015-02-01")]
    past += [spell("back", 3, premiere="2010-01-05", announced="2013-01-05", next_premiere="2014-01-05")]
    model = FirstForecast(past, DATA_DAY)
    forecast = model.forecast(Subject("x", 3, "TV", "MANGA", dt.date(2018, 6, 1)), AS_OF)
    assert forecast.reference is not None
    assert (forecast.reference.n, forecast.reference.returned) == (2, 1)
    assert model.forecast(Subject("same", 1, "TV", "MANGA", dt.date(2018, 6, 1)), AS_OF).reference is None


def tampered(spells: Sequence[Spell], as_of: dt.date, draw: random.Random) -> list[Spell]:
    """The same up to `as_of`; everything later changed, dropped or made up."""
    day = as_of.toordinal()

    def later(event: int | None) -> int | None:
        if event is not None and event <= day:
            return event
        return draw.choice((None, day + draw.randrange(1, 2000)))

    kept = [
        msgspec.structs.replace(
            one,
            next_announced=later(one.next_announced),
            next_premiere=later(one.next_premiere),
            movie_announced=later(one.movie_announced),
            movie_premiere=later(one.movie_premiere),
        )
        for one in spells
        if one.premiere <= day
    ]
    made_up = [
        msgspec.structs.replace(
            draw.choice(spells), line=f"made-up-{at}", premiere=day + draw.randrange(1, 900), next_announced=day - 3
        )
        for at in range(200)
    ]
    return sorted(kept + made_up, key=lambda one: (one.premiere, one.line, one.number))


@pytest.fixture(scope="module")
def real() -> tuple[tuple[Spell, ...], dt.date]:
    catalogue, _ = bundle.read()
    days = announced.infer(catalogue.entries, catalogue.data_day)
    entries = {entry.id: entry for entry in catalogue.entries}
    return build_spells(build(catalogue.entries), entries, days), catalogue.data_day


def test_nothing_later_than_the_day_changes_a_forecast(real: tuple[tuple[Spell, ...], dt.date]) -> None:
    """Random (subject, day) pairs of the real catalogue. NEXTCOUR_AS_OF_PAIRS=10000 runs the long form."""
    spells, data_day = real
    model = FirstForecast(spells, data_day)
    draw = random.Random(20)
    pairs = int(os.environ.get("NEXTCOUR_AS_OF_PAIRS", "1500"))
    checked = 0
    while checked < pairs:
        as_of = dt.date(2008, 1, 1) + dt.timedelta(days=draw.randrange((data_day - dt.date(2008, 1, 1)).days))
        changed = tampered(spells, as_of, draw)
        other = FirstForecast(changed, data_day)
        known = subjects(spells, as_of)
        assert known == subjects(changed, as_of)
        for line in draw.sample(sorted(known), 50):
            forecast = model.forecast(known[line], as_of)
            assert forecast == other.forecast(known[line], as_of)
            check_invariants(forecast)
            checked += 1
