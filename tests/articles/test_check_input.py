"""Whatever is handed over ends in an article or in clear words."""

# ruff: noqa: E501 - articles and addresses, whole
from __future__ import annotations

import datetime as dt
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.articles.claim import Verdict
from nextcour.articles.document import MAX_BYTES, ArticleUnusable
from nextcour.articles.page import read
from nextcour.bootstrap import Engine
from nextcour.checking import check_text

DAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in it"),
        (b"   \n\t \n", "nothing in it"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a picture"),
        (gzip.compress(b"text", mtime=0), "a compressed file"),
        (b"abc\x00\x01\x02" * 20, "binary"),
        (b"x" * (MAX_BYTES + 1), "MB"),
        (b"<html><body><script>render()</script></body></html>", "no text"),
        (
            b"<html><head><title>News</title></head><body><h1>We value your privacy</h1><p>Accept all cookies</p></body></html>",
            "consent",
        ),
        (
            b"<html><body><h1>Akudama Drive season 2</h1><p>Subscribe to continue reading.</p></body></html>",
            "paywall",
        ),
    ],
)
def test_what_is_no_article_is_said_to_be_none(content: bytes, words: str) -> None:
    with pytest.raises(ArticleUnusable, match=words):
        read(content)


def test_an_article_about_no_known_show_is_said_to_be_one(engine: Engine) -> None:
    with pytest.raises(ArticleUnusable, match="Stranger Things"):
        check_text("Stranger Things Season 6: Release Date\n\nIt is a great show.", "text/plain", engine, DAY)
    with pytest.raises(ArticleUnusable, match="No show of the catalogue"):
        check_text("My recipe for soup. Boil some water and wait.", "text/plain", engine, DAY)


def test_a_page_gives_its_text_title_and_day() -> None:
    page = """<html><head><title>T</title><meta property="article:published_time" content="2021-05-06T10:00:00Z"></head>
    <body><nav>Menu Home</nav><h1>Akudama Drive</h1><p>It ran for <b>12</b> episodes.</p><script>alert(1)</script></body></html>"""
    document = read(page, "text/html")
    assert document.published == dt.date(2021, 5, 6)
    assert document.title == "Akudama Drive"
    assert "It ran for 12 episodes." in document.text
    assert "alert" not in document.text
    assert "Menu" not in document.text


def test_a_day_over_the_text_is_the_articles_day() -> None:
    assert read("Title\n\nPublished on March 3, 2024 by A. Nyone\n\nText.").published == dt.date(2024, 3, 3)
    assert read("---\ndate: 2022-02-02\n---\n# Title\n\nText.").published == dt.date(2022, 2, 2)
    assert read("Title\n\nThe show premiered on March 3, 2024 in Japan and was great.").published is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis"])
def test_japanese_in_other_encodings_is_read(encoding: str) -> None:
    assert "放送開始" in read("『アクダマドライブ』は2020年10月8日に放送開始。".encode(encoding)).text


def test_hostile_markup_is_read_in_time() -> None:
    for page in (
        "<div>" * 20_000 + "Akudama Drive",
        "<script" * 50_000,
        "<!--" * 50_000,
        "<h1>" * 20_000,
        "[a](" * 20_000,
        "**a" * 20_000,
    ):
        try:
            read(page, "text/html" if page.startswith("<") else "text/markdown")
        except ArticleUnusable:
            continue


@given(st.text(max_size=400))
def test_any_text_is_checked_or_refused(engine: Engine, text: str) -> None:
    _holds(text, engine)


@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/markdown", "text/plain", "nonsense/;"]))
def test_any_bytes_are_checked_or_refused(engine: Engine, content: bytes, media_type: str) -> None:
    _holds(content, engine, media_type)


_PIECES = st.sampled_from(
    ["Akudama Drive", "Frieren", " premiered on ", "8 October 2020", "2019", " in ", "season 2", " 24 episodes", ". ", "\n\n", "animated by ", "MAPPA",
     " has not been announced", " one year ago", "directed by ", "Tomohisa Tauchi", "based on a manga", "『アクダマドライブ』", "全24話", "# ", "**", "2020年13月40日",
     "February 30, 2020", "99 seasons so far", "9999999999 episodes", "0 years ago", "part 9", "streams on Netflix", "?", "999 years ago"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join), st.none() | st.dates(dt.date(1900, 1, 1), DAY))
def test_any_mixture_of_claims_holds_its_promises(engine: Engine, text: str, published: dt.date | None) -> None:
    _holds(text, engine, published=published)


def _holds(content: str | bytes, engine: Engine, media_type: str = "", published: dt.date | None = None) -> None:
    try:
        checked = check_text(content, media_type, engine, DAY, published=published)
    except ArticleUnusable as error:
        if not str(error):
            pytest.fail("refused without a word")
        return
    for claim in checked.claims:
        assert checked.text[claim.start : claim.end] == claim.text
        assert claim.text.strip()
        if claim.verdict is Verdict.CONTRADICTED:
            assert claim.right_value
            assert claim.evidence
            assert all(one.source and one.observed_at <= DAY for one in claim.evidence)
            assert claim.observed_at is not None
