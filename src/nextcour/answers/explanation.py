"""Everything behind an answer about one franchise: its structure with evidence, and all facts, as of a day."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.library import Library
from nextcour.answers.view import line_view
from nextcour.catalog.preferred import latin_title
from nextcour.facts.fact import Fact
from nextcour.facts.views import Cut, facts_of
from nextcour.franchise.model import Link


class InstallmentRow(msgspec.Struct, frozen=True):
    """An installment as of the day. `premiere` may be fuzzy, or null when it was not known."""

    number: int
    provider_numbers: tuple[int, ...]
    title: str
    premiere: str | None
    state: str
    entries: tuple[str, ...]


class LineRow(msgspec.Struct, frozen=True):
    """A main line with its installments and the links between them."""

    id: str
    title: str
    relation: str
    installments: tuple[InstallmentRow, ...]
    links: tuple[Link, ...]


class AroundRow(msgspec.Struct, frozen=True):
    """An entry beside the main lines."""

    entry: str
    title: str
    relation: str
    premiere: str | None
    continues: bool


class Explanation(msgspec.Struct, frozen=True):
    """The structure and facts of a franchise as of `known_to`."""

    franchise: str
    known_to: dt.date
    lines: tuple[LineRow, ...]
    around: tuple[AroundRow, ...]
    facts: tuple[Fact, ...]


def explain_franchise(franchise_id: str, library: Library, as_of: dt.date, *, strict: bool) -> Explanation:
    """Raises KeyError for an unknown franchise. Nothing that was not known by `as_of` appears."""
    franchise = library.franchise(franchise_id)
    cut = Cut(min(as_of, library.data_day), strict)
    lines: list[LineRow] = []
    around: dict[str, AroundRow] = {}
    known: list[str] = []
    for line in franchise.lines:
        view = line_view(franchise, line, library, cut)
        for other in view.around:
            entry = other.entry
            row = AroundRow(
                entry.id, latin_title(entry), other.relation.value, entry.premiere.iso() or None, other.continues
            )
            around.setdefault(entry.id, row)
        if not view.seasons:
            continue
        rows = tuple(
            InstallmentRow(
                number=season.number,
                provider_numbers=season.provider_numbers,
                title=latin_title(season.parts[0]),
                premiere=season.premiere.iso() or None,
                state=season.state.value,
                entries=tuple(part.id for part in season.parts),
            )
            for season in view.seasons
        )
        seen = {entry for row in rows for entry in row.entries}
        known += [entry for row in rows for entry in row.entries]
        links = tuple(link for link in line.links if {link.earlier, link.later} <= seen)
        lines.append(LineRow(line.id, line.title, line.relation.value, rows, links))
    facts: list[Fact] = []
    for entry_id in dict.fromkeys([*known, *around]):
        facts += facts_of(library.entry(entry_id), library.announced(entry_id), library.observed, cut)
    return Explanation(franchise.id, cut.day, tuple(lines), tuple(around.values()), tuple(facts))
