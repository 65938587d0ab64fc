"""The chance over the time ahead, with the window of a release on the same calendar. Needs `[charts]` to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nextcour.charts.axes import across, apart, at, chance_axis, ticks, top_of, upright, years
from nextcour.charts.picture import BLUE, GRID, INK, VERMILION, Table
from nextcour.charts.sketch import SOFT, TEXT, WIDTH, Sketch, layered, rows, wide

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 52, 26, 30
_PLOT, _BAND, _SPACE = 150, 46, 14
_FURTHEST = 10.0  # years shown at most


@dataclass(frozen=True)
class Way:
    """One curve: (day, chance, low, high) in order, chances in [0, 1]. `end` is its last chance in words."""

    label: str
    end: str
    points: tuple[tuple[dt.date, float, float, float], ...]


@dataclass(frozen=True)
class Span:
    """A window: half of what is expected lies on either side of `middle`; `label` says from when to when."""

    low: dt.date
    middle: dt.date
    high: dt.date
    label: str


@dataclass(frozen=True)
class Words:
    """What stands beside the picture and in it, in the reader's language. `today` marks the day it is about."""

    title: str
    description: str
    today: str = ""


def ahead(
    origin: dt.date, announced: Way | None, out: Way | None, window: Span | None, words: Words, table: Table
) -> Sketch:
    """Curves from `origin` on (the one for the announcement full, the other dashed, each with its band), and the window
    below them as a bar with a mark at its middle. At least one of the three must be there."""
    ways = [(way, colour, dash) for way, colour, dash in ((announced, BLUE, None), (out, VERMILION, [6, 4])) if way]
    first = at(origin)
    ends = [at(way.points[-1][0]) for way, _, _ in ways] + ([at(window.high) + 0.15] if window else [])
    last = min(max(ends), first + _FURTHEST)
    first = min([first, *([at(window.low) - 0.3] if window and not ways else [])])
    last = max(last, first + 1.5)
    plot = _PLOT if ways else 0
    band = _BAND if window else 0
    space = _SPACE if ways and window else 0
    inner = plot + space + band
    right = max([_RIGHT, *(round(wide(way.end)) + 10 for way, _, _ in ways)])
    x = across(first, last)
    layers: list[dict[str, Any]] = [
        {
            "data": rows({"x": first}),
            "mark": {"type": "point", "opacity": 0},
            "encoding": {"x": across(first, last, years(first, last) | {"grid": False}), "y": {"value": inner}},
        },
        ticks(first, last, inner),
        upright(first, last, inner),
    ]
    if ways:
        layers += _curves(ways, x, plot)
    if window is not None:
        layers += _bar(window, x, first, last, plot + space, band, right)
    layers += _today(at(origin), x, inner, words.today)
    height = _TOP + inner + _BOTTOM
    spec = layered(layers, height, left=_LEFT, right=right, top=_TOP, bottom=_BOTTOM)
    return Sketch("ahead", words.title, words.description, spec, height, table)


def _today(origin: float, x: dict[str, Any], inner: int, label: str) -> list[dict[str, Any]]:
    data = rows({"x": origin})
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": {"value": -4}, "y2": {"value": inner}},
        },
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "baseline": "bottom", "text": label, "color": SOFT, "dx": -4},
            "encoding": {"x": x, "y": {"value": -7}},
        },
    ]


def _curves(ways: Sequence[tuple[Way, str, list[int] | None]], x: dict[str, Any], plot: int) -> list[dict[str, Any]]:
    end, marks = top_of([high for way, _, _ in ways for _, _, _, high in way.points])
    scale = {"domain": [0, end], "range": [plot, 0], "nice": False}
    axis = chance_axis(marks)
    layers: list[dict[str, Any]] = []
    for way, colour, dash in ways:
        data = rows(*({"x": at(day), "p": p, "low": low, "high": high} for day, p, low, high in way.points))
        layers.append(
            {
                "data": data,
                "mark": {"type": "area", "color": colour, "opacity": 0.17, "interpolate": "monotone"},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "scale": scale, "axis": axis},
                    "y2": {"field": "high"},
                },
            }
        )
        line: dict[str, Any] = {"type": "line", "color": colour, "strokeWidth": 2.5, "interpolate": "monotone"}
        layers.append(
            {
                "data": data,
                "mark": line | ({"strokeDash": dash} if dash else {}),
                "encoding": {"x": x, "y": {"field": "p", "type": "quantitative", "scale": scale}},
            }
        )
    lasts = [plot * (1 - way.points[-1][1] / end) for way, _, _ in ways]
    for (way, colour, _), y in zip(ways, apart(lasts, TEXT + 3, 0, plot), strict=True):
        layers.append(
            {
                "data": rows({"x": at(way.points[-1][0])}),
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": 5,
                    "fontWeight": "bold",
                    "color": colour,
                    "text": way.end,
                },
                "encoding": {"x": x, "y": {"value": round(y, 1)}},
            }
        )
    # What the lines are, at the top left: curves of chances that add up rise to the right and leave it free.
    for n, (way, colour, dash) in enumerate(ways):
        y = 12 + n * (TEXT + 6)
        sample: dict[str, Any] = {"type": "rule", "color": colour, "strokeWidth": 2.5}
        layers.append(
            {
                "data": rows({}),
                "mark": sample | ({"strokeDash": dash} if dash else {}),
                "encoding": {"x": {"value": 12}, "x2": {"value": 36}, "y": {"value": y}},
            }
        )
        layers.append(
            {
                "data": rows({}),
                "mark": {"type": "text", "align": "left", "baseline": "middle", "text": way.label},
                "encoding": {"x": {"value": 42}, "y": {"value": y}},
            }
        )
    return layers


def _bar(
    window: Span, x: dict[str, Any], first: float, last: float, top: int, band: int, right: int
) -> list[dict[str, Any]]:
    room = WIDTH - _LEFT - right
    low, middle, high = (min(at(day), last) for day in (window.low, window.middle, window.high))

    def place(year: float) -> float:
        return (year - first) / (last - first) * room

    half = wide(window.label) / 2
    centre = min(max((place(low) + place(high)) / 2, half), room + right - 4 - half)
    y = top + band - 15
    exact = window.low == window.high
    label: dict[str, Any] = {"type": "text", "text": window.label, "fontWeight": "bold"}
    if exact and place(middle) + 2 * half < room:
        label |= {"align": "left", "baseline": "middle"}
        where = {"x": {"value": round(place(middle) + 13, 1)}, "y": {"value": y}}
    else:
        label |= {"baseline": "bottom"}
        where = {"x": {"value": round(centre, 1)}, "y": {"value": y - 12}}
    layers: list[dict[str, Any]] = [{"data": rows({}), "mark": label, "encoding": where}]
    if not exact:
        layers.append(
            {
                "data": rows({"x": low, "x2": high}),
                "mark": {"type": "bar", "color": VERMILION, "opacity": 0.35, "height": 14, "cornerRadius": 7},
                "encoding": {"x": x, "x2": {"field": "x2"}, "y": {"value": y}},
            }
        )
    layers.append(
        {
            "data": rows({"x": middle}),
            "mark": {
                "type": "point",
                "shape": "diamond",
                "filled": True,
                "color": VERMILION,
                "size": 150,
                "opacity": 1,
                "stroke": GRID,
                "strokeWidth": 0,
            },
            "encoding": {"x": x, "y": {"value": y}},
        }
    )
    return layers
