"""The record of the kept forecasts: what the shipped runs said on their day, and what the catalogue shows came of it.

Only what ships takes part, so anyone can count it again. Like an answer on a run's day, a case of a line with nothing
announced is the run's curve, one of an announced season its lag model. Shows that no run knew are the first forecast's,
and not counted here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from nextcour.evaluation.backtest import ANNOUNCED, HORIZON_MONTHS, PREMIERE_ONCE_ANNOUNCED, Target, back_test
from nextcour.evaluation.first_record import spells_sha256
from nextcour.evaluation.record import Event, Record, count
from nextcour.forecast.interface import ForecastModel
from nextcour.forecast.model import Forecast
from nextcour.forecast.spells import Spell

EDGES = {
    Event.ANNOUNCED: (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0),
    Event.PREMIERE: (0.0, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0),
}


def _kept(target: Target) -> Target:
    """The same, of forecasts that a kept run made."""

    def chance(forecast: Forecast) -> float | None:
        return target.chance(forecast) if forecast.made_on is not None else None

    return msgspec.structs.replace(target, chance=chance)


_TARGETS = {Event.ANNOUNCED: _kept(ANNOUNCED), Event.PREMIERE: _kept(PREMIERE_ONCE_ANNOUNCED)}


def kept_record(
    model: ForecastModel, days: Sequence[dt.date], spells: Sequence[Spell], data_day: dt.date, catalogue_sha256: str
) -> Record:
    """Of the runs made on `days`, those whose cases are settled in a catalogue as of `data_day`."""
    cases = back_test(
        lambda _: model, spells, data_day, days, tuple(_TARGETS.values()), alike=lambda subject: subject.line
    )
    rows = [row for event, target in _TARGETS.items() for row in count(event, target, cases[target.name], EDGES)]
    return Record(
        model=model.name,
        catalogue_sha256=catalogue_sha256,
        spells_sha256=spells_sha256(spells),
        data_day=data_day,
        horizon_months=HORIZON_MONTHS,
        edges=EDGES,
        rows=tuple(rows),
    )
