"""Subjects of a forecast from the table of spells: each main line as it stood on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from nextcour.forecast.interface import Subject
from nextcour.forecast.spells import Spell


def subjects(spells: Iterable[Spell], as_of: dt.date) -> dict[str, Subject]:
    """Every line that had premiered by `as_of`, by line id, as it was known on that day."""
    latest: dict[str, Spell] = {}
    day = as_of.toordinal()
    for spell in spells:
        held = latest.get(spell.line)
        if spell.premiere <= day and (held is None or spell.number > held.number):
            latest[spell.line] = spell
    return {line: _subject(spell, day) for line, spell in latest.items()}


def subject_of(spells: Iterable[Spell], line: str, as_of: dt.date) -> Subject | None:
    """The line as it was known on `as_of`; None when nothing of it had premiered, or it is not in the table."""
    return subjects((spell for spell in spells if spell.line == line), as_of).get(line)


def _subject(spell: Spell, day: int) -> Subject:
    return Subject(
        line=spell.line,
        number=spell.number,
        group=spell.group,
        source=spell.source,
        premiere=dt.date.fromordinal(spell.premiere),
        announced_next=_seen(spell.next_announced, day),
        movie_announced=_seen(spell.movie_announced, day),
        finale=_seen(spell.finale, day),
    )


def _seen(event: int | None, day: int) -> dt.date | None:
    return dt.date.fromordinal(event) if event is not None and event <= day else None
