"""Why a kept chance is what it is, and what would change it: both of the day it was made, for 24 months."""

from __future__ import annotations

from nextcour.forecast.chances import expit, logit
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.model import Contribution, WhatIf

MONTHS = 24
AT = EDGES.index(MONTHS)
MOVIE, TOP_DEMAND = "movie", "top_demand"
DEMAND = "demand"  # the group of features
_SAME = 0.013  # log-odds: what is kept of a what-if is no finer (store.forecast_codes)
_FLAT = 1e-9  # log-odds: nearer than this the way from base to chance has the slope of its start


def contributions(run: Run, curve: Curve) -> tuple[Contribution, ...]:
    """What each group adds to the run's base, strongest first. Empty for a chance of 0 or 1, which has no log-odds.

    Points are shares of the whole way from the base to the chance in proportion to the log-odds: a group that pulls
    against the result has points of the other sign. The rest of rounding goes to the strongest, so that the base and
    all points add up to the chance.
    """
    chance = curve.announced[AT]
    if not 0.0 < chance < 1.0 or not curve.why:
        return ()
    total = sum(curve.why)
    start = logit(run.base)
    flat = abs(total) <= _FLAT
    slope = run.base * (1.0 - run.base) if flat else (expit(start + total) - run.base) / total
    pairs = sorted(zip(run.groups, curve.why, strict=True), key=lambda pair: -abs(pair[1]))
    points = [part * slope for _, part in pairs]
    points[0] += chance - run.base - sum(points)
    return tuple(Contribution(group, part, point) for (group, part), point in zip(pairs, points, strict=True))


def what_if(curve: Curve, *, movie: bool) -> tuple[WhatIf, ...]:
    """The chance had one thing been different, where that changes it. Without `movie` that one is left out: a movie has
    been announced."""
    found = [WhatIf(MOVIE, curve.if_movie)] if movie else []
    found.append(WhatIf(TOP_DEMAND, curve.if_top))
    before = logit(curve.announced[AT])
    return tuple(one for one in found if abs(logit(one.p) - before) > _SAME)
