"""How the chance of a show was seen over the past, with what happened meanwhile. Needs `[charts]` to be drawn."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from nextcour.charts.ahead import Words
from nextcour.charts.axes import across, at, chance_axis, ticks, top_of, years
from nextcour.charts.picture import BLUE, INK, Table
from nextcour.charts.sketch import SOFT, WIDTH, Sketch, layered, rows, wide

_LEFT, _RIGHT, _BARE, _TOP, _BOTTOM, _PLOT = 44, 52, 12, 44, 30, 140
_QUARTER = 100  # days; runs further apart are not joined

# (day, installments out, chance, low, high)
Said = tuple[dt.date, int, float, float, float]


def past(said: Sequence[Said], events: Sequence[tuple[dt.date, str]], end: str, words: Words, table: Table) -> Sketch:
    """`said` in order of day, at least two. `events` are marked with a line and their words; `end` is the last chance
    in words. Where the count of installments changes, or runs are missing, the line breaks."""
    right = max(_RIGHT, round(wide(end)) + 10)
    first = at(said[0][0]) - 0.1
    last = max(at(said[-1][0]), *(at(day) for day, _ in events), first + 1.0) + 0.1
    x = across(first, last)
    top, marks = top_of([high for *_, high in said])
    y_axis = chance_axis(marks)
    scale = {"domain": [0, top], "range": [_PLOT, 0], "nice": False}
    segment, items = 0, []
    for before, one in pairwise([said[0], *said]):
        if one[1] != before[1] or (one[0] - before[0]).days > _QUARTER:
            segment += 1
        items.append({"x": at(one[0]), "p": one[2], "low": one[3], "high": one[4], "s": segment})
    data = rows(*items)
    sizes = Counter(item["s"] for item in items)
    alone = [item for item in items if sizes[item["s"]] == 1]
    y = {"field": "p", "type": "quantitative", "scale": scale}
    detail = {"field": "s", "type": "nominal"}
    layers: list[dict[str, Any]] = [
        {
            "data": data,
            "mark": {"type": "area", "color": BLUE, "opacity": 0.17},
            "encoding": {
                "x": across(first, last, years(first, last)),
                "y": {"field": "low", "type": "quantitative", "scale": scale, "axis": y_axis},
                "y2": {"field": "high"},
                "detail": detail,
            },
        },
        ticks(first, last, _PLOT),
        *_events(events, first, last, x, right),
        {
            "data": rows(*alone),
            "mark": {"type": "rule", "color": BLUE, "strokeWidth": 4, "opacity": 0.25},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": data,
            "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "detail": detail},
        },
        {
            "data": data,
            "mark": {"type": "point", "filled": True, "color": BLUE, "size": 22, "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": rows(items[-1]),
            "mark": {
                "type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontWeight": "bold", "color": BLUE,
                "text": end,
            },
            "encoding": {"x": x, "y": y},
        },
    ]  # fmt: skip
    above = _TOP if events else _BARE
    height = above + _PLOT + _BOTTOM
    spec = layered(layers, height, left=_LEFT, right=right, top=above, bottom=_BOTTOM)
    return Sketch("past", words.title, words.description, spec, height, table)


def _events(
    events: Sequence[tuple[dt.date, str]], first: float, last: float, x: dict[str, Any], right: int
) -> list[dict[str, Any]]:
    """A rule each, words above it on the first of two lines that has room; where neither has, the rule alone."""
    room = WIDTH - _LEFT - right
    free = [-_LEFT, -_LEFT]  # where each line is free from
    layers: list[dict[str, Any]] = []
    for day, label in sorted(events):
        place = (at(day) - first) / (last - first) * room
        width = wide(label)
        start = min(max(place - width / 2, -_LEFT + 4), room + right - width - 4)
        line = next((n for n in (0, 1) if start >= free[n]), None)
        y = -6 - 16 * (line or 0)
        layers.append(
            {
                "data": rows({"x": at(day)}),
                "mark": {"type": "rule", "color": INK, "strokeDash": [2, 3], "opacity": 0.8},
                "encoding": {"x": x, "y": {"value": y + 2 if line is not None else -2}, "y2": {"value": _PLOT}},
            }
        )
        if line is None:
            continue
        free[line] = round(start + width + 8)
        layers.append(
            {
                "data": rows({}),
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "text": label, "color": SOFT},
                "encoding": {"x": {"value": round(start, 1)}, "y": {"value": y}},
            }
        )
    return layers
