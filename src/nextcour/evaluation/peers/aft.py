"""Accelerated failure times boosted by XGBoost (`survival:aft`; Barnwal, Cho & Hocking 2022)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.evaluation.peers.follow_up import Known, known
from nextcour.evaluation.peers.peer import library, rising
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Panel

_LEAST_SCALE, _MOST_SCALE = 0.3, 3.0


@dataclass(frozen=True)
class Aft:
    """ln(days) = f(features) + scale x logistic noise, f boosted trees that take gaps as they are.

    An event is known to have come between the ends of its lead interval (that is all the scores look at), a row without
    one after its follow-up. The scale, which XGBoost does not learn, is that of a log-logistic curve through all rows
    together; trees start from that curve.
    """

    rounds: int = 120
    depth: int = 4
    rate: float = 0.08
    seed: int = 0
    name: str = "XGBoost AFT"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        xgboost = library("xgboost")
        rows = known(train, event, known_to)
        if not rows.seen.any():
            raise ValueError(f"no event was seen by day {known_to}: there is nothing to fit")
        centre, scale = _log_logistic(rows)
        after = np.searchsorted(EDGE_DAYS, rows.days, side="left")
        starts = np.concatenate([[0.0], EDGE_DAYS[:-1]])
        low = np.where(rows.seen, starts[after], rows.days)
        high = np.where(rows.seen, EDGE_DAYS[after], np.inf)
        data = xgboost.DMatrix(
            train.features[rows.row],
            label_lower_bound=low,
            label_upper_bound=high,
            base_margin=np.full(len(rows), centre),
            nthread=1,
        )
        settings = {
            "objective": "survival:aft",
            "aft_loss_distribution": "logistic",
            "aft_loss_distribution_scale": scale,
            "tree_method": "hist",
            "max_depth": self.depth,
            "learning_rate": self.rate,
            "reg_lambda": 5.0,
            "subsample": 0.8,
            "colsample_bytree": 0.5,
            "seed": self.seed,
            "nthread": 1,
            "verbosity": 0,
        }
        model = xgboost.train(settings, data, num_boost_round=self.rounds)
        asked = xgboost.DMatrix(test.features, base_margin=np.full(len(test), centre), nthread=1)
        margin = model.predict(asked, output_margin=True).astype(np.float64)
        distance = (np.log(EDGE_DAYS)[None, :] - margin[:, None]) / scale
        return rising(1 / (1 + np.exp(-np.clip(distance, -50, 50))))


def _log_logistic(rows: Known) -> tuple[float, float]:
    """Centre and scale of ln(days), so that logit F(t) = (ln t - centre) / scale lies by least squares through the
    Kaplan-Meier curve of all rows at EDGES."""
    days, deaths = np.unique(rows.days[rows.seen], return_counts=True)
    at_risk = len(rows) - np.searchsorted(np.sort(rows.days), days, side="left")
    survival = np.concatenate([[1.0], np.cumprod(1 - deaths / at_risk)])
    came = 1 - survival[np.searchsorted(days, EDGE_DAYS, side="right")]
    used = (came > 0) & (came < 1)
    logit, log = np.log(came[used] / (1 - came[used])), np.log(EDGE_DAYS[used])
    if np.ptp(logit) > 0:
        slope = float(np.polyfit(log, logit, 1)[0])
        scale = float(np.clip(1 / slope, _LEAST_SCALE, _MOST_SCALE))
    else:
        scale = 1.0  # one event day: nothing tells how the chance grows
    return float(np.mean(log - scale * logit)), scale
