"""Fuzzy dates and seasons of the year. Nothing here reads the clock."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec


class Precision(StrEnum):
    """How much of a fuzzy date is known."""

    NONE = "NONE"
    YEAR = "YEAR"
    MONTH = "MONTH"
    DAY = "DAY"


class FuzzyDate(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A date of which the day, or the month and day, may be unknown. Never padded to 1 January.

    Raises ValueError when the parts are no calendar date, or a finer part is given without the coarser one.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None:
            if self.month is not None or self.day is not None:
                raise ValueError("a fuzzy date with a month or day needs a year")
            return
        if self.month is None:
            if self.day is not None:
                raise ValueError("a fuzzy date with a day needs a month")
            dt.date(self.year, 1, 1)
            return
        dt.date(self.year, self.month, self.day or 1)

    @classmethod
    def of(cls, day: dt.date) -> FuzzyDate:
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> FuzzyDate:
        """The date that `iso` wrote: of `2020-10-08`, `2020-10`, `2020` or nothing. Raises ValueError."""
        return cls(*(int(part) for part in text.split("-"))) if text else cls()

    @property
    def precision(self) -> Precision:
        if self.year is None:
            return Precision.NONE
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def earliest(self) -> dt.date | None:
        """First day it may mean; None when nothing is known."""
        if self.year is None:
            return None
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date | None:
        """Last day it may mean; None when nothing is known."""
        if self.year is None:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or _days_in(self.year, month))

    @property
    def exact(self) -> dt.date | None:
        """The day, when it is known to the day; else None."""
        return self.earliest if self.precision is Precision.DAY else None

    def iso(self) -> str:
        """`2020-10-08`, `2020-10`, `2020`, or the empty string."""
        if self.year is None:
            return ""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


SEASONS = ("WINTER", "SPRING", "SUMMER", "FALL")


# Series of a season may start this many days before its quarter does (29 September is FALL to everybody).
EARLY_START = dt.timedelta(days=10)


def season_of(premiere: dt.date) -> tuple[str, int]:
    """Season of the year that a premiere belongs to, and its year: January to March is WINTER, and so on by quarter;
    a premiere in the last ten days of a quarter belongs to the next one."""
    day = premiere + EARLY_START
    return SEASONS[(day.month - 1) // 3], day.year


def add_months(day: dt.date, months: int) -> dt.date:
    """`day` moved by whole months, cut to the month's last day. Months may be negative."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    """Days of a month. `calendar` would bring `locale` with it, two milliseconds of every answer."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
