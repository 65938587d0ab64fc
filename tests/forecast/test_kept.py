"""Kept forecasts: arithmetic on a run's curves for any later day, and never on a run from after that day."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import add_months
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.interface import LONG_RUNNING_DAYS, ForecastModel, Subject
from nextcour.forecast.kept import KeptForecast
from nextcour.forecast.lag import traits
from nextcour.forecast.reasons import AT
from nextcour.forecast.survival import Survival

from .examples import DATA_DAY, history
from .runs import PREMIERE, curve, curves, many, run
from .test_first import check_invariants

PAST = history()
FIRST = FirstForecast(PAST, DATA_DAY)
RUN_DAY = dt.date(2016, 1, 1)
SUBJECT = Subject("a", 1, "TV", "MANGA", PREMIERE)
ENDS = [(add_months(RUN_DAY, months) - RUN_DAY).days for months in EDGES]


class Runs:
    """Runs in a list. Implements `Kept`."""

    def __init__(self, *made: tuple[Run, Mapping[str, Curve]]) -> None:
        self._made = made

    def runs(self) -> tuple[Run, ...]:
        return tuple(run for run, _ in self._made)

    def curves(self, line: str) -> Mapping[int, Curve]:
        return {at: curves[line] for at, (_, curves) in enumerate(self._made) if line in curves}


def a_curve(seed: int = 1, level: float = -4.0, **more: Any) -> Curve:
    return curve(random.Random(seed), level, **more)


def model(*made: tuple[Run, Mapping[str, Curve]]) -> KeptForecast:
    return KeptForecast([Runs(*made)], FIRST, DATA_DAY)


ONE = a_curve()
MODEL: ForecastModel = model((run(RUN_DAY), {"a": ONE}))


later = st.integers(0, 3000)


@given(curves(), later)
def test_chances_fit_together_whatever_the_curve_and_the_day(one: Curve, days: int) -> None:
    forecast = model((run(RUN_DAY), {"a": one})).forecast(SUBJECT, RUN_DAY + dt.timedelta(days=days))
    assert forecast.made_on == RUN_DAY
    assert forecast.origin == RUN_DAY + dt.timedelta(days=days)
    assert tuple(forecast.announced) == (6, 12, 24, 48)
    assert tuple(forecast.premiere) == (12, 24, 48)
    for months in (12, 24, 48):
        assert forecast.premiere[months].p <= forecast.announced[months].p
    check_invariants(forecast)


def test_on_the_runs_day_the_forecast_is_the_curve() -> None:
    forecast = MODEL.forecast(SUBJECT, RUN_DAY)
    for months, chance in forecast.announced.items():
        assert chance.p == pytest.approx(ONE.announced[EDGES.index(months)], abs=1e-12)
    for months, chance in forecast.premiere.items():
        assert chance.p == pytest.approx(ONE.out[EDGES.index(months)], abs=1e-12)
    assert forecast.model == MODEL.name == "made-up-1"
    assert forecast.notes[0] == "Forecast made on 1 Jan 2016 from what was known then (model made-up-1)."


def test_a_day_later_it_is_the_chance_given_that_nothing_came() -> None:
    day = add_months(RUN_DAY, 12)
    said = MODEL.forecast(SUBJECT, day).announced
    before, after = ONE.announced[EDGES.index(12)], ONE.announced[EDGES.index(36)]
    assert said[24].p == pytest.approx((after - before) / (1.0 - before), abs=1e-9)


@given(curves(), later)
def test_the_window_holds_the_runs_levels_of_the_premieres(one: Curve, days: int) -> None:
    made = model((run(RUN_DAY), {"a": one}))
    origin = RUN_DAY + dt.timedelta(days=days)
    forecast = made.forecast(SUBJECT, origin)
    assert (forecast.window is None) == (forecast.premiere[48].p == 0.0)
    if forecast.window is not None:
        window = forecast.window
        assert origin <= window.p10 <= window.p50 <= window.p90 <= add_months(origin, 48) + dt.timedelta(days=1)


def test_the_middle_of_the_window_has_half_of_four_years_premieres_before_it() -> None:
    forecast = MODEL.forecast(SUBJECT, RUN_DAY)
    assert forecast.window is not None
    out = Survival(ENDS, ONE.out)
    assert out.within(0, (forecast.window.p50 - RUN_DAY).days) == pytest.approx(ONE.out[-1] / 2, rel=0.02)


@given(st.integers(0, 50), st.floats(0.001, 0.3), st.lists(st.floats(-3, 3), min_size=8, max_size=8))
def test_contributions_add_up(seed: int, base: float, parts: list[float]) -> None:
    one = a_curve(seed, base=base, parts=tuple(parts))
    forecast = model((run(RUN_DAY, base=base), {"a": one})).forecast(SUBJECT, RUN_DAY)
    assert forecast.base == base
    assert sum(part.log_odds for part in forecast.contributions) == pytest.approx(sum(one.why), abs=1e-9)
    assert base + sum(part.points for part in forecast.contributions) == pytest.approx(one.announced[AT], abs=1e-9)
    sizes = [abs(part.log_odds) for part in forecast.contributions]
    assert sizes == sorted(sizes, reverse=True)


def test_what_would_change_it_is_said_where_it_does() -> None:
    names = {one.name: one.p for one in MODEL.forecast(SUBJECT, RUN_DAY).what_if}
    assert names == {"movie": ONE.if_movie, "top_demand": ONE.if_top}
    same = msgspec.structs.replace(ONE, if_top=ONE.announced[AT])
    forecast = model((run(RUN_DAY), {"a": same})).forecast(SUBJECT, RUN_DAY)
    assert [one.name for one in forecast.what_if] == ["movie"]


def test_a_movie_since_settles_which_comes_first() -> None:
    moved = msgspec.structs.replace(SUBJECT, movie_announced=dt.date(2016, 3, 1))
    forecast = MODEL.forecast(moved, dt.date(2016, 4, 1))
    assert forecast.by_kind is None
    assert "movie" not in {one.name for one in forecast.what_if}
    assert forecast.announced == MODEL.forecast(SUBJECT, dt.date(2016, 4, 1)).announced


def test_a_run_later_than_the_day_is_never_used() -> None:
    days = [dt.date(2016 + at // 4, 1 + 3 * (at % 4), 1) for at in range(12)]
    made = [(run(day, model=f"of-{day}"), {"a": a_curve(at, -6.0 + at / 3)}) for at, day in enumerate(days)]
    whole = model(*made)
    draw = random.Random(3)
    for _ in range(60):
        as_of = dt.date(2016, 1, 1) + dt.timedelta(days=draw.randrange(1500))
        known = [pair for pair in made if pair[0].day <= as_of]
        forecast = whole.forecast(SUBJECT, as_of)
        assert forecast == model(*known).forecast(SUBJECT, as_of)
        assert forecast.made_on == known[-1][0].day
        assert forecast.trained_to <= as_of
        waiting = msgspec.structs.replace(SUBJECT, announced_next=as_of - dt.timedelta(days=draw.randrange(500)))
        assert whole.forecast(waiting, as_of) == model(*known).forecast(waiting, as_of)


def test_chances_count_from_the_last_day_the_catalogue_looked() -> None:
    late = (run(DATA_DAY + dt.timedelta(days=30), model="too-late"), {"a": ONE})
    forecast = model((run(RUN_DAY), {"a": ONE}), late).forecast(SUBJECT, dt.date(2026, 11, 23))
    assert (forecast.origin, forecast.model) == (DATA_DAY, "made-up-1")


def test_a_run_that_knew_the_show_otherwise_is_passed_over() -> None:
    older = (run(RUN_DAY, model="older"), {"a": ONE})
    for change in ({"number": 2}, {"premiere": PREMIERE.toordinal() + 7}):
        newer = (run(dt.date(2016, 4, 1), model="newer"), {"a": msgspec.structs.replace(ONE, **change)})
        assert model(older, newer).forecast(SUBJECT, dt.date(2016, 5, 1)).model == "older"


def test_of_one_day_the_persons_own_run_wins_and_of_those_the_later_one() -> None:
    shipped = Runs((run(RUN_DAY, model="shipped"), {"a": ONE}))
    own = Runs(
        (run(RUN_DAY, model="own", inputs="1"), {"a": ONE}),
        (run(RUN_DAY, model="own again", inputs="2"), {"a": ONE}),
        (run(RUN_DAY, model="knows nothing", inputs="3"), {}),
    )
    made = KeptForecast([shipped, own], FIRST, DATA_DAY)
    assert made.forecast(SUBJECT, RUN_DAY).model == "own again"
    assert KeptForecast([own, shipped], FIRST, DATA_DAY).forecast(SUBJECT, RUN_DAY).model == "shipped"


@pytest.mark.parametrize(
    ("subject", "as_of", "words"),
    [
        (SUBJECT, dt.date(2015, 5, 1), "No forecast was kept by then"),
        (msgspec.structs.replace(SUBJECT, premiere=dt.date(2017, 1, 5)), dt.date(2017, 3, 1), "premiered after"),
        (msgspec.structs.replace(SUBJECT, line="b"), dt.date(2017, 3, 1), "No kept forecast knows"),
    ],
)
def test_where_no_run_knows_the_show_the_first_forecast_answers_and_says_so(
    subject: Subject, as_of: dt.date, words: str
) -> None:
    forecast = MODEL.forecast(subject, as_of)
    first = FIRST.forecast(subject, as_of)
    assert forecast.announced == first.announced
    assert forecast.model == FIRST.name
    assert forecast.made_on is None
    assert words in forecast.notes[0]
    assert f"`nextcour forecast --as-of {as_of}`" in forecast.notes[0]
    assert forecast.notes[1:] == first.notes


def test_without_any_run_it_is_the_first_forecast() -> None:
    empty = KeptForecast([Runs()], FIRST, DATA_DAY)
    assert empty.name == FIRST.name
    found, first = empty.forecast(SUBJECT, RUN_DAY), FIRST.forecast(SUBJECT, RUN_DAY)
    assert found == msgspec.structs.replace(first, notes=found.notes)
    assert "No forecast was kept by then" in found.notes[0]


def test_runs_that_cannot_be_read_are_said() -> None:
    broken = KeptForecast([Runs()], FIRST, DATA_DAY, "It cannot be read.")
    assert broken.forecast(SUBJECT, RUN_DAY).notes[0] == "It cannot be read."


def announced(days_ago: int) -> Subject:
    return msgspec.structs.replace(SUBJECT, announced_next=dt.date(2018, 1, 1) - dt.timedelta(days=days_ago))


@pytest.mark.parametrize("days_ago", [0, 30, 400, 1400])
def test_once_announced_the_premiere_follows_from_the_lag_so_far(days_ago: int) -> None:
    as_of = dt.date(2018, 1, 1)
    forecast = MODEL.forecast(announced(days_ago), as_of)
    check_invariants(forecast)
    assert (forecast.announced, forecast.by_kind, forecast.reference) == ({}, None, None)
    assert tuple(forecast.premiere) == (12, 24, 48)
    assert all(chance.p <= 1 - 1e-6 for chance in forecast.premiere.values())
    lag, of = run(RUN_DAY).lag, traits(announced(days_ago))
    before, by = lag.cdf(of, days_ago), lag.cdf(of, days_ago + 365)
    assert forecast.premiere[12].p == pytest.approx((by - before) / (1 - before), abs=1e-9)
    assert forecast.window is not None
    middle = lag.cdf(of, days_ago + (forecast.window.p50 - as_of).days)
    within = forecast.premiere[48].p
    assert (middle - before) / (1 - before) == pytest.approx(lag.levels[1] * within, abs=0.01)


def test_an_announced_season_that_never_comes_keeps_a_finite_window() -> None:
    never = msgspec.structs.replace(run(RUN_DAY).lag, logits=(-40.0,) * 8)
    forecast = model((msgspec.structs.replace(run(RUN_DAY), lag=never), {})).forecast(
        announced(10), dt.date(2018, 1, 1)
    )
    assert forecast.premiere[48].p < 1e-9
    assert forecast.window is not None
    assert forecast.window.p90 < dt.date(2050, 1, 1)


def test_a_show_on_air_without_an_end_gets_no_chance() -> None:
    as_of = PREMIERE + dt.timedelta(days=LONG_RUNNING_DAYS + 365)
    endless = msgspec.structs.replace(SUBJECT, on_air=True)
    for made in (MODEL, FIRST):
        forecast = made.forecast(endless, as_of)
        assert (forecast.announced, forecast.premiere, forecast.by_kind, forecast.window) == ({}, {}, None, None)
        assert "no next season to wait for" in forecast.notes[0]
    young = PREMIERE + dt.timedelta(days=LONG_RUNNING_DAYS)
    assert FIRST.forecast(endless, young).announced
    assert MODEL.forecast(msgspec.structs.replace(SUBJECT, on_air=False), as_of).announced


def test_the_length_of_a_long_run_is_the_one_that_models_train_without() -> None:
    position = pytest.importorskip("nextcour.signals.position", reason="needs numpy")
    assert position.LONG_RUNNING_DAYS == LONG_RUNNING_DAYS


def test_days_before_the_subject_are_refused() -> None:
    with pytest.raises(ValueError, match="premiered"):
        MODEL.forecast(SUBJECT, PREMIERE - dt.timedelta(days=1))
    with pytest.raises(ValueError, match="nothing announced"):
        MODEL.forecast(announced(-1), dt.date(2018, 1, 1))


def test_many_lines_and_days_fit_together() -> None:
    made = many(8, 40)
    kept = model(*made)
    checked = 0
    for as_of in (dt.date(2016, 1, 1), dt.date(2017, 2, 3), dt.date(2021, 6, 7)):
        for name, one in itertools.chain.from_iterable(found.items() for _, found in made[:1]):
            subject = Subject(name, one.number, "TV", "MANGA", dt.date.fromordinal(one.premiere))
            if subject.premiere <= as_of:
                check_invariants(kept.forecast(subject, as_of))
                checked += 1
    assert checked > 50
