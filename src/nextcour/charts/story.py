"""Installments, films and announcements of a show on a calendar, one row each. Needs `[charts]` to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nextcour.charts.ahead import Words
from nextcour.charts.axes import across, at, ticks, years
from nextcour.charts.picture import BLUE, INK, ORANGE, VERMILION, Table
from nextcour.charts.sketch import SOFT, WIDTH, Sketch, layered, rows, wide

_ROW, _TOP, _RIGHT, _BOTTOM = 26, 22, 14, 30
MOST = 14  # rows; older ones are left to the table


@dataclass(frozen=True)
class Bar:
    """A row. `first` to `last` it was shown (equal: on one day; both None: not known); `announced` before that.
    `kind` is `main` (a bar), `beside` (a diamond, and one more for each of `also`) or `window` (when it may come, drawn
    open)."""

    label: str
    kind: str
    announced: dt.date | None
    first: dt.date | None
    last: dt.date | None
    also: tuple[dt.date, ...] = ()


def story(bars: Sequence[Bar], today: dt.date, words: Words, table: Table) -> Sketch:
    """Bars from top to bottom in the order given, at most MOST, the last ones. At least one must have a day."""
    bars = bars[-MOST:]
    days = [day for bar in bars for day in (bar.announced, bar.first, bar.last, *bar.also) if day is not None]
    first, last = min(at(day) for day in days), max(at(today), *(at(day) for day in days))
    pad = max(0.15, (last - first) * 0.03)
    first, last = first - pad, max(last + pad, first + 1.5)
    left = 14 + round(max(wide(bar.label) for bar in bars))
    left = min(left, 150)
    inner = _ROW * len(bars)
    x = across(first, last)
    room = WIDTH - left - _RIGHT
    layers: list[dict[str, Any]] = [
        {
            "data": rows({"x": first}),
            "mark": {"type": "point", "opacity": 0},
            "encoding": {"x": across(first, last, years(first, last, room)), "y": {"value": inner}},
        },
        ticks(first, last, inner),
        {
            "data": rows({"x": at(today)}),
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": {"value": -3}, "y2": {"value": inner}},
        },
        {
            "data": rows({}),
            "mark": {"type": "text", "align": "right", "baseline": "bottom", "text": words.today, "color": SOFT},
            "encoding": {
                "x": {"value": min(room + _RIGHT, round((at(today) - first) / (last - first) * room + 4, 1))},
                "y": {"value": -6},
            },
        },
    ]
    for n, bar in enumerate(bars):
        layers += _row(bar, n * _ROW + _ROW / 2, x, (last - first) / room)
    spec = layered(layers, _TOP + inner + _BOTTOM, left=left, right=_RIGHT, top=_TOP, bottom=_BOTTOM)
    return Sketch("story", words.title, words.description, spec, _TOP + inner + _BOTTOM, table)


def _row(bar: Bar, y: float, x: dict[str, Any], pixel: float) -> list[dict[str, Any]]:
    where = {"y": {"value": y}}
    colour = {"main": BLUE, "beside": ORANGE}.get(bar.kind, VERMILION)
    layers: list[dict[str, Any]] = [
        {
            "data": rows({}),
            "mark": {"type": "text", "align": "right", "baseline": "middle", "text": bar.label, "dx": -10},
            "encoding": {"x": {"value": 0}, **where},
        }
    ]
    if bar.announced is not None:
        until = bar.first if bar.first is not None else bar.announced
        layers += [
            {
                "data": rows({"x": at(bar.announced), "x2": at(until)}),
                "mark": {"type": "rule", "color": colour, "strokeWidth": 1.5, "strokeDash": [2, 2]},
                "encoding": {"x": x, "x2": {"field": "x2"}, **where},
            },
            {
                "data": rows({"x": at(bar.announced)}),
                "mark": {
                    "type": "point",
                    "filled": False,
                    "stroke": colour,
                    "strokeWidth": 2,
                    "size": 45,
                    "opacity": 1,
                },
                "encoding": {"x": x, **where},
            },
        ]
    if bar.first is None:
        return layers
    if bar.kind == "beside":
        mark = {"type": "point", "shape": "diamond", "filled": True, "color": colour, "size": 110, "opacity": 1}
        data = rows(*({"x": at(day)} for day in (bar.first, *bar.also)))
        return [*layers, {"data": data, "mark": mark, "encoding": {"x": x, **where}}]
    end = max(at(bar.last or bar.first), at(bar.first) + 5 * pixel)
    box: dict[str, Any] = {"type": "bar", "color": colour, "height": 12, "cornerRadius": 3}
    if bar.kind == "window":
        box |= {"filled": False, "stroke": colour, "strokeWidth": 2, "strokeDash": [4, 3]}
    return [
        *layers,
        {
            "data": rows({"x": at(bar.first), "x2": end}),
            "mark": box,
            "encoding": {"x": x, "x2": {"field": "x2"}, **where},
        },
    ]
