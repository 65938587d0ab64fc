"""Markdown and HTML: a title, a synopsis or an address is text, whatever stands in it."""

from __future__ import annotations

import datetime as dt

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from nextcour.articles.edition import Edition, Footnote, Lang, NoteKind, Section, Sentence
from nextcour.articles.footnotes import safe_url
from nextcour.articles.writing_html import prefix_of, render_html, render_page
from nextcour.articles.writing_markdown import escaped, render_markdown

DAY = dt.date(2026, 4, 25)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "**bold** _it_ `code` ~~gone~~ # head",
    "| a | b |",
    "http://evil.example/ www.evil.example me@evil.example <http://evil.example>",
    "&lt;b&gt; &amp; &#60; AT&T R&D; a & b",
    "[^1]: note [^1]",
    "1. item",
    "2) item",
    "- item",
    "+ item",
    "> quote",
    "# head",
    "=== ---",
    "\\*not\\* \\",
    "line\n\n# break",
    "$x$ ${y} {{ z }} %7B",
    "</article></section>",
    "<!-- comment",
    "a\u202eb",
]

MARKUP = {"html_inline", "html_block", "image", "code_inline", "strong_open", "em_open", "table_open", "s_open"}


def edition(text: str, url: str = "https://example.org/", line: str = "show") -> Edition:
    return Edition(
        schema_version=1,
        line=line,
        lang=Lang.EN,
        title=text,
        heading=text,
        known_to=DAY,
        since=None,
        sections=(
            Section("about", text, (Sentence(text, (1,)), Sentence(text, (1,), item=True))),
            Section("release", "Date", (Sentence("It has none.", (1,)),)),
        ),
        notes_heading="Sources",
        footnotes=(Footnote(1, NoteKind.FACT, text, "source", DAY, url),),
    )


def plain_of(markdown: str) -> tuple[list[str], set[str]]:
    """Texts of inline tokens, and the kinds of all tokens."""
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse(markdown)
    kinds = {token.type for token in tokens}
    found = []
    for token in tokens:
        for child in token.children or ():
            kinds.add(child.type)
        if token.type == "inline":
            found.append("".join(child.content for child in token.children or ()))
    return found, kinds


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_exactly_the_text(text: str) -> None:
    shown, kinds = plain_of(escaped(text))
    assert shown == [" ".join(text.split())]
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


@given(st.text(alphabet=st.sampled_from("ab &;#x6<>[]()!*_`~|\\^$\"'-+=.:/@1w\n日"), min_size=1, max_size=40))
def test_markdown_shows_exactly_any_text(text: str) -> None:
    wanted = " ".join(text.split())
    shown, kinds = plain_of(f"“{escaped(text)}”")
    assert shown == [f"“{wanted}”"]
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_bare_address_is_left_for_a_renderer_that_makes_links(text: str) -> None:
    told = escaped(text)
    assert "://" not in told.replace("\\://", "")
    assert "www." not in told


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_of_hostile_text_has_only_our_own_links(text: str) -> None:
    _, kinds = plain_of(render_markdown(edition(text)))
    assert not kinds & MARKUP
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(render_html(edition(text)))
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert names <= {"DOCUMENT_FRAGMENT", "article", "section", "h2", "p", "ul", "li", "ol", "sup", "a"}
    links = [element.get("href") for element in tree.iter("a")]
    assert all(link.startswith("#written-") or link == "https://example.org/" for link in links)
    assert " ".join(text.split()) in " ".join("".join(tree.itertext()).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_whole_document_is_valid(text: str) -> None:
    html5lib.HTMLParser(strict=True).parse(render_page(edition(text)))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/local",
        "ftp://example.org/",
        "http://",
        "https://user:pass@example.org/",
        "https://example.org/a b",
        "https://example.org/\n",
        'https://example.org/"onmouseover=',
        "https://example.org/<b>",
        "https://[bad",
        "https://example.org/" + "a" * 3000,
        "HTTPS\u200b://example.org",
        "",
    ],
)
def test_an_address_that_is_not_plain_http_is_no_link(url: str) -> None:
    assert safe_url(url) == ""
    assert 'rel="nofollow' not in render_html(edition("A show.", url))
    assert "<" not in render_markdown(edition("A show.", url)).partition("[^1]: ")[2]


def test_a_plain_address_is_linked_and_escaped() -> None:
    assert 'href="https://example.org/?a=1&amp;b=2"' in render_html(edition("A.", "https://example.org/?a=1&b=2"))


def test_headings_have_the_level_asked_for_and_ids_the_prefix() -> None:
    page = render_html(edition("A."), level=3, prefix="x")
    assert '<h3 id="x-about-h">' in page
    assert "<h2" not in page
    for level in (0, 7):
        with pytest.raises(ValueError, match="levels 1 to 6"):
            render_html(edition("A."), level=level)
    for prefix in ("", "1x", 'x" onload="', "x y"):
        with pytest.raises(ValueError, match="prefix"):
            render_html(edition("A."), prefix=prefix)


def test_ids_of_a_line_with_other_letters_are_plain() -> None:
    first, second = prefix_of(edition("A.", line="推しの子")), prefix_of(edition("A.", line='x" y'))
    assert first != second
    assert first.isascii()
    assert '"' not in second
