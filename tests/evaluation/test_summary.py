"""A back-test in figures: what counts, what is claimed, and that nothing depends on the order or the machine."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from nextcour.evaluation import scores
from nextcour.evaluation.lift import highest, shared_out
from nextcour.evaluation.pool import pooled, subsets
from nextcour.evaluation.results import FEW, LEAST_EVENTS, Subset, Summary, Verdict
from nextcour.evaluation.rolling import BASELINE, OURS, Scored
from nextcour.evaluation.summary import concordance, summarise
from nextcour.evaluation.top_list import top_lists
from nextcour.evaluation.windows import RIPE_DAYS, announced_windows, day_at
from nextcour.forecast.lag_fit import TRAITS, Lags
from nextcour.forecast.panel import DAYS_A_MONTH, Event, Outcome
from nextcour.forecast.training import place_in
from nextcour.signals.chronicle import NEVER
from tests.evaluation.origins import DATA_DAY, origins

ORIGINS = origins()
SUMMARY = summarise(ORIGINS, DATA_DAY)


def cell(summary: Summary, months: int = 24, subset: Subset = Subset.ALL, event: str = "announced"):  # type: ignore[no-untyped-def]
    found = summary.cell(event, months, subset)
    assert found is not None
    return found


def test_a_model_that_knows_more_has_skill_and_is_ahead_of_one_that_knows_less() -> None:
    found = cell(SUMMARY)
    ours = found.score(OURS)
    assert ours.log_loss_skill.low > 0.02
    assert ours.auc > found.score(BASELINE).auc + 0.02
    assert {d.other: d.verdict for d in found.differences}["Cox"] is Verdict.AHEAD
    assert found.score(BASELINE).log_loss_skill is None


def test_figures_are_those_of_the_plain_scores() -> None:
    pool = pooled(ORIGINS)
    rows = pool.settled(Event.ANNOUNCED, 24)
    came = pool.came(Event.ANNOUNCED, 24)[rows]
    ours, base = (pool.said[name, Event.ANNOUNCED, 24][rows] for name in (OURS, BASELINE))
    score = cell(SUMMARY).score(OURS)
    assert score.n == rows.sum()
    assert score.log_loss_skill.value == pytest.approx(
        scores.skill(scores.log_loss(came, ours), scores.log_loss(came, base))
    )
    assert score.brier_skill.value == pytest.approx(scores.skill(scores.brier(came, ours), scores.brier(came, base)))
    assert score.auc == pytest.approx(scores.auc(came, ours))


def test_concordance_is_harrells_with_days_cut_at_the_horizon() -> None:
    draw = np.random.default_rng(3)
    days = np.where(draw.random(300) < 0.3, draw.integers(1, 40, 300), np.inf).astype(float)
    said = draw.integers(0, 12, 300) / 12
    came = days <= 30
    expected = scores.concordance(np.minimum(days, 31), came, said)
    assert concordance(days, came, said) == pytest.approx(expected)


def test_rows_that_are_not_settled_never_count() -> None:
    """Whatever comes in rows whose horizon is not over, and whatever was said of them, no figure moves."""
    horizon = 48 * DAYS_A_MONTH

    def changed(one: Scored) -> Scored:
        outcome = one.panel.outcomes[Event.ANNOUNCED]
        wild = Outcome(np.where(outcome.follow < horizon, 1.0, outcome.days), outcome.follow)
        said = {
            name: {
                **chances,
                Event.ANNOUNCED: np.where((outcome.follow < horizon)[:, None], 0.999, chances[Event.ANNOUNCED]),
            }
            for name, chances in one.chances.items()
        }
        panel = replace(one.panel, outcomes={**one.panel.outcomes, Event.ANNOUNCED: wild})
        return replace(one, panel=panel, chances=said)

    other = summarise([changed(one) for one in ORIGINS], DATA_DAY)
    for subset in Subset:
        assert other.cell("announced", 48, subset) == SUMMARY.cell("announced", 48, subset)
    assert [lift for lift in other.lifts if (lift.event, lift.horizon_months) == ("announced", 48)] == [
        lift for lift in SUMMARY.lifts if (lift.event, lift.horizon_months) == ("announced", 48)
    ]


def test_fewer_than_thirty_franchises_with_an_event_claim_nothing() -> None:
    small = summarise(origins(lines=30, seed=4), DATA_DAY)
    found = cell(small)
    assert 0 < found.franchises < LEAST_EVENTS
    assert found.n > 0
    assert found.note == FEW
    for score in found.scores:
        assert score.log_loss_skill is score.brier_skill is score.auc is score.ece is score.slope is None
    assert all(d.skill is None and d.verdict is None for d in found.differences)
    assert found.bins == found.tails == ()
    assert all(year.skill is None for year in small.years)


def test_a_contestant_that_skipped_landmarks_is_compared_on_its_own_rows() -> None:
    half = [
        one if at % 2 else replace(one, chances={n: c for n, c in one.chances.items() if n != "Cox"})
        for at, one in enumerate(ORIGINS)
    ]
    found = cell(summarise(half, DATA_DAY))
    cox = found.score("Cox")
    assert 0 < cox.n < found.n
    assert next(d for d in found.differences if d.other == "Cox").n == cox.n


def test_the_order_of_origins_does_not_count_and_json_is_the_same() -> None:
    again = summarise(reversed(ORIGINS), DATA_DAY)
    assert msgspec.json.encode(again) == msgspec.json.encode(SUMMARY)
    assert msgspec.json.decode(msgspec.json.encode(SUMMARY), type=Summary) == SUMMARY


def test_completed_labels_are_counted_by_line_and_day() -> None:
    pool = pooled(ORIGINS)
    rows = np.flatnonzero(pool.settled(Event.ANNOUNCED, 24) & pool.came(Event.ANNOUNCED, 24))
    days = pool.landmark[rows] + pool.outcomes[Event.ANNOUNCED].days[rows].astype(int)
    chosen = {(int(pool.line[rows[at]]), int(days[at])) for at in range(0, len(rows), 2)}
    share = np.mean([(int(line), int(day)) in chosen for line, day in zip(pool.line[rows], days, strict=True)])
    found = cell(summarise(ORIGINS, DATA_DAY, completed={Event.ANNOUNCED: frozenset(chosen)}))
    assert found.completed == pytest.approx(share)
    assert cell(SUMMARY).completed == 0


def test_subsets_hold_what_they_say() -> None:
    panel = ORIGINS[-1].panel
    found = subsets(panel)
    assert (found[Subset.ALL] == (found[Subset.SINCE_2022] | found[Subset.BEFORE_2022])).all()
    assert not (found[Subset.ON_AIR] & found[Subset.ENDED_3Y]).any()
    assert (panel.ended[found[Subset.ENDED_3Y]] <= 3 * 365.25).all()
    assert not np.isnan(panel.demand[found[Subset.FRESH_DEMAND]]).any()
    assert not panel.column("disc")[found[Subset.SERIES]].any()


def test_an_origin_without_the_baseline_is_refused() -> None:
    one = replace(ORIGINS[0], chances={OURS: ORIGINS[0].chances[OURS]})
    with pytest.raises(ValueError, match="was not scored by"):
        summarise([one], DATA_DAY)
    with pytest.raises(ValueError, match="needs an origin"):
        summarise([], DATA_DAY)


def test_ties_among_the_baselines_highest_are_shared_out() -> None:
    said = np.array([0.9, 0.5, 0.5, 0.5, 0.1])
    came = np.array([True, True, False, False, True])
    assert shared_out(said, came, 2) == pytest.approx(1 + 1 / 3)
    assert highest(np.array([0.1, 0.5, 0.5]), 2).tolist() == [1, 2]


def test_a_place_on_the_curve_and_its_day_are_inverse() -> None:
    curves = np.sort(np.random.default_rng(0).random((50, 10)), axis=1)
    for place in (0.1, 0.5, 0.9):
        days = day_at(curves, place)
        assert place_in(curves, days) == pytest.approx(np.full(50, place))
    assert np.isnan(day_at(np.zeros((1, 10)), 0.5)).all()


def test_windows_of_true_curves_hold_four_in_five() -> None:
    windows = {(w.kind, w.group): w for w in SUMMARY.windows}
    found = windows["unannounced", "all"]
    assert found.coverage is not None
    assert 0.6 < found.coverage.value < 0.95
    assert ("unannounced", "since_2020") not in windows  # nothing of 2020 is over: the made-up data end in 2024


def test_announcements_that_are_not_ripe_are_left_out() -> None:
    day = ORIGINS[-4].day.toordinal()
    announced = np.full(40, day + 5)
    lags = Lags(announced, announced + 150, np.zeros((40, len(TRAITS))))
    ripe = dt.date.fromordinal(day + 5 + RIPE_DAYS)
    found = announced_windows(ORIGINS, lags, ripe)
    assert found[0].n == 40
    assert found[0].coverage is not None
    assert found[0].coverage.value == 1
    assert announced_windows(ORIGINS, lags, ripe - dt.timedelta(days=1)) == []


def test_seasons_that_never_came_out_are_errors_without_end() -> None:
    announced = np.full(40, ORIGINS[-4].day.toordinal() + 5)
    premiere = np.where(np.arange(40) < 10, NEVER, announced + 150)
    lags = Lags(announced, premiere, np.zeros((40, len(TRAITS))))
    (whole, *_) = announced_windows(ORIGINS, lags, dt.date(2030, 1, 1))
    assert whole.not_out == 10
    assert whole.coverage is not None
    assert whole.coverage.value == pytest.approx(0.75)
    assert whole.mean_error is not None
    assert np.isfinite(whole.mean_error)


def test_the_top_list_is_of_the_last_landmark_that_is_over() -> None:
    (found, *_) = top_lists(ORIGINS, {"line-1": "One"})
    over = [one.day for one in ORIGINS if one.panel.outcomes[Event.ANNOUNCED].settled(24 * DAYS_A_MONTH).all()]
    assert found.day == over[-1]
    assert [row.said for row in found.rows] == sorted((row.said for row in found.rows), reverse=True)
    assert all(row.on is None or (row.on - found.day).days <= 24 * DAYS_A_MONTH for row in found.rows)
