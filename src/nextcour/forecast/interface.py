"""What every forecast model takes and gives, so that a better one can stand in for the first."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec

from nextcour.forecast.model import Forecast


class Subject(msgspec.Struct, frozen=True):
    """What is asked about: a main line as it was known on the forecast's day.

    `number` installments have premiered, the latest on `premiere`. `announced_next` is the day the next season was
    announced, None while none is known; it never lies after the forecast's day. `movie_announced` is the day the first
    movie that carries the story on was announced since `premiere`, None while none is known.
    """

    line: str
    number: int
    group: str
    source: str
    premiere: dt.date
    announced_next: dt.date | None = None
    movie_announced: dt.date | None = None


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
