"""Dates that one source writes in two ways, read as the catalogue read them. Pure.

bangumi-data gives 16:00 UTC where it knows only the day, and means the day of that time in some rows and the next one,
which is that of Japan, in others (`catalog.broadcast.days_of_run`). A version alone does not tell which. The catalogue
was made from the same rows beside packages that state the day; a sync has nothing beside them and reads the later day.
So a synced day that is one after the catalogue's says the same, where the show was out when it was read: shows that are
out do not move. One that is still to come may well be put off by a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry
from nextcour.facts.field_values import canonical
from nextcour.facts.ledger import Stored
from nextcour.facts.merging import date_of

SOURCE = "bangumi-data"
_DAY = dt.timedelta(days=1)


def settled(entry: Entry | None, said: Sequence[Stored]) -> tuple[Stored, ...]:
    """`said` of one show, its synced days of SOURCE as `entry` has them where they are one day later for no reason but
    the way they were read. The finale follows the premiere."""
    if entry is None or not any(_later(one, "premiere", entry.premiere) for one in said):
        return tuple(said)
    return tuple(
        _with_date(one, entry.premiere)
        if _later(one, "premiere", entry.premiere)
        else _with_date(one, entry.finale)
        if _later(one, "finale", entry.finale)
        else one
        for one in said
    )


def _later(one: Stored, field: str, known: FuzzyDate) -> bool:
    said = one.observation
    if said.field != field or said.source != SOURCE or known.exact is None:
        return False
    date = date_of(said.value)
    day = date.exact if date is not None else None
    return day is not None and day - known.exact == _DAY and day <= said.observed_at


def _with_date(one: Stored, date: FuzzyDate) -> Stored:
    value = canonical([date.year, date.month, date.day])
    return msgspec.structs.replace(one, observation=msgspec.structs.replace(one.observation, value=value))
