"""Landmark rows: one line on one day, what was knowable of it, and what became of it. Needs numpy (`[forecast]`).

A *landmark* is the day a forecast is made for. A row's outcome for an event is the number of days from the landmark to
the event, infinite while it has not been seen, and for how many days it was looked for (`follow`, censoring):
of a longer horizon it says nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nextcour.forecast.curve import EDGES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAYS_A_MONTH = 30.4375
EDGE_DAYS: Floats = np.array(EDGES, dtype=np.float64) * DAYS_A_MONTH


class Event(StrEnum):
    """What is forecast of a line that has nothing announced."""

    ANNOUNCED = "announced"  # the next season is announced
    PREMIERE = "premiere"  # the next season premieres
    MOVIE = "movie"  # a movie that carries the story on is announced


@dataclass(frozen=True)
class Outcome:
    """Of one event: `days` from the landmark to it (inf: not seen) and the `follow`-up in days, one a row."""

    days: Floats
    follow: Floats

    def within(self, days: float) -> Bools:
        """Whether the event came within `days` of the landmark."""
        return self.days <= days

    def settled(self, days: float) -> Bools:
        """Whether what came of the row within `days` is known: followed so long."""
        return self.follow >= days


@dataclass(frozen=True)
class Panel:
    """Rows in order of landmark, then line. All arrays have one item a row; `features` has shape (rows, names).

    Days are proleptic ordinals (`date.toordinal`). `line` and `franchise` number the lines and franchises (rows of one
    franchise are not independent: resample by it). `age` is days since the latest premiere, `ended` days since its
    finale (negative or nan while on air). `demand` is the percentile in [0, 1] within the premiere season when it was
    counted within the last year, else nan. Missing features are nan.
    """

    landmark: Ints
    line: Ints
    franchise: Ints
    number: Ints
    premiere: Ints
    age: Floats
    ended: Floats
    on_air: Bools
    demand: Floats
    features: Floats
    names: tuple[str, ...]
    outcomes: Mapping[Event, Outcome]
    lines: tuple[str, ...]  # line ids by number

    def __len__(self) -> int:
        return len(self.landmark)

    def column(self, name: str) -> Floats:
        """One feature. Raises ValueError for an unknown name."""
        column: Floats = self.features[:, self.names.index(name)]
        return column

    def take(self, rows: Bools | Ints) -> Panel:
        """The rows that a mask or indices choose, in that order."""
        return Panel(
            landmark=self.landmark[rows],
            line=self.line[rows],
            franchise=self.franchise[rows],
            number=self.number[rows],
            premiere=self.premiere[rows],
            age=self.age[rows],
            ended=self.ended[rows],
            on_air=self.on_air[rows],
            demand=self.demand[rows],
            features=self.features[rows],
            names=self.names,
            outcomes={event: Outcome(one.days[rows], one.follow[rows]) for event, one in self.outcomes.items()},
            lines=self.lines,
        )

    def days(self) -> tuple[dt.date, ...]:
        """The landmarks, each once, in order."""
        return tuple(dt.date.fromordinal(int(day)) for day in np.unique(self.landmark))
