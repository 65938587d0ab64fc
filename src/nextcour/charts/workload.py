"""A studio's series by season: what it had on air, and what is known to come. Needs `[charts]` to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nextcour.charts.ahead import Words
from nextcour.charts.picture import BLUE, GRID, Table
from nextcour.charts.sketch import SOFT, WIDTH, Sketch, layered, rows

_LEFT, _RIGHT, _TOP, _BOTTOM, _PLOT = 8, 8, 22, 44, 90


def workload(
    seasons: Sequence[tuple[str, str, int, bool]], words: Words, table: Table, name: str = "workload"
) -> Sketch:
    """`seasons` in order: (a short name such as `Q4`, its year, series, whether it is still to come). Past ones are
    full bars, coming ones open; each bears its number."""
    room = WIDTH - _LEFT - _RIGHT
    step = room / len(seasons)
    tallest = max([1, *(count for _, _, count, _ in seasons)])
    layers: list[dict[str, Any]] = [
        {
            "data": rows({}),
            "mark": {"type": "rule", "color": GRID},
            "encoding": {"x": {"value": 0}, "x2": {"value": room}, "y": {"value": _PLOT}, "y2": {"value": _PLOT}},
        }
    ]
    year_before = ""
    for n, (short, year, count, coming) in enumerate(seasons):
        middle = round(step * (n + 0.5), 1)
        top = round(_PLOT * (1 - count / tallest), 1)
        half = round(min(step * 0.36, 18), 1)
        box: dict[str, Any] = {"type": "rect", "color": BLUE}
        if coming:
            box |= {"filled": False, "stroke": BLUE, "strokeWidth": 2, "strokeDash": [4, 3]}
        if count:
            layers.append(
                {
                    "data": rows({}),
                    "mark": box,
                    "encoding": {
                        "x": {"value": middle - half}, "x2": {"value": middle + half},
                        "y": {"value": top}, "y2": {"value": _PLOT},
                    },
                }
            )  # fmt: skip
        layers += [_text(str(count), middle, top - 9, None), _text(short, middle, _PLOT + 14, SOFT)]
        if year != year_before:
            layers.append(_text(year, middle, _PLOT + 32, SOFT))
            year_before = year
    height = _TOP + _PLOT + _BOTTOM
    spec = layered(layers, height, left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM)
    return Sketch(name, words.title, words.description, spec, height, table)


def _text(text: str, x: float, y: float, colour: str | None) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "text", "text": text, "baseline": "middle"}
    return {
        "data": rows({}),
        "mark": mark | ({"color": colour} if colour else {"fontWeight": "bold"}),
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }
