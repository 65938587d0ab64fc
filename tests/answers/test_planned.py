"""A premiere that was published but not to the day gets the window of what was published."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.answers.planned import cut, plan, whole
from nextcour.catalog.dates import SEASONS, FuzzyDate, season_of
from nextcour.forecast.model import Window

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))
YEARS = st.integers(2000, 2040)
MONTHS = st.builds(FuzzyDate, YEARS, st.integers(1, 12))
PLANS = st.one_of(
    MONTHS.map(plan),
    YEARS.map(lambda year: plan(FuzzyDate(year))),
    st.tuples(st.sampled_from(SEASONS), YEARS).map(lambda season: plan(FuzzyDate(), season)),
)
WINDOWS = st.lists(DAYS, min_size=3, max_size=3).map(lambda days: Window(*sorted(days)))


def lies_in(window: Window, first: dt.date, last: dt.date) -> bool:
    return first <= window.p10 <= window.p50 <= window.p90 <= last


@given(PLANS, DAYS)
def test_the_window_of_a_plan_lies_in_it_and_after_today(found, day: dt.date) -> None:
    assert found is not None
    window = whole(found, day)
    assert window.p10 > day
    if day < found.last:
        assert lies_in(window, found.first, found.last)
        assert window.p90 == found.last
    else:
        assert window == Window(*[day + dt.timedelta(days=1)] * 3)


@given(st.one_of(st.none(), WINDOWS), PLANS, DAYS)
def test_a_cut_window_lies_in_what_is_left_and_in_the_forecast_where_they_meet(window, found, day: dt.date) -> None:
    assert found is not None
    left = whole(found, day)
    made = cut(window, found, day)
    assert lies_in(made, left.p10, left.p90)
    if window is not None and window.p10 <= left.p90 and window.p90 >= left.p10:
        assert lies_in(made, window.p10, window.p90)
    else:
        assert made == left


@given(DAYS)
def test_a_premiere_lies_in_the_plan_of_its_season_month_and_year(day: dt.date) -> None:
    for found in (
        plan(FuzzyDate(), season_of(day)),
        plan(FuzzyDate(day.year), season_of(day)),
        plan(FuzzyDate(day.year, day.month), season_of(day)),
        plan(FuzzyDate(day.year)),
    ):
        assert found is not None
        assert found.first <= day <= found.last


@given(MONTHS, st.tuples(st.sampled_from(SEASONS), YEARS))
def test_a_month_says_more_than_a_season(month: FuzzyDate, season: tuple[str, int]) -> None:
    assert plan(month, season) == plan(month)


@pytest.mark.parametrize(
    ("premiere", "season", "first", "last"),
    [
        (FuzzyDate(2027, 4), None, "2027-04-01", "2027-04-30"),
        (FuzzyDate(2027), ("FALL", 2027), "2027-09-21", "2027-12-31"),
        (FuzzyDate(), ("WINTER", 2027), "2026-12-22", "2027-03-31"),
        (FuzzyDate(2026), ("WINTER", 2027), "2026-12-22", "2026-12-31"),
        (FuzzyDate(2027), None, "2027-01-01", "2027-12-31"),
    ],
)
def test_plans(premiere: FuzzyDate, season: tuple[str, int] | None, first: str, last: str) -> None:
    found = plan(premiere, season)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_a_day_is_no_plan_and_nothing_is_none() -> None:
    assert plan(FuzzyDate(2027, 4, 3)) is None
    assert plan(FuzzyDate()) is None
