"""What one more observation adds to what a source has said so far. Pure; the SQL store and nothing else calls it.

The statements of one source about one field of one record form a line in time, each from the day it was first shown.
The statement *in force* on a day is the last one of that day or before. An observation that says the same as the one
in force on its day adds nothing but that day; anything else is a new statement. This makes the order in which days
arrive irrelevant for what was in force on any observed day, and storing something twice the same as once.

Days are the finest grain: of values that flip within one day each is kept once, the newest arrival last.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from enum import Enum, auto
from typing import NamedTuple

from nextcour.facts.observation import Observation

# Fields that count something on a day (`valid_from`): each day is a statement of its own, not a change of the last.
MEASUREMENTS = frozenset({"demand"})


def family(field: str) -> str:
    """`title` of `title.ja`."""
    return field.partition(".")[0]


def point_of(observation: Observation) -> int:
    """The day a measurement counts, as an ordinal; 0 for what is no measurement. Statements with different points stand
    side by side."""
    day = observation.valid_from
    return day.toordinal() if day is not None and family(observation.field) in MEASUREMENTS else 0


class Said:
    """A statement: first shown on `day` as number `turn` of that day, known to be shown up to `last`. `id` is the
    store's, 0 while it is not stored."""

    __slots__ = ("day", "id", "last", "turn", "url", "valid_from", "valid_to", "value")

    def __init__(
        self,
        day: dt.date,
        turn: int,
        value: str,
        valid_from: dt.date | None,
        valid_to: dt.date | None,
        url: str,
        last: dt.date,
        id: int = 0,
    ) -> None:
        self.day, self.turn, self.value, self.url = day, turn, value, url
        self.valid_from, self.valid_to, self.last, self.id = valid_from, valid_to, last, id

    def says(self, value: str, valid_from: dt.date | None, valid_to: dt.date | None) -> bool:
        return self.value == value and self.valid_from == valid_from and self.valid_to == valid_to


class Taken(Enum):
    """What became of an observation."""

    NEW = auto()
    CHANGED = auto()
    REPEATED = auto()


class Outcome(NamedTuple):
    """`said` is the statement that an observation made or repeats. When it came in the middle of an older one (`split`,
    which now ends on its own first day), the source said the old thing `again` on the last day that was seen."""

    what: Taken
    said: Said
    split: Said | None = None
    again: Said | None = None


def take(line: list[Said], observation: Observation) -> Outcome:
    """Adds `observation` to `line` (ordered by day and turn), in place; `last` of the statement in force moves on."""
    day = observation.observed_at
    value, valid_from, valid_to = observation.value, observation.valid_from, observation.valid_to
    if not line:
        said = Said(day, 0, value, valid_from, valid_to, observation.url, day)
        line.append(said)
        return Outcome(Taken.NEW, said)
    at = bisect_right(line, day, key=_day)
    turn = 0
    if at:
        current = line[at - 1]
        if current.says(value, valid_from, valid_to):
            current.last = max(current.last, day)
            return Outcome(Taken.REPEATED, current)
        if current.day == day:
            turn = current.turn + 1
            # Those of this day, and the one before them when it was still shown on this day.
            for said in line[max(0, at - 1 - turn) : at]:
                if said.last >= day and said.says(value, valid_from, valid_to):
                    return Outcome(Taken.REPEATED, said)
    said = Said(day, turn, value, valid_from, valid_to, observation.url, day)
    line.insert(at, said)
    if not at or line[at - 1].last <= day:
        return Outcome(Taken.CHANGED, said)
    split = line[at - 1]
    again = Said(split.last, 0, split.value, split.valid_from, split.valid_to, split.url, split.last)
    split.last = split.day
    line.insert(at + 1, again)
    return Outcome(Taken.CHANGED, said, split, again)


def _day(said: Said) -> dt.date:
    return said.day
