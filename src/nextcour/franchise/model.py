"""What a franchise is made of. All types are immutable; entries are named by `Entry.id`."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Relation(StrEnum):
    """What an entry is to the line it hangs on. Only SEASON and MOVIE count as renewals."""

    SEASON = "SEASON"
    SPLIT_COUR = "SPLIT_COUR"
    MOVIE = "MOVIE"  # a movie of the franchise, continuation or not as `Extra.continues` says
    OVA = "OVA"
    SPECIAL = "SPECIAL"
    SHORT = "SHORT"
    RECAP = "RECAP"
    REMAKE = "REMAKE"
    SPIN_OFF = "SPIN_OFF"


class Evidence(msgspec.Struct, frozen=True):
    """Why two entries were connected. `kind` is a short stable word (`tmdb-show`, `title-base`, `original`,
    `correction` …), `detail` what was seen, `source` the package or URL."""

    kind: str
    detail: str
    source: str


class Link(msgspec.Struct, frozen=True):
    """`later` continues `earlier`. `confidence` in [0, 1]."""

    earlier: str
    later: str
    relation: Relation
    evidence: tuple[Evidence, ...]
    confidence: float


class Installment(msgspec.Struct, frozen=True):
    """One season of a line: its own number (1, 2, …) and its entries in order (several for a split cour).

    `provider_numbers` are the season numbers that providers give to its parts where they differ from `number`."""

    number: int
    parts: tuple[str, ...]
    provider_numbers: tuple[int, ...] = ()


class Extra(msgspec.Struct, frozen=True):
    """A franchise's entry outside its main lines. `continues` is True for a movie that carries the story on
    (or may: it is not known to be a recap), False for recaps, spin-offs and the like."""

    entry: str
    relation: Relation
    line: str | None  # the line it hangs on, when that is known
    continues: bool
    evidence: tuple[Evidence, ...]


class Line(msgspec.Struct, frozen=True):
    """A main line: installments in order that continue one story. `id` is a slug, unique in the catalogue.
    `relation` is REMAKE or SPIN_OFF for a line beside the franchise's first one, else SEASON."""

    id: str
    title: str
    installments: tuple[Installment, ...]
    links: tuple[Link, ...]
    relation: Relation = Relation.SEASON


class Franchise(msgspec.Struct, frozen=True):
    """Connected entries. `id` is a slug, unique and stable; `lines` in order of first premiere."""

    id: str
    title: str
    lines: tuple[Line, ...]
    extras: tuple[Extra, ...]

    def entry_ids(self) -> tuple[str, ...]:
        """Every entry, main lines first."""
        main = [part for line in self.lines for installment in line.installments for part in installment.parts]
        return tuple(main + [extra.entry for extra in self.extras])

    def extras_of(self, line: str) -> tuple[Extra, ...]:
        """What stands beside a line: that which hangs on it, and that which hangs on none."""
        return tuple(extra for extra in self.extras if extra.line in (None, line))

    def home_lines(self) -> dict[str, str]:
        """The line of every entry, main lines first; what stands beside them belongs to the line it hangs on, or to the
        first. Empty where there is no line."""
        if not self.lines:
            return {}
        found = {part: line.id for line in self.lines for one in line.installments for part in one.parts}
        for extra in self.extras:
            found.setdefault(extra.entry, extra.line or self.lines[0].id)
        return found
