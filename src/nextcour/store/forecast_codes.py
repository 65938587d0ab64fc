"""A curve as a short row of whole numbers. What is lost is bounded:

- a hazard between 6.1e-6 and 0.679 comes back within 2.6 % of itself (codes of its log-odds, about 0.05 apart); smaller
  ones come back as 6.1e-6 or 0, larger ones as 0.679;
- spreads come back within 0.01 up to 5.1, and the parts of `why` within 0.0125, but for the largest: it takes up what
  rounding leaves, so that all parts add up exactly to the log-odds between the base and the chance that comes back;
- what-ifs come back with their log-odds beside the chance within 0.0125.

Chances come back rising, `out` never above `announced`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nextcour.forecast.chances import expit, logit
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.reasons import AT

_LOWEST, _HIGHEST, _CODES = -12.0, 0.75, 255
_STEP = (_HIGHEST - _LOWEST) / (_CODES - 1)
_LEAST_HAZARD = 3e-6  # half of the lowest: below it a hazard is none
_SPREAD_STEP = 0.02
_PART_STEP = 0.025
_MIDDLE = 1 << 15  # code of a signed number 0 in two bytes
_INTERVALS = len(EDGES)
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
        *(Column(name, 1) for name in names for _ in range(_INTERVALS)),
        *(Column("spread", 1) for _ in names),
        *(Column("why", 2) for _ in range(groups)),
        Column("if_movie", 2),
        Column("if_top", 2),
    )


def width(groups: int) -> int:
    """Bytes of a row."""
    return sum(column.width for column in columns(groups))


def groups_of(runs: Iterable[Run]) -> int:
    """The most groups that one of the runs has: rows of all runs are as wide as its."""
    return max((len(run.groups) for run in runs), default=0)


def numbers_of(run: Run, curve: Curve, groups: int) -> tuple[int, ...]:
    """A number for each of `columns(groups)`. Raises ValueError for a curve that breaks the rules of `Curve`."""
    _check(run, curve)
    announced = _hazard_codes(curve.announced)
    chance = logit(_cumulative(announced)[AT])
    said = logit(curve.announced[AT])
    return (
        curve.number,
        curve.premiere,
        *announced,
        *_hazard_codes(curve.out),
        *_hazard_codes(curve.movie),
        *(min(255, max(0, round(spread / _SPREAD_STEP))) for spread in curve.spread),
        *(_signed(part / _PART_STEP) for part in curve.why),
        *(_MIDDLE for _ in range(groups - len(curve.why))),
        *(
            _signed((logit(p) - (chance if p in (0.0, 1.0) else said)) / _PART_STEP)
            for p in (curve.if_movie, curve.if_top)
        ),
    )


def curve_of(run: Run, numbers: Sequence[int]) -> Curve:
    """The curve that `numbers_of` made numbers of."""
    at = 2
    hazards = [numbers[at + start : at + start + _INTERVALS] for start in range(0, 3 * _INTERVALS, _INTERVALS)]
    announced, out, movie = (_cumulative(codes) for codes in hazards)
    at += 3 * _INTERVALS
    spread = tuple(code * _SPREAD_STEP for code in numbers[at : at + 3])
    at += 3
    parts = [(code - _MIDDLE) * _PART_STEP for code in numbers[at : at + len(run.groups)]]
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
        if_movie=expit(logit(chance) + (movie_code - _MIDDLE) * _PART_STEP),
        if_top=expit(logit(chance) + (top_code - _MIDDLE) * _PART_STEP),
    )


def row_of(numbers: Iterable[int], layout: Iterable[Column]) -> bytes:
    """Big-endian bytes of a row."""
    return b"".join(number.to_bytes(column.width, "big") for number, column in zip(numbers, layout, strict=True))


def page_of(rows: Iterable[tuple[int, bytes]]) -> bytes:
    """The rows of one line, each behind the place of its run."""
    return b"".join(run.to_bytes(RUN_BYTES, "big") + row for run, row in rows)


def curves_of(page: bytes, runs: Sequence[Run]) -> Mapping[int, Curve]:
    """Curves of a page by the place of their run. Raises ValueError when `page` does not fit `runs`."""
    return dict(_rows(page, runs))


def _rows(page: bytes, runs: Sequence[Run]) -> Iterator[tuple[int, Curve]]:
    layout = columns(groups_of(runs))
    size = RUN_BYTES + sum(column.width for column in layout)
    if len(page) % size:
        raise ValueError(f"a page of {len(page)} bytes has no whole number of rows of {size}")
    for start in range(0, len(page), size):
        place = int.from_bytes(page[start : start + RUN_BYTES], "big")
        if place >= len(runs):
            raise ValueError(f"a page names run {place} of {len(runs)}")
        at = start + RUN_BYTES
        numbers = []
        for column in layout:
            numbers.append(int.from_bytes(page[at : at + column.width], "big"))
            at += column.width
        yield place, curve_of(runs[place], numbers)


def _check(run: Run, curve: Curve) -> None:
    for chances in (curve.announced, curve.out, curve.movie):
        if len(chances) != _INTERVALS:
            raise ValueError(f"a curve has {_INTERVALS} chances, not {len(chances)}")
        if not all(0.0 <= a <= b <= 1.0 for a, b in zip((0.0, *chances), chances, strict=False)):
            raise ValueError(f"chances must rise from 0 to 1: {chances}")
    if len(curve.why) != len(run.groups):
        raise ValueError(f"{len(curve.why)} parts for {len(run.groups)} groups")
    if not (0.0 <= curve.if_movie <= 1.0 and 0.0 <= curve.if_top <= 1.0 and 0.0 < run.base < 1.0):
        raise ValueError("a chance is not between 0 and 1")
    if not all(math.isfinite(value) for value in (*curve.why, *curve.spread)):
        raise ValueError("a part or a spread is not finite")
    if not (0 <= curve.number < 1 << 16 and 0 < curve.premiere < 1 << 24):
        raise ValueError(f"number {curve.number} or premiere {curve.premiere} is out of range")


def _hazard_codes(chances: Sequence[float]) -> list[int]:
    """Code 0 for none, 1 to 255 for log-odds from _LOWEST to _HIGHEST."""
    codes = []
    before = 0.0
    for chance in chances:
        hazard = (chance - before) / (1.0 - before) if before < 1.0 else 0.0
        before = chance
        if hazard < _LEAST_HAZARD:
            codes.append(0)
        else:
            codes.append(1 + min(_CODES - 1, max(0, round((logit(hazard) - _LOWEST) / _STEP))))
    return codes


# Logarithm of the survival of one interval, by code.
_LOGS = (0.0, *(math.log1p(-expit(_LOWEST + at * _STEP)) for at in range(_CODES)))


def _cumulative(codes: Sequence[int]) -> tuple[float, ...]:
    found = []
    log = 0.0
    for code in codes:
        log += _LOGS[code]
        found.append(-math.expm1(log))
    return tuple(found)


def _signed(steps: float) -> int:
    return min(2 * _MIDDLE - 1, max(0, round(steps) + _MIDDLE))


def _adding_up(parts: list[float], base: float, chance: float) -> tuple[float, ...]:
    """`parts` with what is missing to the log-odds of `chance` in the largest; none for a chance without log-odds."""
    if not parts or not 0.0 < chance < 1.0:
        return (0.0,) * len(parts)
    largest = max(range(len(parts)), key=lambda at: abs(parts[at]))
    parts[largest] += logit(chance) - logit(base) - sum(parts)
    return tuple(parts)
