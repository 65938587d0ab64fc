"""The reliability diagram of the website shows every bin, small ones too, and draws."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from nextcour.charts.diagram import diagram
from nextcour.charts.sketch import Sketch, svg_of
from nextcour.evaluation.results import Bar

BARS = (
    Bar(0.0, 0.01, 1000, 0, 0, 0.0004, 0.0, 0.0, 0.002),
    Bar(0.01, 0.1, 500, 20, 12, 0.05, 0.04, 0.03, 0.06),
    Bar(0.1, 1.0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0),
)


def sketch(bars: tuple[Bar, ...] = BARS, across: str = "said") -> Sketch:
    return diagram(bars, across, "came", "Said & seen", "<both>", "one")


def test_bins_without_forecasts_are_left_out_and_none_leaves_the_scale() -> None:
    points = sketch().spec["layer"][1]["data"]["values"]
    assert len(points) == 2
    assert all(0.001 <= value <= 1.0 for point in points for value in point.values())


def test_the_key_follows_what_is_shown() -> None:
    assert sketch().key == sketch().key
    assert sketch().key != sketch((replace(BARS[0], seen=0.5), *BARS[1:])).key
    assert sketch().key != sketch(across="gesagt").key


def test_it_is_drawn_in_its_size_with_its_words() -> None:
    found = sketch()
    svg = svg_of(found.payload)
    root = ET.fromstring(svg)
    assert (root.get("width"), root.get("height")) == (str(found.width), str(found.height))
    assert "Said &amp; seen" in svg
    assert "&lt;both&gt;" in svg
    assert re.search(r">10 %<", svg)
