"""A made-up back-test: origins of a random panel, scored by contestants of known worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nextcour.evaluation.rolling import BASELINE, OURS, WITHOUT_DEMAND, Scored
from nextcour.forecast.curve import EDGES
from nextcour.forecast.lag import LagModel
from nextcour.forecast.lag_fit import TRAITS
from nextcour.forecast.panel import Event, Floats, Outcome, Panel
from tests.evaluation.panels import LAST, random_panel

DATA_DAY = dt.date.fromordinal(LAST)
LAG = LagModel((100, 200, 400), (-1.0, -1.0, 0.0), dict.fromkeys(TRAITS, 0.0), (0.1, 0.5, 0.9))
FEATURES = ("disc", "film", "manga", "light_novel", "original", "adapted", "count")


def origins(lines: int = 400, seed: int = 0, every: int = 366, peers: Sequence[str] = ("Cox",)) -> list[Scored]:
    """Yearly landmarks; ours knows the signal, the baseline only the age."""
    panel = with_features(random_panel(lines, seed=seed, every=every))
    return [scored(panel.take(panel.landmark == day), peers) for day in np.unique(panel.landmark)]


def with_features(panel: Panel) -> Panel:
    """With the columns that subsets and the fan table look at, premieres 200 days after announcements, and demand."""
    signal = panel.column("signal")
    demand = np.where(panel.line % 3 == 0, np.nan, 1 / (1 + np.exp(-2 * signal)))
    manga = (panel.line % 2 == 0).astype(float)
    columns = {
        "disc": (panel.line % 10 == 1).astype(float),
        "film": np.zeros(len(panel)),
        "manga": manga,
        "light_novel": np.zeros(len(panel)),
        "original": 1 - manga,
        "adapted": manga,
        "count": panel.number.astype(float),
    }
    announced = panel.outcomes[Event.ANNOUNCED]
    out = announced.days + 200
    premiere = Outcome(np.where(out <= announced.follow, out, np.inf), announced.follow)
    return replace(
        panel,
        demand=demand,
        features=np.hstack([panel.features, np.column_stack([columns[name] for name in FEATURES])]),
        names=(*panel.names, *FEATURES),
        outcomes={**panel.outcomes, Event.PREMIERE: premiere},
    )


def scored(panel: Panel, peers: Sequence[str] = ()) -> Scored:
    signal, years = panel.column("signal"), panel.age / 365.25
    contestants = {OURS: signal, WITHOUT_DEMAND: 0.7 * signal, BASELINE: np.full(len(panel), 0.5)}
    contestants.update(dict.fromkeys(peers, -0.2 * signal))
    return Scored(
        day=dt.date.fromordinal(int(panel.landmark[0])),
        panel=panel,
        chances={name: said(strength, years, panel.outcomes) for name, strength in contestants.items()},
        levels=(0.1, 0.5, 0.9),
        lag=LAG,
    )


def said(strength: Floats, years: Floats, events: Mapping[Event, Outcome]) -> dict[Event, Floats]:
    """The cumulative chances of the rate that `random_panel` draws from."""
    months = np.array(EDGES, dtype=float)[None, :]
    rate = 0.012 * np.exp(strength - 0.7 * np.maximum(years, 0))[:, None]
    grown = rate * (1 - np.exp(-0.7 * months / 12)) / (0.7 / 12)
    curves = 1 - np.exp(-grown)
    late = 1 - np.exp(-np.maximum(grown - rate * 6.5, 0.001 * rate * months))
    movie = np.repeat(1 - np.exp(-0.001 * months), len(curves), axis=0)
    found = {Event.ANNOUNCED: curves, Event.PREMIERE: np.minimum(late, curves), Event.MOVIE: movie}
    return {event: found[event] for event in events}
