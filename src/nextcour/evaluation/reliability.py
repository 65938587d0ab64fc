"""Whether chances can be taken at their word: calibration, and what came of those who were given so much. Needs numpy.

`y` (rows,) and `p` (rows,) are as in `evaluation.scores`, and so are the ValueErrors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from nextcour.evaluation.bootstrap import DRAWS, mean_interval, resample
from nextcour.evaluation.scores import CLIP, checked
from nextcour.forecast.panel import Bools, Floats

EDGES = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)
TAILS = (0.1, 0.2)
_FEW = 5  # franchises with an event, or without, below which a bootstrap is too sure of itself
_Z90 = 1.6448536269514722
_STEPS = 50  # of Newton's method, which needs about 6
_LARGE, _NEAR = 5000, 0.01  # rows from which log-odds are grouped, and how near


def ece(y: ArrayLike, p: ArrayLike, count: int = 10) -> float:
    """Expected calibration error: |share seen - mean chance| averaged over `count` bins of equally many rows in order
    of chance, weighted by rows.

    Rows with one chance share their mean outcome, so that the order of rows does not matter where a bin's edge falls
    among them. With few events this is never 0, however honest the chances: compare models, not with 0.
    """
    happened, said = checked(y, p)
    if count < 1:
        raise ValueError("at least one bin is needed")
    _, place, rows = np.unique(said, return_inverse=True, return_counts=True)
    shared = (np.bincount(place, happened) / rows)[place]
    gaps = (shared - said)[np.argsort(said, kind="stable")]
    return float(sum(abs(some.sum()) for some in np.array_split(gaps, count)) / len(said))


class Calibration(msgspec.Struct, frozen=True):
    """Of logit(P(y)) = a + slope * logit(p) (Cox 1958): slope 1 is right, below 1 chances are too far apart.
    `intercept` is calibration in the large, a at slope 1: above 0 more came than was said."""

    slope: float
    intercept: float


def calibration(y: ArrayLike, p: ArrayLike) -> Calibration:
    """By maximum likelihood, chances clipped as for the log loss. nan for what is not defined: both where everything or
    nothing came, the slope where all chances are equal or separate the outcomes."""
    happened, said = checked(y, p)
    clipped = np.clip(said, CLIP, 1 - CLIP)
    logit, came, rows = _grouped(np.log(clipped / (1 - clipped)), happened)
    ones = np.ones((len(logit), 1))
    at_one = _logistic(came, rows, ones, logit)
    if np.ptp(logit) == 0:
        return Calibration(float("nan"), float(at_one[0]))
    # The slope is fitted as what is to add to 1: Newton's method then starts at p itself.
    beside = _logistic(came, rows, np.column_stack([ones, logit]), logit)
    return Calibration(float(1 + beside[1]), float(at_one[0]))


def _grouped(logit: Floats, happened: Bools) -> tuple[Floats, Floats, Floats]:
    """(log-odds, events, rows) of the distinct log-odds; a large panel's within _NEAR of each other count as one, at
    their mean: figures stay the same to five digits, in a tenth of the time."""
    if len(logit) < _LARGE:
        distinct, place = np.unique(logit, return_inverse=True)
    else:
        _, place = np.unique(np.round(logit / _NEAR), return_inverse=True)
        distinct = np.bincount(place, logit) / np.bincount(place)
    rows = np.bincount(place).astype(np.float64)
    return distinct, np.bincount(place, happened).astype(np.float64), rows


class Method(StrEnum):
    """How a bin's interval was made."""

    BOOTSTRAP = "bootstrap"  # over the franchises in the bin
    WILSON = "wilson"  # fewer than 5 franchises with an event (or without one): as many trials as franchises


class Bin(msgspec.Struct, frozen=True):
    """Chances in [low, high), or up to and with 1: `n` rows of `franchises`, `events` of which came. `said` is the mean
    chance, `seen` the share that came with its 90 % interval."""

    low: float
    high: float
    n: int
    events: int
    franchises: int
    said: float
    seen: float
    seen_low: float
    seen_high: float
    method: Method


def bins(
    y: ArrayLike,
    p: ArrayLike,
    franchise: NDArray[np.generic],
    edges: Sequence[float] = EDGES,
    draws: int = DRAWS,
    seed: int = 0,
) -> list[Bin]:
    """Rows by the chance given, low first; bins without a row are left out, and no row is in two.

    `franchise` (rows,) says which rows belong together. Raises ValueError also for edges that do not rise.
    """
    if any(low >= high for low, high in pairwise(edges)):
        raise ValueError("edges must rise")
    last = len(edges) - 2
    spans = [(edges[at], edges[at + 1], at == last) for at in range(last + 1)]
    return _binned(y, p, franchise, spans, draws, seed)


def tails(
    y: ArrayLike,
    p: ArrayLike,
    franchise: NDArray[np.generic],
    lows: Sequence[float] = TAILS,
    draws: int = DRAWS,
    seed: int = 0,
) -> list[Bin]:
    """All rows given at least so much, one bin for each of `lows`: the high chances, where few rows are and a model
    does most harm. They overlap; those without a row are left out."""
    return _binned(y, p, franchise, [(low, 1.0, True) for low in lows], draws, seed)


def _binned(
    y: ArrayLike,
    p: ArrayLike,
    franchise: NDArray[np.generic],
    spans: Sequence[tuple[float, float, bool]],
    draws: int,
    seed: int,
) -> list[Bin]:
    happened, said = checked(y, p)
    if franchise.shape != said.shape:
        raise ValueError(f"franchises {franchise.shape} and chances {said.shape} differ in shape")
    made = []
    for low, high, closed in spans:
        chosen = (said >= low) & ((said <= high) if closed else (said < high))
        if chosen.any():
            made.append(_bin(low, high, happened[chosen], said[chosen], franchise[chosen], draws, seed))
    return made


def _bin(
    low: float, high: float, happened: Bools, said: Floats, franchise: NDArray[np.generic], draws: int, seed: int
) -> Bin:
    drawn = resample(franchise, draws, seed)
    seen, franchises = float(np.mean(happened)), drawn.franchises
    came = int(np.sum(drawn.by_franchise(happened) > 0))
    stayed = int(np.sum(drawn.by_franchise(~happened) > 0))
    if min(came, stayed) < _FEW:
        method, (seen_low, seen_high) = Method.WILSON, wilson(seen, franchises)
    else:
        method = Method.BOOTSTRAP
        found = mean_interval(happened, drawn)
        seen_low, seen_high = found.low, found.high
    mean = float(np.mean(said))
    return Bin(low, high, len(said), int(happened.sum()), franchises, mean, seen, seen_low, seen_high, method)


def wilson(share: float, trials: float) -> tuple[float, float]:
    """The 90 % interval of a share seen in `trials` independent trials (Wilson 1927), in [0, 1]."""
    square = _Z90**2 / trials
    centre = (share + square / 2) / (1 + square)
    half = math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return max(0.0, centre - half), min(1.0, centre + half)


def _logistic(came: Floats, rows: Floats, terms: Floats, offset: Floats) -> Floats:
    """Coefficients of a logistic regression of `came` events in `rows` rows, with an offset, by Newton's method; nan
    where it does not settle."""
    weights = np.zeros(terms.shape[1])
    undefined = np.full(terms.shape[1], np.nan)
    if not 0 < came.sum() < rows.sum():
        return undefined

    def loss(at: Floats) -> float:
        odds = offset + terms @ at
        return float(np.sum(rows * np.logaddexp(0, odds) - came * odds))

    for _ in range(_STEPS):
        chance = np.exp(-np.logaddexp(0, -(offset + terms @ weights)))
        curvature = terms.T @ (terms * (rows * chance * (1 - chance))[:, None])
        if not np.linalg.cond(curvature) < 1e12:
            return undefined
        step = np.linalg.solve(curvature, terms.T @ (came - rows * chance))
        if np.max(np.abs(step)) < 1e-9:
            return weights
        # From chances far too low, a whole step overshoots; the loss is convex, so shorter ones end at its minimum.
        before = loss(weights)
        while loss(weights + step) > before + 1e-9 * abs(before):
            step = step / 2
        weights = weights + step
    return undefined
