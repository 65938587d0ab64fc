"""What had been seen of the spells by a day: the rows a first forecast is made of.

Nothing later than that day is used. Two ends of follow-up differ:

- premieres are known up to min(day, data day);
- announcements only up to min(day, data day less MATURITY_MONTHS), because the catalogue holds hardly any show that is
  not out yet: an announcement shows in it once its season has premiered, which took nine in ten of those announced
  since 2019 less than 30 months.

Rows are period rows: only time at risk in the WINDOW_YEARS before the end counts, so that old decades, in which
renewals came at another pace, do not vote. Spells that began earlier enter late (left truncation).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.forecast.followed import MATURITY_MONTHS as MATURITY_MONTHS  # noqa: PLC0414 - explained here
from nextcour.forecast.followed import announcements_to
from nextcour.forecast.incidence import CENSORED, COMPETING, WANTED, LagCurve, RiskSet, Row
from nextcour.forecast.spells import Spell

WINDOW_YEARS = 10
LAG_WINDOW_YEARS = 4


class History:
    """The spells as of a day, that day included. Risk sets are made once and kept."""

    def __init__(self, spells: Sequence[Spell], as_of: dt.date, data_day: dt.date) -> None:
        self.origin = min(as_of, data_day)
        self.premieres_to = self.origin.toordinal()
        self.announcements_to = announcements_to(as_of, data_day).toordinal()
        self._spells = spells
        self._risk_sets: dict[tuple[int, int, bool], RiskSet] = {}
        self._lags: LagCurve | None = None

    @property
    def matured(self) -> bool:
        """Whether announcements are known right up to the origin."""
        return self.announcements_to == self.premieres_to

    def waits(self, least: int, most: int) -> RiskSet:
        """From premiere to the announcement of the next season (wanted). A movie does not end a wait: a season may
        still follow. Of installments with a number from `least` to `most`."""
        return self._risk_set(least, most, first=False)

    def first_of(self, least: int, most: int) -> RiskSet:
        """As `waits`, but a row ends with whichever comes first, a season (wanted) or a movie (competing)."""
        return self._risk_set(least, most, first=True)

    def _risk_set(self, least: int, most: int, *, first: bool) -> RiskSet:
        key = (least, most, first)
        if key not in self._risk_sets:
            self._risk_sets[key] = RiskSet(self._rows(least, most, first=first))
        return self._risk_sets[key]

    def _rows(self, least: int, most: int, *, first: bool) -> list[Row]:
        end = self.announcements_to
        start = end - round(WINDOW_YEARS * 365.25)
        rows: list[Row] = []
        for spell in self._spells:
            premiere = spell.premiere
            if premiere >= end:
                break  # spells come in order of premiere
            if not least <= spell.number <= most:
                continue
            season = spell.next_announced
            if season is not None and season <= premiere:
                continue
            leave, kind = end, CENSORED
            if season is not None and season <= end:
                leave, kind = season, WANTED
            if first and spell.movie_announced is not None and spell.movie_announced < leave:
                leave, kind = spell.movie_announced, COMPETING
            if leave <= start:
                continue
            rows.append(Row(max(0, start - premiere), leave - premiere, kind))
        return rows

    def lags(self) -> LagCurve:
        """From the announcement of a season to its premiere, in the last LAG_WINDOW_YEARS."""
        if self._lags is None:
            self._lags = LagCurve(RiskSet(self._lag_rows()))
        return self._lags

    def _lag_rows(self) -> list[Row]:
        announced_to, end = self.announcements_to, self.premieres_to
        start = end - round(LAG_WINDOW_YEARS * 365.25)
        rows: list[Row] = []
        for spell in self._spells:
            if spell.premiere > end:
                break
            announced, premiere = spell.next_announced, spell.next_premiere
            if announced is None or announced > announced_to:
                continue
            seen = premiere is not None and premiere <= end
            leave = premiere if premiere is not None and seen else end
            entry = max(-1, start - announced)
            if leave - announced > entry:
                rows.append(Row(entry, leave - announced, WANTED if seen else CENSORED))
        return rows
