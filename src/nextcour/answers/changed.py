"""Changes with the names of the shows that they are about, and the words that tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from nextcour.answers.headlines import HeadlineRow, row
from nextcour.answers.library import Library
from nextcour.answers.words import MONTHS
from nextcour.catalog.entry import Entry, Format
from nextcour.catalog.preferred import latin_title
from nextcour.facts.changes import Change, Kind, Known, changes
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.news import Headline, readable
from nextcour.facts.views import Cut, entry_as_of
from nextcour.franchise.model import Franchise

BESIDE = dt.timedelta(days=21)  # a headline so near to a change of its line stands beside it
_NOUNS = {Format.MOVIE: "film", Format.OVA: "OVA", Format.SPECIAL: "special"}


class ChangedRow(msgspec.Struct, frozen=True):
    """One change. `day`: when it could first be known, or when a known date came. `installment` is our number of the
    season, null for what stands beside the line. `before` and `after` are dates (they may be fuzzy), or statuses.

    Its evidence: `source` showed it on `observed_at`, at `url`; `rule` says by which rule of docs/knowable.md it counts
    as known from `day`, empty when it was observed then. `headlines` about the same line that could be read within 21
    days of it stand beside it: they may be about something else, and none of them made the change."""

    day: dt.date
    kind: Kind
    franchise: str
    entry: str
    title: str
    format: str
    installment: int | None
    before: str | None
    after: str | None
    source: str
    observed_at: dt.date
    rule: str
    url: str
    text: str
    headlines: tuple[HeadlineRow, ...] = ()


class Changed(msgspec.Struct, frozen=True):
    """Changes after `since`, up to and with `known_to`: the earlier of `until` and the last day a source looked.
    `headlines`, where they were asked for, could first be read in that time; they are no changes."""

    since: dt.date
    until: dt.date
    known_to: dt.date
    data_day: dt.date
    strict: bool
    changes: tuple[ChangedRow, ...]
    headlines: tuple[HeadlineRow, ...] = ()


class Listed(Protocol):
    """An entry with its franchise, as an index lists it."""

    @property
    def entry(self) -> Entry: ...

    @property
    def announced(self) -> AnnouncementDay: ...

    @property
    def franchise(self) -> str: ...

    @property
    def looked(self) -> dt.date | None: ...


def changed_rows(
    listed: Iterable[Listed], library: Library, since: dt.date, until: dt.date, news: News, *, strict: bool = False
) -> Iterator[ChangedRow]:
    """Everything that became known of the entries `listed` after `since`, oldest first. Nothing later than `until`, nor
    than the last day a source looked."""
    homes: dict[str, str] = {}
    known: list[Known] = []
    for one in listed:
        homes[one.entry.id] = one.franchise
        known.append(Known(one.entry, one.announced, max(library.data_day, one.looked or library.data_day)))
    found = changes(known, library.observed, since, min(until, library.looked_to), strict=strict)
    pages = {p.name: f"https://www.npmjs.com/package/{p.name}/v/{p.version}" for p in library.packages}
    yield from rows(found, library, homes, pages, news)


def rows(
    found: Iterable[Change], library: Library, homes: Mapping[str, str], pages: Mapping[str, str], news: News
) -> Iterator[ChangedRow]:
    """`found` with names. `homes` gives the franchise of an entry, `pages` the page of a package."""
    franchises: dict[str, dict[str, int]] = {}
    for change in found:
        entry = library.entry(change.entry)
        home = homes[change.entry]
        if home not in franchises:
            franchises[home] = _numbers(library.franchise(home))
        number = franchises[home].get(change.entry)
        yield ChangedRow(
            day=change.day,
            kind=change.kind,
            franchise=home,
            entry=change.entry,
            title=latin_title(entry),
            format=entry.format.value,
            installment=number,
            before=change.before or None,
            after=change.after or None,
            source=change.source,
            observed_at=change.observed_at,
            rule=change.rule,
            url=change.url or pages.get(change.source, ""),
            text=words(change, entry, number),
            headlines=tuple(row(one) for one in news.beside(home, change)),
        )


class News:
    """Headlines that could be read by a day."""

    def __init__(self, library: Library, until: dt.date, *, strict: bool) -> None:
        self._library, self._until, self._strict = library, until, strict
        self._lines: dict[str, tuple[tuple[frozenset[str], tuple[Headline, ...]], ...]] = {}

    def beside(self, franchise: str, change: Change) -> tuple[Headline, ...]:
        """Those about the line of `change` that could first be read within BESIDE of it, newest first."""
        return tuple(
            one
            for entries, headlines in self._of(franchise)
            if change.entry in entries
            for one in headlines
            if abs(self._first(one) - change.day) <= BESIDE
        )

    def since(self, franchise: str, day: dt.date) -> tuple[Headline, ...]:
        """Those about a franchise that could first be read after `day`."""
        found = {one.link: one for _, headlines in self._of(franchise) for one in headlines if self._first(one) > day}
        return tuple(found.values())

    def _first(self, one: Headline) -> dt.date:
        return one.observed if self._strict else one.knowable

    def _of(self, name: str) -> tuple[tuple[frozenset[str], tuple[Headline, ...]], ...]:
        """The entries of each line, those beside it among them, with the headlines about them that were known."""
        if name not in self._lines:
            every = self._library.headlines(name)
            franchise = self._library.franchise(name) if every else None
            lines = franchise.lines if franchise is not None else ()
            extras = franchise.extras if franchise is not None else ()
            made = []
            for line in lines:
                entries = {part for installment in line.installments for part in installment.parts}
                entries |= {extra.entry for extra in extras if extra.line in (None, line.id)}
                known = (entry for entry in entries if self._known(entry))
                made.append((frozenset(entries), readable(every, known, self._until, strict=self._strict)))
            self._lines[name] = tuple(made)
        return self._lines[name]

    def _known(self, entry: str) -> bool:
        """Whether the entry itself was known: by its title a headline was matched."""
        cut = Cut(self._until, self._strict, self._until)
        library = self._library
        return entry_as_of(library.entry(entry), library.announced(entry), library.observed, cut) is not None


def _numbers(franchise: Franchise) -> dict[str, int]:
    return {
        part: installment.number
        for line in franchise.lines
        for installment in line.installments
        for part in installment.parts
    }


def words(change: Change, entry: Entry, number: int | None) -> str:
    """`season 2 announced`, `film out`, `delayed from Jul 2026 to Oct 2026`."""
    what = _NOUNS.get(entry.format, f"season {number}" if number is not None else "series")
    before, after = _date(change.before), _date(change.after)
    match change.kind:
        case Kind.ANNOUNCED | Kind.MOVIE_ANNOUNCED:
            return f"{what} announced"
        case Kind.DATED:
            return f"{what} dated {after}" + (f" (so far {before})" if before else "")
        case Kind.DELAYED | Kind.ADVANCED:
            return f"{what} {'delayed' if change.kind is Kind.DELAYED else 'advanced'} from {before} to {after}"
        case Kind.UNDATED:
            return f"{what} no longer dated (so far {before})"
        case Kind.STARTED:
            return f"{what} {'out' if entry.format in _NOUNS else 'started'}"
        case Kind.FINISHED:
            return f"{what} finished"
        case Kind.CANCELLED:
            return f"{what} {'taken down by its source' if change.after == 'WITHDRAWN' else 'cancelled'}"


def _date(text: str) -> str:
    """`2026-07-05` as `5 Jul 2026`."""
    parts = text.split("-")
    if len(parts) == 1:
        return text
    return " ".join((*([str(int(parts[2]))] if len(parts) == 3 else []), MONTHS[int(parts[1]) - 1], parts[0]))
