"""The first forecast, read when it is first needed: most questions are answered from kept runs, and ask it only how
similar shows fared. Importing and sorting what it needs would cost each of them several milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nextcour.forecast.followed import announcements_to
from nextcour.forecast.reference import reference_class

if TYPE_CHECKING:
    from nextcour.forecast.first import FirstForecast
    from nextcour.forecast.interface import Subject
    from nextcour.forecast.model import Forecast, ReferenceClass
    from nextcour.forecast.spells import Spell

NAME = "kaplan-meier-1"
ONCE_ANNOUNCED = (
    "A next season is already announced: chances are for its premiere, from the time past seasons took. "
    "Seasons announced and never made are missing from that record."
)
MOVIE_SINCE = "A movie was announced since the latest season: which kind comes first is settled."


class Later:
    """Says what `first.FirstForecast` says; spells in order of premiere."""

    name = NAME

    def __init__(self, spells: Sequence[Spell], data_day: dt.date) -> None:
        self._spells = spells
        self._data_day = data_day
        self._first: FirstForecast | None = None

    def forecast(self, subject: Subject, as_of: dt.date) -> Forecast:
        return self._made().forecast(subject, as_of)

    def still_to_come(self, origin: dt.date, waited: int) -> int:
        return self._made().still_to_come(origin, waited)

    def reference(self, subject: Subject, origin: dt.date) -> ReferenceClass | None:
        return reference_class(self._spells, subject, origin, announcements_to(origin, self._data_day))

    def _made(self) -> FirstForecast:
        if self._first is None:
            from nextcour.forecast.first import FirstForecast  # noqa: PLC0415 - see above

            self._first = FirstForecast(self._spells, self._data_day)
        return self._first
