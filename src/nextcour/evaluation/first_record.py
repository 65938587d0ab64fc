"""The record of the first forecast.

Each landmark's forecasts are made as an answer on fresh data makes them: the model is given the landmark as its data
day, so it learns from announcements only up to MATURITY_MONTHS before. (A replay of that day on today's data knows
announcements up to the day, and does a little better.)
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from functools import partial

from nextcour.evaluation.backtest import (
    ANNOUNCED,
    HORIZON_MONTHS,
    PREMIERE_ONCE_ANNOUNCED,
    back_test,
    quarters,
)
from nextcour.evaluation.record import EDGES, Event, Record, Row, count
from nextcour.forecast.first import NAME, FirstForecast
from nextcour.forecast.spells import Spell, encode

# From here on most announcement days come from ids, not from the usual lead.
FIRST_YEAR = 2012
_TARGETS = {Event.ANNOUNCED: ANNOUNCED, Event.PREMIERE: PREMIERE_ONCE_ANNOUNCED}


def landmarks(data_day: dt.date) -> list[dt.date]:
    """Quarterly, from FIRST_YEAR until labels are ripe."""
    return [day for day in quarters(FIRST_YEAR, data_day.year) if ANNOUNCED.resolved(day) <= data_day]


def rows(spells: Sequence[Spell], data_day: dt.date, on: Iterable[dt.date]) -> tuple[Row, ...]:
    """The record's rows for the landmarks `on`."""
    cases = back_test(partial(FirstForecast, spells), spells, data_day, on, tuple(_TARGETS.values()))
    return tuple(row for event, target in _TARGETS.items() for row in count(event, target, cases[target.name]))


def spells_sha256(spells: Sequence[Spell]) -> str:
    """Changes whenever the catalogue, the franchise graph or the announcement days change a spell."""
    return hashlib.sha256(encode(sorted(spells, key=lambda one: (one.premiere, one.line, one.number)))).hexdigest()


def first_record(spells: Sequence[Spell], data_day: dt.date, catalogue_sha256: str) -> Record:
    """The whole record on a catalogue as of its `data_day`. Takes a minute or two."""
    return Record(
        model=NAME,
        catalogue_sha256=catalogue_sha256,
        spells_sha256=spells_sha256(spells),
        data_day=data_day,
        horizon_months=HORIZON_MONTHS,
        edges=EDGES,
        rows=rows(spells, data_day, landmarks(data_day)),
    )
