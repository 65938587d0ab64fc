"""Spells as they stood on a day, for tests that take the future away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from nextcour.forecast.spells import Spell


def known_spells(spells: Iterable[Spell], day: dt.date) -> tuple[Spell, ...]:
    """`spells` that had begun by `day`, without what happened after it."""
    now = day.toordinal()

    def past(value: int | None) -> int | None:
        return value if value is not None and value <= now else None

    return tuple(
        msgspec.structs.replace(
            spell,
            finale=past(spell.finale),
            next_announced=past(spell.next_announced),
            next_premiere=past(spell.next_premiere),
            movie_announced=past(spell.movie_announced),
            movie_premiere=past(spell.movie_premiere),
            basis=spell.basis if past(spell.next_announced) else "",
        )
        for spell in spells
        if spell.premiere <= now
    )
