"""Which installment and which entry of a line a reading names."""

from __future__ import annotations

import msgspec

from nextcour.catalog.titles.asked import Reading
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.rows import Form, KeyRef, LineEntry, LineRecord, Role


class Place(msgspec.Struct, frozen=True):
    """`number` and `part` of the installment as asked, `entry` when it exists."""

    wants: Wants
    number: int | None = None
    part: int | None = None
    entry: LineEntry | None = None


def has_number(line: LineRecord, number: int) -> bool:
    """True when the line has installment `number`, by our count or by what a title states."""
    return any(entry.number is not None and number in (entry.number, entry.season) for entry in line.entries)


def season(line: LineRecord, number: int, part: int | None = None) -> LineEntry | None:
    """The entry of installment `number`: by our count, unless its titles state another number and another entry's
    title states this one. With `part`, the entry that states it, when there is one."""
    main = [entry for entry in line.entries if entry.number is not None]
    counted = [entry for entry in main if entry.number == number]
    stated = [entry for entry in main if entry.season == number]
    agreed = [entry for entry in counted if entry.season in (None, number)]
    chosen = agreed or stated or counted
    if part is not None:
        if part > 1 and len(chosen) >= part and not any(entry.part == part for entry in chosen):
            return chosen[part - 1]
        chosen = [entry for entry in chosen if entry.part == part] or chosen
    return chosen[0] if chosen else None


def resolve(
    line: LineRecord, reading: Reading, ref: KeyRef, refs: tuple[KeyRef, ...], *, own: bool, final: bool
) -> Place:
    """Where `reading` leads in `line`, when title `ref` (one of a key's `refs`) matched.

    `own` says that the title is the named entry's more than the first installment's; `final` that the query has a
    word for the last season.
    """
    marked = reading.marked
    named = line.entries[ref.entry]
    same_line = [line.entries[other.entry] for other in refs if other.line == ref.line]
    part = marked.part or marked.cour
    match reading.wants:
        case Wants.SEASON if reading.number is not None:
            entry = season(line, reading.number, part)
            return Place(Wants.SEASON, reading.number, part, entry)
        case Wants.PART | Wants.COUR:
            stated = [entry for entry in line.entries if entry.number is not None and entry.part == part]
            if stated:
                return Place(reading.wants, stated[0].number, part, stated[0])
            entry = season(line, part or 1)
            return Place(reading.wants, part, part, entry)
        case Wants.FINAL:
            return _final(line, part)
        case Wants.MOVIE:
            return Place(Wants.MOVIE, entry=_movie(line, reading, named))
        case Wants.OVA:
            return Place(Wants.OVA, entry=named if named.role is Role.EXTRA else None)
        case Wants.NEXT:
            return Place(Wants.NEXT)
        case _:
            return _named(named, same_line, ref, own=own, final=final)


def _final(line: LineRecord, part: int | None) -> Place:
    last = [entry for entry in line.entries if entry.final]
    last = [entry for entry in last if entry.role is not Role.MOVIE] or last
    last = [entry for entry in last if part and entry.part == part] or last
    return Place(Wants.FINAL, last[0].number, part, last[0]) if last else Place(Wants.FINAL)


def _movie(line: LineRecord, reading: Reading, named: LineEntry) -> LineEntry | None:
    movies = [entry for entry in line.entries if entry.role is Role.MOVIE]
    count = reading.marked.season
    if count is not None:
        return movies[count - 1] if 0 < count <= len(movies) else None
    if named.role is Role.MOVIE:
        return named
    return movies[0] if len(movies) == 1 else None


def _named(named: LineEntry, same_line: list[LineEntry], ref: KeyRef, *, own: bool, final: bool) -> Place:
    """A title without a marker: a sequel's or a movie's own title names it; a title that the first installment has
    too names the show."""
    roles = {entry.role for entry in same_line}
    numbers = {entry.number for entry in same_line if entry.number is not None}
    if numbers:
        if own and ref.form in (Form.FULL, Form.TAIL) and len(numbers) == 1 and (named.number or 1) > 1:
            wants = Wants.MOVIE if named.role is Role.MOVIE else Wants.FINAL if final else Wants.SEASON
            return Place(wants, named.number, named.part, named)
        return Place(Wants.SHOW) if Role.MAIN in roles else Place(Wants.MOVIE, entry=named)
    one = len({entry.id for entry in same_line}) == 1 and own
    if final and one:
        return Place(Wants.FINAL, entry=named)
    return Place(Wants.MOVIE if Role.MOVIE in roles else Wants.OVA, entry=named if one else None)
