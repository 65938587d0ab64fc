"""Arithmetic of kept curves: hazards constant between the edges, conditional on nothing having come yet. Plain Python.

With constant hazards the logarithm of the survival is linear between the edges, so P(later | not yet) is a difference,
and differences add up: waiting twice is waiting once for as long.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

_MOST = 1.0 - 1e-12  # the survival never reaches 0, so that there is always something left to divide


class Survival:
    """One event's survival in days since the run's day. Past the last edge its last interval's hazard goes on."""

    def __init__(self, ends: Sequence[int], chances: Sequence[float]) -> None:
        """`ends`: edges in days, rising from above 0. `chances`: cumulative chances at them, never falling."""
        self.ends = (0, *ends)
        self._logs = (0.0, *(math.log1p(-min(chance, _MOST)) for chance in chances))
        self.rates = tuple(
            (self._logs[at] - self._logs[at + 1]) / (self.ends[at + 1] - self.ends[at]) for at in range(len(ends))
        )

    def log(self, day: float) -> float:
        """Logarithm of the chance that nothing has come by `day` (0 or later)."""
        at = min(max(bisect_left(self.ends, day) - 1, 0), len(self.rates) - 1)
        return self._logs[at] - self.rates[at] * (day - self.ends[at])

    def within(self, waited: float, days: float) -> float:
        """P(it comes by `waited` + `days` | nothing had come by `waited`)."""
        return -math.expm1(self.log(waited + days) - self.log(waited))

    def rate(self, day: float) -> float:
        """Hazard a day just after `day`."""
        return self.rates[min(bisect_right(self.ends, day) - 1, len(self.rates) - 1)]


def first_of(wanted: Survival, other: Survival, waited: int, days: int) -> tuple[float, float]:
    """Chances that each of two events is the first to come in `days` after `waited`, neither having come by then.

    Aalen & Johansen's estimate for hazards that are constant between the edges: in a stretch with rates a and b,
    a / (a + b) of those who leave leave by the first. Both events have the same edges.
    """
    end = waited + days
    stops = [waited, *(edge for edge in wanted.ends if waited < edge < end), end]
    here = by_wanted = by_other = 0.0
    for start, stop in pairwise(stops):
        one, two = wanted.rate(start), other.rate(start)
        both = one + two
        if both > 0.0:
            left = math.exp(-here) * -math.expm1(-both * (stop - start))
            by_wanted += left * one / both
            by_other += left * two / both
            here += both * (stop - start)
    return by_wanted, by_other
