"""Kaplan-Meier, Aalen-Johansen and their intervals against lifelines, by hand, and by what must always hold."""

from __future__ import annotations

import itertools
import math
import random
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.forecast.incidence import CENSORED, COMPETING, WANTED, LagCurve, RiskSet, Row, Step, chance

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # lifelines warns about its own dependencies
    from lifelines import AalenJohansenFitter, KaplanMeierFitter


def sample(size: int, seed: int, *, late: bool = False, kinds: tuple[int, ...] = (CENSORED, WANTED)) -> list[Row]:
    draw = random.Random(seed)
    rows = []
    for _ in range(size):
        entry = draw.randrange(0, 300) if late else 0
        rows.append(Row(entry, entry + draw.randrange(1, 900), draw.choice(kinds)))
    return rows


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_kaplan_meier_and_its_interval_are_those_of_lifelines(seed: int, late: bool) -> None:
    rows = sample(300, seed, late=late)
    risk = RiskSet(rows)
    fitter = KaplanMeierFitter(alpha=0.1).fit(
        [row.leave for row in rows],
        [row.kind == WANTED for row in rows],
        entry=[row.entry for row in rows] if late else None,
    )
    for age in (50, 200, 400, 700):
        ours = chance(risk.between(0, age), risk.at_risk(age))
        bounds = fitter.confidence_interval_survival_function_
        low, high = bounds[bounds.index <= age].iloc[-1]
        assert ours.p == pytest.approx(1.0 - fitter.predict(age), abs=1e-9)
        if ours.p == 0.0:
            continue  # no event yet: lifelines gives no interval, see the test of the upper bound
        assert ours.low == pytest.approx(1.0 - high, abs=1e-9)
        assert ours.high == pytest.approx(1.0 - low, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_aalen_johansen_is_that_of_lifelines_on_data_without_ties(seed: int) -> None:
    draw = random.Random(seed)
    rows = [Row(0, leave, draw.choice((CENSORED, WANTED, COMPETING))) for leave in draw.sample(range(1, 2000), 400)]
    risk = RiskSet(rows)
    fitter = AalenJohansenFitter(alpha=0.1, calculate_variance=True).fit(
        [row.leave for row in rows], [row.kind for row in rows], event_of_interest=WANTED
    )
    for age in (100, 500, 1000, 1500):
        ours = chance(risk.between(0, age), risk.at_risk(age), competing=True)
        curve = fitter.cumulative_density_
        assert ours.p == pytest.approx(curve[curve.index <= age].iloc[-1, 0], abs=1e-9)
        # lifelines takes Aalen's variance, which differs in terms of order 1/n^2.
        bounds = fitter.confidence_interval_
        low, high = bounds[bounds.index <= age].iloc[-1]
        assert ours.low == pytest.approx(low, abs=0.004)
        assert ours.high == pytest.approx(high, abs=0.004)


def test_conditional_on_an_age_is_the_ratio_of_survivals() -> None:
    risk = RiskSet(sample(300, 5))
    to_200, to_500 = (chance(risk.between(0, age), risk.at_risk(age)).p for age in (200, 500))
    given_200 = chance(risk.between(200, 500), risk.at_risk(500)).p
    assert given_200 == pytest.approx(1.0 - (1.0 - to_500) / (1.0 - to_200), abs=1e-12)


def test_ties_and_late_entries_are_counted_by_hand() -> None:
    risk = RiskSet([Row(0, 5, WANTED), Row(0, 5, WANTED), Row(0, 5, CENSORED), Row(5, 9, WANTED), Row(4, 9, CENSORED)])
    assert risk.steps == [Step(5, 4, 2, 0), Step(9, 2, 1, 0)]  # who enters at 5 is not at risk at 5
    assert chance(risk.between(0, 9), 2).p == pytest.approx(1.0 - 0.5 * 0.5)
    assert risk.reach(4) == 5
    assert risk.reach(2) == 9
    assert risk.reach(6) == -1


def test_a_row_that_leaves_before_it_enters_is_refused() -> None:
    with pytest.raises(ValueError, match="leave after"):
        RiskSet([Row(3, 3, CENSORED)])


def test_without_an_event_the_upper_bound_is_what_so_many_could_have_missed() -> None:
    none = chance([], 100)
    assert none.p == none.low == 0.0
    assert (1.0 - none.high) ** 100 == pytest.approx(0.05)


def test_the_two_kinds_and_neither_add_up_to_one() -> None:
    rows = sample(400, 8, kinds=(CENSORED, WANTED, COMPETING))
    risk = RiskSet(rows)
    steps = risk.between(0, 600)
    swapped = [Step(step.age, step.at_risk, step.competing, step.wanted) for step in steps]
    either = [Step(step.age, step.at_risk, step.wanted + step.competing, 0) for step in steps]
    wanted, other = (chance(some, 1, competing=True).p for some in (steps, swapped))
    assert wanted + other == pytest.approx(chance(either, 1).p, abs=1e-12)


def test_weights_give_the_convolution_with_the_lag() -> None:
    risk = RiskSet(sample(200, 3))
    lags = LagCurve(RiskSet(sample(200, 4)))
    steps = risk.between(0, 500)
    survival, total = 1.0, 0.0
    for step in steps:
        total += survival * step.wanted / step.at_risk * lags.cdf(500 - step.age)
        survival *= 1.0 - step.wanted / step.at_risk
    ours = chance(steps, risk.at_risk(500), [lags.cdf(500 - step.age) for step in steps])
    assert ours.p == pytest.approx(total, abs=1e-12)
    assert ours.low <= ours.p <= ours.high


def test_the_delta_variance_is_that_of_simulated_samples() -> None:
    """Weighted and competing at once, the case no library covers: the interval's width against 400 redrawn samples."""
    weights = {age: 1.0 - age / 40.0 for age in range(1, 31)}

    def estimate(seed: int) -> tuple[float, float, float]:
        draw = random.Random(seed)
        rows = []
        for _ in range(150):
            season, movie = (1 + int(draw.expovariate(rate)) for rate in (1 / 40, 1 / 60))
            leave = min(season, movie, 30)
            rows.append(Row(0, leave, CENSORED if leave == 30 else WANTED if season <= movie else COMPETING))
        steps = RiskSet(rows).between(0, 30)
        ours = chance(steps, 1, [weights[step.age] for step in steps], competing=True)
        return ours.p, ours.low, ours.high

    results = [estimate(seed) for seed in range(400)]
    mean = sum(p for p, _, _ in results) / len(results)
    held = sum(low <= mean <= high for _, low, high in results) / len(results)
    assert 0.86 <= held <= 0.94
    spread = math.sqrt(sum((p - mean) ** 2 for p, _, _ in results) / len(results))
    half = sum(high - low for _, low, high in results) / len(results) / 2.0
    assert half == pytest.approx(1.645 * spread, rel=0.1)


ROWS = st.lists(
    st.builds(
        lambda entry, stay, kind: Row(entry, entry + stay, kind),
        st.integers(0, 60),
        st.integers(1, 60),
        st.sampled_from((CENSORED, WANTED, COMPETING)),
    ),
    max_size=60,
)


@given(ROWS, st.integers(0, 100), st.booleans())
def test_chances_are_finite_probabilities_that_never_fall(rows: list[Row], age: int, competing: bool) -> None:
    risk = RiskSet(rows)
    lags = LagCurve(risk)
    curve = [chance(risk.between(age, until), risk.at_risk(until), competing=competing) for until in range(age, 130, 7)]
    for value in curve:
        assert 0.0 <= value.low <= value.p <= value.high <= 1.0
    assert all(a.p <= b.p + 1e-12 for a, b in itertools.pairwise(curve))
    assert all(0.0 <= lags.cdf(lag) <= lags.cdf(lag + 1) <= 1.0 for lag in range(-2, 130))


@given(ROWS, st.integers(0, 60))
def test_a_weighted_chance_is_never_above_the_unweighted(rows: list[Row], age: int) -> None:
    risk = RiskSet(rows)
    lags = LagCurve(risk)
    steps = risk.between(age, 100)
    weighted = chance(steps, 1, [lags.cdf(100 - step.age) for step in steps])
    assert weighted.p <= chance(steps, 1).p + 1e-12
