"""Arithmetic of a kept curve: waiting composes, and competing events share what leaves."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import add_months
from nextcour.forecast.curve import EDGES, Curve
from nextcour.forecast.survival import Survival, first_of

from .runs import curve, curves

RUN_DAY = dt.date(2016, 1, 1)
ENDS = [(add_months(RUN_DAY, months) - RUN_DAY).days for months in EDGES]
ONE = curve(random.Random(1), -4.0)
later = st.integers(0, 3000)


@given(curves(), later, st.integers(1, 1500), st.integers(1, 1500))
def test_waiting_twice_is_waiting_once_for_as_long(one: Curve, waited: int, first: int, second: int) -> None:
    survival = Survival(ENDS, one.announced)
    whole = survival.within(waited, first + second)
    step = survival.within(waited, first)
    assert whole == pytest.approx(step + (1.0 - step) * survival.within(waited + first, second), abs=1e-9)


def test_past_four_years_the_last_hazard_goes_on() -> None:
    survival = Survival(ENDS, ONE.announced)
    year = ENDS[-1] - ENDS[-2]
    assert survival.within(ENDS[-1], year) == pytest.approx(survival.within(ENDS[-2], year))
    assert survival.within(ENDS[-1] + 5000, 10) == pytest.approx(survival.within(ENDS[-1] - 10, 10))


@given(curves(), later)
def test_what_comes_first_never_adds_to_more_than_either_or_none(one: Curve, waited: int) -> None:
    season, movie = Survival(ENDS, one.announced), Survival(ENDS, one.movie)
    first, second = first_of(season, movie, waited, 1461)
    left = (1.0 - season.within(waited, 1461)) * (1.0 - movie.within(waited, 1461))
    assert first + second + left == pytest.approx(1.0, abs=1e-9)
    assert first <= season.within(waited, 1461) + 1e-12
    alone, none = first_of(season, Survival(ENDS, [0.0] * len(EDGES)), waited, 1461)
    assert (alone, none) == (pytest.approx(season.within(waited, 1461), abs=1e-9), 0.0)
