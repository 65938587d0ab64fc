"""A forecast month by month, for a curve: the same arithmetic as at the horizons that an answer gives. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.forecast.chances import Z90, around, logit, rising
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.kept import Ahead
from nextcour.forecast.lag import LagModel
from nextcour.forecast.model import Chance
from nextcour.forecast.survival import Survival

MOST = 1.0 - 1e-6  # as in forecast.coming: an announced season is never certain to come


class Point(msgspec.Struct, frozen=True):
    """The chance by `day`, `months` after the forecast's origin."""

    months: int
    day: dt.date
    chance: Chance


class Monthly(Ahead):
    """A kept curve at any months."""

    def announced_at(self, months: Sequence[int]) -> tuple[Point, ...]:
        """P(next season announced within) each of `months`, rising."""
        spread = self._curve.spread[0]
        chances = {m: around(self._season.within(self._waited, self._ahead(m)), spread) for m in months}
        return points(rising(chances), self._origin)

    def premiere_at(self, months: Sequence[int]) -> tuple[Point, ...]:
        """P(next season out within) each of `months`, rising."""
        spread = self._curve.spread[1]
        chances: dict[int, Chance] = {}
        highest = 0.0
        for m in months:
            days = self._ahead(m)
            highest = max(highest, self._out_by(days))
            chances[m] = around(min(highest, self._season.within(self._waited, days)), spread)
        return points(rising(chances), self._origin)


def waiting(
    run: Run, curve: Curve, origin: dt.date, months: Sequence[int]
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Announced and out, of a show with nothing announced. `origin` is not before the run's day."""
    found = Monthly(run, curve, origin)
    return found.announced_at(months), found.premiere_at(months)


def coming_by(
    lag: LagModel,
    traits: Mapping[str, float],
    announced_on: dt.date,
    origin: dt.date,
    given: Mapping[int, Chance],
    months: Sequence[int],
) -> tuple[Point, ...]:
    """Out, of an announced season without a day. `given` are the answer's chances: intervals are as wide as theirs."""
    past = _past(given)
    waited = (origin - announced_on).days
    before = lag.cdf(traits, waited)
    chances = {}
    for m in months:
        days = (add_months(origin, m) - origin).days
        p = MOST if before >= 1.0 else min(MOST, max(0.0, (lag.cdf(traits, waited + days) - before) / (1.0 - before)))
        chances[m] = around(p, (past * p * (1.0 - p)) ** -0.5 if past and 0.0 < p < 1.0 else 0.0)
    return points(rising(chances), origin)


def _past(given: Mapping[int, Chance]) -> float:
    """Of how many past cases a share would have the interval of the first chance that has one; 0: of none."""
    for one in given.values():
        if 0.0 < one.low < one.p < 1.0:
            spread = (logit(one.p) - logit(one.low)) / Z90
            return 1.0 / (spread * spread * one.p * (1.0 - one.p))
    return 0.0


def between(given: Mapping[int, Chance], origin: dt.date, months: Sequence[int]) -> tuple[Point, ...]:
    """Months between the horizons of `given`, each curve with a constant hazard from one horizon to the next; none
    past the last one."""
    if not given:
        return ()
    ends = list(given)
    curves = [Survival(ends, [getattr(one, part) for one in given.values()]) for part in ("p", "low", "high")]
    chances = {m: Chance(*(curve.within(0, m) for curve in curves)) for m in months if m <= ends[-1]}
    return points(rising({**chances, **{m: one for m, one in given.items() if m in chances}}), origin)


def points(chances: Mapping[int, Chance], origin: dt.date) -> tuple[Point, ...]:
    """In order of months."""
    return tuple(Point(m, add_months(origin, m), chances[m]) for m in sorted(chances))
