"""Person-period rows: each landmark row once for each lead interval in which it was still at risk and followed. Needs
numpy (`[forecast]`).

Landmark-stacked discrete-time hazards (van Houwelingen & Putter 2011; Singer & Willett 1993): with h_j the chance of
the event in interval j given it has not come yet, the chance within the horizon that ends interval j is
1 - prod_{i<=j} (1 - h_i), so curves never fall and horizons never cross.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import EDGE_DAYS, Bools, Event, Floats, Ints, Panel

INTERVALS = len(EDGES)
_STARTS: Floats = np.concatenate([[0.0], EDGE_DAYS[:-1]])
# First day of the television seasons.
_SEASON_MONTHS = (1, 4, 7, 10)


@dataclass(frozen=True)
class Periods:
    """`row` indexes the panel, `interval` into EDGES, `came` is whether the event came in it; `weight` of each."""

    row: Ints
    interval: Ints
    came: Bools
    weight: Floats


def periods(panel: Panel, event: Event, known_to: int) -> Periods:
    """What was known on `known_to` (ordinal) of each row: intervals whose end lies within the follow-up and before
    which the event had not come. (An interval that was not over is left out even if the event came in it: to count only
    those would count too many events.)"""
    outcome = panel.outcomes[event]
    follow = np.minimum(outcome.follow, known_to - panel.landmark)
    rows, intervals, came = [], [], []
    for at in range(INTERVALS):
        risk = np.flatnonzero((outcome.days > _STARTS[at]) & (follow >= EDGE_DAYS[at]))
        rows.append(risk)
        intervals.append(np.full(len(risk), at))
        came.append(outcome.days[risk] <= EDGE_DAYS[at])
    row = np.concatenate(rows)
    return Periods(row, np.concatenate(intervals), np.concatenate(came), np.ones(len(row)))


def thinned(found: Periods, panel: Panel, share: int) -> Periods:
    """Every event, and one in `share` of the rest, chosen by line and landmark and weighted up for it: fits cost less
    and say the same."""
    if share <= 1:
        return found
    # A fixed mix of line, landmark and interval, so that the same rows are chosen whoever fits and when.
    mixed = (panel.line[found.row] * 2_654_435_761 + panel.landmark[found.row] * 40_503 + found.interval * 97) >> 7
    kept = found.came | (mixed % share == 0)
    weight = np.where(found.came, 1.0, float(share)) * found.weight
    return Periods(found.row[kept], found.interval[kept], found.came[kept], weight[kept])


def cumulative(hazards: Floats) -> Floats:
    """Chances within each horizon from hazards, shape (rows, intervals)."""
    return np.asarray(1.0 - np.cumprod(1.0 - hazards, axis=1), dtype=np.float64)


def season_starts(landmark: Ints) -> Floats:
    """How many starts of each television season (Jan, Apr, Jul, Oct) each lead interval holds, shape (rows, intervals,
    4)."""
    unique, inverse = np.unique(landmark, return_inverse=True)
    table = np.zeros((len(unique), INTERVALS, 4))
    for at, day in enumerate(unique):
        year = dt.date.fromordinal(int(day)).year
        for season, month in enumerate(_SEASON_MONTHS):
            for later in range(EDGES[-1] // 12 + 2):
                # Shows of a season start in its first weeks; those a day before its first belong to it.
                lead = dt.date(year + later, month, 10).toordinal() - day
                interval = int(np.searchsorted(EDGE_DAYS, lead))
                if lead > 0 and interval < INTERVALS:
                    table[at, interval, season] += 1.0
    starts: Floats = table[inverse]
    return starts
