"""One picture: SVG with a text alternative, and the table that it was drawn from. Needs `[charts]`.

Colours are those of Okabe & Ito (2008), which people with any colour vision can tell apart. Ink is the page's own text
colour, so that a picture fits a light and a dark page. Drawing reaches no network, and the same data give the same
bytes.
"""

from __future__ import annotations

import html
import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nextcour.errors import Expected

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
INK, GRID = "#010203", "#808182"  # stand-ins: INK becomes currentColor
WIDTH, HEIGHT = 400, 250
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """`rows` under `columns`; None is an empty cell."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Picture:
    """`title` and `description` stand in the SVG too, where a screen reader finds them. `name` is a word, unique on a
    page."""

    name: str
    title: str
    description: str
    svg: str
    table: Table


class ChartsUnavailable(Expected):
    """What draws pictures is not installed. The text says how to get it."""


def library(module: str) -> Any:
    """A drawing library, imported when first needed. Raises ChartsUnavailable."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ChartsUnavailable(
            f"Pictures need {error.name or module}, which is not installed; nothing was changed. "
            "Install it with: pip install 'nextcour[charts]'"
        ) from error


def drawn(chart: Any, name: str, title: str, description: str, table: Table) -> Picture:
    """An Altair chart as a picture. Raises ChartsUnavailable."""
    vl_convert = library("vl_convert")
    styled = chart.configure(
        font=_FONT,
        background="transparent",
        padding=4,
        axis={
            "labelColor": INK,
            "titleColor": INK,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "gridOpacity": 0.25,
            "domainColor": GRID,
            "tickColor": GRID,
        },
        legend={
            "labelColor": INK,
            "titleColor": INK,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "orient": "top",
            "labelLimit": 240,
        },
        header={"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
        view={"stroke": None},
        text={"color": INK},
    )
    svg = vl_convert.vegalite_to_svg(styled.to_dict(), allowed_base_urls=[])
    return Picture(name, title, description, _finished(svg, name, title, description), table)


def _finished(svg: str, name: str, title: str, description: str) -> str:
    """With title and description, ids of its own, ink of the page, and a width that follows the page's."""
    own = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    own = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", own)
    own = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{name}-\2"', own)
    own = re.sub(rf"{INK}|rgb\(1, 2, 3\)", "currentColor", own)
    # What single marks say is in the table; here it would be read one by one, and in the wrong order.
    own = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", own)
    words = (
        f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-desc">{html.escape(description)}</desc>'
    )
    head, body = re.match(r"<svg\b([^>]*)>", own), re.sub(r"^<svg\b[^>]*>", "", own, count=1)
    assert head is not None
    size = re.search(r'\bwidth="([\d.]+)"', head[1])
    kept = re.sub(r' (?:width|height|class)="[^"]*"', "", head[1])
    widest = f' style="max-width:{float(size[1]):.0f}px"' if size else ""
    return f'<svg{kept} width="100%" role="img" aria-labelledby="{name}-title {name}-desc"{widest}>{words}{body}'


def percent(value: float | None, digits: int = 1) -> str:
    """`12.3 %`; a dash for None."""
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def rows_of(items: Sequence[dict[str, Any]]) -> Any:
    """Inline data of an Altair chart."""
    return library("altair").Data(values=list(items))
