"""Cox's proportional hazards on landmark-stacked rows (Cox 1972; van Houwelingen 2007), fitted by lifelines."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from nextcour.evaluation.peers.columns import Columns
from nextcour.evaluation.peers.follow_up import known, thinned
from nextcour.evaluation.peers.peer import library, rising
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Panel

_WEEK = 7.0


@dataclass(frozen=True)
class Cox:
    """All features in a linear predictor, with Efron's ties and a little ridge so that columns that say the same do no
    harm. Days are rounded up to weeks: lifelines' time grows with the number of distinct days."""

    penalizer: float = 1e-2  # lifelines adds it to the *mean* log likelihood; with less Newton's method diverged
    strongest: float = 1.0  # … and where it still does, ten times as much is tried, up to this
    most_rows: int = 100_000
    seed: int = 0
    name: str = "Cox"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        lifelines, pandas = library("lifelines"), library("pandas")
        rows = thinned(train, known(train, event, known_to), self.most_rows, self.seed)
        if not rows.seen.any():
            raise ValueError(f"no event was seen by day {known_to}: there is nothing to fit")
        columns = Columns.learned(train.features[rows.row])
        names = [f"x{at}" for at in range(int(columns.kept.sum()))]
        table = pandas.DataFrame(columns.made(train.features[rows.row]), columns=names)
        table["weeks"], table["seen"] = np.ceil(rows.days / _WEEK), rows.seen
        model = self._fitted(lifelines, table)
        # H(t | x) = H0(t) exp(b x). H0 is interpolated: an EDGE ends within a week.
        baseline = model.baseline_cumulative_hazard_
        weeks, total = baseline.index.to_numpy(), baseline.to_numpy()[:, 0]
        hazard = np.interp(EDGE_DAYS / _WEEK, np.concatenate([[0.0], weeks]), np.concatenate([[0.0], total]))
        asked = pandas.DataFrame(columns.made(test.features), columns=names)
        linear = model.predict_log_partial_hazard(asked).to_numpy()
        return rising(-np.expm1(-np.outer(np.exp(np.clip(linear, -50, 50)), hazard)))

    def _fitted(self, lifelines: Any, table: Any) -> Any:
        """A fit that converged. Raises ValueError when none does, rather than let a diverged peer lose."""
        penalizer = self.penalizer
        while penalizer <= self.strongest:
            model = lifelines.CoxPHFitter(penalizer=penalizer)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error", lifelines.exceptions.ConvergenceWarning)
                    return model.fit(table, "weeks", "seen", batch_mode=True)
            except (lifelines.exceptions.ConvergenceError, lifelines.exceptions.ConvergenceWarning):
                penalizer *= 10.0
        raise ValueError(f"Cox's model did not converge with a ridge of up to {self.strongest:g}")
