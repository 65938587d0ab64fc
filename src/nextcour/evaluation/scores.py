"""How good chances were: losses and ranking. Needs numpy.

`y` says whether the event came (rows,), 0/1 or bool; `p` the chance given (rows,), in [0, 1]. Every function raises
ValueError for chances outside [0, 1] or not finite, outcomes that are neither 0 nor 1, different lengths, or no row.
Scores that the rows cannot define (a ranking without an event, say) are nan. Calibration: `evaluation.reliability`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nextcour.forecast.panel import Bools, Floats

CLIP = 1e-5  # a chance of 0 that came true would cost infinitely much: chances below or above are moved here for logs


def outcomes(y: ArrayLike) -> Bools:
    """`y` as booleans (rows,). Raises ValueError for no row, or values that are neither 0 nor 1."""
    given = np.asarray(y)
    if given.ndim != 1 or not len(given):
        raise ValueError(f"outcomes must be one a row and at least one, not of shape {given.shape}")
    if given.dtype != np.bool_ and not np.all((given == 0) | (given == 1)):
        raise ValueError("outcomes must be 0 or 1")
    happened: Bools = given.astype(bool)
    return happened


def checked(y: ArrayLike, p: ArrayLike) -> tuple[Bools, Floats]:
    """Outcomes and chances as arrays. Raises ValueError as the module says."""
    happened, said = outcomes(y), np.asarray(p, dtype=np.float64)
    if happened.shape != said.shape:
        raise ValueError(f"outcomes {happened.shape} and chances {said.shape} differ in shape")
    if not (np.all(np.isfinite(said)) and np.all((said >= 0) & (said <= 1))):
        raise ValueError("chances must be finite and within 0 and 1")
    return happened, said


def log_losses(y: ArrayLike, p: ArrayLike) -> Floats:
    """-ln of the chance given to what came, one a row, natural logarithm; chances are clipped to [CLIP, 1 - CLIP]."""
    happened, said = checked(y, p)
    clipped = np.clip(said, CLIP, 1 - CLIP)
    losses: Floats = -np.log(np.where(happened, clipped, 1 - clipped))
    return losses


def log_loss(y: ArrayLike, p: ArrayLike) -> float:
    """Mean of `log_losses`, in nats: 0 is perfect (Good 1952)."""
    return float(np.mean(log_losses(y, p)))


def brier_losses(y: ArrayLike, p: ArrayLike) -> Floats:
    """Squared distance of the chance from what came, one a row, in [0, 1]."""
    happened, said = checked(y, p)
    losses: Floats = (said - happened) ** 2
    return losses


def brier(y: ArrayLike, p: ArrayLike) -> float:
    """Mean of `brier_losses` (Brier 1950): 0 is perfect."""
    return float(np.mean(brier_losses(y, p)))


def skill(ours: float, base: float) -> float:
    """1 - ours / base of two mean losses: 1 is perfect, 0 as good as the base, below 0 worse.

    Raises ValueError for a base that is not above 0, or a loss that is negative or not finite.
    """
    if not (math.isfinite(ours) and math.isfinite(base) and ours >= 0 and base > 0):
        raise ValueError(f"no skill of a loss of {ours} over one of {base}")
    return 1 - ours / base


def auc(y: ArrayLike, p: ArrayLike) -> float:
    """The chance that an event was given more than a non-event, ties counting half (Mann & Whitney 1947); nan where
    everything or nothing came."""
    happened, said = checked(y, p)
    quiet = np.sort(said[~happened])
    events = said[happened]
    if not len(quiet) or not len(events):
        return float("nan")
    won = np.searchsorted(quiet, events, side="left") + np.searchsorted(quiet, events, side="right")
    return float(np.sum(won)) / (2 * len(quiet) * len(events))


def concordance(days: ArrayLike, seen: ArrayLike, risk: ArrayLike) -> float:
    """Harrell's C (Harrell et al. 1982): of pairs known to differ, how many were ranked the right way; tied risks count
    half; nan without such a pair.

    `days` (rows,) to the event where `seen`, else of follow-up. `risk` (rows,) is higher for sooner, e.g. the chance at
    24 months; any finite numbers. A pair is known to differ when the earlier day is an event; on one day, an event
    comes before a censored row, and two events are no pair (as in scikit-survival). O(rows log rows).
    """
    when, risks = np.asarray(days, dtype=np.float64), np.asarray(risk, dtype=np.float64)
    event = outcomes(seen)
    if not when.shape == event.shape == risks.shape:
        raise ValueError(f"days {when.shape}, seen {event.shape} and risks {risks.shape} differ in shape")
    if not (np.all(np.isfinite(when)) and np.all(np.isfinite(risks))):
        raise ValueError("days and risks must be finite: give rows without an event their follow-up")
    levels, rank = np.unique(risks, return_inverse=True)
    order = np.lexsort((event, -when))  # latest first; on one day the censored ones before the events
    later = _Counter(len(levels))
    won = pairs = 0.0
    waiting: list[int] = []  # events of the day at hand: no pairs with one another
    day = math.inf
    for row in order.tolist():
        if when[row] != day:
            day = when[row]
            later.add_all(waiting)
            waiting = []
        place = int(rank[row])
        if not event[row]:
            later.add(place)
            continue
        below, upto = later.below(place), later.below(place + 1)
        won += (below + upto) / 2
        pairs += later.total
        waiting.append(place)
    return won / pairs if pairs else float("nan")


class _Counter:
    """How many of the places added lie below a place: a Fenwick tree (Fenwick 1994)."""

    def __init__(self, places: int) -> None:
        self._tree = [0] * (places + 1)
        self.total = 0

    def add(self, place: int) -> None:
        self.total += 1
        at = place + 1
        while at < len(self._tree):
            self._tree[at] += 1
            at += at & -at

    def add_all(self, places: Sequence[int]) -> None:
        for place in places:
            self.add(place)

    def below(self, place: int) -> int:
        found = 0
        while place > 0:
            found += self._tree[place]
            place -= place & -place
        return found
