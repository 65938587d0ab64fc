"""Scores against scikit-learn, lifelines and scikit-survival, and against what can be told by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nextcour.evaluation import reliability, scores
from nextcour.evaluation.reliability import Method

DRAW = np.random.default_rng(4)
P = np.round(DRAW.beta(0.4, 8, 4000), 3)  # rounded: many ties
Y = DRAW.random(4000) < P
FRANCHISE = DRAW.integers(0, 700, 4000)


def test_losses_equal_those_of_scikit_learn() -> None:
    from sklearn.metrics import brier_score_loss, log_loss

    clipped = np.clip(P, scores.CLIP, 1 - scores.CLIP)
    assert scores.log_loss(Y, P) == pytest.approx(log_loss(Y, clipped), abs=1e-12)
    assert scores.brier(Y, P) == pytest.approx(brier_score_loss(Y, P), abs=1e-12)


def test_a_chance_of_nothing_that_came_costs_no_more_than_the_clip() -> None:
    assert scores.log_loss([1, 0], [0.0, 1.0]) == pytest.approx(-math.log(1e-5))


def test_skill_is_the_share_of_the_loss_that_is_saved() -> None:
    assert scores.skill(0.06, 0.08) == pytest.approx(0.25)
    assert scores.skill(0.09, 0.06) == pytest.approx(-0.5)


@pytest.mark.parametrize(("ours", "base"), [(0.1, 0.0), (-0.1, 0.1), (math.nan, 0.1), (0.1, math.inf)])
def test_skill_over_no_loss_is_refused(ours: float, base: float) -> None:
    with pytest.raises(ValueError, match="no skill"):
        scores.skill(ours, base)


def test_auc_with_ties_equals_that_of_scikit_learn() -> None:
    from sklearn.metrics import roc_auc_score

    assert scores.auc(Y, P) == pytest.approx(roc_auc_score(Y, P), abs=1e-12)


def test_auc_of_one_outcome_is_not_defined() -> None:
    assert math.isnan(scores.auc([0, 0], [0.1, 0.2]))
    assert math.isnan(scores.auc([1, 1], [0.1, 0.2]))


def test_concordance_with_ties_equals_that_of_scikit_survival() -> None:
    from sksurv.metrics import concordance_index_censored

    days = np.ceil(DRAW.exponential(300, 800))
    seen = DRAW.random(800) < 0.3
    risk = np.round(1000 / days + DRAW.normal(size=800), 1)
    assert len(np.unique(days)) < 700
    assert scores.concordance(days, seen, risk) == pytest.approx(
        concordance_index_censored(seen, days, risk, tied_tol=1e-12)[0], abs=1e-12
    )


def test_concordance_without_tied_days_equals_that_of_lifelines() -> None:
    from lifelines.utils import concordance_index

    days = DRAW.permutation(500).astype(float) + 1
    seen = DRAW.random(500) < 0.4
    risk = np.round(DRAW.normal(size=500) - days / 200, 1)
    assert scores.concordance(days, seen, risk) == pytest.approx(concordance_index(days, -risk, seen), abs=1e-12)


def test_concordance_without_a_pair_is_not_defined() -> None:
    assert math.isnan(scores.concordance([3.0, 4.0], [0, 0], [0.2, 0.1]))
    assert math.isnan(scores.concordance([3.0, 3.0], [1, 1], [0.2, 0.1]))


def test_calibration_error_is_the_mean_gap_of_equal_bins() -> None:
    y, p = [0, 1, 1, 1], [0.1, 0.2, 0.6, 0.9]
    assert reliability.ece(y, p, 2) == pytest.approx((abs(0.5 - 0.15) + abs(1 - 0.75)) / 2)
    assert reliability.ece(y, p, 1) == pytest.approx(abs(0.75 - 0.45))


def test_calibration_error_does_not_depend_on_the_order_of_tied_rows() -> None:
    order = DRAW.permutation(len(P))
    assert reliability.ece(Y[order], P[order]) == pytest.approx(reliability.ece(Y, P), abs=1e-12)
    assert reliability.ece(Y, np.full(len(Y), 0.05)) == pytest.approx(abs(Y.mean() - 0.05))


def test_calibration_equals_a_logistic_regression_of_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    said = np.clip(P**1.3, 1e-3, 0.9)
    logit = np.log(said / (1 - said))
    fitted = LogisticRegression(C=1e10, tol=1e-10, max_iter=1000).fit(logit[:, None], Y)
    found = reliability.calibration(Y, said)
    assert found.slope == pytest.approx(fitted.coef_[0, 0], abs=1e-4)
    moved = 1 / (1 + np.exp(-(logit + found.intercept)))
    assert moved.mean() == pytest.approx(Y.mean(), abs=1e-9)  # what in-the-large means


def test_calibration_tells_too_bold_from_too_shy_and_too_low() -> None:
    p = DRAW.uniform(0.02, 0.6, 40_000)
    y = DRAW.random(40_000) < p
    logit = np.log(p / (1 - p))
    right = reliability.calibration(y, p)
    assert right.slope == pytest.approx(1, abs=0.06)
    assert right.intercept == pytest.approx(0, abs=0.04)
    assert reliability.calibration(y, 1 / (1 + np.exp(-2 * logit))).slope == pytest.approx(0.5, abs=0.03)
    assert reliability.calibration(y, 1 / (1 + np.exp(-(logit - 1)))).intercept == pytest.approx(1, abs=0.04)


def test_calibration_is_found_from_chances_far_too_low() -> None:
    found = reliability.calibration(Y, np.full(len(Y), 1e-5))
    assert found.intercept == pytest.approx(np.log(Y.mean() / (1 - Y.mean())) - np.log(1e-5 / (1 - 1e-5)), abs=1e-6)
    assert math.isnan(found.slope)


def test_calibration_of_one_outcome_or_of_separated_ones_is_not_defined() -> None:
    nothing = reliability.calibration([0, 0, 0], [0.1, 0.2, 0.3])
    assert math.isnan(nothing.slope)
    assert math.isnan(nothing.intercept)
    apart = reliability.calibration([0, 0, 1, 1], [0.1, 0.2, 0.6, 0.7])
    assert math.isnan(apart.slope)
    assert not math.isnan(apart.intercept)


def test_every_row_is_in_one_bin_and_the_bins_add_up() -> None:
    found = reliability.bins(Y, P, FRANCHISE)
    assert sum(one.n for one in found) == len(P)
    assert sum(one.events for one in found) == Y.sum()
    assert sum(one.n * one.said for one in found) == pytest.approx(P.sum())
    for one in found:
        chosen = (one.low <= P) & (one.high > P)
        assert (one.n, one.franchises) == (chosen.sum(), len(np.unique(FRANCHISE[chosen])))
        assert one.seen == pytest.approx(Y[chosen].mean())
        assert one.seen_low <= one.seen <= one.seen_high


def test_a_chance_on_an_edge_is_in_the_bin_above_and_certainty_in_the_last() -> None:
    found = reliability.bins([0, 0, 1], [0.1, 0.2, 1.0], np.arange(3), edges=(0, 0.1, 0.2, 1))
    assert [(one.low, one.n) for one in found] == [(0.1, 1), (0.2, 2)]


def test_tails_hold_all_rows_given_at_least_so_much() -> None:
    above_10, above_20 = reliability.tails(Y, P, FRANCHISE)
    assert (above_10.low, above_10.n) == (0.1, (P >= 0.1).sum())
    assert (above_20.low, above_20.n) == (0.2, (P >= 0.2).sum())


def test_few_events_get_wilsons_interval_with_franchises_as_trials() -> None:
    y, p = np.zeros(800), np.full(800, 0.01)
    y[:12] = 1  # twelve landmarks of one franchise: a bootstrap would see one event
    (one,) = reliability.bins(y, p, np.repeat(np.arange(40), 20), edges=(0, 1))
    assert one.method is Method.WILSON
    assert (one.seen_low, one.seen_high) == reliability.wilson(12 / 800, 40)


def test_wilsons_interval_equals_the_published_formula() -> None:
    from scipy.stats import binomtest

    found = binomtest(3, 50).proportion_ci(0.9, "wilson")
    assert reliability.wilson(3 / 50, 50) == pytest.approx((found.low, found.high), abs=1e-12)
    assert reliability.wilson(0.0, 50)[0] == 0


def test_a_bins_interval_is_wider_where_rows_repeat() -> None:
    y, p = DRAW.random(400) < 0.2, np.full(400, 0.2)
    (apart,) = reliability.bins(y, p, np.arange(400), edges=(0, 1))
    (repeated,) = reliability.bins(np.repeat(y, 9), np.repeat(p, 9), np.repeat(np.arange(400), 9), edges=(0, 1))
    (denied,) = reliability.bins(np.repeat(y, 9), np.repeat(p, 9), np.arange(3600), edges=(0, 1))
    assert apart.method is repeated.method is Method.BOOTSTRAP
    assert repeated.seen_high - repeated.seen_low == pytest.approx(apart.seen_high - apart.seen_low)
    assert denied.seen_high - denied.seen_low < 0.5 * (apart.seen_high - apart.seen_low)


@pytest.mark.parametrize(
    ("y", "p"),
    [
        ([0, 1], [0.1]),
        ([0, 1], [0.1, 1.01]),
        ([0, 1], [-0.01, 0.1]),
        ([0, 1], [0.1, math.nan]),
        ([0, 2], [0.1, 0.2]),
        ([0, math.nan], [0.1, 0.2]),
        ([], []),
    ],
)
def test_what_is_no_chance_or_outcome_is_refused(y: list[float], p: list[float]) -> None:
    for score in (scores.log_loss, scores.brier, scores.auc, reliability.ece, reliability.calibration):
        with pytest.raises(ValueError, match=r"outcomes|chances"):
            score(y, p)
    with pytest.raises(ValueError, match=r"outcomes|chances"):
        reliability.bins(y, p, np.arange(len(p)))


def test_edges_that_fall_and_days_that_never_end_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        reliability.bins(Y, P, FRANCHISE, edges=(0, 0.5, 0.2))
    with pytest.raises(ValueError, match="finite"):
        scores.concordance([1.0, math.inf], [1, 0], [0.2, 0.1])
