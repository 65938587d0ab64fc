"""Days, seasons, chances and kinds in the reader's language. Dates come from Babel's data (CLDR)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.words import percent
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.site.languages import DEFAULT, N_, translations

_LOCALES = {"en": "en_GB", "ja": "ja_JP", "zh": "zh_Hans_CN"}
# In Japanese `medium` is 2026/04/25, which no sentence has.
_DAYS = {"en_GB": "medium", "ja_JP": "long", "zh_Hans_CN": "long"}
_LESS, _MORE = N_("less than 0.1%%"), N_("more than 99%%")
_STATUS = {
    RenewalStatus.ANNOUNCED: N_("Announced"),
    RenewalStatus.ON_AIR: N_("On air"),
    RenewalStatus.SPLIT_COUR: N_("Second part to come"),
    RenewalStatus.NOT_ANNOUNCED: N_("Nothing announced"),
    RenewalStatus.CONCLUDED: N_("Concluded"),
    RenewalStatus.CANCELLED: N_("Called off"),
    RenewalStatus.UNKNOWN: N_("Not known"),
}
_FORMATS = {
    Format.TV: N_("TV"),
    Format.TV_SHORT: N_("TV short"),
    Format.ONA: N_("Web series"),
    Format.OVA: N_("OVA"),
    Format.MOVIE: N_("Film"),
    Format.SPECIAL: N_("Special"),
    Format.UNKNOWN: N_("Format not known"),
}
_SOURCES = {
    SourceMaterial.ORIGINAL: N_("Original story"),
    SourceMaterial.MANGA: N_("Manga"),
    SourceMaterial.LIGHT_NOVEL: N_("Light novel"),
    SourceMaterial.NOVEL: N_("Novel"),
    SourceMaterial.GAME: N_("Game"),
    SourceMaterial.VISUAL_NOVEL: N_("Visual novel"),
    SourceMaterial.OTHER: N_("Other source"),
    SourceMaterial.UNKNOWN: N_("Source not known"),
}
_SEASONS = {
    "WINTER": N_("Winter %(year)s"),
    "SPRING": N_("Spring %(year)s"),
    "SUMMER": N_("Summer %(year)s"),
    "FALL": N_("Fall %(year)s"),
}
_INSTALLMENTS = {
    Format.MOVIE: N_("Film %(number)s"),
    Format.OVA: N_("OVA %(number)s"),
    Format.SPECIAL: N_("Special %(number)s"),
}
_TITLES = {
    "auto": N_("the language of the page"),
    "english": N_("English"),
    "romaji": N_("Romaji"),
    "native": N_("the original language"),
    "chinese": N_("Chinese"),
}


@lru_cache(maxsize=20_000)
def _day(day: dt.date, locale: str) -> str:
    """A page names the same few days a hundred times, at a tenth of a millisecond each."""
    return format_date(day, _DAYS[locale], locale=locale)


class Words:
    """Words of one language."""

    def __init__(self, language: str) -> None:
        self._language, self._locale = language, _LOCALES[language]
        self._gettext, self._ngettext = translations(language).gettext, translations(language).ngettext

    def day(self, day: dt.date | None) -> str:
        """`25 Apr 2026`; a dash for None."""
        return "–" if day is None else _day(day, self._locale)

    def month(self, day: dt.date) -> str:
        """`April 2026`."""
        return format_skeleton("yMMMM", day, locale=self._locale)

    def weekday(self, day: dt.date) -> str:
        """`Sat 25 Apr`."""
        return format_skeleton("MMMEd", day, locale=self._locale)

    def fuzzy(self, date: FuzzyDate | str | None) -> str:
        """`25 Apr 2026`, `Apr 2026`, `2026`; a dash when nothing is known. Takes ISO text too."""
        if isinstance(date, str):
            date = FuzzyDate.from_iso(date)
        if date is None or date.year is None:
            return "–"
        if date.exact is not None:
            return self.day(date.exact)
        skeleton = "y" if date.month is None else "yMMM"
        return format_skeleton(skeleton, date.earliest, locale=self._locale)

    def number(self, value: float) -> str:
        """With the language's separators: `5,198`."""
        return format_decimal(value, locale=self._locale)

    def chance(self, p: float | None) -> str:
        """As `nextcour ask` says it: `< 0.1 %`, `3.4 %`, `21 %`, in the language's own signs; a dash for None."""
        if p is None:
            return "–"
        if self._language == DEFAULT:
            return percent(p)
        if p < 0.001 or p > 0.99:
            return self._gettext(_LESS if p < 0.001 else _MORE) % {}
        return self.share(p, 1 if p < 0.0995 else 0)

    def share(self, p: float, digits: int = 0) -> str:
        """A share as it was counted: `33.8 %`; unlike a chance it may be nothing or all."""
        # CLDR's pattern of Japanese and Chinese; Babel takes a tenth of a millisecond, and a page has hundreds.
        return f"{100 * p:.{digits}f}{' %' if self._language == DEFAULT else '%'}"

    def length(self, days: int) -> str:
        """A length of time: `6 weeks`, `15 months`, `6 years`, rounded down."""
        if days < 70:
            n, ngettext = days // 7, self._ngettext
            return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}
        months = int(days / 30.4375)
        return self.months(months) if months < 24 else self.years(int(days / 365.25))

    def months(self, n: int) -> str:
        """`15 months`."""
        ngettext = self._ngettext
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": self.number(n)}

    def years(self, n: int) -> str:
        """`6 years`."""
        ngettext = self._ngettext
        return ngettext("%(n)s year", "%(n)s years", n) % {"n": self.number(n)}

    def season(self, season: str | None) -> str:
        """`Fall 2020` for `FALL 2020`; a dash for None."""
        if season is None:
            return "–"
        name, year = season.split()
        return self._gettext(_SEASONS[name]) % {"year": year}

    def installment(self, number: int, format_: str = "TV") -> str:
        """`Season 2`; `Film 2` and `OVA 2` for lines made of those."""
        own = _INSTALLMENTS.get(Format(format_))
        return (self._gettext(own) if own else self._gettext("Season %(number)s")) % {"number": number}

    def status(self, status: RenewalStatus) -> str:
        return self._gettext(_STATUS[status])

    def format(self, format_: str) -> str:
        return self._gettext(_FORMATS[Format(format_)])

    def source(self, source: str) -> str:
        return self._gettext(_SOURCES[SourceMaterial(source)])

    def title_choices(self) -> list[tuple[str, str]]:
        """Which titles a reader may prefer: value and words."""
        return [(value, self._gettext(words)) for value, words in _TITLES.items()]
