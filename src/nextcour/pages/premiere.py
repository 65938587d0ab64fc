"""One release as seasons and calendars have it: a season, a later part of it, a film or a disc."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from nextcour.answers.view import LineView
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.facts.run_state import is_out
from nextcour.franchise.model import Relation
from nextcour.pages.item import quarter


class Kind(StrEnum):
    """What is released."""

    SEASON = "SEASON"
    PART = "PART"  # a later part of a season that was split
    FILM = "FILM"  # beside a line; a film that is a line's installment is its SEASON
    DISC = "DISC"  # an OVA or a special beside a line


_BESIDE = {Relation.MOVIE: Kind.FILM, Relation.OVA: Kind.DISC, Relation.SPECIAL: Kind.DISC}
SERIES = (Format.TV.value, Format.TV_SHORT.value, Format.ONA.value)


class Premiere(msgspec.Struct, frozen=True):
    """An entry as known by the shelf's day. `number` is that of its season in the line, null for what stands beside it.

    `date` is ISO 8601 and may be fuzzy (`2026-07`), null when unknown; `season` is like `FALL 2020`, null where the
    month is not known. `announced_on` is when it became known, `out` whether something of it was shown.
    """

    entry: str
    line: str
    kind: Kind
    number: int | None
    title: str
    titles: dict[str, str]
    format: str
    date: str | None
    season: str | None
    announced_on: dt.date
    out: bool
    studios: tuple[str, ...]

    @property
    def series(self) -> bool:
        """A TV or web series, not a film or disc."""
        return self.kind in (Kind.SEASON, Kind.PART) and self.format in SERIES

    @property
    def new(self) -> bool:
        """The first of its line."""
        return self.kind is Kind.SEASON and self.number == 1

    @property
    def earliest(self) -> dt.date | None:
        """The first day that `date` may mean."""
        return None if self.date is None else FuzzyDate.from_iso(self.date).earliest


def premieres_of(view: LineView) -> Iterator[Premiere]:
    """Everything that was known of a line by the view's day, seasons first. What hangs on no line in particular is
    given for every line of the franchise."""
    for season in view.seasons:
        for place, part in enumerate(season.parts):
            kind = Kind.PART if place else Kind.SEASON
            yield _premiere(part, view, kind, season.number, season.announced_day)
    for around in view.around:
        beside = _BESIDE.get(around.relation)
        if beside is not None:
            yield _premiere(around.entry, view, beside, None, around.announced_day)


def _premiere(entry: Entry, view: LineView, kind: Kind, number: int | None, announced: dt.date) -> Premiere:
    return Premiere(
        entry=entry.id,
        line=view.line.id,
        kind=kind,
        number=number,
        title=latin_title(entry),
        titles=titles_by_language(entry),
        format=entry.format.value,
        date=entry.premiere.iso() or None,
        season=quarter(entry.premiere),
        announced_on=announced,
        out=is_out(entry, view.day),
        studios=entry.studios,
    )
