"""A random survival forest (Ishwaran et al. 2008), grown by scikit-survival."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nextcour.evaluation.peers.columns import Columns
from nextcour.evaluation.peers.follow_up import Known, known, thinned
from nextcour.evaluation.peers.peer import library, rising
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import EDGE_DAYS, Bools, Event, Floats, Ints, Panel


@dataclass(frozen=True)
class Forest:
    """Small enough for one core: thinned rows and shallow trees, columns rounded to `bins` quantiles and days to EDGES,
    as scikit-survival goes through all rows for every threshold it tries and all event days for every row."""

    trees: int = 80
    depth: int = 10
    least_leaf: int = 30  # rows; of one line and year about four are alike
    tried: float = 0.5  # share of columns tried at a split: many columns say little, and events are few
    bins: int = 24
    most_rows: int = 30_000
    seed: int = 0
    name: str = "random survival forest"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        ensemble, util = library("sksurv.ensemble"), library("sksurv.util")
        rows = thinned(train, known(train, event, known_to), self.most_rows, self.seed)
        rows, interval, seen = _grouped(rows)
        if not seen.any():
            raise ValueError(f"no event was seen by day {known_to}: there is nothing to fit")
        columns = Columns.learned(train.features[rows.row])
        model = ensemble.RandomSurvivalForest(
            n_estimators=self.trees,
            max_depth=self.depth,
            min_samples_leaf=self.least_leaf,
            max_features=self.tried,
            n_jobs=1,
            random_state=self.seed,
        )
        labels = util.Surv.from_arrays(seen, interval.astype(np.float64))
        made = columns.made(train.features[rows.row])
        steps = [np.unique(np.quantile(column, np.linspace(0, 1, self.bins + 1)[1:-1])) for column in made.T]
        model.fit(_stepped(made, steps), labels)
        survival = model.predict_survival_function(_stepped(columns.made(test.features), steps), return_array=True)
        # Column k of `survival` is after unique_times_[k] intervals; before the first it is 1.
        reached = np.searchsorted(model.unique_times_, np.arange(1, len(EDGES) + 1), side="right")
        return rising(1 - np.hstack([np.ones((len(test), 1)), survival])[:, reached])


def _grouped(rows: Known) -> tuple[Known, Ints, Bools]:
    """Rows, with the number (from 1) of the lead interval the event came in where it is seen, else of the last one that
    was followed to its end.

    As for person-periods, an event in an interval that was not followed to its end is unseen: whoever had none in it is
    not at risk there either.
    """
    whole = np.searchsorted(EDGE_DAYS, rows.follow, side="right")
    interval = np.searchsorted(EDGE_DAYS, rows.days, side="left") + 1
    seen = rows.seen & (interval <= whole)
    last: Ints = np.where(seen, interval, whole)
    followed = last > 0
    return rows.take(followed), last[followed], seen[followed]


def _stepped(columns: Floats, steps: list[Floats]) -> NDArray[np.float32]:
    """Which of its quantiles each value reaches."""
    places = [np.searchsorted(cuts, column, side="right") for cuts, column in zip(steps, columns.T, strict=True)]
    return np.column_stack(places).astype(np.float32)
