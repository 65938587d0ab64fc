"""What the sentences of a page are made from, in no language: parts of a view of a line, ready to be told."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.view import LineView, Season, State
from nextcour.catalog.dates import FuzzyDate, Precision, season_of
from nextcour.catalog.entry import Entry, Format, SourceMaterial
from nextcour.franchise.kinds import SERIES
from nextcour.franchise.model import Relation


class Noun(StrEnum):
    """What an installment of a line is called."""

    SEASON = "season"
    FILM = "film"
    OVA = "OVA"
    SPECIAL = "special"


_NOUNS = {Format.MOVIE: Noun.FILM, Format.OVA: Noun.OVA, Format.SPECIAL: Noun.SPECIAL}


def noun_of(view: LineView) -> Noun:
    """As `answers.words.noun_of`, for every language."""
    return _NOUNS.get(view.seasons[0].parts[0].format, Noun.SEASON) if view.seasons else Noun.SEASON


class Which(msgspec.Struct, frozen=True):
    """An installment by name: `number` of the show called `title`."""

    title: str
    noun: Noun
    number: int


class About(msgspec.Struct, frozen=True):
    """The show as a whole. `native` is its own title where another one is shown; `started`: something of it is out."""

    title: str
    native: str | None
    format: Format
    lang: str
    material: SourceMaterial
    studios: tuple[str, ...]
    premiere: FuzzyDate
    started: bool
    known_to: dt.date


class Run(msgspec.Struct, frozen=True):
    """A block of broadcasts; the end is unknown or has not come where `finale` is empty."""

    premiere: FuzzyDate
    finale: FuzzyDate


class Told(msgspec.Struct, frozen=True):
    """An installment of which something is out. `title`: under which it came, where that is not the show's; `runs`: its
    parts that have begun; `cour` such as `FALL 2020`; `studios` where they are not those of the first installment;
    `counted`: the episodes were counted from the dates; `online`: it came on the web."""

    which: Which
    state: State
    title: str | None
    runs: tuple[Run, ...]
    episodes: int | None
    counted: bool
    cour: tuple[str, int] | None
    studios: tuple[str, ...]
    series: bool
    online: bool
    known_to: dt.date


class Beside(msgspec.Struct, frozen=True):
    """A film, disc or special beside the line."""

    title: str
    relation: Relation
    premiere: FuzzyDate
    out: bool


class Standing(msgspec.Struct, frozen=True):
    """Where the next installment stands on `known_to`.

    `which` is the one that is waited for; `last` the latest of which something is out, None before the first. `date` is
    the published premiere of `which` (status ANNOUNCED) or of the next part (SPLIT_COUR). `billed`: the title in which
    the last one calls itself the last. `taken_down`: what was announced was withdrawn by its source, not cancelled.
    """

    which: Which
    status: RenewalStatus
    last: Which | None
    last_state: State | None
    last_began: FuzzyDate
    date: FuzzyDate
    billed: str | None
    taken_down: bool
    known_to: dt.date


def cour_of(entry: Entry) -> tuple[str, int] | None:
    """The broadcast season of a series whose premiere is known to the month."""
    opened = entry.premiere
    if entry.format not in SERIES or opened.earliest is None or opened.precision is Precision.YEAR:
        return None
    return season_of(opened.earliest)


def episodes_of(season: Season) -> tuple[int | None, bool]:
    """Episodes of all parts, and whether any were counted from dates; (None, False) unless all are known and shown."""
    if season.state is not State.OUT or any(part.episodes is None for part in season.parts):
        return None, False
    counts = [part.episodes or 0 for part in season.parts]
    return sum(counts), any(part.episodes_inferred for part in season.parts)


def runs_of(season: Season, day: dt.date) -> tuple[Run, ...]:
    """The parts that have begun by `day`."""
    begun = (part for part in season.parts if part.premiere.latest is not None and part.premiere.latest <= day)
    return tuple(Run(part.premiere, part.finale) for part in begun)
