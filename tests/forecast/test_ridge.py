"""Weighted ridge logistic regression against scikit-learn and against its own gradient."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from nextcour.forecast.ridge import expit, fit, logit


def example(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    design = np.column_stack([np.ones(4_000), draw.normal(size=(4_000, 3))])
    came = (draw.uniform(size=4_000) < expit(design @ np.array([-2.0, 0.7, -0.4, 0.0]))).astype(float)
    return design, came, draw.uniform(0.5, 2.0, 4_000)


def test_it_finds_what_scikit_learn_finds() -> None:
    design, came, weight = example()
    ours = fit(design, came, weight, np.array([0, 5.0, 5, 5]), np.zeros(4_000), np.zeros(4), np.arange(4_000))
    theirs = LogisticRegression(C=1 / 5.0, tol=1e-10, max_iter=1_000).fit(design[:, 1:], came, sample_weight=weight)
    assert ours.coefficients[0] == pytest.approx(theirs.intercept_[0], abs=1e-4)
    assert ours.coefficients[1:] == pytest.approx(theirs.coef_[0], abs=1e-4)


def test_an_offset_shifts_and_a_heavy_ridge_holds_the_start() -> None:
    design, came, weight = example()
    offset = np.full(4_000, 1.5)
    plain = fit(design, came, weight, np.zeros(4), np.zeros(4_000), np.zeros(4), np.arange(4_000))
    moved = fit(design, came, weight, np.zeros(4), offset, np.zeros(4), np.arange(4_000))
    assert moved.coefficients[0] == pytest.approx(plain.coefficients[0] - 1.5, abs=1e-5)
    start = np.array([0.3, -0.2, 0.1, 0.9])
    held = fit(design, came, weight, np.full(4, 1e9), offset, start, np.arange(4_000))
    assert held.coefficients == pytest.approx(start, abs=1e-4)


def test_repeated_rows_of_one_group_make_the_error_no_smaller() -> None:
    design, came, weight = example()
    once = fit(design, came, weight, np.zeros(4), np.zeros(4_000), np.zeros(4), np.arange(4_000))
    tenfold = fit(
        np.tile(design, (10, 1)),
        np.tile(came, 10),
        np.tile(weight, 10),
        np.zeros(4),
        np.zeros(40_000),
        np.zeros(4),
        np.tile(np.arange(4_000), 10),
    )
    assert np.sqrt(np.diag(tenfold.covariance)) == pytest.approx(np.sqrt(np.diag(once.covariance)), rel=1e-3)


def test_logit_and_expit_undo_each_other_and_never_overflow() -> None:
    values = np.array([-800.0, -15, -1, 0, 3, 15, 800])
    assert np.all((expit(values) >= 0) & (expit(values) <= 1))
    assert logit(expit(values))[1:-1] == pytest.approx(values[1:-1], abs=1e-3)
    assert np.isfinite(logit(np.array([0.0, 1.0]))).all()
