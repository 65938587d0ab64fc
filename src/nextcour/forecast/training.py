"""The whole model: a blend for each event, the demand layer, the lag, and where windows end. Needs `[forecast]`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from nextcour.forecast.blend import Blend, fit_blend
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag import LagModel
from nextcour.forecast.lag_fit import Lags, fit_lag
from nextcour.forecast.layers import SHARED, Layer, demand_design, fit_demand, has_demand
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Panel
from nextcour.forecast.periods import INTERVALS, cumulative
from nextcour.forecast.ridge import expit
from nextcour.signals.position import YEAR

_PLACES = (0.1, 0.5, 0.9)
_HALF_LIFE = 5.0  # years, of the premieres that windows are calibrated on
LEAST_PREMIERES = 50


@dataclass(frozen=True)
class Model:
    """What was learned by `known_to` (ordinal). `levels`: see `forecast.curve.Run`."""

    configuration: Configuration
    known_to: int
    blends: Mapping[Event, Blend]
    demand: Layer
    lag: LagModel
    levels: tuple[float, float, float]

    def log_odds(self, panel: Panel) -> dict[Event, Floats]:
        """Log-odds of each event's hazard, shape (rows, intervals)."""
        found = {event: blend.log_odds(panel) for event, blend in self.blends.items()}
        added = self.demand_added(panel)
        return {event: odds + added if event in SHARED else odds for event, odds in found.items()}

    def demand_added(self, panel: Panel) -> Floats:
        """What demand adds to the log-odds of the hazard; 0 where it is not known."""
        return self.demand.add(demand_design(panel))

    def chances(self, panel: Panel) -> dict[Event, Floats]:
        """Cumulative chances at EDGES, shape (rows, intervals). A premiere is never likelier than its announcement."""
        found = {event: cumulative(expit(odds)) for event, odds in self.log_odds(panel).items()}
        found[Event.PREMIERE] = np.minimum(found[Event.PREMIERE], found[Event.ANNOUNCED])
        return found


def train(
    panel: Panel, past: Mapping[Event, Floats], found: Lags, known_to: int, configuration: Configuration
) -> Model:
    """From rows of landmarks before `known_to` (ordinal), what was known of them on that day, and `past` forecasts of
    those rows by earlier blends (`past_log_odds`). Raises ValueError for rows of a later landmark, or without any."""
    # LightGBM and numpy work outside the interpreter's lock, so two cores fit two events at once.
    with ThreadPoolExecutor(max_workers=2) as pool:
        fitted = pool.map(partial(_blend_of, panel, known_to, configuration), Event)
        blends = dict(zip(Event, fitted, strict=True))
    return Model(
        configuration=configuration,
        known_to=known_to,
        blends=blends,
        demand=fit_demand(panel, past, known_to, configuration),
        lag=fit_lag(found, known_to, configuration),
        levels=_levels(panel, blends[Event.PREMIERE], known_to),
    )


def past_log_odds(
    panel: Panel,
    known_to: int,
    configuration: Configuration,
    step: Callable[[str], None] = lambda _: None,
) -> dict[Event, Floats]:
    """What blends fitted on the first day of each year said of that year's rows that have demand, shape (rows,
    intervals), nan elsewhere: the material of the demand layer. No row is scored by a blend that knew its outcome."""
    wanted = has_demand(panel) & (panel.landmark < known_to)
    past = {event: np.full((len(panel), INTERVALS), np.nan) for event in SHARED}
    years = np.array([dt.date.fromordinal(int(day)).year for day in panel.landmark])
    for year in np.unique(years[wanted]):
        start = dt.date(int(year), 1, 1).toordinal()
        before = panel.landmark < start
        if not before.any():
            continue
        step(str(year))
        rows = np.flatnonzero(wanted & (years == year))
        earlier, here = panel.take(before), panel.take(rows)
        with ThreadPoolExecutor(max_workers=2) as pool:
            fitted = pool.map(partial(_blend_of, earlier, start, configuration), SHARED)
            for event, blend in zip(SHARED, fitted, strict=True):
                past[event][rows] = blend.log_odds(here)
    return past


def _blend_of(panel: Panel, known_to: int, configuration: Configuration, event: Event) -> Blend:
    return fit_blend(panel, event, known_to, configuration)


def _levels(panel: Panel, blend: Blend, known_to: int) -> tuple[float, float, float]:
    """Where premieres fell in the curves of their own rows, given that they came within the furthest horizon: the
    places that held a tenth, half and nine tenths of them (conformal prediction on the probability integral
    transform)."""
    outcome = panel.outcomes[Event.PREMIERE]
    closed = np.minimum(outcome.follow, known_to - panel.landmark) >= EDGE_DAYS[-1]
    rows = np.flatnonzero(closed & (outcome.days <= EDGE_DAYS[-1]))
    if len(rows) < LEAST_PREMIERES:
        return _PLACES
    some = panel.take(rows)
    places = place_in(cumulative(expit(blend.log_odds(some))), outcome.days[rows])
    weight = 0.5 ** ((known_to - some.landmark) / YEAR / _HALF_LIFE)
    order = np.argsort(places)
    mass = np.cumsum(weight[order]) / weight.sum()
    low, middle, high = (float(places[order][np.searchsorted(mass, place)]) for place in _PLACES)
    return low, middle, high


def place_in(chances: Floats, days: Floats) -> Floats:
    """The share of each row's curve up to the furthest horizon that lies before `days`, in [0, 1]; between EDGES the
    chance rises evenly."""
    edges = np.concatenate([[0.0], EDGE_DAYS])
    whole = np.column_stack([np.zeros(len(chances)), chances]) / chances[:, -1:]
    at = np.clip(np.searchsorted(EDGE_DAYS, days), 0, INTERVALS - 1)
    row = np.arange(len(chances))
    share = np.clip((days - edges[at]) / (edges[at + 1] - edges[at]), 0.0, 1.0)
    placed: Floats = whole[row, at] + share * (whole[row, at + 1] - whole[row, at])
    return placed
