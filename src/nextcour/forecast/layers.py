"""The demand layer on the blend, fitted on its own past forecasts. Needs numpy (`[forecast]`).

Demand is known on few days (`signals.census`), far too few rows to fit a model on. So the layer only adds to the
log-odds of a hazard that the blend gave, and learns from forecasts that were made before their outcome could be known,
by blends fitted earlier: it corrects what the blend gets wrong on days it has not seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from nextcour.forecast.configuration import Configuration
from nextcour.forecast.design import log_years
from nextcour.forecast.panel import Bools, Event, Floats, Ints, Panel
from nextcour.forecast.periods import INTERVALS, periods
from nextcour.forecast.ridge import fit


class Layer(msgspec.Struct, frozen=True):
    """`weights` by column of the layer's design; the design is a function of the row and of the log-odds so far."""

    columns: tuple[str, ...]
    weights: tuple[float, ...]
    events: int  # how many events it was fitted on

    def add(self, design: dict[str, Floats]) -> Floats:
        """Sum of weights times columns, each of shape (rows, intervals). Raises ValueError for other columns."""
        if not self.columns:
            return np.zeros_like(next(iter(design.values())))
        if tuple(design) != self.columns:
            raise ValueError("the layer was fitted on other columns")
        total: Floats = np.asarray(sum(w * column for w, column in zip(self.weights, design.values(), strict=True)))
        return total


NO_LAYER = Layer((), (), 0)
# The layer is one for both: what brings an announcement brings the premiere.
SHARED = (Event.ANNOUNCED, Event.PREMIERE)


def demand_design(panel: Panel) -> dict[str, Floats]:
    """The place within the season, bent at .7 and .9, by time since the finale and by source material; 0: not known."""
    known = has_demand(panel)
    p = np.where(known, panel.column("percentile"), 0.5)
    before = panel.column("percentile_before")
    since = log_years(np.where(panel.on_air, 0.0, np.nan_to_num(panel.column("ended"))))
    adapted, original = panel.column("adapted"), panel.column("original")
    flat = {
        "demand": known.astype(float),
        "place": p - 0.5,
        "place>.7": np.maximum(p - 0.7, 0.0),
        "place>.9": np.maximum(p - 0.9, 0.0),
        "place*since": (p - 0.5) * since,
        "place>.8*adapted": np.maximum(p - 0.8, 0.0) * adapted,
        "place>.8*original": np.maximum(p - 0.8, 0.0) * original,
        "place*first": (p - 0.5) * (panel.column("count") == 1),
        "gain": np.where(known & ~np.isnan(before), p - np.nan_to_num(before), 0.0),
        "adapted": adapted,
        "original": original,
    }
    return {name: np.repeat(column[:, None] * known[:, None], INTERVALS, axis=1) for name, column in flat.items()}


def has_demand(panel: Panel) -> Bools:
    """Rows whose demand was counted within the last year."""
    known: Bools = ~np.isnan(panel.column("percentile"))
    return known


def fit_demand(panel: Panel, log_odds: Mapping[Event, Floats], known_to: int, configuration: Configuration) -> Layer:
    """Fitted on the rows with demand and what was known of them on `known_to`, for SHARED events at once: premieres
    alone are too few, and come of announcements anyway.

    `log_odds` are past forecasts by event, shape (rows, intervals), nan where there is none. An event that stands in
    many landmarks counts `demand_weight` in each. Every weight is drawn to 0: a layer that learned little changes
    little; NO_LAYER with fewer than `demand_events` events.
    """
    chosen = np.flatnonzero(has_demand(panel) & ~np.isnan(log_odds[SHARED[0]][:, 0]))
    if not len(chosen):
        return NO_LAYER
    some = panel.take(chosen)
    columns = demand_design(some)
    stacked: list[tuple[Floats, Floats, Floats, Ints]] = []
    for event in SHARED:
        found = periods(some, event, known_to)
        at = found.row, found.interval
        matrix = np.column_stack([column[at] for column in columns.values()])
        stacked.append((matrix, found.came.astype(float), log_odds[event][chosen][at], some.franchise[found.row]))
    matrix = np.vstack([part[0] for part in stacked])
    came, offset = (np.concatenate([part[place] for part in stacked]) for place in (1, 2))
    events = int(came.sum())
    if events < configuration.demand_events:
        return NO_LAYER
    scale = matrix.std(axis=0)
    scale[scale < 1e-6] = 1.0
    count = matrix.shape[1]
    weight = np.full(len(came), configuration.demand_weight)
    ridge = np.full(count, configuration.demand_ridge)
    group = np.concatenate([part[3] for part in stacked])
    fitted = fit(matrix / scale, came, weight, ridge, offset, np.zeros(count), group)
    return Layer(tuple(columns), tuple(float(w) for w in fitted.coefficients / scale), events)
