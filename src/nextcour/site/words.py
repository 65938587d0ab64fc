"""Days, seasons and chances in the reader's language. Dates come from Babel's data (CLDR)."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_skeleton

from nextcour.answers.words import percent
from nextcour.catalog.dates import FuzzyDate
from nextcour.site.languages import translations

_LOCALES = {"en": "en_GB", "ja": "ja_JP", "zh": "zh_Hans_CN"}


class Words:
    """Words of one language."""

    def __init__(self, language: str) -> None:
        self._locale = _LOCALES[language]
        self._gettext = translations(language).gettext

    def day(self, day: dt.date | None) -> str:
        """`25 Apr 2026`; a dash for None."""
        return "–" if day is None else format_date(day, "medium", locale=self._locale)

    def fuzzy(self, date: FuzzyDate | str | None) -> str:
        """`25 Apr 2026`, `Apr 2026`, `2026`; a dash when nothing is known. Takes ISO text too."""
        if isinstance(date, str):
            date = FuzzyDate(*(int(part) for part in date.split("-")))
        if date is None or date.year is None:
            return "–"
        if date.exact is not None:
            return self.day(date.exact)
        skeleton = "y" if date.month is None else "yMMM"
        return format_skeleton(skeleton, date.earliest, locale=self._locale)

    def chance(self, p: float | None) -> str:
        """As `nextcour ask` says it: `< 0.1 %`, `3.4 %`, `21 %`; a dash for None."""
        return "–" if p is None else percent(p)

    def season(self, season: str | None) -> str:
        """`Fall 2020` for `FALL 2020`; a dash for None."""
        if season is None:
            return "–"
        name, year = season.split()
        return (
            self._gettext(
                {"WINTER": "Winter %s", "SPRING": "Spring %s", "SUMMER": "Summer %s", "FALL": "Fall %s"}[name]
            )
            % year
        )
