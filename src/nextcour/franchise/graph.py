"""From entries to franchises. Pure: same entries and corrections, in any order of entries, give the same graph.

What counts as one line, where people may differ:
- A split cour is a part of its season. Where the title or TMDB numbers it as a season, that number is kept in
  `provider_numbers`.
- Series that change their name every year are one line when TMDB keeps them as seasons of one show, or when one takes
  over the other's slot without a break under its full title with an addition. Otherwise each is a line of its own.
- A story told again (same name, another show, no number, or after a long silence) is a line of its own, REMAKE.
- A movie, OVA or special is an extra, unless there is no series at all: then it makes the line.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from nextcour.catalog.entry import Entry
from nextcour.franchise import extras, families, lines, numbering, slugs
from nextcour.franchise.correction import Correction
from nextcour.franchise.index import generic_bases
from nextcour.franchise.kinds import is_main, is_season_on_disc
from nextcour.franchise.model import Franchise, Line
from nextcour.franchise.reading import Reading, read_entry
from nextcour.franchise.rulings import Rulings


class Graph(msgspec.Struct, frozen=True):
    """`franchises` in order of their ids; `problems` are corrections that could not be applied, in words."""

    franchises: tuple[Franchise, ...]
    problems: tuple[str, ...]


def _line(draft: lines.Draft, slug: str, rulings: Rulings, problems: list[str]) -> Line:
    found, wrong = numbering.seasons(draft.members, rulings)
    problems.extend(wrong)
    why = {member.id: judgement for member, judgement in zip(draft.members, draft.why, strict=True)}
    first = draft.members[0].entry
    return Line(slug, first.title, numbering.installments(found), numbering.links(found, why))


def _link_problems(drafts: Sequence[lines.Draft], corrections: Sequence[Correction], rulings: Rulings) -> list[str]:
    line_of = {member.id: place for place, draft in enumerate(drafts) for member in draft.members}
    problems = [
        f"{correction.kind} of {correction.recorded} names an unknown entry: {', '.join(correction.entries())}"
        for correction in rulings.unknown
    ]
    for correction in dict.fromkeys(corrections):
        held = correction in rulings.links_to(correction.later or "")
        if held and line_of[correction.earlier or ""] != line_of[correction.later or ""]:
            problems.append(
                f"{correction.later} cannot continue {correction.earlier}: it premiered before, "
                "or was linked to another line since"
            )
    return problems


def _main(readings: Sequence[Reading], rulings: Rulings) -> list[Reading]:
    """Candidates for main lines: series, numbered seasons of them on disc, and what a correction names."""
    series = {reading.id for reading in readings if is_main(reading.entry)}
    shows = {reading.show for reading in readings if reading.id in series and reading.show is not None}
    return [
        reading
        for reading in readings
        if reading.id in series
        or reading.id in rulings.promoted
        or (reading.show in shows and is_season_on_disc(reading.entry))
    ]


def assemble(entries: Sequence[Entry], corrections: Sequence[Correction] = ()) -> Graph:
    """The graph and what could not be applied. Entries with the same id count once (the first by title)."""
    unique = {entry.id: entry for entry in sorted(entries, key=lambda e: (e.id, e.title), reverse=True)}
    rulings = Rulings(corrections, unique.keys())
    readings = [read_entry(entry) for _, entry in sorted(unique.items())]
    generic = generic_bases(readings)
    main = _main(readings, rulings)
    placed = {reading.id for reading in main}
    drafts = lines.draw(main, rulings, generic)
    hanging, alone = extras.hang(drafts, [r for r in readings if r.id not in placed], rulings, generic)
    # What is left has no series: lone movies and OVAs make lines of their own, by the same evidence.
    offset = len(drafts)
    for draft in lines.draw(alone, rulings, generic):
        drafts.append(lines.Draft(draft.members, draft.why, [(place + offset, why) for place, why in draft.kin]))
    slug_of = slugs.unique(draft.members[0].entry for draft in drafts)
    problems = _link_problems(drafts, corrections, rulings)
    made = [_line(draft, slug_of[draft.members[0].id], rulings, problems) for draft in drafts]
    by_line: dict[int, list[extras.Hanging]] = {}
    for item in hanging:
        by_line.setdefault(item.line, []).append(item)
    franchises: list[Franchise] = []
    for family in families.families(drafts, rulings):
        kept = tuple(
            msgspec.structs.replace(made[place], relation=families.relation(drafts, family, place)) for place in family
        )
        around = [
            (item.reading.start, item.reading.id, extras.placed(item, made[place].id))
            for place in family
            for item in by_line.get(place, [])
        ]
        placed_extras = tuple(extra for *_, extra in sorted(around, key=lambda row: row[:2]))
        franchises.append(Franchise(kept[0].id, kept[0].title, kept, placed_extras))
    return Graph(tuple(sorted(franchises, key=lambda f: f.id)), tuple(problems))


def build(entries: Sequence[Entry], corrections: Sequence[Correction] = ()) -> tuple[Franchise, ...]:
    """Franchises of `entries`, in order of their ids. Every entry is in exactly one.

    Corrections that name unknown entries or cannot hold have no effect; `assemble` says which.
    """
    return assemble(entries, corrections).franchises
