"""Writing down what one source showed of one record on one day, in the form that the store expects."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from nextcour.catalog.dates import SEASONS, FuzzyDate
from nextcour.catalog.text import clean
from nextcour.facts.observation import Key, Observation

MOST_TEXTS = 200  # of a list of texts; nobody calls a show by more names
MOST_ADDRESS = 2000  # characters of a URL
MOST_COUNT = 2**53  # counts beyond are no counts, and do not fit everywhere
_ENCODER = msgspec.json.Encoder(order="sorted")
_SITE = re.compile(r"[^\w]+")
_WORD = re.compile(r"[A-Z0-9_]{1,40}")
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z


class Notes:
    """Collects the observations of one record. `observed_at` is the day the source showed it, `counted` the day that
    its counts are of."""

    def __init__(self, key: Key, source: str, observed_at: dt.date, url: str, counted: dt.date | None = None) -> None:
        self._key = key
        self._source = source
        self._observed_at = observed_at
        self._url = url
        self._counted = counted or observed_at
        self._rows: dict[tuple[str, dt.date | None], Observation] = {}

    def value(self, field: str, value: Any, *, valid_from: dt.date | None = None) -> None:
        """`field` has `value` (anything JSON can say; None: the source shows that there is none). Said twice, the first
        counts."""
        row = Observation(
            self._key, field, canonical(value), self._source, self._observed_at, self._url, valid_from=valid_from
        )
        self._rows.setdefault((field, valid_from), row)

    def text(self, field: str, text: str | None) -> None:
        """A title, a name. One that holds nothing printable is none."""
        self.value(field, (clean(text) or None) if text is not None else None)

    def texts(self, field: str, texts: Iterable[str | None]) -> None:
        """A list without order: each once, sorted."""
        self.value(field, unique(texts))

    def date(self, field: str, date: FuzzyDate) -> None:
        """A fuzzy date; None where not even the year is known."""
        self.value(field, None if date.year is None else [date.year, date.month, date.day])

    def season(self, season: str | None, year: int | None) -> None:
        """The season of the year that a source puts the premiere in, in any case; nothing where it is none we know."""
        if season is None or year is None:
            self.value("season", None)
        elif season.upper() in SEASONS and 1900 <= year <= 2999:
            self.value("season", [season.upper(), year])

    def count(self, measure: str, number: float | None, *, day: dt.date | None = None) -> None:
        """Demand on the day counted, or on `day`. Nothing is written where the source shows no number."""
        if number is not None and 0 <= number <= MOST_COUNT:
            whole = int(number) if float(number).is_integer() else number
            self.value(f"demand.{measure}", whole, valid_from=day or self._counted)

    def stream(self, site: str | None, address: str | None) -> None:
        """A service that carries the show. Two links to one service: the first counts."""
        name, url = site_name(site or ""), web_address(address or "")
        if name and url:
            self.value(f"stream.{name}", url)

    def relation(self, kind: str, other: Key) -> None:
        """`other` stands in the relation `kind` to this record: `SEQUEL` means that it comes after."""
        word = _SITE.sub("_", kind.strip()).upper()
        if _WORD.fullmatch(word):
            self.value(f"relation.{word}.{other.provider}.{other.id}", True)

    def done(self) -> tuple[Observation, ...]:
        """Everything noted, in a fixed order."""
        return tuple(sorted(self._rows.values(), key=lambda row: (row.field, row.valid_from or dt.date.min)))


def canonical(value: Any) -> str:
    """JSON text with sorted keys and without spaces."""
    return _ENCODER.encode(value).decode()


def unique(texts: Iterable[str | None]) -> list[str]:
    """Cleaned texts, each once, sorted, without empty ones; at most MOST_TEXTS."""
    return sorted({tidy for text in texts if text is not None and (tidy := clean(text))})[:MOST_TEXTS]


def fuzzy(year: int | None, month: int | None, day: int | None) -> FuzzyDate:
    """What holds of a date whose parts may be missing or wrong: finer parts than can be right are left out."""
    for parts in ((year, month, day), (year, month), (year,)):
        try:
            return FuzzyDate(*parts)
        except (ValueError, TypeError, OverflowError):
            continue
    return FuzzyDate()


def site_name(name: str) -> str:
    """A service as a qualifier: `Bilibili TV` is `bilibili_tv`. Empty when nothing is left."""
    return _SITE.sub("_", clean(name).casefold()).strip("_")[:60]


def web_address(text: str) -> str | None:
    """`text` when it is a clean http(s) address with a host, else None."""
    text = text.strip()
    if len(text) > MOST_ADDRESS or not text.isprintable() or any(char.isspace() for char in text):
        return None
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return text if good and not parts.username else None


def utc_day(seconds: int | None) -> dt.date | None:
    """The UTC day of a Unix time in seconds; None when it is no time."""
    moment = utc_time(seconds)
    return None if moment is None else moment.date()


def utc_time(seconds: int | None) -> dt.datetime | None:
    """A Unix time in seconds as UTC; None when it is missing, not positive or beyond the calendar."""
    if seconds is None or not 0 < seconds <= _LAST_SECOND:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
