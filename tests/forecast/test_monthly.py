"""Curves by month agree with the chances that answers give, and never fall."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from nextcour.bootstrap import Engine
from nextcour.forecast.model import Chance
from nextcour.forecast.monthly import Point, between
from nextcour.pages.item import view_on
from nextcour.pages.title_curve import curves_of, past_of

DAY = dt.date(2026, 11, 23)
WAITING = (("akudama-drive", DAY), ("blue-box", DAY), ("akudama-drive", dt.date(2022, 2, 13)), ("attack-on-titan", DAY))
COMING = (("oshi-no-ko", dt.date(2025, 6, 1)), ("attack-on-titan", dt.date(2018, 1, 9)))


def _curves(engine: Engine, line: str, day: dt.date) -> tuple[dict[int, Chance], dict[int, Chance], object]:
    library = engine.library
    home = library.home(line)
    assert home is not None
    franchise = library.franchise(home)
    view = view_on(franchise, next(one for one in franchise.lines if one.id == line), library, day)
    answer = engine.ask(f"id:{line}", day)
    announced, out = curves_of(answer, view, library)
    assert answer.forecast is not None
    return _table(announced), _table(out), answer.forecast


def _table(points: tuple[Point, ...]) -> dict[int, Chance]:
    return {one.months: one.chance for one in points}


@pytest.mark.parametrize(("line", "day"), [*WAITING, *COMING])
def test_a_curve_goes_through_the_chances_of_the_answer(engine: Engine, line: str, day: dt.date) -> None:
    announced, out, forecast = _curves(engine, line, day)
    for curve, given in ((announced, forecast.announced), (out, forecast.premiere)):
        assert bool(curve) == bool(given)
        for months, chance in given.items():
            assert curve[int(months)].p == pytest.approx(chance.p, abs=1e-9)
            assert curve[int(months)].low == pytest.approx(chance.low, abs=2e-3)
            assert curve[int(months)].high == pytest.approx(chance.high, abs=2e-3)


@pytest.mark.parametrize(("line", "day"), [*WAITING, *COMING])
def test_a_curve_begins_at_nought_and_never_falls(engine: Engine, line: str, day: dt.date) -> None:
    for curve in _curves(engine, line, day)[:2]:
        if curve:
            assert curve[0].p == 0
            for before, after in pairwise(curve.values()):
                assert before.p <= after.p
                assert before.low <= after.low <= after.p <= after.high


def test_out_is_never_likelier_than_announced(engine: Engine) -> None:
    announced, out, _ = _curves(engine, "blue-box", DAY)
    assert all(out[months].p <= chance.p for months, chance in announced.items())


def test_between_horizons_hazards_are_constant_and_nothing_is_said_beyond() -> None:
    given = {6: Chance(0.1, 0.05, 0.2), 12: Chance(0.1, 0.06, 0.2), 24: Chance(0.4, 0.3, 0.5)}
    curve = _table(between(given, DAY, range(0, 49, 3)))
    assert max(curve) == 24
    assert curve[0] == Chance(0, 0, 0)
    assert curve[3].p == pytest.approx(1 - 0.9**0.5)
    assert curve[9].p == pytest.approx(0.1)
    assert curve[24] == given[24]


@pytest.mark.parametrize("day", [dt.date(2021, 6, 30), dt.date(2023, 1, 1), DAY])
def test_past_forecasts_end_with_the_day(engine: Engine, day: dt.date) -> None:
    said = past_of("akudama-drive", engine.library, day)
    assert said
    assert [one.day for one in said] == sorted(one.day for one in said)
    assert said[-1].day <= day
