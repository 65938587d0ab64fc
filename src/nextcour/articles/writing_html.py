"""An edition as an HTML fragment. Every text is escaped; there is no script, style, image or foreign markup in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape

from nextcour.articles.edition import Edition, Footnote, Sentence
from nextcour.articles.footnotes import safe_url

_LANGS = {"en": "en", "ja": "ja", "zh": "zh-Hans"}
_BETWEEN = {"en": " ", "ja": "", "zh": ""}
_PLAIN = re.compile(r"[a-z0-9-]+")


def prefix_of(edition: Edition) -> str:
    """What the ids of a fragment begin with: another one for every line and language, never that of a page's own."""
    line = edition.line
    if not _PLAIN.fullmatch(line):
        line = "x" + hashlib.sha256(line.encode()).hexdigest()[:12]
    return f"written-{edition.lang.value}-{line}"


def render_html(edition: Edition, *, level: int = 2, prefix: str | None = None) -> str:
    """The sections and footnotes as one `<article>`, without the page's own heading.

    `level` (1 to 6) is that of the section headings. Ids begin with `prefix`, by default `prefix_of`. Raises ValueError
    for another level, or a prefix that is no plain name (letters, digits, hyphens).
    """
    if not 1 <= level <= 6:
        raise ValueError(f"headings have levels 1 to 6, not {level}")
    start = prefix_of(edition) if prefix is None else prefix
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", start):
        raise ValueError("a prefix is letters, digits and hyphens, a letter first")
    return "\n".join(_lines(edition, level, start)) + "\n"


def render_page(edition: Edition) -> str:
    """A document of its own, for a file."""
    title = escape(edition.heading)
    return (
        f'<!doctype html>\n<html lang="{_LANGS[edition.lang.value]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n"
        f"<main>\n<h1>{title}</h1>\n{render_html(edition)}</main>\n</body>\n</html>\n"
    )


def _lines(edition: Edition, level: int, start: str) -> Iterator[str]:
    yield f'<article class="written" lang="{_LANGS[edition.lang.value]}">'
    between = _BETWEEN[edition.lang.value]
    used: set[int] = set()
    for section in edition.sections:
        name = f"{start}-{section.id}"
        yield f'<section id="{name}" aria-labelledby="{name}-h">'
        yield f'<h{level} id="{name}-h">{escape(section.heading)}</h{level}>'
        yield from _blocks(section.sentences, start, between, used)
        yield "</section>"
    yield f'<section id="{start}-notes" class="written-notes" aria-labelledby="{start}-notes-h">'
    yield f'<h{level} id="{start}-notes-h">{escape(edition.notes_heading)}</h{level}>'
    yield "<ol>"
    for note in edition.footnotes:
        yield _note(note, start, note.number in used)
    yield "</ol>"
    yield "</section>"
    yield "</article>"


def _blocks(sentences: tuple[Sentence, ...], start: str, between: str, used: set[int]) -> Iterator[str]:
    begin = 0
    for at in range(1, len(sentences) + 1):
        if at < len(sentences) and sentences[at].item == sentences[begin].item:
            continue
        told = [_sentence(sentence, start, used) for sentence in sentences[begin:at]]
        if sentences[begin].item:
            yield "<ul>"
            yield from (f"<li>{one}</li>" for one in told)
            yield "</ul>"
        else:
            yield f"<p>{between.join(told)}</p>"
        begin = at


def _sentence(sentence: Sentence, start: str, used: set[int]) -> str:
    return escape(sentence.text) + "".join(_mark(number, start, used) for number in sentence.notes)


def _mark(number: int, start: str, used: set[int]) -> str:
    """The link to a footnote; the first one to it can be jumped back to."""
    first = number not in used
    used.add(number)
    own = f' id="{start}-r{number}"' if first else ""
    return f'<sup><a{own} href="#{start}-n{number}" role="doc-noteref">[{number}]</a></sup>'


def _note(note: Footnote, start: str, back: bool) -> str:
    url = safe_url(note.url)
    link = f' <a href="{escape(url)}" rel="nofollow noopener">{escape(url)}</a>' if url else ""
    to = f' <a href="#{start}-r{note.number}" role="doc-backlink" aria-label="↑ {note.number}">↩</a>' if back else ""
    return f'<li id="{start}-n{note.number}">{escape(note.text)}{link}{to}</li>'
