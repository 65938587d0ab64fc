"""A page's visible words, title and stated day, read leniently. Linear in the size of the page."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "head", "iframe"}
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "br",
        "tr",
        "table",
        "section",
        "article",
        "blockquote",
        "figure",
        "figcaption",
        "header",
        "main",
        "dd",
        "dt",
        "dl",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_ITALIC = frozenset({"i", "em", "cite"})
_DAYS = ("article:published_time", "datepublished", "date", "pubdate", "dc.date", "publish-date", "publish_date")
_JSON_DAY = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"(\d{4}-\d\d-\d\d)')


class Page(msgspec.Struct, frozen=True):
    """`text` is Markdown with headings and italics only."""

    title: str
    text: str
    published: dt.date | None


def parse(source: str) -> Page:
    """The parts of a page; empty ones where the markup cannot be read at all."""
    from lxml import etree, html  # noqa: PLC0415 - comes with trafilatura

    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError, AssertionError):
        return Page("", "", None)
    title = ""
    for tag in ("h1", "title"):
        found = root.find(f".//{tag}")
        if found is not None and not title:
            title = " ".join("".join(map(str, found.itertext())).split())[:300]
    return Page(title, _text(root), _published(root))


def _published(root: object) -> dt.date | None:
    stated: list[str] = []
    for element in root.iter("meta", "time", "script"):  # type: ignore[attr-defined]
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if name.casefold() in _DAYS:
                stated.append(element.get("content") or "")
        elif element.tag == "time":
            stated.append(element.get("datetime") or "")
        elif (element.get("type") or "").casefold() == "application/ld+json":
            found = _JSON_DAY.search((element.text or "")[:200_000])
            stated += [found.group(1)] if found else []
    for text in stated:
        try:
            return dt.date.fromisoformat(text.strip()[:10])
        except ValueError:
            continue
    return None


def _text(root: object) -> str:
    from lxml import etree  # noqa: PLC0415

    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not hidden and event == "comment":
                pieces.append(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _HIDDEN
            if not hidden:
                pieces += [_opening(tag), _words(element.text)]
        else:
            if not hidden:
                pieces.append("*" if tag in _ITALIC else "\n\n" if tag in _BLOCKS else "")
            hidden -= tag in _HIDDEN
            if not hidden:
                pieces.append(_words(element.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line.strip(" #*"))


def _opening(tag: str) -> str:
    if tag in _ITALIC:
        return "*"
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return "\n\n# "
    return "\n\n" if tag in _BLOCKS else ""


def _words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").replace("*", "")
