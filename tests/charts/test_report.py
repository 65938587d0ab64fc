"""The report: safe, readable without eyes or colours, and the same every time."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from nextcour.charts import picture
from nextcour.charts.picture import ChartsUnavailable, library
from nextcour.charts.report import report
from nextcour.charts.report_about import About
from nextcour.evaluation.fan_table import of_scored
from nextcour.evaluation.summary import summarise
from nextcour.evaluation.top_list import top_lists
from tests.evaluation.origins import DATA_DAY, origins

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=y>"
ORIGINS = origins()
TOPS = top_lists(ORIGINS, {line: f"{HOSTILE}{line}" for line in ORIGINS[0].panel.lines})
ABOUT = About("model <b>", "c" * 64, "i" * 64, DATA_DAY, notes=(f"a note {HOSTILE}",), peers="others")
CONTENT = (summarise(ORIGINS, DATA_DAY), of_scored(ORIGINS, DATA_DAY), TOPS, ABOUT)
PAGE = report(*CONTENT)
VOID = {"meta", "br", "img", "hr", "link"}


class Reader(HTMLParser):
    """Checks that every element is closed, and keeps what was seen."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def read() -> Reader:
    reader = Reader()
    reader.feed(PAGE)
    assert reader.open == []
    return reader


def test_titles_and_notes_are_never_markup(read: Reader) -> None:
    assert "&lt;script&gt;alert(1)" in PAGE
    assert not [tag for tag, _ in read.seen if tag in ("script", "img", "b", "iframe", "object")]
    assert not [name for _, attrs in read.seen for name in attrs if name.startswith("on")]


def test_it_needs_nothing_from_elsewhere(read: Reader) -> None:
    loads = [value for _, attrs in read.seen for name, value in attrs.items() if name in ("src", "href", "xlink:href")]
    assert all(value is not None and value.startswith("#") for value in loads)
    assert "@import" not in PAGE
    assert not re.search(r"url\((?!#)", PAGE)


def test_every_picture_has_a_title_a_description_and_its_table(read: Reader) -> None:
    pictures = re.findall(r"<figure>.*?</figure>", PAGE, re.S)
    assert len(pictures) >= 9
    for found in pictures:
        assert re.search(r'<svg[^>]*role="img"[^>]*aria-labelledby="[^"]+ [^"]+"', found)
        assert re.search(r"<title id=[^>]+>[^<]+</title><desc id=[^>]+>[^<]+</desc>", found)
        assert "<table>" in found


def test_ids_are_unique_and_references_lead_somewhere(read: Reader) -> None:
    ids = [attrs["id"] for _, attrs in read.seen if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {one for _, attrs in read.seen for one in (attrs.get("aria-labelledby") or "").split()}
    linked = {(attrs["href"] or "").removeprefix("#") for tag, attrs in read.seen if tag == "a"}
    used = set(re.findall(r"url\(#([^)]+)\)", PAGE))
    assert named | linked | used <= set(ids)


def test_tables_have_captions_and_scoped_headers(read: Reader) -> None:
    tables = re.findall(r"<table>.*?</table>", PAGE, re.S)
    assert all("<caption>" in table for table in tables)
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in read.seen if tag == "th")


def test_headings_go_down_one_step_at_a_time(read: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in read.seen if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_text_in_pictures_takes_the_colour_of_the_page(read: Reader) -> None:
    colours = {attrs.get("fill") for tag, attrs in read.seen if tag == "text"}
    assert "currentColor" in colours
    assert picture.INK not in PAGE
    assert "rgb(1, 2, 3)" not in PAGE
    assert "prefers-color-scheme: dark" in PAGE


def test_the_same_content_gives_the_same_bytes() -> None:
    assert report(*CONTENT) == PAGE


def test_a_back_test_with_too_little_in_it_still_has_a_page() -> None:
    few = origins(lines=30, seed=4)
    page = report(summarise(few, DATA_DAY), None, (), ABOUT)
    assert "nothing is claimed" in page
    assert "Demand was known at no landmark" in page


def test_a_missing_library_is_named_with_the_command_that_brings_it() -> None:
    with pytest.raises(ChartsUnavailable, match=r"pip install 'nextcour\[charts\]'"):
        library("nextcour_no_such_module")


def test_a_peer_whose_fit_went_wrong_is_no_proof_of_anything() -> None:
    broken = [
        replace(one, chances={**one.chances, "Cox": {event: 0 * c for event, c in one.chances["Cox"].items()}})
        for one in ORIGINS
    ]
    page = report(summarise(broken, DATA_DAY), None, (), ABOUT)
    assert re.search(r"Not drawn[^<]*: Cox\.", page)
    assert "Not drawn" not in PAGE
