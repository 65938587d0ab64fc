"""A picture before it is drawn: what it shows, in words and as a table, and how. Drawing needs `[charts]`.

A sketch costs a fraction of a millisecond and has a key, so a page can name its pictures without drawing them. It is
written as plain Vega-Lite, which Altair would only check again (30 times as slow), at a size that is known beforehand:
pictures keep their place while a page loads, and stand in line with one another. The key is a hash of all that the
picture shows, so what lies under a key never changes.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from nextcour.charts.picture import BLUE, GRID, INK, ORANGE, VERMILION, Table, library

WIDTH = 400  # of every picture, in pixels; text of 13 is 10.5 on a phone of 360
TEXT = 13
# Marks on dark paper: the same hues, light enough for a contrast of 3:1 and more on both.
SOFT = "#5a646d"
_DARK = {INK: "#e7eaec", GRID: "#8b969e", SOFT: "#a9b3bb", BLUE: "#6cc0f5", VERMILION: "#ff9a56", ORANGE: "#f0b840"}
_LIGHT = {INK: "#1b2126", GRID: "#808a91"}
_DRAWN_BY = 1  # raised when the same sketch is drawn differently
_CONFIG: dict[str, Any] = {
    "font": "Liberation Sans, Arial, Helvetica, Noto Sans CJK JP, sans-serif",
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "labelFontSize": TEXT,
        "labelLimit": 0,
        "labelOverlap": False,
        "labelBound": False,
        "labelFlush": False,
        "title": None,
        "gridColor": GRID,
        "gridOpacity": 0.25,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
    "text": {"color": INK, "fontSize": TEXT},
}


@dataclass(frozen=True)
class Sketch:
    """`title` and `description` say what is to be seen; `table` holds the data. `spec` is Vega-Lite without data from
    elsewhere, `height` the picture's in pixels."""

    name: str
    title: str
    description: str
    spec: Mapping[str, Any]
    height: int
    table: Table
    width: int = WIDTH

    @cached_property
    def payload(self) -> bytes:
        """All that drawing needs."""
        return msgspec.json.encode([_DRAWN_BY, self.name, self.title, self.description, self.spec])

    @cached_property
    def key(self) -> str:
        """24 hex digits; the same picture, the same key."""
        return hashlib.blake2b(self.payload, digest_size=12).hexdigest()


def wide(text: str) -> float:
    """About how many pixels a text takes; letters of the Far East are as wide as high."""
    return TEXT * sum(0.57 if ord(char) < 0x2E80 else 1.0 for char in text)


def layered(
    layers: Sequence[Mapping[str, Any]], height: int, *, left: int = 8, right: int = 8, top: int = 8, bottom: int = 8
) -> dict[str, Any]:
    """Layers on one plot of the width that the margins leave, nothing measured while drawing."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "autosize": {"type": "none"},
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "width": WIDTH - left - right,
        "height": height - top - bottom,
        "config": _CONFIG,
        "layer": list(layers),
    }


def rows(*items: Mapping[str, Any]) -> dict[str, Any]:
    """Inline data."""
    return {"values": list(items)}


def svg_of(payload: bytes) -> str:
    """The picture of a sketch's payload as a document of its own, for light and dark paper. The same payload gives the
    same bytes. Raises charts.picture.ChartsUnavailable."""
    _, _, title, description, spec = msgspec.json.decode(payload)
    svg = library("vl_convert").vegalite_to_svg(spec, vl_version="5.21", allowed_base_urls=[])
    # What single marks say is in the table; here it would be read one by one, and in the wrong order.
    svg = re.sub(r' (?:aria-[a-z]+|role|class)="[^"]*"', "", svg)
    colours = "".join(_rule(shown, _LIGHT[shown]) for shown in _LIGHT)
    dark = "".join(_rule(shown, other) for shown, other in _DARK.items())
    style = f"<style>{colours}@media (prefers-color-scheme:dark){{{dark}}}</style>"
    head = f'<title id="t">{html.escape(title)}</title><desc id="d">{html.escape(description)}</desc>'
    return re.sub(
        r"^<svg\b([^>]*)>", lambda m: f'<svg{m[1]} role="img" aria-labelledby="t d">{head}{style}', svg, count=1
    )


def _rule(shown: str, colour: str) -> str:
    shown = shown.lower()
    return f'[fill="{shown}" i]{{fill:{colour}}}[stroke="{shown}" i]{{stroke:{colour}}}'
