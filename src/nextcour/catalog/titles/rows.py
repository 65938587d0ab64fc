"""What a title index is made from, and what it gives back. All types are immutable."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nextcour.catalog.entry import TitleKind

SCHEMA = 1  # of the index; raise it whenever pages change their meaning


class Role(StrEnum):
    """What an entry is to its line."""

    MAIN = "MAIN"  # a season, or a part of one
    MOVIE = "MOVIE"  # with a number when films make up the line
    EXTRA = "EXTRA"  # OVA, special, recap, short


class TitleRow(msgspec.Struct, frozen=True):
    """One title of one entry, with its place in a franchise.

    `number` is the installment number within the line (1, 2, …), None for what is no installment. `order` sorts entries
    of a line in time (a premiere's ordinal day will do; 0 when unknown). `popularity` counts the entry's collections
    on any site, 0 when unknown; only rough sizes matter.
    """

    line: str
    franchise: str
    entry: str
    text: str
    kind: TitleKind
    lang: str
    number: int | None
    role: Role
    popularity: int = 0
    year: int | None = None
    order: int = 0


class Abbreviation(msgspec.Struct, frozen=True):
    """`short` is what people write for the show with any of these `titles` (as the catalogue spells one of its own)."""

    short: str
    titles: tuple[str, ...]
    lang: str


class Expansion(msgspec.Struct, frozen=True, array_like=True):
    """Folded `titles` that an abbreviation stands for. `also` are other names of a single one in Latin letters, for
    what follows the abbreviation (sao progressive)."""

    titles: tuple[str, ...]
    also: tuple[str, ...]


class Form(StrEnum):
    """Which part of a title a key was made from."""

    FULL = "FULL"
    BASE = "BASE"  # without the words for its installment
    STEM = "STEM"  # without words like movie or special
    HEAD = "HEAD"  # the part before a subtitle
    TAIL = "TAIL"  # the part after it


class KeyRef(msgspec.Struct, frozen=True, array_like=True):
    """Where a key's text comes from: a position in `Line.entries` of line number `line`."""

    line: int
    entry: int
    kind: TitleKind
    form: Form
    title: str
    said: int | None  # the season number that the title states, None when it states none


class Key(msgspec.Struct, frozen=True, array_like=True):
    """A distinct folded text (tokens with spaces) and every title it comes from."""

    text: str
    refs: tuple[KeyRef, ...]


class LineEntry(msgspec.Struct, frozen=True, array_like=True):
    """An entry of a line, with what its own titles state about its place."""

    id: str
    title: str
    number: int | None
    role: Role
    year: int | None
    season: int | None
    part: int | None
    final: bool
    popularity: int


class LineRecord(msgspec.Struct, frozen=True, array_like=True):
    """A line as far as matching needs it; installments first, in order."""

    id: str
    franchise: str
    title: str
    entries: tuple[LineEntry, ...]

    @property
    def last_number(self) -> int:
        """The highest installment number; 0 when the line has no installment."""
        return max((entry.number or 0 for entry in self.entries), default=0)

    @property
    def popularity(self) -> int:
        """Collections of its most collected entry; 0 when unknown."""
        return max((entry.popularity for entry in self.entries), default=0)

    @property
    def main(self) -> bool:
        """True when the line has at least one season."""
        return any(entry.role is Role.MAIN for entry in self.entries)
