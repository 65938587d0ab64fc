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
from collections.abc import Iterable, Sequence

from nextcour.forecast.chances import logit
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.reasons import AT
from nextcour.store.forecast_codes import (
    CODES,
    INTERVALS,
    LOWEST,
    MIDDLE,
    PART_STEP,
    RUN_BYTES,
    SPREAD_STEP,
    STEP,
    Column,
    columns,
    cumulative,
)

_LEAST_HAZARD = 3e-6  # half of the lowest: below it a hazard is none


def width(groups: int) -> int:
    """Bytes of a row."""
    return sum(column.width for column in columns(groups))


def numbers_of(run: Run, curve: Curve, groups: int) -> tuple[int, ...]:
    """A number for each of `columns(groups)`. Raises ValueError for a curve that breaks the rules of `Curve`."""
    _check(run, curve)
    announced = _hazard_codes(curve.announced)
    chance = logit(cumulative(announced)[AT])
    said = logit(curve.announced[AT])
    return (
        curve.number,
        curve.premiere,
        *announced,
        *_hazard_codes(curve.out),
        *_hazard_codes(curve.movie),
        *(min(255, max(0, round(spread / SPREAD_STEP))) for spread in curve.spread),
        *(_signed(part / PART_STEP) for part in curve.why),
        *(MIDDLE for _ in range(groups - len(curve.why))),
        *(
            _signed((logit(p) - (chance if p in (0.0, 1.0) else said)) / PART_STEP)
            for p in (curve.if_movie, curve.if_top)
        ),
    )


def row_of(numbers: Iterable[int], layout: Iterable[Column]) -> bytes:
    """Big-endian bytes of a row."""
    return b"".join(number.to_bytes(column.width, "big") for number, column in zip(numbers, layout, strict=True))


def page_of(rows: Iterable[tuple[int, bytes]]) -> bytes:
    """The rows of one line, each behind the place of its run."""
    return b"".join(run.to_bytes(RUN_BYTES, "big") + row for run, row in rows)


def _check(run: Run, curve: Curve) -> None:
    for chances in (curve.announced, curve.out, curve.movie):
        if len(chances) != INTERVALS:
            raise ValueError(f"a curve has {INTERVALS} chances, not {len(chances)}")
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
    """Code 0 for none, 1 to 255 for log-odds from LOWEST to _HIGHEST."""
    codes = []
    before = 0.0
    for chance in chances:
        hazard = (chance - before) / (1.0 - before) if before < 1.0 else 0.0
        before = chance
        if hazard < _LEAST_HAZARD:
            codes.append(0)
        else:
            codes.append(1 + min(CODES - 1, max(0, round((logit(hazard) - LOWEST) / STEP))))
    return codes


def _signed(steps: float) -> int:
    return min(2 * MIDDLE - 1, max(0, round(steps) + MIDDLE))
