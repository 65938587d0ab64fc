"""Kaplan-Meier and Aalen-Johansen, conditional on having come to an age, in plain Python.

Formulas: Kaplan & Meier (1958) with Greenwood's variance on the log(-log) scale; Aalen & Johansen (1978) for competing
risks. All curves here are one functional of the discrete hazards l_k = d_k / n_k at the distinct event ages u_k > t,

    theta = sum_k S(k-1) * l1_k * g_k,     S(k) = prod_{j<=k} (1 - l1_j - l2_j),

with l1 the hazard of the wanted event, l2 that of the competing one, and a weight g_k in [0, 1]: g = 1 gives the
cumulative incidence (with l2 = 0: one minus Kaplan-Meier), g_k = G(h - u_k) the chance that event *and* a later step
with lag distribution G both come within h. Its variance is the delta method over the independent multinomial l_k,

    d theta / d l1_k = S(k-1) g_k - R_k,   d theta / d l2_k = -R_k,
    R_k = sum_{j>k} S(j-1) l1_j g_j / (1 - l1_k - l2_k),

which for g = 1 and l2 = 0 is Greenwood's formula. Rows may enter late (left truncation).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from nextcour.forecast.model import Chance

CENSORED, WANTED, COMPETING = 0, 1, 2
_Z90 = 1.6448536269514722  # two-sided 90 %
_ONE_SIDED = 0.05


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """At risk at ages in (entry, leave]; `kind` is what happened at `leave`. Ages in days, entry < leave."""

    entry: int
    leave: int
    kind: int


class Step(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A distinct event age with the number at risk, wanted and competing events."""

    age: int
    at_risk: int
    wanted: int
    competing: int


class RiskSet:
    """Rows prepared for questions about any age. Raises ValueError for a row whose entry is not below its leave."""

    def __init__(self, rows: Iterable[Row]) -> None:
        table = list(rows)
        if any(row.entry >= row.leave for row in table):
            raise ValueError("a row must leave after it enters")
        self._entries = sorted(row.entry for row in table)
        self._leaves = sorted(row.leave for row in table)
        wanted = Counter(row.leave for row in table if row.kind == WANTED)
        competing = Counter(row.leave for row in table if row.kind == COMPETING)
        self.steps = [
            Step(age, self.at_risk(age), wanted[age], competing[age])
            for age in sorted(wanted.keys() | competing.keys())
        ]
        self._ages = [step.age for step in self.steps]

    def __len__(self) -> int:
        return len(self._entries)

    def at_risk(self, age: int) -> int:
        """Rows with entry < age <= leave."""
        return bisect_left(self._entries, age) - bisect_left(self._leaves, age)

    def between(self, age: int, until: int) -> list[Step]:
        """Steps at ages in (age, until]."""
        return self.steps[bisect_right(self._ages, age) : bisect_right(self._ages, until)]

    def reach(self, least: int) -> int:
        """The last age at which at least `least` rows are at risk; -1 when there is none."""
        for leave in reversed(self._leaves):
            if self.at_risk(leave) >= least:
                return leave
        return -1


def chance(
    steps: Sequence[Step], at_risk_end: int, weights: Sequence[float] | None = None, *, competing: bool = False
) -> Chance:
    """theta over `steps` with a 90 % log(-log) interval.

    `weights` holds g of each step; None means 1. With `competing`, l2 counts; without, rows that left by a competing
    event are censored. `at_risk_end` bounds the interval when no event was seen: the highest p under which nothing
    among so many still had a chance of 5 %.
    """
    theta = 0.0
    survival = 1.0
    parts: list[tuple[float, float, float, float, int]] = []  # part of theta, S(k-1) g, l1, l2, n
    for at, step in enumerate(steps):
        at_risk = step.at_risk
        l1 = step.wanted / at_risk
        l2 = step.competing / at_risk if competing else 0.0
        gain = survival if weights is None else survival * weights[at]
        parts.append((gain * l1, gain, l1, l2, at_risk))
        theta += gain * l1
        survival *= 1.0 - l1 - l2
    variance = 0.0
    later = 0.0
    for part, gain, l1, l2, at_risk in reversed(parts):
        left = 1.0 - l1 - l2
        rest = later / left if left > 0.0 else 0.0
        d1, d2 = gain - rest, -rest
        mean = d1 * l1 + d2 * l2
        variance += (d1 * d1 * l1 + d2 * d2 * l2 - mean * mean) / at_risk
        later += part
    return _with_interval(min(theta, 1.0), variance, at_risk_end)


def _with_interval(p: float, variance: float, at_risk_end: int) -> Chance:
    if p <= 0.0:
        return Chance(0.0, 0.0, 1.0 - _ONE_SIDED ** (1.0 / max(1, at_risk_end)))
    if p >= 1.0:
        return Chance(1.0, _ONE_SIDED ** (1.0 / max(1, at_risk_end)), 1.0)
    log_survival = math.log1p(-p)
    spread = math.exp(min(50.0, _Z90 * math.sqrt(max(0.0, variance)) / ((1.0 - p) * -log_survival)))
    low, high = -math.expm1(log_survival / spread), -math.expm1(log_survival * spread)
    return Chance(p, min(low, p), max(high, p))


class LagCurve:
    """The distribution of a lag in days: P(lag <= x), optionally given that it exceeds an age already reached."""

    def __init__(self, risk: RiskSet) -> None:
        self.risk = risk
        self._ages: list[int] = []
        self._survival: list[float] = []
        survival = 1.0
        for step in risk.steps:
            survival *= 1.0 - step.wanted / step.at_risk
            self._ages.append(step.age)
            self._survival.append(survival)

    def cdf(self, lag: int) -> float:
        """P(lag <= `lag`), 0 below the first lag seen."""
        at = bisect_right(self._ages, lag)
        return 1.0 - self._survival[at - 1] if at else 0.0
