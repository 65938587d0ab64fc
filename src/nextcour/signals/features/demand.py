"""Demand: the place within the premiere season, as counted last, if that is not too long ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nextcour.signals.census import Places
from nextcour.signals.chronicle import Chronicle, Floats
from nextcour.signals.position import YEAR, Position

# Demand older than a year did harm in the second study (../shared/prototype/REPORT.md).
FRESH_DAYS = 365
# In a show's first weeks on air counts say more about expectations than about what people made of it.
SETTLED_DAYS = 35


def demand(chronicle: Chronicle, at: Position, counted: Sequence[Places]) -> Mapping[str, Floats]:
    """`percentile` of the latest installment (its best placed part), `percentile_age` in years since it was counted,
    `percentile_before` of the installment before. nan: not counted within FRESH_DAYS, or less than SETTLED_DAYS after
    the premiere."""
    usable = sorted((p for p in counted if at.day - FRESH_DAYS <= p.day <= at.day), key=lambda p: p.day)
    percentile = np.full(len(at), np.nan)
    age = np.full(len(at), np.nan)
    before = np.full(len(at), np.nan)
    previous = np.maximum(at.installment - 1, 0)
    for found in usable:  # the latest count stays
        best = _by_installment(chronicle, found)
        settled = found.day >= at.premiere + SETTLED_DAYS
        now = np.where(settled, best[at.installment], np.nan)
        has = ~np.isnan(now)
        percentile[has] = now[has]
        age[has] = (at.day - found.day) / YEAR
        earlier = np.where(at.count > 1, best[previous], np.nan)
        before = np.where(np.isnan(earlier), before, earlier)
    return {"percentile": percentile, "percentile_age": age, "percentile_before": before}


def _by_installment(chronicle: Chronicle, found: Places) -> Floats:
    """Best placed part of each installment that was out when counted."""
    parts = chronicle.parts
    best = np.full(len(chronicle.installments.line), -1.0)
    value = np.where(parts.premiere <= found.day, found.percentile[parts.entry], np.nan)
    has = ~np.isnan(value)
    np.maximum.at(best, parts.installment[has], value[has])
    chosen: Floats = np.where(best < 0, np.nan, best)
    return chosen
