"""A reliability diagram: what was said against what came, both on a scale where small chances have room. Needs
`[charts]` to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nextcour.charts.picture import BLUE, GRID, Table
from nextcour.charts.sketch import SOFT, TEXT, WIDTH, Sketch, layered, rows
from nextcour.evaluation.results import Bar

_FLOOR = 0.001  # most chances are small, and none is drawn smaller
_TICKS = (0.001, 0.01, 0.1, 1.0)
_LEFT, _RIGHT, _TOP, _BOTTOM, _PLOT = 52, 28, 30, 50, 300


def diagram(bars: Sequence[Bar], across: str, up: str, title: str, description: str, name: str) -> Sketch:
    """A point for each of `bars`, with its interval; on the dashed diagonal what was said is what came. `across` and
    `up` name the axes. The table behind it is left to the page, which has it anyway."""
    room = WIDTH - _LEFT - _RIGHT
    scale = {"type": "log", "domain": [_FLOOR, 1.0], "nice": False}
    axis = {"values": list(_TICKS), "labelExpr": "format(datum.value * 100, '~g') + ' %'", "grid": True}
    x = {"field": "said", "type": "quantitative", "scale": scale}
    y = {"type": "quantitative", "scale": scale}
    data = rows(
        *(
            {
                "said": max(bar.said, _FLOOR),
                "seen": max(bar.seen, _FLOOR),
                "low": max(bar.seen_low, _FLOOR),
                "high": max(bar.seen_high, _FLOOR),
            }
            for bar in bars
            if bar.n
        )
    )
    layers: list[dict[str, Any]] = [
        {
            "data": rows({"at": _FLOOR}, {"at": 1.0}),
            "mark": {"type": "line", "color": GRID, "strokeDash": [5, 4]},
            "encoding": {
                "x": {"field": "at", "type": "quantitative", "scale": scale, "axis": axis | {"orient": "bottom"}},
                "y": {"field": "at", "type": "quantitative", "scale": scale, "axis": axis | {"orient": "left"}},
            },
        },
        {
            "data": data,
            "mark": {"type": "rule", "color": BLUE, "strokeWidth": 2},
            "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": data,
            "mark": {"type": "point", "filled": True, "color": BLUE, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y | {"field": "seen"}},
        },
        _label(across, room, _PLOT + 38, "right"),
        _label(up, -_LEFT + 10, -18, "left"),
    ]
    height = _TOP + _PLOT + _BOTTOM
    spec = layered(layers, height, left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM)
    return Sketch(name, title, description, spec, height, Table(title, (), ()))


def _label(text: str, x: float, y: float, align: str) -> dict[str, Any]:
    return {
        "data": rows({}),
        "mark": {"type": "text", "text": text, "align": align, "color": SOFT, "fontSize": TEXT},
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }
