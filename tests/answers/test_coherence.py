"""Numbers of an answer fit together, for shows and days drawn at random."""

from __future__ import annotations

import datetime as dt
import random

from nextcour.answers.answer import ForecastPart, Outcome
from nextcour.bootstrap import Engine
from nextcour.forecast.model import Chance

SEED = 4711
PAIRS = 250


def rising(chances: dict[str, Chance]) -> bool:
    values = [chances[months].p for months in sorted(chances, key=int)]
    return values == sorted(values)


def check(forecast: ForecastPart) -> None:
    for chances in (forecast.announced, forecast.premiere):
        assert rising(chances)
        for chance in chances.values():
            assert 0 <= chance.low <= chance.p <= chance.high <= 1
    for months in forecast.announced.keys() & forecast.premiere.keys():
        assert forecast.premiere[months].p <= forecast.announced[months].p
    if forecast.by_kind is not None:
        assert forecast.by_kind.season.p + forecast.by_kind.movie.p <= 1
    if forecast.window is not None:
        assert forecast.origin <= forecast.window.p10 <= forecast.window.p50 <= forecast.window.p90
    if forecast.calibration is not None:
        assert forecast.calibration.n >= 100
        assert 0 <= forecast.calibration.returned <= 1


def test_chances_windows_and_status_fit_together(engine: Engine) -> None:
    draw = random.Random(SEED)
    ids = engine.library.franchise_ids()
    first, last = dt.date(2005, 1, 1), engine.data_day
    answered = forecasts = 0
    for _ in range(PAIRS):
        franchise = engine.library.franchise(draw.choice(ids))
        line = draw.choice(franchise.lines)
        day = first + dt.timedelta(days=draw.randrange((last - first).days))
        answer = engine.ask(f"id:{line.id}", day)
        assert answer.outcome is Outcome.ANSWERED
        assert answer.franchise is not None
        assert answer.franchise.line == line.id
        assert answer.known_to == day
        assert answer.data_age_days == 0
        answered += 1
        reference = answer.reference_class
        assert reference is None or 0 <= reference.returned <= reference.n
        if answer.forecast is not None:
            forecasts += 1
            check(answer.forecast)
        if answer.installment is not None and answer.installment.exists:
            assert answer.installment.entry is not None
    assert answered == PAIRS
    assert forecasts > PAIRS // 4
