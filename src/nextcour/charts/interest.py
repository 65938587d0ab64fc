"""Demand of a show over time, as a source counted it. Needs `[charts]` to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from nextcour.charts.ahead import Words
from nextcour.charts.axes import across, at, ticks, years
from nextcour.charts.picture import BLUE, INK, Table
from nextcour.charts.sketch import SOFT, Sketch, layered, rows, wide

_LEFT, _RIGHT, _TOP, _BOTTOM, _PLOT = 60, 60, 22, 30, 140


def interest(
    counts: Sequence[tuple[dt.date, float]], events: Sequence[tuple[dt.date, str]], end: str, words: Words, table: Table
) -> Sketch:
    """`counts` in order of day, at least two, joined by a line; `end` is the last one in words."""
    first, last = at(counts[0][0]), at(counts[-1][0])
    pad = max(0.02, (last - first) * 0.03)
    first, last = first - pad, last + pad
    x = across(first, last)
    top = max(value for _, value in counts) or 1.0
    axis = {"tickCount": 4, "format": "~s", "grid": True, "orient": "left"}
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [0, top], "nice": True, "range": [_PLOT, 0]}}
    data = rows(*({"x": at(day), "y": value} for day, value in counts))
    # Less than two turns of a year on the axis would leave it nearly bare.
    calendar = years(first, last) if last - first > 1.5 else _months(first, last)
    layers: list[dict[str, Any]] = [
        {
            "data": data,
            "mark": {"type": "area", "color": BLUE, "opacity": 0.13},
            "encoding": {"x": across(first, last, calendar), "y": {**y, "axis": axis}},
        },
        ticks(first, last, _PLOT),
        {"data": data, "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5}, "encoding": {"x": x, "y": y}},
        {
            "data": rows({"x": at(counts[-1][0]), "y": counts[-1][1]}),
            "mark": {
                "type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontWeight": "bold", "color": BLUE,
                "text": end,
            },
            "encoding": {"x": x, "y": y},
        },
    ]  # fmt: skip
    for day, label in events:
        if first <= at(day) <= last:
            layers += [
                {
                    "data": rows({"x": at(day)}),
                    "mark": {"type": "rule", "color": INK, "strokeDash": [2, 3]},
                    "encoding": {"x": x, "y": {"value": -4}, "y2": {"value": _PLOT}},
                },
                {
                    "data": rows({"x": at(day)}),
                    "mark": {"type": "text", "baseline": "bottom", "text": label, "color": SOFT},
                    "encoding": {"x": x, "y": {"value": -6}},
                },
            ]
    height = _TOP + _PLOT + _BOTTOM
    spec = layered(layers, height, left=_LEFT, right=max(_RIGHT, round(wide(end)) + 10), top=_TOP, bottom=_BOTTOM)
    return Sketch("interest", words.title, words.description, spec, height, table)


def _months(first: float, last: float) -> dict[str, Any]:
    values = [n / 12 for n in range(int(first * 12) + 1, int(last * 12) + 1)]
    values = values[:: max(1, len(values) // 4)]
    label = (
        "floor(datum.value + 0.001) + '-' + format(round((datum.value - floor(datum.value + 0.001)) * 12) + 1, '02')"
    )
    return {"values": [round(value, 4) for value in values], "labelExpr": label, "grid": True, "orient": "bottom"}
