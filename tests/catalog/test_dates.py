"""Fuzzy dates, seasons of the year, months."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import FuzzyDate, Precision, add_months, season_of


@pytest.mark.parametrize(
    ("date", "precision", "earliest", "latest", "iso"),
    [
        (FuzzyDate(), Precision.NONE, None, None, ""),
        (FuzzyDate(2024), Precision.YEAR, dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024"),
        (FuzzyDate(2024, 2), Precision.MONTH, dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024-02"),
        (FuzzyDate(2024, 2, 3), Precision.DAY, dt.date(2024, 2, 3), dt.date(2024, 2, 3), "2024-02-03"),
    ],
)
def test_a_fuzzy_date_is_never_padded(
    date: FuzzyDate, precision: Precision, earliest: dt.date | None, latest: dt.date | None, iso: str
) -> None:
    assert (date.precision, date.earliest, date.latest, date.iso()) == (precision, earliest, latest, iso)
    assert date.exact == (earliest if precision is Precision.DAY else None)


@pytest.mark.parametrize("parts", [(None, 1, None), (None, None, 1), (2024, None, 1), (2024, 13, None), (2023, 2, 29)])
def test_impossible_dates_are_refused(parts: tuple[int | None, int | None, int | None]) -> None:
    with pytest.raises(ValueError, match=r"fuzzy date|month|day"):
        FuzzyDate(*parts)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (dt.date(2020, 10, 8), ("FALL", 2020)),
        (dt.date(2023, 9, 29), ("FALL", 2023)),
        (dt.date(2023, 9, 20), ("SUMMER", 2023)),
        (dt.date(2024, 12, 28), ("WINTER", 2025)),
        (dt.date(2024, 4, 1), ("SPRING", 2024)),
    ],
)
def test_season_of_the_year(day: dt.date, season: tuple[str, int]) -> None:
    assert season_of(day) == season


@given(st.dates(dt.date(1960, 1, 1), dt.date(2080, 1, 1)), st.integers(-400, 400))
def test_months_keep_the_day_or_the_end_of_the_month(day: dt.date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and (moved + dt.timedelta(days=1)).day == 1)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_is_over_on_the_last_day_of_the_calendar(year: int, month: int) -> None:
    assert FuzzyDate(year, month).latest == dt.date(year, month, calendar.monthrange(year, month)[1])


def test_what_iso_writes_is_read_back() -> None:
    for date in (FuzzyDate(), FuzzyDate(2020), FuzzyDate(2020, 10), FuzzyDate(2020, 10, 8)):
        assert FuzzyDate.from_iso(date.iso()) == date
    for text in ("2020-13", "2020-02-30", "soon"):
        with pytest.raises(ValueError, match=r".+"):
            FuzzyDate.from_iso(text)
