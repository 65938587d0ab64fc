"""Rolling origins: at every landmark each contestant is fitted on what was known by then, and scores its rows.

Needs `[forecast]`; peers need `[backtest]`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nextcour.evaluation.peers.peer import Peer
from nextcour.forecast.baseline import baseline, stratum
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag import LagModel
from nextcour.forecast.lag_fit import Lags
from nextcour.forecast.panel import Event, Floats, Panel
from nextcour.forecast.periods import cumulative
from nextcour.forecast.ridge import expit
from nextcour.forecast.training import Model, train

OURS = "nextcour"
WITHOUT_DEMAND = "nextcour without demand"
BASELINE = "Kaplan-Meier"
# Cumulative chances at EDGES by event, shape (rows, intervals).
Chances = Mapping[Event, Floats]


@dataclass(frozen=True)
class Scored:
    """The rows of one landmark and what each contestant said of them. `levels` and `lag` are those of our model."""

    day: dt.date
    panel: Panel
    chances: Mapping[str, Chances]
    levels: tuple[float, float, float]
    lag: LagModel


@dataclass(frozen=True)
class Ours:
    """Our model, with the past forecasts that its demand layer learns from (`training.past_log_odds` of `panel`)."""

    panel: Panel
    past: Mapping[Event, Floats]
    lags: Lags
    configuration: Configuration = field(default_factory=Configuration)

    def fit(self, day: dt.date) -> Model:
        """From landmarks before `day` and what was known on it."""
        origin = day.toordinal()
        before = self.panel.landmark < origin
        past = {event: odds[before] for event, odds in self.past.items()}
        return train(self.panel.take(before), past, self.lags, origin, self.configuration)


def split(panel: Panel, day: dt.date) -> tuple[Panel, Panel]:
    """(rows of earlier landmarks, rows of this one)."""
    origin = day.toordinal()
    return panel.take(panel.landmark < origin), panel.take(panel.landmark == origin)


def without_demand(model: Model, here: Panel) -> Chances:
    """What the model says when the demand layer is left out."""
    found = {event: cumulative(expit(blend.log_odds(here))) for event, blend in model.blends.items()}
    found[Event.PREMIERE] = np.minimum(found[Event.PREMIERE], found[Event.ANNOUNCED])
    return found


def baseline_chances(earlier: Panel, here: Panel, day: dt.date) -> Chances:
    """The baseline that skill is measured against, fitted anew on `day`."""
    strata = stratum(here.age, here.on_air)
    return {event: cumulative(baseline(earlier, event, day.toordinal())[strata]) for event in Event}


def peer_chances(
    peer: Peer,
    earlier: Panel,
    here: Panel,
    day: dt.date,
    events: Sequence[Event] = (Event.ANNOUNCED, Event.PREMIERE),
) -> Chances:
    """A peer fitted on the same rows and the same knowledge."""
    return {event: peer.fit_score(earlier, here, event, day.toordinal()) for event in events}
