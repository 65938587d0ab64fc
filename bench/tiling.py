"""A catalogue several times as large: whole copies side by side, for measuring growth. Needs `[forecast]`.

Every copy has lines, franchises, entries and studios of its own, so that each show has the same features in every copy
(were studios shared, they would seem ten times as busy) and the mix of shows stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np

from nextcour.forecast.landmarks import Seen
from nextcour.forecast.panel import Ints
from nextcour.signals.census import Places
from nextcour.signals.chronicle import Chronicle, Extras, Installments, Parts

T = TypeVar("T", Parts, Installments, Extras)


def tile_chronicle(one: Chronicle, times: int) -> Chronicle:
    """`times` copies of every line."""
    lines, entries, studios = len(one.lines), len(one.entries), len(one.studio_names)
    franchises = int(max(one.franchise.max(initial=-1), one.extras.franchise.max(initial=-1))) + 1
    step = {"line": lines, "entry": entries, "franchise": franchises, "installment": len(one.installments.line)}

    def table(found: T) -> T:
        columns = {
            field.name: _tiled(getattr(found, field.name), times, step.get(field.name, 0)) for field in fields(found)
        }
        return replace(found, **columns)

    def names(found: Sequence[str]) -> tuple[str, ...]:
        return tuple(f"{name}~{copy}" if copy else name for copy in range(times) for name in found)

    plain = ("format", "material", "foreign", "slot", "entry_announced", "entry_premiere", "entry_finale")
    return replace(
        one,
        lines=names(one.lines),
        franchise=_tiled(one.franchise, times, franchises),
        entries=names(one.entries),
        studios=tuple(tuple(at + copy * studios for at in made) for copy in range(times) for made in one.studios),
        studio_names=names(one.studio_names),
        parts=table(one.parts),
        installments=table(one.installments),
        extras=table(one.extras),
        **{name: _tiled(getattr(one, name), times, 0) for name in plain},
    )


def tile_places(one: Places, times: int) -> Places:
    """The same places for every copy."""
    return replace(one, percentile=np.tile(one.percentile, times))


def tile_seen(one: Seen, lines: int, times: int) -> Seen:
    """The same later announcements for every copy; `lines` is how many lines one copy has."""
    copies = range(times)
    return replace(
        one,
        later={line + copy * lines: day for copy in copies for line, day in one.later.items()},
        later_movies={line + copy * lines: days for copy in copies for line, days in one.later_movies.items()},
    )


def tiled_rows(landmark: Ints, times: int) -> Ints:
    """For each row of a tiled panel the row of the single one that it is a copy of: rows come in order of landmark,
    then line, so that the copies of a landmark follow each other."""
    starts = np.flatnonzero(np.diff(landmark, prepend=-1))
    ends = [*starts[1:], len(landmark)]
    parts = [np.tile(np.arange(start, end), times) for start, end in zip(starts, ends, strict=True)]
    rows: Ints = np.concatenate(parts)
    return rows


def _tiled(values: np.ndarray, times: int, step: int) -> np.ndarray:
    tiled = np.tile(values, times)
    return tiled + np.repeat(np.arange(times) * step, len(values)) if step else tiled
