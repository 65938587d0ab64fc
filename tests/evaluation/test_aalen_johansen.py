"""Cumulative incidence against lifelines, and by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from nextcour.evaluation.aalen_johansen import incidence
from nextcour.evaluation.peers.follow_up import cut
from nextcour.forecast.panel import EDGE_DAYS, Event, Outcome, Panel
from tests.evaluation.panels import other_future, random_panel

ORIGIN = dt.date(2020, 1, 1).toordinal()
PANEL = random_panel(300, seed=6)


def with_outcomes(season: list[float], movie: list[float], follow: list[float]) -> Panel:
    """One row for each item, on one day long before ORIGIN."""
    some = PANEL.take(np.arange(len(season)))
    return Panel(
        **{
            **vars(some),
            "landmark": np.full(len(season), ORIGIN - 4000),
            "outcomes": {
                Event.ANNOUNCED: Outcome(np.array(season), np.array(follow)),
                Event.MOVIE: Outcome(np.array(movie), np.array(follow)),
            },
        }
    )


def test_incidence_equals_that_of_lifelines() -> None:
    from lifelines import AalenJohansenFitter

    draw = np.random.default_rng(2)
    days = draw.permutation(1800)[:400] + 1.0  # each day once: lifelines moves tied days at random
    kind = draw.choice([0, 1, 2], 400, p=[0.5, 0.35, 0.15])
    season, movie = np.where(kind == 1, days, np.inf), np.where(kind == 2, days, np.inf)
    follow = np.where(kind == 0, days, 2000)
    found = incidence(with_outcomes(season.tolist(), movie.tolist(), follow.tolist()), ORIGIN)
    for cause, ours in ((1, found.season), (2, found.movie)):
        theirs = AalenJohansenFitter(calculate_variance=False).fit(days, kind, event_of_interest=cause)
        curve = theirs.cumulative_density_
        at = np.searchsorted(curve.index.to_numpy(), EDGE_DAYS, side="right") - 1
        np.testing.assert_allclose(ours, curve.to_numpy()[at, 0], atol=1e-12)


def test_the_first_of_the_two_counts_and_a_tie_is_a_season() -> None:
    never = np.inf
    found = incidence(
        with_outcomes([50.0, 80.0, 60.0, never], [70.0, 40.0, 60.0, never], [2000.0, 2000.0, 2000.0, 2000.0]), ORIGIN
    )
    assert found.season[0] == pytest.approx(2 / 4)
    assert found.movie[0] == pytest.approx(1 / 4)
    assert (found.season == found.season[0]).all()


def test_both_kinds_together_are_one_minus_kaplan_meier_of_either() -> None:
    from lifelines import KaplanMeierFitter

    found = incidence(PANEL, ORIGIN)
    season, follow = cut(PANEL, Event.ANNOUNCED, ORIGIN)
    movie, _ = cut(PANEL, Event.MOVIE, ORIGIN)
    first = np.minimum(season, movie)
    chosen = follow > 0
    fitted = KaplanMeierFitter().fit(np.minimum(first, follow)[chosen], (first <= follow)[chosen])
    either = 1 - fitted.survival_function_at_times(EDGE_DAYS).to_numpy()
    np.testing.assert_allclose(found.season + found.movie, either, atol=1e-12)
    assert found.season[-1] > found.movie[-1] > 0.02


def test_without_censoring_incidence_is_the_share_that_came() -> None:
    season = np.array([100.0, 200.0, 500.0, *[np.inf] * 7])
    found = incidence(with_outcomes(season.tolist(), [np.inf] * 10, [2000.0] * 10), ORIGIN)
    assert found.season == pytest.approx([(season <= day).mean() for day in EDGE_DAYS])
    assert (found.movie == 0).all()


def test_nothing_after_the_day_changes_the_incidence() -> None:
    before, after = incidence(PANEL, ORIGIN), incidence(other_future(PANEL, ORIGIN), ORIGIN)
    assert (before.season == after.season).all()
    assert (before.movie == after.movie).all()


def test_rows_without_follow_up_are_refused() -> None:
    with pytest.raises(ValueError, match="no row was followed"):
        incidence(PANEL, 1)
