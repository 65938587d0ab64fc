"""Weighted logistic regression with an offset and a ridge, by Newton's method. Needs numpy (`[forecast]`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.forecast.panel import Floats, Ints


@dataclass(frozen=True)
class Fit:
    """`coefficients` of shape (columns,), and `covariance`, robust to rows of one group depending on each other."""

    coefficients: Floats
    covariance: Floats


def fit(design: Floats, came: Floats, weight: Floats, ridge: Floats, offset: Floats, start: Floats, group: Ints) -> Fit:
    """Maximises the weighted log likelihood of logit(p) = offset + design @ b less half of ridge * (b - start)^2.

    `design` (rows, columns), `came` 0/1, `ridge` and `start` one a column (0: free), `group` a whole number a row for
    the covariance: the sandwich of Liang & Zeger (1986) with the penalised Hessian as bread. Raises
    numpy.linalg.LinAlgError when columns that are free depend on each other.
    """
    b = start.copy()

    def loss(at: Floats) -> tuple[float, Floats]:
        z = offset + design @ at
        value = float((weight * (np.logaddexp(0.0, z) - came * z)).sum() + 0.5 * (ridge * (at - start) ** 2).sum())
        return value, z

    value, z = loss(b)
    for _ in range(50):
        p = expit(z)
        gradient = design.T @ (weight * (came - p)) - ridge * (b - start)
        hessian = (design * (weight * p * (1.0 - p))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while True:
            tried, z = loss(b + size * step)
            if tried <= value or size < 1e-4:
                break
            size /= 2.0
        b = b + size * step
        gain, value = value - tried, tried
        if gain < 1e-8 * abs(value):
            break
    p = expit(z)
    scores = design * (weight * (came - p))[:, None]
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    summed = np.add.reduceat(scores[order], starts, axis=0)
    bread = np.linalg.inv((design * (weight * p * (1.0 - p))[:, None]).T @ design + np.diag(ridge))
    return Fit(b, bread @ (summed.T @ summed) @ bread)


def expit(z: Floats) -> Floats:
    """1 / (1 + e^-z), without overflow."""
    values: Floats = 0.5 * (1.0 + np.tanh(0.5 * z))
    return values


def logit(p: Floats) -> Floats:
    """log(p / (1 - p)) of p in [1e-7, 1 - 1e-7]."""
    clipped = np.clip(p, 1e-7, 1.0 - 1e-7)
    values: Floats = np.log(clipped / (1.0 - clipped))
    return values
