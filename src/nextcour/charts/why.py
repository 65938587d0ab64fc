"""What moves a chance away from the average, step by step, as a waterfall. Needs `[charts]` to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nextcour.charts.ahead import Words
from nextcour.charts.picture import BLUE, GRID, INK, VERMILION, Table
from nextcour.charts.sketch import TEXT, WIDTH, Sketch, layered, rows

_ROW, _BAR, _LEFT, _RIGHT = 42, 13, 8, 8
_VALUES = 64  # pixels at the right for the numbers
_STRIPE = 4  # pixels, the least width of a bar


def why(
    base: tuple[str, float, str], parts: Sequence[tuple[str, float, str]], end: tuple[str, float, str],
    words: Words, table: Table,
) -> Sketch:  # fmt: skip
    """`base` and `end` are (label, chance, its words), `parts` (label, difference, its words) in between, in order.

    Each part begins where the one before ended: to the right, blue and pointed for a higher chance, to the left,
    orange and open for a lower one; the words carry the sign.
    """
    room = WIDTH - _LEFT - _RIGHT - _VALUES
    levels = [base[1]]
    for _, difference, _ in parts:
        levels.append(levels[-1] + difference)
    scale = room / max(1e-6, *levels, end[1])
    layers: list[dict[str, Any]] = []
    height = 0

    def row(label: str, low: float, high: float, colour: str, said: str, filled: bool, up: bool | None) -> None:
        nonlocal height
        left, right = low * scale, max(high * scale, low * scale + _STRIPE)
        y = height + 19
        box: dict[str, Any] = {"type": "rect", "color": colour, "cornerRadius": 2}
        if not filled:
            box |= {"filled": False, "stroke": colour, "strokeWidth": 2}
        layers.extend(
            [
                _text(label, 0, height + 8, INK, "left"),
                {
                    "data": rows({}),
                    "mark": box,
                    "encoding": {
                        "x": {"value": round(left, 1)}, "x2": {"value": round(right, 1)},
                        "y": {"value": y}, "y2": {"value": y + _BAR},
                    },
                },
                _text(said, right + (16 if up else 6), y + _BAR / 2 + 1, INK, "left", bold=up is None),
            ]
        )  # fmt: skip
        if up is not None:
            tip = right + 5 if up else max(left - 5, -4)
            layers.append(
                {
                    "data": rows({}),
                    "mark": {
                        "type": "point", "shape": "triangle-right" if up else "triangle-left", "filled": True,
                        "color": colour, "size": 60, "opacity": 1,
                    },
                    "encoding": {"x": {"value": round(tip, 1)}, "y": {"value": y + _BAR / 2}},
                }
            )  # fmt: skip
        height += _ROW

    row(base[0], 0.0, base[1], GRID, base[2], True, None)
    for (label, difference, said), before in zip(parts, levels, strict=False):
        up = difference > 0
        after = max(0.0, before + difference)
        row(label, min(before, after), max(before, after), BLUE if up else VERMILION, said, up, up)
    row(end[0], 0.0, end[1], INK, end[2], True, None)
    # Where one step hands over to the next.
    for n, level in enumerate(levels):
        layers.append(
            {
                "data": rows({}),
                "mark": {"type": "rule", "color": GRID, "strokeDash": [2, 2]},
                "encoding": {
                    "x": {"value": round(level * scale, 1)},
                    "y": {"value": n * _ROW + 19 + _BAR}, "y2": {"value": (n + 1) * _ROW + 1},
                },
            }
        )  # fmt: skip
    spec = layered(layers, height + 8, left=_LEFT, right=_RIGHT, top=4, bottom=4)
    return Sketch("why", words.title, words.description, spec, height + 8, table)


def _text(text: str, x: float, y: float, colour: str, align: str, *, bold: bool = False) -> dict[str, Any]:
    return {
        "data": rows({}),
        "mark": {
            "type": "text", "text": text, "align": align, "baseline": "middle", "color": colour, "fontSize": TEXT,
            "fontWeight": "bold" if bold else "normal",
        },
        "encoding": {"x": {"value": round(x, 1)}, "y": {"value": round(y, 1)}},
    }  # fmt: skip
