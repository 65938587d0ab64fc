"""The model: what it promises of every curve, and that it learns nothing from the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from nextcour.facts import announced
from nextcour.forecast.attribution import GROUPS, HORIZON, attribute
from nextcour.forecast.blend import fit_blend
from nextcour.forecast.boosted import BoostedHazard
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag_fit import Lags, fit_lag, lags
from nextcour.forecast.landmarks import Seen, panel, rows_of
from nextcour.forecast.layers import NO_LAYER, SHARED, fit_demand
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Outcome, Panel
from nextcour.forecast.periods import INTERVALS
from nextcour.forecast.ridge import expit, logit
from nextcour.forecast.running import run
from nextcour.forecast.training import Model, past_log_odds, place_in, train
from nextcour.franchise.graph import build
from nextcour.signals import chronicle as chronicles
from nextcour.signals.census import Census, Places, places
from nextcour.signals.chronicle import NEVER, Chronicle
from nextcour.signals.landmark import landmark
from nextcour.store import bundle

SMALL = Configuration(first_landmark=2009, thin=20, tree_rounds=15, tree_rows=100, demand_events=5)
KNOWN_TO = dt.date(2015, 1, 1)
COUNTED = dt.date(2012, 11, 1)


class Bench:
    """The bundled catalogue, half-yearly landmarks of 2009 to 2015, and made-up demand of one day."""

    def __init__(self) -> None:
        content, _ = bundle.read()
        days = announced.infer(content.entries, content.data_day)
        entries = {entry.id: entry for entry in content.entries}
        self.chronicle: Chronicle = chronicles.build(build(content.entries), entries, days)
        draw = np.random.default_rng(2)
        counts = {one: float(draw.uniform()) for one in self.chronicle.entries}
        self.counted: list[Places] = [places(Census("made up", COUNTED.toordinal(), counts), self.chronicle)]
        end = content.data_day.toordinal()
        landmarks = [dt.date(year, month, 1) for year in range(2009, 2016) for month in (1, 7)]
        self.panel: Panel = panel(self.chronicle, landmarks, Seen(end, end - 900), self.counted)
        self.lags: Lags = lags(self.chronicle)

    def train(self, rows: Panel, found: Lags) -> Model:
        known_to = KNOWN_TO.toordinal()
        earlier = rows.take(rows.landmark < known_to)
        return train(earlier, past_log_odds(earlier, known_to, SMALL), found, known_to, SMALL)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.fixture(scope="module")
def model(bench: Bench) -> Model:
    return bench.train(bench.panel, bench.lags)


@pytest.fixture(scope="module")
def here(bench: Bench) -> Panel:
    return bench.panel.take(bench.panel.landmark == KNOWN_TO.toordinal())


def test_every_curve_rises_and_a_premiere_is_never_likelier_than_its_announcement(model: Model, here: Panel) -> None:
    chances = model.chances(here)
    for values in chances.values():
        assert values.shape == (len(here), INTERVALS)
        assert np.all((values >= 0) & (values <= 1))
        assert np.all(np.diff(values, axis=1) >= 0)
    assert np.all(chances[Event.PREMIERE] <= chances[Event.ANNOUNCED])


def test_the_model_tells_those_that_come_back_from_those_that_do_not(model: Model, here: Panel) -> None:
    came = here.outcomes[Event.ANNOUNCED].within(EDGE_DAYS[HORIZON])
    said = model.chances(here)[Event.ANNOUNCED][:, HORIZON]
    assert said[came].mean() > 3 * said[~came].mean()
    assert said.mean() == pytest.approx(came.mean(), rel=0.4)


def another_future(rows: Panel, known_to: int) -> Panel:
    """The same rows up to `known_to`; what came of them after it is made up."""
    draw = np.random.default_rng(9)
    left = known_to - rows.landmark
    outcomes: dict[Event, Outcome] = {}
    for event, one in rows.outcomes.items():
        unseen = one.days > left
        invented = left + draw.integers(1, 2000, len(rows))
        days = np.where(unseen, np.where(draw.uniform(size=len(rows)) < 0.5, np.inf, invented), one.days)
        outcomes[event] = Outcome(days, left + draw.integers(0, 4000, len(rows)).astype(float))
    return replace(rows, outcomes=outcomes)


def test_what_happens_after_its_day_changes_nothing_in_a_model(bench: Bench, model: Model, here: Panel) -> None:
    known_to = KNOWN_TO.toordinal()
    changed = another_future(bench.panel, known_to)
    later = bench.lags.premiere > known_to
    found = Lags(
        np.where(bench.lags.announced > known_to, known_to + 5, bench.lags.announced),
        np.where(later, known_to + 77, bench.lags.premiere),
        bench.lags.traits,
    )
    again = bench.train(changed, found)
    for event in Event:
        assert again.blends[event].trees.text == model.blends[event].trees.text
        assert again.blends[event].logit == model.blends[event].logit
    assert again.demand == model.demand
    assert again.demand.events > 0
    assert again.lag == model.lag
    assert again.levels == model.levels
    for event, values in again.chances(here).items():
        assert np.array_equal(values, model.chances(here)[event])


def test_a_model_refuses_rows_of_its_own_day_or_later(bench: Bench) -> None:
    with pytest.raises(ValueError, match="on or after the day"):
        fit_blend(bench.panel, Event.ANNOUNCED, KNOWN_TO.toordinal(), SMALL)


def test_a_run_refuses_a_model_that_knows_of_later_days(bench: Bench, model: Model) -> None:
    with pytest.raises(ValueError, match="cannot forecast"):
        run(model, bench.chronicle, dt.date(2014, 12, 31), [], inputs="", labels_to=KNOWN_TO)


def test_a_run_holds_a_curve_for_every_line_at_risk_and_its_parts_add_up(bench: Bench, model: Model) -> None:
    made, curves = run(model, bench.chronicle, KNOWN_TO, bench.counted, inputs="x", labels_to=KNOWN_TO)
    assert len(curves) > 2_500
    assert made.trained_to == KNOWN_TO
    assert made.demand_day is None, "counted more than a year ago"
    base = float(logit(np.array([made.base]))[0])
    for curve in curves.values():
        chance = float(logit(np.array([curve.announced[HORIZON]]))[0])
        assert base + sum(curve.why) == pytest.approx(chance, abs=1e-6)
        assert len(curve.why) == len(made.groups)
        assert all(0 < error < 3 for error in curve.spread)
        assert 0 <= curve.if_movie <= 1
    assert made.base == pytest.approx(np.mean([curve.announced[HORIZON] for curve in curves.values()]))
    same, again = run(model, bench.chronicle, KNOWN_TO, bench.counted, inputs="x", labels_to=KNOWN_TO)
    assert (same, again) == (made, curves)


def test_reasons_point_where_the_features_do(bench: Bench, model: Model) -> None:
    found = landmark(bench.chronicle, KNOWN_TO.toordinal(), bench.counted)
    rows = rows_of(bench.chronicle, found, Seen(0, 0), 16.0)
    _, parts = attribute(model, rows, found.groups, model.log_odds(rows)[Event.ANNOUNCED])
    time, installments = parts[:, GROUPS.index("time")], parts[:, GROUPS.index("installments")]
    assert time[rows.age < 365].mean() > time[rows.age > 5 * 365].mean() + 1
    assert installments[rows.number >= 3].mean() > installments[rows.number == 1].mean() + 0.3


def with_signal(bench: Bench) -> tuple[Panel, Mapping[Event, Floats]]:
    """Rows with demand, of which the top tenth come back four times as often as a flat past forecast says."""
    rows = bench.panel.take(~np.isnan(bench.panel.demand))
    draw = np.random.default_rng(4)
    hazard = np.where(rows.demand > 0.9, 0.16, 0.04)
    step = draw.uniform(size=(len(rows), INTERVALS)) < hazard[:, None]
    first = np.where(step.any(axis=1), step.argmax(axis=1), INTERVALS)
    days = np.where(first < INTERVALS, np.append(EDGE_DAYS, np.inf)[first] - 1, np.inf)
    outcome = Outcome(days, np.full(len(rows), 2_000.0))
    said = np.full((len(rows), INTERVALS), float(logit(np.array([0.04]))[0]))
    return replace(rows, outcomes={**rows.outcomes, **dict.fromkeys(SHARED, outcome)}), dict.fromkeys(SHARED, said)


def test_the_demand_layer_learns_what_past_forecasts_missed(bench: Bench) -> None:
    from nextcour.forecast.layers import demand_design

    rows, said = with_signal(bench)
    layer = fit_demand(rows, said, KNOWN_TO.toordinal() + 2_000, SMALL)
    added = layer.add(demand_design(rows))[:, 0]
    assert expit(added[rows.demand > 0.97].mean() + said[Event.ANNOUNCED][0, 0]) > 0.1
    assert abs(added[(rows.demand > 0.3) & (rows.demand < 0.6)].mean()) < 0.4


def test_too_few_events_teach_the_demand_layer_nothing(bench: Bench) -> None:
    rows, said = with_signal(bench)
    strict = Configuration(demand_events=10**9)
    assert fit_demand(rows, said, KNOWN_TO.toordinal() + 2_000, strict) == NO_LAYER
    assert np.all(NO_LAYER.add({"a": np.ones((2, 3))}) == 0)


def test_a_place_in_a_curve_is_its_share_up_to_the_furthest_horizon() -> None:
    even = np.tile(EDGE_DAYS / EDGE_DAYS[-1] * 0.4, (3, 1))
    assert place_in(even, np.array([0.0, EDGE_DAYS[-1] / 2, EDGE_DAYS[-1]])) == pytest.approx([0, 0.5, 1])


def test_trees_survive_being_written_down(model: Model, here: Panel) -> None:
    trees = model.blends[Event.ANNOUNCED].trees
    again = BoostedHazard(trees.text, trees.names)
    assert np.array_equal(trees.above_baseline(here), again.above_baseline(here))


def test_the_lag_follows_the_past_and_counts_those_still_waiting() -> None:
    announced_on = np.arange(730_000, 733_000, 5)
    quick = np.random.default_rng(1).uniform(size=len(announced_on)) < 0.5
    premiere = np.where(quick, announced_on + 100, announced_on + 500)
    found = Lags(announced_on, premiere, np.zeros((len(announced_on), 4)))
    model = fit_lag(found, 733_600, Configuration(lag_half_life=50.0))
    assert model.cdf({}, 300) == pytest.approx(0.5, abs=0.08)
    assert model.cdf({}, 560) > 0.95
    # With the slow half of the last announcements still to come, it must not be taken for never coming.
    early = fit_lag(found, 733_050, Configuration(lag_half_life=50.0))
    assert early.cdf({}, 300) == pytest.approx(0.5, abs=0.1)
    rising = [model.cdf({}, days) for days in range(0, 3_000, 50)]
    assert rising == sorted(rising)
    assert rising[0] == 0


def test_without_any_announcement_there_is_no_lag() -> None:
    nothing = Lags(np.array([NEVER]), np.array([NEVER]), np.zeros((1, 4)))
    with pytest.raises(ValueError, match="no announcement"):
        fit_lag(nothing, 733_600, SMALL)
