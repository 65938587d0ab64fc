"""The record in one sentence: how forecasts like the one just made fared."""

from __future__ import annotations

import datetime as dt

from nextcour.answers.answer import Calibration
from nextcour.answers.words import percent
from nextcour.evaluation.record import Bucket, Event, Record, bucket
from nextcour.forecast.model import Forecast


def calibration(forecast: Forecast, record: Record | None, as_of: dt.date) -> Calibration | None:
    """The record, as it stood on `as_of`, of forecasts that said what `forecast` says: of an announcement within the
    record's horizon, or of the premiere where the next season is announced already. None when there is no record of the
    model, too few cases were settled by then, or the forecast does not reach so far."""
    if record is None or forecast.model != record.model:
        return None
    event = Event.ANNOUNCED if forecast.announced else Event.PREMIERE
    chances = forecast.announced if forecast.announced else forecast.premiere
    chance = chances.get(record.horizon_months)
    if chance is None:
        return None
    past = bucket(record, event, chance.p, as_of)
    if past is None:
        return None
    return Calibration(
        event=event.value,
        horizon_months=record.horizon_months,
        low=past.low,
        high=past.high,
        n=past.n,
        returned=past.returned / past.n,
        text=_text(past, event, record.horizon_months),
    )


def _text(past: Bucket, event: Event, months: int) -> str:
    if event is Event.ANNOUNCED:
        what, tail = "shows given {} had a next season announced", ""
    else:
        # A season announced and never made is not in the catalogue, so no forecast of it could fail.
        what, tail = "announced seasons given {} premiered", "; seasons never made are missing from the record"
    said = what.format(_range(past.low, past.high))
    return (
        f"{said} within {months} months in {_share(past)} past forecasts "
        f"({_years(past.first.year, past.last.year)}; {past.lines:,} shows){tail}"
    )


def _range(low: float, high: float) -> str:
    if low <= 0.0:
        return f"under {_points(high)} %"
    if high >= 1.0:
        return f"{_points(low)} % or more"
    return f"{_points(low)}–{_points(high)} %"


def _points(p: float) -> str:
    return f"{round(p * 100, 2):g}"


def _share(past: Bucket) -> str:
    if past.returned in (0, past.n):
        return f"{'none' if past.returned == 0 else 'all'} of {past.n:,}"
    return f"{percent(past.returned / past.n)} of {past.n:,}"


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
