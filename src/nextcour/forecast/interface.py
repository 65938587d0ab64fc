"""What every forecast model takes and gives, so that a better one can stand in for the first."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec

from nextcour.forecast.model import Forecast

# On air for so long without an end in sight, a show has no next season to wait for (signals.position has the same
# number, and needs numpy).
LONG_RUNNING_DAYS = 400


class Subject(msgspec.Struct, frozen=True):
    """What is asked about: a main line as it was known on the forecast's day.

    `number` installments have premiered, the latest on `premiere`. `announced_next` is the day the next season was
    announced, None while none is known; it never lies after the forecast's day. `movie_announced` is the day the first
    movie that carries the story on was announced since `premiere`, None while none is known. `finale` is the last day
    of that installment once it was over; `on_air` says that it was not.
    """

    line: str
    number: int
    group: str
    source: str
    premiere: dt.date
    announced_next: dt.date | None = None
    movie_announced: dt.date | None = None
    finale: dt.date | None = None
    on_air: bool = False

    def long_running(self, day: dt.date) -> bool:
        """Whether it had been on air for so long on `day`, with no end seen, that a next season means nothing."""
        return self.on_air and (day - self.premiere).days > LONG_RUNNING_DAYS


class ForecastModel(Protocol):
    """A forecast for any subject and day. Pure: the same model, subject and day give the same forecast."""

    @property
    def name(self) -> str:
        """Short and stable, for people and for programs."""
        ...

    def forecast(self, subject: Subject, as_of: dt.date) -> Forecast:
        """Uses nothing that could not be known on `as_of`. Chances count from the returned `origin`, which is `as_of`
        or, when that is later, the last day the catalogue looked. Raises ValueError when `as_of` lies before the
        subject's premiere or before `announced_next`."""
        ...
