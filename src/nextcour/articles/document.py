"""An article as text with its blocks, sentences and offsets, whatever it came as."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import msgspec

from nextcour.articles.language import language_of
from nextcour.catalog.text import printable
from nextcour.errors import Expected

MAX_BYTES = 5 * 1024 * 1024
MAX_TEXT = 200_000  # characters that are read; what comes after is said to be left out
MAX_SENTENCE = 1_500


class ArticleUnusable(Expected):
    """There is no article to check in what was given. The text says what it is instead."""

    code = 3


class Span(msgspec.Struct, frozen=True):
    """Part of a document's text, and which block it is in. `heading`: a title or a subtitle."""

    start: int
    end: int
    block: int
    heading: bool = False


class Document(msgspec.Struct, frozen=True):
    """`blocks` and `sentences` cover `text` in order; `marked` are spans that the article sets off by quotes or italics
    (often titles). `published` is the day the page itself states."""

    text: str
    title: str
    language: str
    blocks: tuple[Span, ...]
    sentences: tuple[Span, ...]
    marked: tuple[tuple[int, int], ...]
    published: dt.date | None
    notes: tuple[str, ...]

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
# An address may hold one pair of brackets. No two neighbours can take the same letter, so that nothing is tried twice.
_LINK = re.compile(
    r"!?\[([^\]\n]{0,300})\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:[ \t][^()\n]{0,300})?\)"
    r"|<(https?://[^>\s]{1,500})>"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|_|`)(?=\S)([^*_`\n]{1,200}?)(?<=\S)\1(?!\w)")
_BULLET = re.compile(r"^\s{0,8}(?:[-*+•・]|\d{1,3}[.)])\s+")
_QUOTED = re.compile(
    r"[“\"]([^“”\"\n]{2,160})[”\"]|[「『《【]([^「」『』《》【】\n]{1,120})[」』》】]|(?<!\w)[‘']([^‘’'\n]{3,80})[’'](?!\w)"
)
_END = re.compile(r"[。！？]+[」』）]*|(?<=[^\s.!?])[.!?]+[\"'”’)\]]*(?=\s)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|vol|no|ep|eps|etc|inc|ltd|co|jr|sr|approx|jan|feb|mar|apr|jun|jul|aug|sep|sept"
    r"|oct|nov|dec|e\.g|i\.e|u\.s|a\.m|p\.m)|(?<![A-Za-z'’])[A-Za-z])\.$",
    re.I,
)
_AFTER_TITLE = re.compile(r"\s+(?:seasons?|part|movie|the movie|[a-z(,;:])")
_NUMBERED = re.compile(r"^(?:#?\d{1,2}[.):]|#\d{1,2}|\(\d{1,2}\)|[①-⑳])\s*[^\W\d]")
_LED = re.compile(r"^\*\*((?:#?\d{1,3}[.)]|#\d{1,3})\s*[^*\n]{1,100})\*\*[\s:–—-]*(.*)$", re.S)
_FRONT_DATE = re.compile(r"^\s*(?:date|published|pubdate)\s*:\s*[\"']?(\d{4}-\d\d-\d\d)", re.I | re.M)


def from_text(text: str, *, published: dt.date | None = None, title: str = "") -> Document:
    """Plain text: paragraphs are parted by empty lines; a short line without a full stop is a heading."""
    lines = _lines(text)
    blocks: list[tuple[str, bool, list[tuple[int, int]]]] = []
    for place, line in enumerate(lines):
        if line:
            alone = place + 1 >= len(lines) or not lines[place + 1] or place == 0
            numbered = not lines[place - 1] and len(line) <= 80 and bool(_NUMBERED.match(line))
            blocks.append((line, (alone or numbered) and _is_heading(line), []))
    return _document(blocks, published, title)


def from_markdown(text: str, *, published: dt.date | None = None, title: str = "") -> Document:
    """Markdown: its signs are taken away, links keep their words; emphasis is remembered."""
    front = re.match(r"\s*---\s*\n(.{0,4000}?)\n---\s*(?:\n|$)", text, re.S)
    if front is not None:
        stated = _FRONT_DATE.search(front.group(1))
        published = published or (_day(stated.group(1)) if stated else None)
        named = re.search(r"^\s*title\s*:\s*[\"']?(.{1,300}?)[\"']?\s*$", front.group(1), re.M)
        title = title or (named.group(1) if named else "")
        text = text[front.end() :]
    blocks: list[tuple[str, bool, list[tuple[int, int]]]] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            led = _LED.match(" ".join(paragraph))
            if led is not None:  # a list whose titles are bold, on the line of their text
                blocks.append((_plain(led.group(1))[0], True, []))
                paragraph[:] = [led.group(2)]
            plain, spans = _plain(" ".join(paragraph))
            if plain:
                blocks.append((plain, False, spans))
            paragraph.clear()

    for line in _lines(text):
        heading = _HEADING.match(line)
        if heading is not None:
            close()
            plain, spans = _plain(heading.group(2))
            if plain:
                blocks.append((plain, True, spans))
        elif not line or re.fullmatch(r"[-=*_\s|:]{3,}", line):
            close()
        elif line.startswith("[^") and "]:" in line[:60]:
            close()  # the notes at the end are sources, not claims
        elif _BULLET.match(line) or line.startswith("|"):
            close()
            paragraph.append(_BULLET.sub("", line).strip("| ").replace("\\|", "|"))
            close()
        else:
            paragraph.append(line.lstrip("> "))
    close()
    return _document(blocks, published, title)


def _lines(text: str) -> list[str]:
    return [" ".join(printable(line).split()) for line in re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)]


def _is_heading(line: str) -> bool:
    if (
        len(line) > 110
        or line.endswith((".", "。", ",", "、", ";"))
        or line.count("|") > 1
        or (_BULLET.match(line) and not _NUMBERED.match(line))
    ):
        return False
    return len(line.split()) <= 18


def _plain(line: str) -> tuple[str, list[tuple[int, int]]]:
    """`line` without Markdown's signs, and where emphasis stood."""
    line = _FOOTNOTE.sub("", _LINK.sub(lambda m: m.group(1) or m.group(2) or "", line))
    spans: list[tuple[int, int]] = []
    out, at = "", 0
    for found in _EMPHASIS.finditer(line):
        out += line[at : found.start()]
        spans.append((len(out), len(out) + len(found.group(2))))
        out += found.group(2)
        at = found.end()
    out += line[at:]
    plain = unescape(_ESCAPED.sub(r"\1", out)).strip()
    return plain, spans if plain == out else []


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _document(blocks: list[tuple[str, bool, list[tuple[int, int]]]], published: dt.date | None, title: str) -> Document:
    text = ""
    spans: list[Span] = []
    sentences: list[Span] = []
    marked: list[tuple[int, int]] = []
    notes: list[str] = []
    for words, heading, emphasis in blocks:
        if len(text) + len(words) > MAX_TEXT:
            notes.append(f"The article is long: only its first {len(text):,} characters were read.")
            break
        start = len(text)
        span = Span(start, start + len(words), len(spans), heading)
        text += words + "\n\n"
        marked += [(start + a, start + b) for a, b in emphasis]
        for quoted in _QUOTED.finditer(words):
            place = next(i for i in (1, 2, 3) if quoted.group(i) is not None)
            marked.append((start + quoted.start(place), start + quoted.end(place)))
        spans.append(span)
        sentences += _sentences(words, span)
    text = text.rstrip("\n")
    if not title:
        title = next((text[s.start : s.end] for s in spans if s.heading), text[:120].split("\n")[0])
    language = language_of(text)
    return Document(
        text, title[:300], language, tuple(spans), tuple(sentences), tuple(sorted(set(marked))), published, tuple(notes)
    )


def _sentences(words: str, block: Span) -> list[Span]:
    made: list[Span] = []
    start = 0

    def add(end: int) -> None:
        nonlocal start
        piece = words[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            first = block.start + start + lead
            last = block.start + start + len(piece.rstrip())
            for begin in range(first, last, MAX_SENTENCE):
                made.append(Span(begin, min(begin + MAX_SENTENCE, last), block.block, block.heading))
        start = end

    if not block.heading:
        inside = [quoted.span() for quoted in _QUOTED.finditer(words)]
        for found in _END.finditer(words):
            sign = found.group()
            if any(a < found.start() and found.end() < b for a, b in inside):
                continue
            if sign.startswith(".") and _ABBREVIATION.search(words[max(0, found.start() - 12) : found.start() + 1]):
                continue
            if _AFTER_TITLE.match(words[found.end() : found.end() + 12], 0, 12) and sign[0] in "!?":
                continue
            if sign.startswith(".") and re.match(r"\s+[a-z]", words[found.end() : found.end() + 4]):
                continue
            if sign[0] in "!?" and re.match(r"\s+Season\b", words[found.end() : found.end() + 8]):
                continue
            add(found.end())
    add(len(words))
    return made
