"""Resampling franchises: the same draws as doing it by hand, and intervals that hold what they should."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from nextcour.evaluation import scores
from nextcour.evaluation.bootstrap import (
    Resample,
    auc_difference,
    auc_interval,
    mean_interval,
    resample,
    skill_difference,
    skill_interval,
)

DRAW = np.random.default_rng(8)
FRANCHISE = DRAW.integers(0, 150, 900)
P = np.round(DRAW.beta(1, 6, 900), 2)
Y = DRAW.random(900) < P
OTHER = np.round(np.clip(P * DRAW.uniform(0.3, 2.5, 900), 0, 1), 2)


def copies(drawn: Resample, draw: int) -> list[int]:
    """The rows of one draw, copied as often as their franchise was drawn."""
    return np.repeat(np.arange(len(P)), drawn.weights[draw][drawn.place].astype(int)).tolist()


def test_a_draw_holds_as_many_franchises_as_there_are() -> None:
    drawn = resample(FRANCHISE, 50)
    assert drawn.franchises == len(np.unique(FRANCHISE))
    assert (drawn.weights.sum(axis=1) == drawn.franchises).all()


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    assert (resample(FRANCHISE, 20, 3).weights == resample(FRANCHISE, 20, 3).weights).all()
    assert (resample(FRANCHISE, 20, 3).weights != resample(FRANCHISE, 20, 4).weights).any()


def test_weights_give_what_copied_rows_would() -> None:
    drawn = resample(FRANCHISE, 30)
    ours, base = scores.brier_losses(Y, P), scores.brier_losses(Y, OTHER)
    rows = [copies(drawn, draw) for draw in range(30)]
    skills = [1 - ours[row].sum() / base[row].sum() for row in rows]
    means = [ours[row].mean() for row in rows]
    areas = [scores.auc(Y[row], P[row]) for row in rows]
    for found, by_hand in (
        (skill_interval(ours, base, drawn), skills),
        (mean_interval(ours, drawn), means),
        (auc_interval(Y, P, drawn), areas),
    ):
        assert (found.low, found.high) == pytest.approx(np.quantile(by_hand, (0.05, 0.95)), abs=1e-12)


def test_the_value_is_that_of_the_rows_themselves() -> None:
    drawn = resample(FRANCHISE, 5)
    ours, base = scores.log_losses(Y, P), scores.log_losses(Y, OTHER)
    assert skill_interval(ours, base, drawn).value == pytest.approx(scores.skill(ours.mean(), base.mean()))
    assert auc_interval(Y, P, drawn).value == pytest.approx(scores.auc(Y, P))
    assert mean_interval(ours, drawn).value == pytest.approx(scores.log_loss(Y, P))


def test_differences_are_paired() -> None:
    drawn = resample(FRANCHISE, 400)
    ours, other = scores.log_losses(Y, P), scores.log_losses(Y, OTHER)
    base = scores.log_losses(Y, np.full(len(Y), Y.mean()))
    alike = skill_difference(ours, ours * 1.0001, base, drawn)
    assert alike.high - alike.low < 0.01
    apart = skill_difference(ours, other, base, drawn)
    assert apart.value == pytest.approx(
        skill_interval(ours, base, drawn).value - skill_interval(other, base, drawn).value
    )
    assert apart.low < apart.value < apart.high
    same = auc_difference(Y, P, P / 2, drawn)
    assert (same.value, same.low, same.high) == pytest.approx((0, 0, 0), abs=1e-12)
    assert auc_difference(Y, P, OTHER, drawn).value == pytest.approx(scores.auc(Y, P) - scores.auc(Y, OTHER))


def test_nine_in_ten_intervals_hold_the_truth_though_rows_repeat() -> None:
    held = denied = 0
    for seed in range(200):
        draw = np.random.default_rng(seed)
        franchise = np.repeat(np.arange(80), 10)
        rows = np.repeat(draw.normal(size=80), 10) + draw.normal(size=800) * 0.2  # the true mean is 0
        found = mean_interval(rows, resample(franchise, 200, seed))
        held += found.low <= 0 <= found.high
        wrong = mean_interval(rows, resample(np.arange(800), 200, seed))
        denied += wrong.low <= 0 <= wrong.high
    assert 168 <= held <= 192
    assert denied < 120  # rows taken one by one would be far too sure


def test_an_area_without_an_event_is_not_defined() -> None:
    found = auc_interval(np.zeros(900), P, resample(FRANCHISE, 10))
    assert math.isnan(found.value)
    assert math.isnan(found.low)


def test_draws_without_an_event_are_left_out() -> None:
    found = auc_interval([1, 0, 0, 0], [0.5, 0.1, 0.2, 0.9], resample(np.arange(4), 100))
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_what_cannot_be_resampled_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        resample(np.array([], dtype=np.int64))
    with pytest.raises(ValueError, match="at least one"):
        resample(FRANCHISE, 0)
    drawn = resample(FRANCHISE, 5)
    with pytest.raises(ValueError, match="shape"):
        mean_interval(np.ones(3), drawn)
    with pytest.raises(ValueError, match="shape"):
        auc_interval(Y, P[:5], drawn)
    with pytest.raises(ValueError, match="loses nothing"):
        skill_interval(np.ones(900), np.zeros(900), drawn)


def test_eight_models_of_sixty_thousand_rows_take_seconds() -> None:
    draw = np.random.default_rng(0)
    franchise = draw.integers(0, 3500, 60_000)
    y, p = draw.random(60_000) < 0.02, draw.random((8, 60_000))
    start = time.process_time()
    drawn = resample(franchise)
    base = scores.log_losses(y, np.full(60_000, 0.02))
    for model in p:
        skill_interval(scores.log_losses(y, model), base, drawn)
        auc_interval(y, model, drawn, draws=50)
    assert time.process_time() - start < 10  # about 2 where nothing else runs
