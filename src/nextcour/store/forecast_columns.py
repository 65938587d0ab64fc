"""Columns of whole numbers as differences to what their neighbours say, which are small and compress well.

A neighbour is the same line's number one run earlier, another column of the same curve, or both (what that column has
gained since the run before is expected of this one too). Which of them, is tried out for each column when the file is
made, and stands in the file.

A *table* holds the numbers of one run: a sequence for each column, one number a line, in order of the run's `present`
places. Lines keep their last numbers through runs that do not know them; before the first one they are 0.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from nextcour.store.forecast_codes import Column

Table = Sequence[Sequence[int]]
_SAMPLED = 3  # guesses are tried out on one run in so many


class Guess(NamedTuple):
    """What a number is expected to be: `before` (one run earlier), the column `beside` (-1: none), or the sum of the
    first and what the second has gained. With `ahead`, the column `beside` one run earlier."""

    before: bool
    ahead: bool
    beside: int


def choose(
    layout: Sequence[Column], present: Sequence[Sequence[int]], tables: Sequence[Table], lines: int
) -> tuple[Guess, ...]:
    """For each column the guess that leaves least to say, by the entropy of its differences in a sample of runs."""
    counts = [{guess: Counter[int]() for guess in _candidates(layout, at)} for at in range(len(layout))]
    last = [[0] * lines for _ in layout]
    for run, (places, table) in enumerate(zip(present, tables, strict=True)):
        if places and (run % _SAMPLED == 1 or len(tables) < _SAMPLED):
            before = _pick(last, places)
            for at, options in enumerate(counts):
                for guess, counter in options.items():
                    expected = _expected(guess, at, before, table)
                    counter.update(a - b for a, b in zip(table[at], expected, strict=True))
        _remember(last, places, table)
    return tuple(min(options, key=lambda guess: (_bits(options[guess]), guess)) for options in counts)


def fold(
    layout: Sequence[Column],
    guesses: Sequence[Guess],
    present: Sequence[Sequence[int]],
    tables: Sequence[Table],
    lines: int,
) -> bytes:
    """The differences as planes of bytes: column after column, high bytes before low ones, in each run after run."""
    planes = [bytearray() for column in layout for _ in range(column.width)]
    last = [[0] * lines for _ in layout]
    for places, table in zip(present, tables, strict=True):
        before = _pick(last, places)
        plane = iter(planes)
        for at, column in enumerate(layout):
            pairs = zip(table[at], _expected(guesses[at], at, before, table), strict=True)
            if column.width == 1:
                next(plane).extend((a - b) & 255 for a, b in pairs)
                continue
            # Small differences of either sign get an empty high byte: 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
            half = 1 << 8 * column.width - 1
            signed = [(a - b + half) % (2 * half) - half for a, b in pairs]
            folded = [2 * number if number >= 0 else -2 * number - 1 for number in signed]
            for shift in _shifts(column):
                next(plane).extend(number >> shift & 255 for number in folded)
        _remember(last, places, table)
    return b"".join(planes)


def unfold(
    layout: Sequence[Column], guesses: Sequence[Guess], present: Sequence[Sequence[int]], data: bytes, lines: int
) -> Iterator[list[bytes]]:
    """Of each run its rows (`forecast_rows.row_of`). Raises ValueError when `data` or `guesses` do not fit."""
    cells = sum(map(len, present))
    if len(data) != cells * sum(column.width for column in layout) or len(guesses) != len(layout):
        raise ValueError(f"{len(data)} bytes do not hold {cells} curves")
    for at, guess in enumerate(guesses):
        if not -1 <= guess.beside < (len(layout) if guess.ahead else at):
            raise ValueError(f"column {at} is guessed from column {guess.beside}")
    last = [[0] * lines for _ in layout]
    done = 0
    for places in present:
        before = _pick(last, places)
        table: list[Sequence[int]] = []
        planes: list[bytes] = []
        start = done
        for at, column in enumerate(layout):
            expected = _expected(guesses[at], at, before, table)
            parts = [data[start + n * cells : start + n * cells + len(places)] for n in range(column.width)]
            start += column.width * cells
            table.append(_sums(parts, expected))
            planes += [bytes(number >> shift & 255 for number in table[at]) for shift in _shifts(column)]
        yield [bytes(row) for row in zip(*planes, strict=True)]
        _remember(last, places, table)
        done += len(places)


def _sums(parts: Sequence[bytes], expected: Sequence[int]) -> Sequence[int]:
    if len(parts) == 1:
        return bytes([(a + b) & 255 for a, b in zip(parts[0], expected, strict=True)])
    most = (1 << 8 * len(parts)) - 1
    folded: list[int] = list(parts[0])
    for part in parts[1:]:
        folded = [a << 8 | b for a, b in zip(folded, part, strict=True)]
    return [(b - (a + 1 >> 1) if a & 1 else b + (a >> 1)) & most for a, b in zip(folded, expected, strict=True)]


def _shifts(column: Column) -> range:
    return range(8 * column.width - 8, -8, -8)


def _pick(last: Table, places: Sequence[int]) -> list[Sequence[int]]:
    """The numbers at `places` of every column."""
    if len(places) < 2:
        return [[column[at] for at in places] for column in last]
    pick = itemgetter(*places)
    return [pick(column) for column in last]


def _remember(last: Iterable[list[int]], places: Sequence[int], table: Table) -> None:
    for column, numbers in zip(last, table, strict=True):
        for at, number in zip(places, numbers, strict=True):
            column[at] = number


def _expected(guess: Guess, at: int, before: Table, now: Table) -> Sequence[int]:
    """What the numbers of column `at` should be. Of `now` only columns before `at` are read."""
    if guess.ahead:
        return before[guess.beside]
    if guess.beside < 0:
        return before[at] if guess.before else [0] * len(before[at])
    beside = now[guess.beside]
    if not guess.before:
        return beside
    return [a + b - c for a, b, c in zip(before[at], beside, before[guess.beside], strict=True)]


def _candidates(layout: Sequence[Column], at: int) -> Iterator[Guess]:
    """Guesses worth a try: of hazards the interval before, the same interval of the curves before, and the next
    interval one run earlier (which has come three months nearer)."""
    column = layout[at]
    yield Guess(True, False, -1)
    if column.width == 1:
        for other in (at - 1, at - 10, at - 20):
            if other > 1 and layout[other].width == 1:
                yield Guess(True, False, other)
                yield Guess(False, False, other)
        if at + 1 < len(layout) and layout[at + 1].name == column.name:
            yield Guess(False, True, at + 1)


def _bits(counter: Counter[int]) -> float:
    """Bits that all counted differences need. Rounded: the last digit of a logarithm may differ between machines."""
    total = counter.total()
    return round(-sum(n * math.log2(n / total) for n in counter.values()), 2)
