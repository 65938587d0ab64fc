"""Every chance comes with the record of chances like it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from nextcour.answers.calibration import calibration
from nextcour.bootstrap import Engine
from nextcour.evaluation.record import EDGES, Event, Record, Row, Tally
from nextcour.forecast.model import Chance, Forecast

DAY = dt.date(2026, 4, 25)
NOTHING = Tally(0, 0.0, 0, 0, 0)


def forecast(announced: float | None = None, premiere: float | None = None, months: int = 24) -> Forecast:
    def chances(p: float | None) -> dict[int, Chance]:
        return {} if p is None else {months: Chance(p, p, p)}

    return Forecast(DAY, chances(announced), chances(premiere), None, None, "some-model", DAY, None)


def record(event: Event, at: int, n: int, returned: int, landmark: str = "2014-01-01") -> Record:
    """A record with one filled bin, the `at`th."""
    bins = [NOTHING] * (len(EDGES[event]) - 1)
    bins[at] = Tally(n, 0.0, returned, 12, 3)
    row = Row(event, dt.date.fromisoformat(landmark), dt.date(2019, 1, 1), tuple(bins))
    return Record(
        "some-model", "", "", DAY, 24, EDGES, (row, msgspec.structs.replace(row, landmark=dt.date(2021, 1, 1)))
    )


def test_the_sentence() -> None:
    past = calibration(forecast(0.012, 0.006), record(Event.ANNOUNCED, 2, 2552, 48), DAY)
    assert past is not None
    assert past.text == (
        "shows given 1–3 % had a next season announced within 24 months in 1.9 % of 5,104 past forecasts "
        "(2014–2021; 24 shows)"
    )
    assert (past.event, past.horizon_months, past.low, past.high, past.n) == ("announced", 24, 0.01, 0.03, 5104)
    assert past.returned == pytest.approx(96 / 5104)


@pytest.mark.parametrize(
    ("p", "at", "returned", "start"),
    [
        (0.0, 0, 0, "shows given under 0.5 % had a next season announced within 24 months in none of 400"),
        (0.005, 1, 1, "shows given 0.5–1 % had a next season announced within 24 months in 0.5 % of 400"),
        (1.0, 6, 100, "shows given 40 % or more had a next season announced within 24 months in 50 % of 400"),
    ],
)
def test_ends_of_the_scale(p: float, at: int, returned: int, start: str) -> None:
    past = calibration(forecast(p), record(Event.ANNOUNCED, at, 200, returned), DAY)
    assert past is not None
    assert past.text.startswith(start + " past forecasts")


def test_an_announced_season_has_the_record_of_premieres() -> None:
    past = calibration(forecast(None, 0.97), record(Event.PREMIERE, 5, 100, 100), DAY)
    assert past is not None
    assert past.event == "premiere"
    assert past.text.startswith("announced seasons given 95 % or more premiered within 24 months in all of 200 past")
    assert past.text.endswith("; seasons never made are missing from the record")


def test_no_record_is_no_sentence() -> None:
    kept = record(Event.ANNOUNCED, 2, 500, 5)
    assert calibration(forecast(0.02), kept, DAY) is not None
    assert calibration(forecast(0.02), kept, dt.date(2018, 12, 31)) is None  # not settled yet
    assert calibration(forecast(0.05), kept, DAY) is None  # an empty bin
    assert calibration(forecast(None, 0.02), kept, DAY) is None  # another event
    assert calibration(forecast(0.02, months=48), kept, DAY) is None
    assert calibration(forecast(), kept, DAY) is None
    assert calibration(forecast(0.02), msgspec.structs.replace(kept, model="another"), DAY) is None


def test_an_answer_carries_it(engine: Engine) -> None:
    now = engine.ask("akudama drive", engine.data_day).forecast
    assert now is not None
    assert now.calibration is not None
    chance = now.announced["24"].p
    assert now.calibration.low <= chance < now.calibration.high
    assert abs(now.calibration.returned - chance) < 0.02
    then = engine.ask("akudama drive", dt.date(2022, 1, 1)).forecast
    assert then is not None
    assert (
        then.calibration is None
        or then.calibration.n < now.calibration.n
        or then.calibration.low != now.calibration.low
    )
