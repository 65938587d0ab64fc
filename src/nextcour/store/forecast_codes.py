"""A curve, read from a short row of whole numbers. `forecast_rows` writes it, and says what is lost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nextcour.forecast.chances import expit, logit
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.reasons import AT

LOWEST, _HIGHEST, CODES = -12.0, 0.75, 255
STEP = (_HIGHEST - LOWEST) / (CODES - 1)
SPREAD_STEP = 0.02
PART_STEP = 0.025
MIDDLE = 1 << 15  # code of a signed number 0 in two bytes
INTERVALS = len(EDGES)
RUN_BYTES = 2


class Column(NamedTuple):
    """`width` in bytes of the column `name`."""

    name: str
    width: int


def columns(groups: int) -> tuple[Column, ...]:
    """Columns of a row for runs with at most so many groups of features."""
    names = ("announced", "out", "movie")
    return (
        Column("number", 2),
        Column("premiere", 3),
        *(Column(name, 1) for name in names for _ in range(INTERVALS)),
        *(Column("spread", 1) for _ in names),
        *(Column("why", 2) for _ in range(groups)),
        Column("if_movie", 2),
        Column("if_top", 2),
    )


def groups_of(runs: Iterable[Run]) -> int:
    """The most groups that one of the runs has: rows of all runs are as wide as its."""
    return max((len(run.groups) for run in runs), default=0)


def curve_of(run: Run, numbers: Sequence[int]) -> Curve:
    """The curve that `numbers_of` made numbers of."""
    at = 2
    hazards = [numbers[at + start : at + start + INTERVALS] for start in range(0, 3 * INTERVALS, INTERVALS)]
    announced, out, movie = (cumulative(codes) for codes in hazards)
    at += 3 * INTERVALS
    spread = tuple(code * SPREAD_STEP for code in numbers[at : at + 3])
    at += 3
    parts = [(code - MIDDLE) * PART_STEP for code in numbers[at : at + len(run.groups)]]
    chance = announced[AT]
    movie_code, top_code = numbers[-2:]
    return Curve(
        number=numbers[0],
        premiere=numbers[1],
        announced=announced,
        out=tuple(min(pair) for pair in zip(out, announced, strict=True)),
        movie=movie,
        spread=(spread[0], spread[1], spread[2]),
        why=_adding_up(parts, run.base, chance),
        if_movie=expit(logit(chance) + (movie_code - MIDDLE) * PART_STEP),
        if_top=expit(logit(chance) + (top_code - MIDDLE) * PART_STEP),
    )


class _Page(Mapping[int, Curve]):
    """Curves by the place of their run. One is read when it is asked for: of the many runs of a page a question uses
    one."""

    def __init__(self, rows: Mapping[int, bytes], runs: Sequence[Run], layout: tuple[Column, ...]) -> None:
        self._rows = rows
        self._runs = runs
        self._layout = layout

    def __getitem__(self, place: int) -> Curve:
        row = self._rows[place]
        numbers = []
        at = 0
        for column in self._layout:
            numbers.append(int.from_bytes(row[at : at + column.width], "big"))
            at += column.width
        return curve_of(self._runs[place], numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def curves_of(page: bytes, runs: Sequence[Run]) -> Mapping[int, Curve]:
    """Curves of a page by the place of their run. Raises ValueError when `page` does not fit `runs`."""
    layout = columns(groups_of(runs))
    size = RUN_BYTES + sum(column.width for column in layout)
    if len(page) % size:
        raise ValueError(f"a page of {len(page)} bytes has no whole number of rows of {size}")
    rows = {
        int.from_bytes(page[start : start + RUN_BYTES], "big"): page[start + RUN_BYTES : start + size]
        for start in range(0, len(page), size)
    }
    last = max(rows, default=0)
    if rows and last >= len(runs):
        raise ValueError(f"a page names run {last} of {len(runs)}")
    return _Page(rows, runs, layout)


# Logarithm of the survival of one interval, by code.
_LOGS = (0.0, *(math.log1p(-expit(LOWEST + at * STEP)) for at in range(CODES)))


def cumulative(codes: Sequence[int]) -> tuple[float, ...]:
    """Chance of the event by the end of each interval, from the codes of its hazards."""
    found = []
    log = 0.0
    for code in codes:
        log += _LOGS[code]
        found.append(-math.expm1(log))
    return tuple(found)


def _adding_up(parts: list[float], base: float, chance: float) -> tuple[float, ...]:
    """`parts` with what is missing to the log-odds of `chance` in the largest; none for a chance without log-odds."""
    if not parts or not 0.0 < chance < 1.0:
        return (0.0,) * len(parts)
    largest = max(range(len(parts)), key=lambda at: abs(parts[at]))
    parts[largest] += logit(chance) - logit(base) - sum(parts)
    return tuple(parts)
