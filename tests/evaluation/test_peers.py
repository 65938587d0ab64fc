"""Peers find a signal, give rising chances, and never look past the day they are trained on."""

from __future__ import annotations

import datetime as dt
import importlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nextcour.errors import Expected
from nextcour.evaluation import scores
from nextcour.evaluation.peers import peer as peer_module
from nextcour.evaluation.peers.aft import Aft
from nextcour.evaluation.peers.columns import Columns
from nextcour.evaluation.peers.cox import Cox
from nextcour.evaluation.peers.follow_up import known, person_period, thinned
from nextcour.evaluation.peers.forest import Forest, _grouped
from nextcour.evaluation.peers.kaplan_meier import KaplanMeier, KaplanMeierByInstallments
from nextcour.evaluation.peers.peer import Peer
from nextcour.evaluation.peers.roster import BASELINE, PEERS
from nextcour.forecast.panel import EDGE_DAYS, EDGES, Event, Floats, Outcome, Panel
from tests.evaluation.panels import other_future, random_panel

ORIGIN = dt.date(2018, 1, 1).toordinal()
TRAIN = random_panel(1500, seed=1)
TEST = random_panel(1500, seed=2)
SMALL: tuple[Peer, ...] = (
    KaplanMeier(),
    KaplanMeierByInstallments(),
    Cox(most_rows=12_000),
    Forest(trees=15, most_rows=6000),
    Aft(rounds=50),
)
each_peer = pytest.mark.parametrize("peer", SMALL, ids=lambda one: one.name)
AT_24 = EDGES.index(24)


def chances(peer: Peer, train: Panel = TRAIN, test: Panel = TEST) -> Floats:
    return peer.fit_score(train, test, Event.ANNOUNCED, ORIGIN)


def rows(days: list[float], follow: list[float], *, age: float = 10.0, landmark: int = ORIGIN - 5000) -> Panel:
    """One row for each item; all else alike."""
    n = len(days)
    whole = np.zeros(n, dtype=np.int64)
    return Panel(
        landmark=whole + landmark,
        line=np.arange(n),
        franchise=np.arange(n),
        number=whole + 1,
        premiere=whole + landmark - int(age),
        age=whole + age,
        ended=whole + age,
        on_air=whole > 0,
        demand=whole * np.nan,
        features=np.zeros((n, 1)),
        names=("nothing",),
        outcomes={Event.ANNOUNCED: Outcome(np.array(days), np.array(follow))},
        lines=tuple(map(str, range(n))),
    )


def periods(panel: Panel, known_to: int = ORIGIN) -> list[tuple[int, int, int]]:
    row, interval, y = person_period(panel, Event.ANNOUNCED, known_to)
    return list(zip(row.tolist(), interval.tolist(), y.tolist(), strict=True))


# What every peer has to do


@each_peer
def test_a_peer_beats_a_constant_where_there_is_a_signal(peer: Peer) -> None:
    settled = TEST.outcomes[Event.ANNOUNCED].settled(EDGE_DAYS[AT_24])
    y = TEST.outcomes[Event.ANNOUNCED].within(EDGE_DAYS[AT_24])[settled]
    said = chances(peer)[settled, AT_24]
    skill = scores.skill(scores.log_loss(y, said), scores.log_loss(y, np.full(len(y), y.mean())))
    assert skill > (0.05 if "Kaplan" in peer.name else 0.12)
    assert scores.auc(y, said) > 0.65
    assert said.mean() == pytest.approx(y.mean(), rel=0.35)


@each_peer
def test_chances_rise_and_are_chances(peer: Peer) -> None:
    curves = chances(peer)
    assert curves.shape == (len(TEST), len(EDGES))
    assert np.isfinite(curves).all()
    assert (curves >= 0).all()
    assert (curves <= 1).all()
    assert (np.diff(curves, axis=1) >= 0).all()
    assert (curves[:, -1] > curves[:, 0]).mean() > 0.9


@each_peer
def test_nothing_after_the_origin_changes_a_chance(peer: Peer) -> None:
    changed = other_future(TRAIN, ORIGIN)
    assert (changed.outcomes[Event.ANNOUNCED].days != TRAIN.outcomes[Event.ANNOUNCED].days).mean() > 0.3
    assert (chances(peer) == chances(peer, changed)).all()


@each_peer
def test_the_past_does_change_the_chances(peer: Peer) -> None:
    past = TRAIN.outcomes[Event.ANNOUNCED]
    slower = replace(TRAIN, outcomes={Event.ANNOUNCED: Outcome(past.days * 3, past.follow)})
    assert chances(peer, slower)[:, AT_24].mean() < 0.8 * chances(peer)[:, AT_24].mean()


@each_peer
def test_outcomes_of_the_test_rows_are_never_used(peer: Peer) -> None:
    blind = replace(TEST, outcomes={})
    assert (chances(peer) == chances(peer, test=blind)).all()


@each_peer
def test_the_order_and_number_of_test_rows_do_not_matter(peer: Peer) -> None:
    some = np.arange(len(TEST))[::-7]
    np.testing.assert_allclose(chances(peer, test=TEST.take(some)), chances(peer)[some], rtol=1e-6)


@each_peer
def test_an_origin_before_all_rows_is_refused(peer: Peer) -> None:
    with pytest.raises(ValueError, match="day 1"):
        peer.fit_score(TRAIN, TEST, Event.ANNOUNCED, 1)


def test_the_roster_has_each_peer_once_under_its_own_name() -> None:
    everyone = (BASELINE, *PEERS)
    assert BASELINE == KaplanMeier()
    assert len({one.name for one in everyone}) == len(everyone) == len(SMALL)


@pytest.mark.parametrize("peer", [Cox(), Forest(), Aft()], ids=lambda one: one.name)
def test_a_missing_library_says_what_to_install(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(peer_module.importlib, "import_module", missing)
    with pytest.raises(Expected, match=r"pip install 'nextcour\[backtest\]'"):
        chances(peer)


def test_importing_peers_needs_none_of_their_libraries() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import nextcour.evaluation.peers.roster; "
        "print([one for one in ('lifelines', 'sksurv', 'xgboost', 'pandas') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Follow-up


def test_a_row_is_in_the_intervals_it_was_followed_to_the_end_of() -> None:
    three, six, nine = EDGE_DAYS[:3]
    assert periods(rows([np.inf], [six + 1])) == [(0, 0, 0), (0, 1, 0)]
    assert periods(rows([three + 5], [nine])) == [(0, 0, 0), (0, 1, 1)]
    assert periods(rows([three], [nine])) == [(0, 0, 1)]  # on an edge: in the interval that ends there
    assert periods(rows([0.0], [nine])) == [(0, 0, 1)]
    assert periods(rows([np.inf], [three - 1])) == []


def test_an_interval_that_follow_up_ends_in_is_left_out_even_with_an_event_in_it() -> None:
    six = EDGE_DAYS[1]
    assert periods(rows([six - 5, np.inf], [six - 1, six - 1])) == [(0, 0, 0), (1, 0, 0)]


def test_an_event_after_the_origin_is_unseen() -> None:
    start = 400  # days of follow-up at the origin; the panel itself goes on
    panel = rows([450.0, 300.0], [2000.0, 2000.0], landmark=ORIGIN - start)
    came = [(row, interval) for row, interval, y in periods(panel) if y]
    assert came == [(1, 3)]
    assert max(interval for row, interval, _ in periods(panel) if row == 0) == 3  # 12 months end before day 400
    found = known(panel, Event.ANNOUNCED, ORIGIN)
    assert found.days.tolist() == [400.0, 300.0]
    assert found.seen.tolist() == [False, True]


def test_no_row_is_known_before_its_landmark_or_beyond_four_years() -> None:
    assert len(known(rows([5.0], [9.0], landmark=ORIGIN), Event.ANNOUNCED, ORIGIN)) == 0
    late = known(rows([1600.0, np.inf], [3000.0, 3000.0]), Event.ANNOUNCED, ORIGIN)
    assert late.days.tolist() == [EDGE_DAYS[-1]] * 2
    assert not late.seen.any()


def test_grouped_time_of_the_forest_agrees_with_person_periods() -> None:
    panel = TRAIN.take(TRAIN.landmark < ORIGIN)
    _, last, seen = _grouped(known(panel, Event.ANNOUNCED, ORIGIN))
    _, interval, y = person_period(panel, Event.ANNOUNCED, ORIGIN)
    for at in range(len(EDGES)):
        assert (last > at).sum() == (interval == at).sum()
        assert (seen & (last == at + 1)).sum() == y[interval == at].sum()


def test_thinning_keeps_whole_landmarks_with_the_latest() -> None:
    everyone = known(TRAIN, Event.ANNOUNCED, ORIGIN)
    kept = thinned(TRAIN, everyone, len(everyone) // 3, seed=0)
    assert len(everyone) // 8 < len(kept) <= len(everyone) // 3
    days = TRAIN.landmark[kept.row]
    assert days.max() == TRAIN.landmark[everyone.row].max()
    for day in np.unique(days):
        assert (days == day).sum() == (TRAIN.landmark[everyone.row] == day).sum()
    assert len(thinned(TRAIN, everyone, 7, seed=0)) == 7
    assert thinned(TRAIN, everyone, len(everyone), seed=0) is everyone


# Kaplan-Meier


def test_kaplan_meier_without_smoothing_equals_that_of_lifelines() -> None:
    from lifelines import KaplanMeierFitter

    draw = np.random.default_rng(3)
    ends = np.concatenate([EDGE_DAYS, [np.inf]])
    days = ends[draw.integers(0, 11, 500)]  # on grouped time the two are the same
    follow = EDGE_DAYS[draw.integers(0, 10, 500)]
    panel = rows(days.tolist(), follow.tolist())
    ours = KaplanMeier(pseudo_rows=0).fit_score(panel, panel.take(np.array([0])), Event.ANNOUNCED, ORIGIN)[0]
    theirs = KaplanMeierFitter().fit(np.minimum(days, follow), days <= follow).survival_function_at_times(EDGE_DAYS)
    np.testing.assert_allclose(ours, 1 - theirs.to_numpy(), atol=1e-12)


def test_a_stratum_is_smoothed_toward_all_with_two_hundred_rows() -> None:
    young = rows([50.0] * 30 + [np.inf] * 70, [91.4] * 100, age=10)
    old = rows([50.0] * 2 + [np.inf] * 298, [91.4] * 300, age=2000)
    both = replace(
        young,
        **{
            name: np.concatenate([getattr(young, name), getattr(old, name)])
            for name in ("landmark", "line", "franchise", "number", "premiere", "age", "ended", "on_air", "demand")
        },
        features=np.zeros((400, 1)),
        outcomes={
            Event.ANNOUNCED: Outcome(
                np.concatenate([young.outcomes[Event.ANNOUNCED].days, old.outcomes[Event.ANNOUNCED].days]),
                np.full(400, 91.4),
            )
        },
    )
    found = KaplanMeier().fit_score(both, both.take(np.array([0, 399])), Event.ANNOUNCED, ORIGIN)[:, 0]
    pooled = 32 / 400
    assert found == pytest.approx([(30 + 200 * pooled) / 300, (2 + 200 * pooled) / 500])


def test_beyond_what_was_ever_followed_the_last_rate_goes_on() -> None:
    panel = rows([50.0] * 10 + [np.inf] * 90, [92.0] * 100)  # three months and no more
    curve = KaplanMeier().fit_score(panel, panel.take(np.array([0])), Event.ANNOUNCED, ORIGIN)[0]
    assert curve == pytest.approx(1 - 0.9 ** (np.array(EDGES) / 3))


def test_strata_split_by_age_on_air_and_installments() -> None:
    def first(peer: Peer, change: dict[str, Any]) -> float:
        asked = replace(TEST.take(np.array([0])), **change)
        return float(chances(peer, test=asked)[0, AT_24])

    plain = {"age": np.array([300.0]), "on_air": np.array([False]), "number": np.array([1])}
    for peer in (KaplanMeier(), KaplanMeierByInstallments()):
        assert first(peer, plain) == first(peer, plain | {"age": np.array([350.0])})  # one bin
        assert first(peer, plain) != first(peer, plain | {"age": np.array([370.0])})
    aired = plain | {"age": np.array([50.0])}
    assert first(KaplanMeier(), aired) != first(KaplanMeier(), aired | {"on_air": np.array([True])})
    twice = plain | {"number": np.array([2])}
    assert first(KaplanMeier(), plain) == first(KaplanMeier(), twice)
    assert first(KaplanMeierByInstallments(), plain) != first(KaplanMeierByInstallments(), twice)
    assert first(KaplanMeierByInstallments(), plain | {"number": np.array([3])}) == first(
        KaplanMeierByInstallments(), plain | {"number": np.array([9])}
    )


# Columns


def test_columns_fill_gaps_tell_of_them_and_drop_what_never_varies() -> None:
    features = np.array([[1.0, np.nan, 7.0, np.nan], [2.0, 4.0, 7.0, np.nan], [6.0, 8.0, 7.0, np.nan]])
    columns = Columns.learned(features)
    made = columns.made(features)
    assert made.shape == (3, 3)  # two that vary, and whether the second is missing
    np.testing.assert_allclose(made.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(made.std(axis=0), 1)
    assert made[0, 1] == pytest.approx(0)  # the median, 6, is the mean of 6, 4 and 8
    strange = columns.made(np.array([[1e9, np.nan, -3.0, 5.0]]))
    assert strange[0, 0] == 5
    assert np.isfinite(strange).all()


def test_cox_finds_the_coefficient_that_made_the_data() -> None:
    lifelines: Any = importlib.import_module("lifelines")
    fitted: list[Any] = []

    class Kept(lifelines.CoxPHFitter):  # type: ignore[misc]
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            fitted.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lifelines, "CoxPHFitter", Kept)
        chances(Cox())
    signal = TRAIN.column("signal")[TRAIN.landmark < ORIGIN].std()
    # The panel's second feature repeats the first where it is there: the ridge shares the effect between them.
    total = fitted[0].params_["x0"] + fitted[0].params_["x1"]
    assert total / signal == pytest.approx(1, abs=0.35)
