"""Intervals by resampling franchises: rows of one franchise repeat over landmarks and are not independent. Needs numpy.

The cluster bootstrap (Davison & Hinkley 1997, section 3.8; Field & Welsh 2007): a draw takes as many franchises as
there are, with replacement, and all rows of each. A franchise's number of copies is then multinomial, so a draw is a
vector of weights, and a mean loss is a ratio of two weighted sums over franchises: nothing is copied. Intervals are
percentile intervals at 90 %. One `Resample` serves every model and score of the same rows, which is what makes
differences paired.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from nextcour.forecast.panel import Bools, Floats, Ints

LEVEL = 0.90
DRAWS = 1000
DRAWS_AUC = 200  # ranks cost far more than sums
_TAILS = (0.5 - LEVEL / 2, 0.5 + LEVEL / 2)
_BLOCK = 4_000_000  # weights gathered at once when ranking: 32 MB


class Interval(msgspec.Struct, frozen=True):
    """`value` on the rows themselves, and where 90 % of the draws lie. All nan where the score is undefined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Resample:
    """`place`: (rows,) which franchise, from 0, each row is of. `weights`: (draws, franchises) copies of each."""

    place: Ints
    weights: Floats

    @property
    def franchises(self) -> int:
        """How many there are."""
        return int(self.weights.shape[1])

    def sums(self, values: ArrayLike) -> Floats:
        """The sum of `values` (rows,) in every draw: (draws,). Raises ValueError for another length."""
        totals: Floats = self.weights @ self.by_franchise(values)
        return totals

    def by_franchise(self, values: ArrayLike) -> Floats:
        """The sum of `values` (rows,) in every franchise: (franchises,). Raises ValueError for another length."""
        given = np.asarray(values, dtype=np.float64)
        if given.shape != self.place.shape:
            raise ValueError(f"values have shape {given.shape}, the resampled rows {self.place.shape}")
        return np.bincount(self.place, given, minlength=self.franchises).astype(np.float64)


def resample(franchise: NDArray[np.generic], draws: int = DRAWS, seed: int = 0) -> Resample:
    """`draws` draws over the distinct values of `franchise` (rows,), the same for the same seed.

    Raises ValueError when there is no row, or no draw is wanted.
    """
    names, place = np.unique(franchise, return_inverse=True)
    if not len(names) or draws < 1:
        raise ValueError("a bootstrap needs at least one row and one draw")
    evenly = np.full(len(names), 1 / len(names))
    copies = np.random.default_rng(seed).multinomial(len(names), evenly, size=draws)
    return Resample(place.astype(np.int64), copies.astype(np.float64))


def mean_interval(values: ArrayLike, drawn: Resample) -> Interval:
    """Of the mean over rows (rows,): a Brier score from its losses, or two models' difference from `one - other`."""
    given = np.asarray(values, dtype=np.float64)
    return interval(float(np.mean(given)), drawn.sums(given) / drawn.sums(np.ones(len(given))))


def skill_interval(ours: ArrayLike, base: ArrayLike, drawn: Resample) -> Interval:
    """Of 1 - (sum of our losses) / (sum of the base's); losses (rows,). Raises ValueError if the base loses nothing."""
    return interval(_skill(ours, base), 1 - drawn.sums(ours) / drawn.sums(base))


def skill_difference(ours: ArrayLike, other: ArrayLike, base: ArrayLike, drawn: Resample) -> Interval:
    """Of our skill minus that of another model over the same base, paired: above 0, ours is better."""
    draws = (drawn.sums(other) - drawn.sums(ours)) / drawn.sums(base)
    return interval(_skill(ours, base) - _skill(other, base), draws)


def auc_interval(y: ArrayLike, p: ArrayLike, drawn: Resample, draws: int = DRAWS_AUC) -> Interval:
    """Of the area under the ROC curve, from the first `draws` draws. Draws without an event or without a non-event are
    left out."""
    value, scores = _auc(y, p, drawn, draws)
    return interval(value, scores)


def auc_difference(
    y: ArrayLike, ours: ArrayLike, other: ArrayLike, drawn: Resample, draws: int = DRAWS_AUC
) -> Interval:
    """Of our AUC minus that of another model of the same rows, paired: above 0, ours is better."""
    value, scores = _auc(y, ours, drawn, draws)
    beside, others = _auc(y, other, drawn, draws)
    return interval(value - beside, scores - others)


def interval(value: float, draws: Floats) -> Interval:
    """A value and the percentile interval of its draws; draws that are nan are left out."""
    kept = draws[~np.isnan(draws)]
    if not len(kept):
        return Interval(value, float("nan"), float("nan"))
    low, high = np.quantile(kept, _TAILS)
    return Interval(value, float(low), float(high))


def _skill(ours: ArrayLike, base: ArrayLike) -> float:
    lost, reference = float(np.sum(ours)), float(np.sum(base))
    if not reference > 0:
        raise ValueError("skill is undefined: the base model loses nothing")
    return 1 - lost / reference


def _auc(y: ArrayLike, p: ArrayLike, drawn: Resample, draws: int) -> tuple[float, Floats]:
    """On the rows, and in each draw: (draws,)."""
    happened = np.asarray(y, dtype=bool)
    said = np.asarray(p, dtype=np.float64)
    if not happened.shape == said.shape == drawn.place.shape:
        raise ValueError(f"outcomes {happened.shape}, chances {said.shape}, rows {drawn.place.shape} differ in shape")
    ranking = _Ranking(happened, said, drawn.place)
    alone = ranking.auc(np.ones((1, drawn.franchises)))
    return float(alone[0]), np.concatenate([ranking.auc(some) for some in _blocks(drawn.weights[:draws], len(said))])


def _blocks(weights: Floats, rows: int) -> Iterator[Floats]:
    size = max(1, _BLOCK // max(1, rows))
    for start in range(0, len(weights), size):
        yield weights[start : start + size]


class _Ranking:
    """Rows sorted once; what changes between draws is only how much each counts."""

    def __init__(self, happened: Bools, said: Floats, place: Ints) -> None:
        quiet, events = np.flatnonzero(~happened), np.flatnonzero(happened)
        quiet = quiet[np.argsort(said[quiet], kind="stable")]
        self._quiet = place[quiet]
        self._events = place[events]
        # Between these two places among the sorted non-events lie those with the same chance: they count half.
        self._below = np.searchsorted(said[quiet], said[events], side="left")
        self._upto = np.searchsorted(said[quiet], said[events], side="right")

    def auc(self, weights: Floats) -> Floats:
        """P(p of an event > p of a non-event) + P(equal) / 2 under `weights` (draws, franchises): (draws,)."""
        below = np.zeros((len(weights), len(self._quiet) + 1))
        np.cumsum(weights[:, self._quiet], axis=1, out=below[:, 1:])
        copies = weights[:, self._events]
        won = np.sum(copies * (below[:, self._below] + below[:, self._upto]), axis=1) / 2
        pairs = copies.sum(axis=1) * below[:, -1]
        score: Floats = np.divide(won, pairs, out=np.full(len(weights), np.nan), where=pairs > 0)
        return score
