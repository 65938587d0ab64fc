"""Boosted trees on top of the baseline: what Kaplan-Meier leaves over, by LightGBM. Needs `[forecast]`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nextcour.forecast.baseline import stratum
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.panel import Event, Floats, Ints, Panel
from nextcour.forecast.periods import INTERVALS, periods, thinned
from nextcour.forecast.ridge import logit
from nextcour.signals.position import YEAR

# Demand has a layer of its own (forecast.layers), most rows have none; a year cannot be carried into the future.
LEFT_OUT = frozenset({"percentile", "percentile_age", "percentile_before", "year", "material_known"})
_FLOOR = 1e-5


@dataclass(frozen=True)
class BoostedHazard:
    """`text` is LightGBM's own format; `names` the features in its order, behind which the interval comes."""

    text: str
    names: tuple[str, ...]

    @cached_property
    def booster(self) -> Any:  # LightGBM has no types
        import lightgbm  # noqa: PLC0415 - heavy

        return lightgbm.Booster(model_str=self.text)

    def above_baseline(self, panel: Panel) -> Floats:
        """What the trees add to the log-odds of the baseline's hazard, shape (rows, intervals)."""
        matrix = _matrix(panel, self.names)
        added = np.empty((len(panel), INTERVALS))
        for at in range(INTERVALS):
            added[:, at] = self.booster.predict(_with(matrix, at), raw_score=True, num_threads=1)
        return added

    def parts(self, panel: Panel, interval: int) -> dict[str, Floats]:
        """SHAP values (Lundberg et al. 2020) of one interval by feature; `interval` and `bias` are of no feature."""
        values = self.booster.predict(_with(_matrix(panel, self.names), interval), pred_contrib=True, num_threads=1)
        return {name: values[:, at] for at, name in enumerate((*self.names, "interval", "bias"))}


def fit_boosted(
    panel: Panel, event: Event, known_to: int, hazards: Floats, configuration: Configuration
) -> BoostedHazard:
    """Fitted to what was known on `known_to` (ordinal) above the baseline's `hazards` (strata, intervals)."""
    import lightgbm  # noqa: PLC0415 - heavy

    found = thinned(periods(panel, event, known_to), panel, configuration.thin)
    weight = found.weight * 0.5 ** ((known_to - panel.landmark[found.row]) / YEAR / configuration.tree_half_life)
    names = tuple(name for name in panel.names if name not in LEFT_OUT)
    matrix = _with(_matrix(panel, names)[found.row], found.interval)
    offset = log_odds_of(hazards, panel)[found.row, found.interval]
    parameters = {
        "objective": "binary",
        "learning_rate": configuration.tree_rate,
        "num_leaves": configuration.tree_leaves,
        "min_data_in_leaf": configuration.tree_rows,
        "lambda_l2": configuration.tree_ridge,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "seed": configuration.seed,
        "num_threads": configuration.threads,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    data = lightgbm.Dataset(matrix, found.came.astype(float), weight=weight, init_score=offset)
    booster = lightgbm.train(parameters, data, configuration.tree_rounds)
    return BoostedHazard(booster.model_to_string(), names)


def log_odds_of(hazards: Floats, panel: Panel) -> Floats:
    """Log-odds of the baseline's hazard of each row, shape (rows, intervals)."""
    return logit(np.clip(hazards, _FLOOR, 0.5))[stratum(panel.age, panel.on_air)]


def _matrix(panel: Panel, names: tuple[str, ...]) -> Floats:
    chosen: Floats = panel.features[:, [panel.names.index(name) for name in names]]
    return chosen


def _with(matrix: Floats, interval: int | Ints) -> Floats:
    return np.column_stack([matrix, np.broadcast_to(interval, len(matrix))])
