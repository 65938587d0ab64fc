"""A main line as it could be known on a day: its seasons, their state, and what surrounds them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from nextcour.answers.library import Library
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.rules import existence_day
from nextcour.facts.run_state import called_off, has_ended, is_out
from nextcour.facts.views import Cut, entry_as_of
from nextcour.franchise.model import Franchise, Installment, Line, Relation


class State(StrEnum):
    """Where an installment stands on a day."""

    UPCOMING = "UPCOMING"  # known, nothing of it out
    ON_AIR = "ON_AIR"
    BREAK = "BREAK"  # a part has ended, another one is known and not out
    OUT = "OUT"  # everything known of it has been shown


class Season(msgspec.Struct, frozen=True):
    """An installment as of a day. `parts` are as-of entries in order; `announced` the first part's announcement."""

    number: int
    provider_numbers: tuple[int, ...]
    parts: tuple[Entry, ...]
    state: State
    announced: AnnouncementDay
    announced_day: dt.date  # from when the installment counts as known

    @property
    def premiere(self) -> FuzzyDate:
        return self.parts[0].premiere

    @property
    def season(self) -> tuple[str, int] | None:
        """The season of the year it is planned for, where no more of its premiere is known than that or the year."""
        return self.parts[0].season

    @property
    def finale(self) -> FuzzyDate:
        return self.parts[-1].finale if self.state is State.OUT else FuzzyDate()


class Around(msgspec.Struct, frozen=True):
    """A movie, OVA or other entry beside the line, as of the day. `out` is whether it had been shown."""

    entry: Entry
    relation: Relation
    continues: bool
    out: bool
    announced_day: dt.date


class LineView(msgspec.Struct, frozen=True):
    """A line as of `day` (never later than the data's day)."""

    franchise: Franchise
    line: Line
    day: dt.date
    seasons: tuple[Season, ...]
    around: tuple[Around, ...]
    called_off: tuple[Season, ...] = ()  # announced once, and cancelled or taken down before anything was out

    def season(self, number: int) -> Season | None:
        return next((season for season in self.seasons if season.number == number), None)

    @property
    def last_shown(self) -> Season | None:
        """The latest season of which something has been shown."""
        shown = [season for season in self.seasons if season.state is not State.UPCOMING]
        return shown[-1] if shown else None

    @property
    def upcoming(self) -> Season | None:
        """The first season that is known and not out."""
        return next((season for season in self.seasons if season.state is State.UPCOMING), None)


def state_of(parts: tuple[Entry, ...], day: dt.date) -> State:
    """State of an installment from its as-of parts, in order."""
    out = [part for part in parts if is_out(part, day)]
    if not out:
        return State.UPCOMING
    if not has_ended(out[-1], day):
        return State.ON_AIR
    return State.OUT if len(out) == len(parts) else State.BREAK


def _season(installment: Installment, library: Library, cut: Cut, *, off: bool = False) -> Season | None:
    """The installment from its parts that were known and, with `off`, that were called off; else from the others."""
    known = []
    for part in installment.parts:
        announced = library.announced(part)
        entry = entry_as_of(library.entry(part), announced, library.observed, cut)
        if entry is not None and called_off(entry, cut.day) == off:
            known.append((entry, announced))
    if not known:
        return None
    parts = tuple(entry for entry, _ in known)
    announced = known[0][1]
    return Season(
        number=installment.number,
        provider_numbers=installment.provider_numbers,
        parts=parts,
        state=state_of(parts, cut.day),
        announced=announced,
        announced_day=existence_day(announced)[0],
    )


def line_view(franchise: Franchise, line: Line, library: Library, cut: Cut) -> LineView:
    """`line` as `cut` lets one see it. `cut.day` must not be later than the data's day."""
    seasons = [season for i in line.installments if (season := _season(i, library, cut)) is not None]
    numbers = {season.number for season in seasons}
    off = [season for i in line.installments if (season := _season(i, library, cut, off=True)) is not None]
    around = []
    for extra in franchise.extras:
        if extra.line not in (None, line.id):
            continue
        announced = library.announced(extra.entry)
        entry = entry_as_of(library.entry(extra.entry), announced, library.observed, cut)
        if entry is not None and not called_off(entry, cut.day):
            out = is_out(entry, cut.day)
            around.append(Around(entry, extra.relation, extra.continues, out, existence_day(announced)[0]))
    return LineView(
        franchise=franchise,
        line=line,
        day=cut.day,
        seasons=tuple(seasons),
        around=tuple(around),
        called_off=tuple(season for season in off if season.number not in numbers),
    )
