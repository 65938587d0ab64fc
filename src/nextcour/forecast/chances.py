"""Small arithmetic of chances: log-odds, intervals, and horizons that never fall."""

from __future__ import annotations

import math
from collections.abc import Mapping

from nextcour.forecast.model import Chance

Z90 = 1.6448536269514722  # two-sided 90 %
_LEAST = 1e-13  # below it (and within it of 1) a chance counts as 0 (or 1)
MOST_LOG_ODDS = math.log((1.0 - _LEAST) / _LEAST)


def logit(p: float) -> float:
    """Log-odds of a chance in [0, 1]; those of 0 and 1 are cut to -MOST_LOG_ODDS and MOST_LOG_ODDS (about 30)."""
    if p <= _LEAST:
        return -MOST_LOG_ODDS
    if p >= 1.0 - _LEAST:
        return MOST_LOG_ODDS
    return math.log(p / (1.0 - p))


def expit(log_odds: float) -> float:
    """The chance of any log-odds; beyond MOST_LOG_ODDS exactly 0 or 1."""
    if log_odds <= -MOST_LOG_ODDS:
        return 0.0
    if log_odds >= MOST_LOG_ODDS:
        return 1.0
    return 1.0 / (1.0 + math.exp(-log_odds))


def around(p: float, spread: float) -> Chance:
    """`p` with a 90 % interval; `spread` is the standard error of its log-odds. A chance of 0 or 1 has no interval."""
    if not 0.0 < p < 1.0:
        return Chance(p, p, p)
    centre = logit(p)
    return Chance(p, min(p, expit(centre - Z90 * spread)), max(p, expit(centre + Z90 * spread)))


def rising(chances: Mapping[int, Chance]) -> dict[int, Chance]:
    """The same with every point and bound at least that of the horizon before. Keys come in rising order."""
    found: dict[int, Chance] = {}
    p = low = high = 0.0
    for horizon, value in chances.items():
        p, low, high = max(p, value.p), max(low, value.low), max(high, value.high)
        found[horizon] = Chance(p, low, high)
    return found
