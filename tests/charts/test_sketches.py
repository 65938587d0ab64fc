"""Pictures of a show's page: the same every time, readable without colour or eyes, and never wider than their frame."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import add_months
from nextcour.charts import ahead, interest, past, story, why, workload
from nextcour.charts.ahead import Span, Way, Words
from nextcour.charts.axes import apart, at, top_of, years
from nextcour.charts.picture import Table
from nextcour.charts.sketch import TEXT, WIDTH, Sketch, svg_of

DAY = dt.date(2026, 4, 25)
HOSTILE = "</svg><script>alert(1)</script>\"'&"
TABLE = Table("what it was drawn from", ("a", "b"), (("x", 1),))
WORDS = Words(f"Title {HOSTILE}", f"Description {HOSTILE}", "25 Apr 2026")
SVG = "{http://www.w3.org/2000/svg}"


def _way(label: str, high: float) -> Way:
    rows = tuple((add_months(DAY, m), high * m / 60, high * m / 90, high * m / 48) for m in range(0, 49, 2))
    return Way(label, "21 %", rows)


SPAN = Span(dt.date(2026, 12, 3), dt.date(2027, 11, 1), dt.date(2029, 6, 1), "Dec 2026 – Jun 2029")
ON_A_DAY = Span(dt.date(2026, 7, 4), dt.date(2026, 7, 4), dt.date(2026, 7, 4), "4 Jul 2026")
SAID = [(dt.date(2021 + n // 4, n % 4 * 3 + 1, 1), 1 + n // 9, 0.2 - 0.009 * n, 0.1, 0.28) for n in range(20)]
BARS = [
    story.Bar("Season 1", "main", dt.date(2019, 3, 1), dt.date(2020, 10, 8), dt.date(2020, 12, 24)),
    story.Bar(HOSTILE, "beside", None, dt.date(2022, 1, 8), None, (dt.date(2023, 1, 8),)),
    story.Bar("第2期", "window", dt.date(2026, 1, 1), dt.date(2026, 12, 1), dt.date(2029, 6, 1)),
    story.Bar("Season 3", "main", dt.date(2026, 2, 1), None, None),
]
SKETCHES = {
    "curves": ahead.ahead(DAY, _way("announced", 0.3), _way("out", 0.2), SPAN, WORDS, TABLE),
    "one curve": ahead.ahead(DAY, None, _way(HOSTILE, 0.9), None, WORDS, TABLE),
    "a day": ahead.ahead(DAY, None, None, ON_A_DAY, WORDS, TABLE),
    "past": past.past(SAID, [(dt.date(2020, 10, 8), "S1"), (dt.date(2023, 10, 8), HOSTILE)], "2 %", WORDS, TABLE),
    "why": why.why(
        ("average", 0.017, "1.7 %"),
        [("time", -0.02, "−2.0"), (HOSTILE, 0.012, "+1.2"), ("rest", 0.0001, "+0.0")],
        ("this show", 0.0091, "0.9 %"), WORDS, TABLE,
    ),
    "story": story.story(BARS, DAY, WORDS, TABLE),
    "workload": workload.workload(
        [("Q1", "2024", 2, False), ("Q2", "2024", 0, False), ("Q1", "2025", 3, True)], WORDS, TABLE
    ),
    "interest": interest.interest(
        [(DAY + dt.timedelta(days=7 * n), 1000.0 + n * n) for n in range(40)], [(DAY, "finale")], "2,521", WORDS, TABLE
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=list(SKETCHES))
def drawn(request: pytest.FixtureRequest) -> tuple[Sketch, str]:
    sketch = SKETCHES[request.param]
    return sketch, svg_of(sketch.payload)


def test_the_same_sketch_gives_the_same_bytes_and_key(drawn: tuple[Sketch, str]) -> None:
    sketch, svg = drawn
    assert svg_of(sketch.payload) == svg
    assert re.fullmatch("[0-9a-f]{24}", sketch.key)


def test_different_pictures_have_different_keys() -> None:
    assert len({sketch.key for sketch in SKETCHES.values()}) == len(SKETCHES)


def test_a_picture_is_well_formed_of_the_size_that_was_said_and_has_its_words(drawn: tuple[Sketch, str]) -> None:
    sketch, svg = drawn
    root = ET.fromstring(svg)
    assert (root.get("width"), root.get("height")) == (str(sketch.width), str(sketch.height))
    assert sketch.width == WIDTH
    assert [root.findtext(f"{SVG}{name}") for name in ("title", "desc")] == [sketch.title, sketch.description]
    assert sketch.table.rows


def test_nothing_in_a_picture_runs_or_comes_from_elsewhere(drawn: tuple[Sketch, str]) -> None:
    _, svg = drawn
    for element in ET.fromstring(svg).iter():
        assert element.tag.removeprefix(SVG) not in ("script", "foreignObject", "image", "use", "a")
        assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")]
    assert "url(" not in svg.replace("url(#", "")


def test_text_is_large_enough_and_marks_have_a_colour_on_dark_paper(drawn: tuple[Sketch, str]) -> None:
    _, svg = drawn
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)', svg)}
    assert sizes == {float(TEXT)}
    style = svg[svg.index("<style>") : svg.index("</style>")].lower()
    assert "@media (prefers-color-scheme:dark)" in style
    dark = style[style.index("@media") :]
    for colour in {
        found.lower() for found in re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{6})"', svg[svg.index("</style>") :])
    }:
        if colour != "#4c78a8":  # marks that are not seen
            assert f'[fill="{colour}" i]' in dark, colour


def test_two_curves_differ_without_their_colours() -> None:
    svg = svg_of(SKETCHES["curves"].payload)
    assert "stroke-dasharray" in svg
    assert "announced" in svg


@given(st.floats(0, 1))
def test_a_scale_of_chances_holds_the_highest_and_begins_at_nought(p: float) -> None:
    end, marks = top_of([p])
    assert p <= end <= 1
    assert marks[0] == 0
    assert marks[-1] <= end
    assert 2 <= len(marks) <= 5


@given(st.lists(st.floats(0, 150), min_size=1, max_size=4))
def test_words_beside_a_plot_are_kept_apart_and_inside(places: list[float]) -> None:
    moved = sorted(apart(places, 16, 0, 150))
    assert all(b - a >= 16 - 1e-6 for a, b in pairwise(moved))
    assert moved[0] >= 0
    assert moved[-1] <= 150 + 1e-6


@given(st.dates(dt.date(1960, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 4000))
def test_later_days_lie_further_to_the_right(day: dt.date, more: int) -> None:
    assert at(day) < at(day + dt.timedelta(days=more))
    assert int(at(day)) == day.year


@given(st.floats(1960, 2030), st.floats(1.5, 70))
def test_an_axis_never_names_more_years_than_fit(first: float, span: float) -> None:
    values = years(first, first + span)["values"]
    assert all(first - 1e-6 <= year <= first + span for year in values)
    assert len(values) <= 300 / 38 + 1
