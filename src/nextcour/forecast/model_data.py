"""A model as plain data, with what it was made from. Needs numpy (`[forecast]`).

`unpack(pack(x))` gives exactly the same chances as `x`: no number is rounded.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from nextcour.forecast import tree_text
from nextcour.forecast.baseline import STRATA
from nextcour.forecast.blend import Blend
from nextcour.forecast.boosted import BoostedHazard
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag import LagModel
from nextcour.forecast.layers import Layer
from nextcour.forecast.logit import TIMED, LogitHazard
from nextcour.forecast.panel import Event
from nextcour.forecast.periods import INTERVALS
from nextcour.forecast.training import Model

_SEASONS = 4
_MOST_COLUMNS = 1_000


class Package(msgspec.Struct, frozen=True):
    """A data package of the catalogue, and the day its content shows."""

    name: str
    version: str
    observed_at: dt.date


class File(msgspec.Struct, frozen=True):
    name: str
    sha256: str


class Inputs(msgspec.Struct, frozen=True):
    """What a model was made from. `digest` is a hash (hex) of all of it; `demand` None: no research rows."""

    digest: str
    data_day: dt.date
    catalogue_sha256: str
    packages: tuple[Package, ...]
    corrections: int
    demand: File | None


class Made(msgspec.Struct, frozen=True):
    """How a model came to be. `events` counts rows whose event was known to come, by event; `labels_to` is the last day
    whose announcements are as good as complete."""

    inputs: Inputs
    labels_to: dt.date
    landmarks: int
    rows: int
    lines: int
    events: dict[str, int]
    software: dict[str, str]


@dataclass(frozen=True)
class Trained:
    """A model and how it was made."""

    model: Model
    made: Made

    @property
    def known_to(self) -> dt.date:
        return dt.date.fromordinal(self.model.known_to)


class Blended(msgspec.Struct, frozen=True):
    """One event's `forecast.blend.Blend`: `trees` is LightGBM's text, `baseline` has shape (STRATA, intervals)."""

    logit: LogitHazard
    trees: str
    names: tuple[str, ...]
    baseline: tuple[tuple[float, ...], ...]
    tree_share: float
    shrink: float


class ModelData(msgspec.Struct, frozen=True):
    """A `Trained` as it lies in a file. `blends` by event."""

    made: Made
    configuration: Configuration
    known_to: dt.date
    blends: dict[str, Blended]
    demand: Layer
    lag: LagModel
    levels: tuple[float, float, float]


def pack(trained: Trained) -> ModelData:
    """Reverse of `unpack`."""
    model = trained.model
    return ModelData(
        made=trained.made,
        configuration=model.configuration,
        known_to=trained.known_to,
        blends={event.value: _packed(blend) for event, blend in model.blends.items()},
        demand=model.demand,
        lag=model.lag,
        levels=model.levels,
    )


def _packed(blend: Blend) -> Blended:
    return Blended(
        logit=blend.logit,
        trees=blend.trees.text,
        names=blend.trees.names,
        baseline=tuple(tuple(float(value) for value in row) for row in blend.baseline),
        tree_share=blend.tree_share,
        shrink=blend.shrink,
    )


def unpack(data: ModelData) -> Trained:
    """Raises ValueError, with what is wrong, for data that is no model: parts that are missing, do not fit together, or
    would lead LightGBM astray."""
    if set(data.blends) != {event.value for event in Event}:
        raise ValueError(f"it forecasts {', '.join(sorted(data.blends))[:100] or 'nothing'}")
    lag = data.lag
    if not lag.edges or len(lag.edges) != len(lag.logits) or any(np.diff((0, *lag.edges)) <= 0):
        raise ValueError("the lag's intervals do not fit together")
    if len(data.demand.columns) != len(data.demand.weights):
        raise ValueError("the demand layer's columns and weights do not fit together")
    _rising("levels", data.levels)
    _rising("levels of the lag", lag.levels)
    model = Model(
        configuration=data.configuration,
        known_to=data.known_to.toordinal(),
        blends={event: _unpacked(event, data.blends[event.value]) for event in Event},
        demand=data.demand,
        lag=lag,
        levels=data.levels,
    )
    return Trained(model, data.made)


def _unpacked(event: Event, data: Blended) -> Blend:
    try:
        _check_logit(data.logit)
        if len(data.baseline) != STRATA or any(len(row) != INTERVALS for row in data.baseline):
            raise ValueError("the baseline has another shape")
        if not all(0.0 <= value < 1.0 for row in data.baseline for value in row):
            raise ValueError("a hazard of the baseline is none")
        if not (0.0 <= data.tree_share <= 1.0 and 0.0 <= data.shrink <= 1.0):
            raise ValueError("a share is none")
        tree_text.check(data.trees, len(data.names) + 1)  # the interval comes last
    except ValueError as error:
        raise ValueError(f"{event}: {error}") from error
    return Blend(
        logit=data.logit,
        trees=BoostedHazard(data.trees, data.names),
        baseline=np.array(data.baseline, dtype=np.float64),
        tree_share=data.tree_share,
        shrink=data.shrink,
    )


def _check_logit(logit: LogitHazard) -> None:
    columns = len(logit.columns)
    if columns > _MOST_COLUMNS:
        raise ValueError(f"{columns:,} columns")
    if {len(logit.groups), len(logit.means), len(logit.scales), len(logit.slopes)} != {columns}:
        raise ValueError("columns and coefficients do not fit together")
    if not set(TIMED) <= set(logit.columns):
        raise ValueError("columns are missing")
    if (len(logit.intervals), len(logit.timed), len(logit.seasons)) != (INTERVALS, len(TIMED), _SEASONS):
        raise ValueError("intervals or seasons are missing")
    if any(scale <= 0.0 for scale in logit.scales):
        raise ValueError("a scale is not positive")
    size = INTERVALS + columns + len(TIMED) + _SEASONS
    if len(logit.covariance) != size or any(len(row) != size for row in logit.covariance):
        raise ValueError("the covariance has another shape")


def _rising(name: str, values: Sequence[float]) -> None:
    if not all(math.isfinite(value) and 0.0 < value < 1.0 for value in values) or list(values) != sorted(values):
        raise ValueError(f"the {name} do not rise between 0 and 1")
