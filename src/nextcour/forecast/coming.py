"""The premiere of a season that is announced, from a run's lag model. Plain Python."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.dates import add_months
from nextcour.forecast.chances import around, rising
from nextcour.forecast.curve import Run
from nextcour.forecast.interface import Subject
from nextcour.forecast.lag import LagModel, traits
from nextcour.forecast.model import PREMIERE_MONTHS, Forecast, Window

MOST = 1.0 - 1e-6  # an announced season is never certain to come
_FURTHEST = 30 * 366  # days: no window reaches further


def coming(
    run: Run, subject: Subject, announced_on: dt.date, origin: dt.date, past: int, notes: tuple[str, ...]
) -> Forecast:
    """Chances that the season announced on `announced_on` is out, given that it was not by `origin`.

    The lag model has no standard errors of its own: an interval is as wide as that of a share counted among `past`
    seasons, those that were still to come after as long a wait.
    """
    waits = _Waits(run.lag, traits(subject), (origin - announced_on).days)
    premiere = {}
    for months in PREMIERE_MONTHS:
        p = waits.out_by((add_months(origin, months) - origin).days)
        premiere[months] = around(p, 1.0 / (max(past, 1) * p * (1.0 - p)) ** 0.5 if p > 0.0 else 0.0)
    # Like every window: given that it comes within the furthest horizon.
    whole = waits.out_by((add_months(origin, max(PREMIERE_MONTHS)) - origin).days)
    days = [waits.reaches(level * whole) for level in run.lag.levels]
    return Forecast(
        origin=origin,
        announced={},
        premiere=rising(premiere),
        by_kind=None,
        window=Window(*(origin + dt.timedelta(days=day) for day in days)),
        model=run.model,
        trained_to=min(max(run.trained_to, run.labels_to), origin),
        reference=None,
        notes=notes,
        made_on=run.day,
    )


class _Waits:
    """The lag given that it is longer than the wait so far."""

    def __init__(self, lag: LagModel, of: dict[str, float], waited: int) -> None:
        self._lag, self._of, self._waited = lag, of, waited
        self._before = lag.cdf(of, waited)

    def out_by(self, days: int) -> float:
        """P(out within `days` from now), below 1."""
        left = 1.0 - self._before
        if left <= 0.0:
            return MOST
        return min(MOST, max(0.0, (self._lag.cdf(self._of, self._waited + days) - self._before) / left))

    def reaches(self, level: float) -> int:
        """The first day from now by which `out_by` is at least `level`; at most _FURTHEST."""
        low, high = 0, 64
        while high < _FURTHEST and self.out_by(high) < level:
            low, high = high, high * 2
        high = min(high, _FURTHEST)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.out_by(middle) >= level else (middle, high)
        return high
