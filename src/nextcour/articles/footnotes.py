"""Footnotes of a page: one for each source and day, numbered in order of first use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from nextcour.answers.library import Library
from nextcour.articles.edition import Cited, Footnote, NoteKind
from nextcour.articles.words.speech import Speech
from nextcour.facts.announced import MAL_ID
from nextcour.facts.changes import Change
from nextcour.facts.rules import SHOWN, Days, days_of, seen_of
from nextcour.facts.views import Cut, version_as_of

OWN = "nextcour"
_PAGE = "https://www.npmjs.com/package/{}/v/{}"


def safe_url(url: str) -> str:
    """`url` where it is an absolute http(s) address without user, white space or control characters; else empty."""
    if not url.isprintable() or any(char in url for char in " <>\"'`\\") or len(url) > 2000:
        return ""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return ""
    except ValueError:
        return ""
    return url


class Notes:
    """Collects footnotes while sentences are made."""

    def __init__(self, library: Library, cut: Cut, speech: Speech) -> None:
        self._library, self._cut, self._speech = library, cut, speech
        self._versions = {package.name: package.version for package in library.packages}
        self._kinds: dict[tuple[str, ...], int] = {}
        self._made: list[tuple[NoteKind, str, dt.date, str, str]] = []  # kind, source, day, url, text (facts: empty)
        self._cited: list[dict[Cited, None]] = []

    def facts(self, entry_id: str, *fields: str) -> list[int]:
        """Notes of these fields of an entry, as `facts.rules` names them; `stream.<site>` for one stream."""
        entry = version_as_of(self._library.entry(entry_id), self._cut)
        announced, observed = self._library.announced(entry_id), self._library.observed
        found = []
        for field in fields:
            name = "streams" if field.startswith("stream.") else field
            seen = next((one for one in entry.seen if one.field == field), None) or seen_of(entry, name)
            days: Days = days_of(entry, name, announced, observed)
            url = seen.url if seen is not None and seen.source == days.package else ""
            found.append(self._fact(days.package, days.observed, url, Cited(entry_id, name)))
        return found

    def change(self, change: Change) -> list[int]:
        """The note of what a change rests on."""
        return [self._fact(change.source, change.observed_at, change.url, Cited(change.entry, _field(change)))]

    def _fact(self, source: str, day: dt.date, url: str, cited: Cited) -> int:
        address = safe_url(url) or self._page(source)
        number = self._number(("fact", source, day.isoformat(), address), NoteKind.FACT, source, day, address, "")
        self._cited[number - 1][cited] = None
        return number

    def estimated(self, entry_id: str) -> int:
        """The note of an announcement day."""
        announced = self._library.announced(entry_id)
        if announced.basis == SHOWN:
            return self.facts(entry_id, "titles")[0]
        text = self._speech.estimate_note(
            "mal-id" if announced.basis == MAL_ID else "lag", announced.earliest, announced.latest
        )
        key = ("estimate", entry_id)
        number = self._number(key, NoteKind.ESTIMATE, OWN, self._cut.day, "", text)
        self._cited[number - 1][Cited(entry_id, "announced")] = None
        return number

    def absence(self) -> int:
        """The note of what no source shows."""
        read = [(one.name, one.version, one.observed_at) for one in self._library.packages]
        if self._cut.day > self._library.data_day:
            read.append(("nextcour sync", "", self._cut.day))
        text = self._speech.absence_note(read, self._cut.day)
        first = self._library.packages[0].name if self._library.packages else ""
        return self._number(("absence",), NoteKind.ABSENCE, OWN, self._cut.day, self._page(first), text)

    def counted(self, what: str) -> int:
        text = self._speech.counted_note(what, self._cut.day)
        return self._number(("counted", what), NoteKind.COUNTED, OWN, self._cut.day, "", text)

    def forecast(self, model: str, made_on: dt.date | None, origin: dt.date) -> int:
        text = self._speech.forecast_note(model, made_on, origin)
        day = made_on or origin
        return self._number(
            ("forecast", model, day.isoformat(), origin.isoformat()), NoteKind.FORECAST, OWN, day, "", text
        )

    def quoted(self, source: str, day: dt.date, url: str, text: str) -> int:
        return self._number(("quoted", source, url), NoteKind.QUOTED, source, day, safe_url(url), text)

    def of_source(self, source: str, day: dt.date, url: str, entry: str, field: str) -> int:
        """The note of something that a source counted or stated apart from an entry's own fields."""
        return self._fact(source, day, url, Cited(entry, field))

    def _page(self, source: str) -> str:
        version = self._versions.get(source)
        return "" if version is None else _PAGE.format(source, version)

    def _number(self, key: tuple[str, ...], kind: NoteKind, source: str, day: dt.date, url: str, text: str) -> int:
        number = self._kinds.get(key)
        if number is None:
            number = self._kinds[key] = len(self._made) + 1
            self._made.append((kind, source, day, url, text))
            self._cited.append({})
        return number

    def done(self) -> tuple[Footnote, ...]:
        """All of them, by number."""
        return tuple(self._footnote(at) for at in range(len(self._made)))

    def _footnote(self, at: int) -> Footnote:
        kind, source, day, url, text = self._made[at]
        cited = tuple(self._cited[at])
        if kind is NoteKind.FACT:
            fields = list(dict.fromkeys(one.field for one in cited))
            text = self._speech.fact_note(source, self._versions.get(source, ""), day, fields, self._cut.day)
        return Footnote(at + 1, kind, text, source, day, url, cited)


def _field(change: Change) -> str:
    return {
        "ANNOUNCED": "titles",
        "MOVIE_ANNOUNCED": "titles",
        "FINISHED": "finale",
        "CANCELLED": "status",
    }.get(change.kind.value, "premiere")


def merged(*groups: Sequence[int] | Iterable[int]) -> tuple[int, ...]:
    """Note numbers in order, each once."""
    return tuple(sorted({number for group in groups for number in group}))
