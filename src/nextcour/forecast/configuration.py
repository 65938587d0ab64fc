"""How the model is made: every choice that was made by looking at scores, in one place, with its hash.

The choices were made on windows that had closed by the end of 2020 (docs/decisions/0007-forecast-model.md); the
committed values are in `data/configuration.json`.
"""

from __future__ import annotations

import hashlib

import msgspec


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """Half-lives and windows in years; `thin`: one in so many rows without an event is fitted on."""

    name: str = "hazard-blend-1"
    first_landmark: int = 2004  # year of the first landmark to learn from
    most_years: float = 16.0  # rows with an older latest premiere are scored, not learned from
    thin: int = 10
    # spline logit
    logit_half_life: float = 5.0
    logit_ridge: float = 1500.0
    # boosted trees on the baseline
    tree_half_life: float = 10.0
    tree_rounds: int = 120
    tree_leaves: int = 7
    tree_rows: int = 400
    tree_ridge: float = 50.0
    tree_rate: float = 0.05
    # blend
    tree_share: float = 0.5
    shrink: float = 0.0  # share of Kaplan-Meier in the log-odds
    # the demand layer, fitted on the blend's own past forecasts
    demand_ridge: float = 5.0
    demand_weight: float = 0.125  # one event stands in many landmarks
    demand_events: int = 60  # fewer teach it nothing
    # from announcement to premiere
    lag_half_life: float = 1.0
    lag_ridge: float = 20.0
    seed: int = 1
    threads: int = 1  # more change nothing but the time, and cost a lot of it where cores are shared

    def digest(self) -> str:
        """Hex SHA-256 of the values, the same for equal configurations."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()
