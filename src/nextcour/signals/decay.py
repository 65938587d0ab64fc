"""Exponential decay (or growth) of counts over time, fitted in plain Python: a quasi-Poisson regression on the day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_Z = 1.2816  # 80 % of a normal distribution lie within so many standard errors
_STEPS = 60
_STEEPEST = 1.0  # log a day; nothing that people watch fades or grows by more


class Gain(NamedTuple):
    """`number` new ones after the day `first` up to and including `last`, in as long as `exposure`: days, or what the
    source's older shows grew by meanwhile (`tidal`). A running total may also fall: then less than none."""

    first: int
    last: int
    number: float
    exposure: float
    tidal: bool = False

    @property
    def rate(self) -> float:
        return self.number / self.exposure


class Fit(NamedTuple):
    """Log change a day, with an 80 % interval, from `n` points."""

    rate: float
    low: float
    high: float
    n: int


def fit(gains: Sequence[Gain]) -> Fit | None:
    """The rate at which the counts change. Counts below 0 stand for 0; the spread about the curve widens the interval.
    None with fewer than three points, when nothing was counted, or when all was counted at one end."""
    n = len(gains)
    counts = [max(gain.number, 0.0) for gain in gains]
    total = sum(counts)
    if n < 3 or not total > 0:
        return None
    days = [gain.exposure for gain in gains]
    centre = sum((gain.first + gain.last) / 2 for gain in gains) / n
    times = [(gain.first + gain.last) / 2 - centre for gain in gains]
    rate = 0.0
    for _ in range(_STEPS):
        step = _newton(rate, counts, days, times)
        if step is None:
            return None
        rate += max(min(step, 0.1), -0.1)
        if abs(rate) > _STEEPEST:
            return None
        if abs(step) < 1e-9:
            break
    expected, _, variance = _moments(rate, total, days, times)
    if not variance > 0:
        return None
    chi = sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True) if mean > 0)
    spread = max(1.0, chi / (n - 2))
    # Student's t by the first term of its expansion.
    t = _Z * (1 + (_Z**2 + 1) / (4 * (n - 2)))
    error = t * math.sqrt(spread / variance)
    return Fit(rate, rate - error, rate + error, n)


def _moments(
    rate: float, total: float, days: Sequence[float], times: Sequence[float]
) -> tuple[list[float], float, float]:
    """Expected counts at `rate` that add up to `total`, their mean time, and the information about the rate."""
    top = max(rate * time for time in times)
    weights = [day * math.exp(rate * time - top) for day, time in zip(days, times, strict=True)]
    scale = total / sum(weights)
    expected = [weight * scale for weight in weights]
    mean = sum(weight * time for weight, time in zip(weights, times, strict=True)) / sum(weights)
    variance = sum(one * (time - mean) ** 2 for one, time in zip(expected, times, strict=True))
    return expected, mean, variance


def _newton(rate: float, counts: Sequence[float], days: Sequence[float], times: Sequence[float]) -> float | None:
    """The next step towards the likeliest rate: with the total given, one equation in one unknown."""
    total = sum(counts)
    _, mean, variance = _moments(rate, total, days, times)
    if not variance > 0:
        return None
    return (sum(count * time for count, time in zip(counts, times, strict=True)) - total * mean) / variance
