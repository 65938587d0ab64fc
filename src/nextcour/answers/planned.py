"""The window of a premiere that was published, but not to the day: a month, a season of the year, or a year."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from nextcour.catalog.dates import EARLY_START, SEASONS, FuzzyDate, Precision, add_months
from nextcour.forecast.model import Window

_DAY = dt.timedelta(days=1)


class Plan(NamedTuple):
    """A published time: from `first` to `last`, if nothing slips. `what` is `month`, `season` or `year`."""

    what: str
    first: dt.date
    last: dt.date


def plan(premiere: FuzzyDate, season: tuple[str, int] | None = None) -> Plan | None:
    """What was published of a premiere; None for a day, and for nothing. A `season` counts where the month is not
    known: it goes from ten days before its quarter, as shows are counted, to the quarter's end, within the year where
    that is known."""
    precision, first, last = premiere.precision, premiere.earliest, premiere.latest
    if precision is Precision.DAY:
        return None
    if precision is Precision.MONTH:
        assert first is not None
        assert last is not None
        return Plan("month", first, last)
    if season is not None:
        begin, end = _quarter(season)
        if first is not None and last is not None and first <= end and begin <= last:
            begin, end = max(begin, first), min(end, last)
        return Plan("season", begin, end)
    return None if first is None or last is None else Plan("year", first, last)


def _quarter(season: tuple[str, int]) -> tuple[dt.date, dt.date]:
    name, year = season
    start = dt.date(year, 3 * SEASONS.index(name) + 1, 1)
    return start - EARLY_START, add_months(start, 3) - _DAY


def whole(plan: Plan, day: dt.date) -> Window:
    """What of `plan` lies after `day`, with the middle of it. A plan that is over has slipped by a day at least."""
    first = max(plan.first, day + _DAY)
    last = max(plan.last, first)
    return Window(first, first + (last - first) // 2, last)


def cut(window: Window | None, plan: Plan, day: dt.date) -> Window:
    """What of a forecast's `window` lies in what is left of `plan` after `day`; all that is left where they do not
    meet, or there is no forecast: what was published says more than how long others took."""
    left = whole(plan, day)
    if window is None or window.p90 < left.p10 or window.p10 > left.p90:
        return left
    first, last = max(window.p10, left.p10), min(window.p90, left.p90)
    return Window(first, min(max(window.p50, first), last), last)
