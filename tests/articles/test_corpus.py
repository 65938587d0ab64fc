"""The annotated articles keep to their format: what a claim quotes is in the article, and every value can be read.

Nothing here checks an article's claims with the checker; this is about the notes beside the articles, of either half.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from nextcour.bootstrap import Engine

CORPUS = Path(__file__).resolve().parent / "corpus"
STYLES = {"news", "listicle", "fan blog", "machine-spun"}
VERDICTS = {"supported", "contradicted", "near_miss", "outdated", "unverifiable", "speculation"}
DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
NAME = r"\S(.*\S)?"
# What a value of each kind looks like, whole.
VALUES = {
    "first_air_date": DAY,
    "finale": DAY,
    "release_date": DAY,
    "season": r"(WINTER|SPRING|SUMMER|FALL) \d{4}",
    "episodes": r"[1-9]\d*",
    "installments": r"[1-9]\d*",
    "studio": NAME,
    "director": NAME,
    "staff": rf"[^:\s][^:]*: {NAME}",
    "author": NAME,
    "source_material": r"ORIGINAL|MANGA|LIGHT_NOVEL|NOVEL|GAME|VISUAL_NOVEL|OTHER",
    "adaptation": r"ANIME_FROM_[A-Z_]+|[A-Z_]+_FROM_ANIME",
    "announced": r"(YES|NO) [1-9]\d*|MOVIE (YES|NO)",
    "platform": NAME,
    "relative_time": NAME,
    "speculation": r"[\s\S]*",
}


class Visible(HTMLParser):
    """Gathers what a reader sees of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain(text: str, suffix: str) -> str:
    """Text of an article on one line; of Markdown without emphasis and where its links lead."""
    if suffix == ".md":
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)
    return " ".join(text.split())


def visible(path: Path) -> str:
    """The article as a reader sees it, on one line; of a page without its markup."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        page = Visible()
        page.feed(text)
        page.close()
        text = "".join(page.parts)
    return plain(text, path.suffix)


@pytest.fixture(params=["tuning", "report", "report2"])
def notes(request: pytest.FixtureRequest) -> dict[Path, dict[str, Any]]:
    """Each article of one half, with the notes beside it."""
    folder = CORPUS / request.param
    articles = sorted(path for path in folder.glob("*") if path.suffix in (".txt", ".md", ".html"))
    if not articles:
        pytest.skip(f"no articles in the half {request.param}")
    found = sorted(path.stem for path in folder.glob("*.json"))
    assert [path.stem for path in articles] == found, "every article has one file of notes, and every such file one"
    return {path: json.loads(path.with_suffix(".json").read_text(encoding="utf-8")) for path in articles}


def claims_of(notes: dict[Path, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(path.name, claim) for path, note in notes.items() for claim in note["claims"]]


def test_every_claim_quotes_its_article(notes: dict[Path, dict[str, Any]]) -> None:
    for path, note in notes.items():
        text = visible(path)
        missing = [claim["text"] for claim in note["claims"] if plain(claim["text"], path.suffix) not in text]
        assert not missing, f"{path.name} does not say {missing}"
        assert all(claim["text"].strip() for claim in note["claims"]), f"{path.name} has a claim without words"


def test_every_article_has_claims_a_style_and_a_day_or_none(notes: dict[Path, dict[str, Any]]) -> None:
    for path, note in notes.items():
        assert note.keys() == {"written", "style", "shows", "claims"}, path.name
        assert note["style"] in STYLES, path.name
        assert note["claims"], path.name
        if note["written"] is not None:
            assert dt.date(1990, 1, 1) < dt.date.fromisoformat(note["written"]), path.name


def test_every_show_is_a_line_of_the_catalogue_and_listed(notes: dict[Path, dict[str, Any]], engine: Engine) -> None:
    for path, note in notes.items():
        unknown = [show for show in note["shows"] if engine.library.home(show) is None]
        assert not unknown, f"{path.name}: no line {unknown}"
        assert {claim["show"] for claim in note["claims"]} <= set(note["shows"]), path.name


def test_kinds_and_verdicts_are_of_the_vocabulary(notes: dict[Path, dict[str, Any]]) -> None:
    for name, claim in claims_of(notes):
        assert claim.keys() == {"text", "show", "kind", "value", "verdict", "right_value"}, (name, claim)
        assert claim["kind"] in VALUES, (name, claim)
        assert claim["verdict"] in VERDICTS, (name, claim)
        if claim["verdict"] == "speculation":
            assert claim["kind"] in ("speculation", "release_date", "season", "announced"), (name, claim)


def test_every_value_can_be_read(notes: dict[Path, dict[str, Any]]) -> None:
    for name, claim in claims_of(notes):
        assert re.fullmatch(VALUES[claim["kind"]], claim["value"] or ""), (name, claim)


def test_what_is_contradicted_names_what_is_right_and_differs(notes: dict[Path, dict[str, Any]]) -> None:
    for name, claim in claims_of(notes):
        if claim["verdict"] == "contradicted":
            assert claim["right_value"], (name, claim)
            assert claim["right_value"] != claim["value"], (name, claim)
        if claim["verdict"] == "supported":
            assert claim["right_value"] in (None, claim["value"]), (name, claim)
