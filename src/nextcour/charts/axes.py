"""Scales that several pictures share: days as years on a calendar, chances from nought up. Plain arithmetic."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from nextcour.charts.picture import GRID
from nextcour.charts.sketch import rows

LEAST_CHANCE = 0.01  # no scale ends lower: noughts would look like mountains


def at(day: dt.date) -> float:
    """A day as a year with a fraction: 1 January 2026 is 2026.0."""
    start = dt.date(day.year, 1, 1)
    return round(day.year + (day - start).days / (dt.date(day.year + 1, 1, 1) - start).days, 4)


def across(first: float, last: float, axis: dict[str, Any] | None = None) -> dict[str, Any]:
    """The horizontal channel from one year to another, for a field `x`."""
    scale = {"domain": [first, last], "nice": False, "zero": False}
    # An axis stands in one layer only: a null one in another would take it away from all.
    return {"field": "x", "type": "quantitative", "scale": scale} | ({"axis": axis} if axis else {})


def years(first: float, last: float, room: int = 300) -> dict[str, Any]:
    """An axis with the years between, as many as fit into `room` pixels."""
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step * 38 <= room or step == 50)
    start = math.ceil(first - 1e-9)
    values = [year for year in range(start, math.floor(last) + 1) if year % step == 0]
    return {"values": values, "format": "d", "grid": True, "orient": "bottom"}


def quarter_marks(first: float, last: float) -> dict[str, Any]:
    """Short ticks at quarters, below the plot; none where a year is too narrow for them."""
    if last - first > 8:
        return rows()
    found = [n / 4 for n in range(math.ceil(first * 4), math.floor(last * 4) + 1)]
    return rows(*({"x": one} for one in found))


def ticks(first: float, last: float, height: int) -> dict[str, Any]:
    """A layer with ticks at quarters along the foot of a plot."""
    return {
        "data": quarter_marks(first, last),
        "mark": {"type": "rule", "color": GRID, "opacity": 0.8},
        "encoding": {"x": across(first, last), "y": {"value": height}, "y2": {"value": height + 4}},
    }


def upright(first: float, last: float, height: int) -> dict[str, Any]:
    """A layer with a line for every year, over a whole plot of which the vertical scale covers but a part."""
    values = years(first, last)["values"]
    return {
        "data": rows(*({"x": year} for year in values)),
        "mark": {"type": "rule", "color": GRID, "opacity": 0.25},
        "encoding": {"x": across(first, last), "y": {"value": 0}, "y2": {"value": height}},
    }


def chance_axis(marks: Sequence[float]) -> dict[str, Any]:
    """An axis of chances at the left, in per cent."""
    return {
        "values": list(marks),
        "labelExpr": "format(datum.value * 100, '~g') + ' %'",
        "grid": True,
        "orient": "left",
    }


def top_of(values: Sequence[float]) -> tuple[float, list[float]]:
    """The end of a scale of chances that holds all `values`, and its ticks."""
    highest = min(1.0, max([LEAST_CHANCE, *values]))
    for end, step in (
        (0.01, 0.005),
        (0.02, 0.01),
        (0.05, 0.025),
        (0.1, 0.05),
        (0.15, 0.05),
        (0.2, 0.1),
        (0.3, 0.1),
        (0.4, 0.2),
        (0.6, 0.2),
        (0.8, 0.4),
        (1.0, 0.5),
    ):
        if highest <= end:
            return end, [round(step * n, 4) for n in range(round(end / step) + 1)]
    raise AssertionError(highest)


def apart(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """`places` (pixels from the top) moved until neighbours are `least` apart, kept within the bounds; same order."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    found = list(places)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + least)
    below = high
    for n in reversed(order):
        found[n] = max(low, min(found[n], below))
        below = found[n] - least
    return found
