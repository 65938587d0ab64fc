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
from nextcour.evaluation.peers.follow_up import known
from nextcour.evaluation.peers.forest import Forest
from nextcour.evaluation.peers.kaplan_meier import KaplanMeier, KaplanMeierByInstallments
from nextcour.evaluation.peers.peer import Peer
from nextcour.evaluation.peers.roster import BASELINE, PEERS
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Outcome, Panel
from tests.evaluation.panels import other_future, random_panel, rows

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
    assert (curves[:, -1] > curves[:, 0]).mean() > 0.8


@each_peer
def test_where_features_say_nothing_each_horizon_gets_what_all_rows_together_show(peer: Peer) -> None:
    from lifelines import KaplanMeierFitter

    noise = np.random.default_rng(1).normal(size=(len(TRAIN), 2))
    blind = replace(TRAIN, features=noise, names=("one", "other"), age=TRAIN.age * 0, on_air=TRAIN.on_air & False)
    found = known(blind, Event.ANNOUNCED, ORIGIN)
    pooled = 1 - KaplanMeierFitter().fit(found.days, found.seen).survival_function_at_times(EDGE_DAYS).to_numpy()
    said = chances(peer, blind, blind).mean(axis=0)
    # The curve of failure times has two parameters, and smooths across horizons.
    np.testing.assert_allclose(said, pooled, rtol=0.25 if isinstance(peer, Aft) else 0.12)


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
    assert KaplanMeier() == BASELINE
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


# Kaplan-Meier


def test_kaplan_meier_without_smoothing_equals_that_of_lifelines() -> None:
    from lifelines import KaplanMeierFitter

    draw = np.random.default_rng(3)
    ends = np.concatenate([EDGE_DAYS, [np.inf]])
    days = ends[draw.integers(0, 11, 500)]  # on grouped time the two are the same
    follow = EDGE_DAYS[draw.integers(0, 10, 500)]
    panel = rows(days.tolist(), follow.tolist(), landmark=ORIGIN - 2_000)
    ours = KaplanMeier(pseudo_rows=0).fit_score(panel, panel.take(np.array([0])), Event.ANNOUNCED, ORIGIN)[0]
    theirs = KaplanMeierFitter().fit(np.minimum(days, follow), days <= follow).survival_function_at_times(EDGE_DAYS)
    np.testing.assert_allclose(ours, 1 - theirs.to_numpy(), atol=1e-12)


def test_a_stratum_is_smoothed_toward_all_with_two_hundred_rows() -> None:
    young = rows([50.0] * 30 + [np.inf] * 70, [91.4] * 100, age=10, landmark=ORIGIN - 2_000)
    old = rows([50.0] * 2 + [np.inf] * 298, [91.4] * 300, age=2000, landmark=ORIGIN - 2_000)
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
    panel = rows([50.0] * 10 + [np.inf] * 90, [92.0] * 100, landmark=ORIGIN - 2_000)  # three months and no more
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
    thrice, often = plain | {"number": np.array([3])}, plain | {"number": np.array([9])}
    assert first(KaplanMeierByInstallments(), twice) != first(KaplanMeierByInstallments(), thrice)
    assert first(KaplanMeierByInstallments(), thrice) == first(KaplanMeierByInstallments(), often)


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
