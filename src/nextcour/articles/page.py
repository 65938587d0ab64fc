"""From what was handed over (bytes of a page, a file, pasted text) to a document."""

from __future__ import annotations

import datetime as dt
import re

from nextcour.articles import markup
from nextcour.articles.dates_read import stated_day
from nextcour.articles.document import MAX_BYTES, ArticleUnusable, Document, from_markdown, from_text

HTML, MARKDOWN, PLAIN = "text/html", "text/markdown", "text/plain"
_LEAST = 200  # characters: what is extracted may be this short only if the page holds little more
_MAGIC = {
    b"%PDF": "a PDF file", b"PK\x03\x04": "a ZIP or Office file", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture", b"\x1f\x8b": "a compressed file", b"RIFF": "a picture or sound", b"\x7fELF": "a program",
    b"ID3": "a sound file", b"\x00\x00\x00": "a video or another binary file",
}  # fmt: skip
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|article|p|h1|h2|div|span|meta)\b", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.I)
_WALL = re.compile(
    r"subscribe (?:now |today )?to (?:continue|read|keep reading)|already a subscriber|subscribers? only|create a free account"
    r"|(?:accept|manage|reject)(?: all)? (?:cookies|preferences)|we value your privacy|cookie (?:policy|settings|consent)"
    r"|sign in to (?:continue|read)|log in to (?:continue|read)|verify (?:that )?you are (?:a )?human|enable javascript"
    r"|are you a robot|access denied|404 not found|page not found|会員限定|有料会員|続きを読むには|登录后|订阅后",
    re.I,
)


def read(content: str | bytes, media_type: str = "", *, published: dt.date | None = None) -> Document:
    """The article in `content`. `media_type` as a server or a file's name gives it; empty: it is guessed.

    Raises ArticleUnusable for what is empty, binary, too large, or a wall in front of an article.
    """
    if len(content) > MAX_BYTES:
        raise ArticleUnusable(
            f"This is {len(content) / 1024 / 1024:,.0f} MB; an article of at most {MAX_BYTES // 1024 // 1024} MB is "
            "read. Nothing was checked: paste the part that matters."
        )
    text = content if isinstance(content, str) else _decoded(content)
    if "\x00" in text or sum(not char.isprintable() and not char.isspace() for char in text[:4000]) > 40:
        raise ArticleUnusable(
            "This is no text but a binary file. Nothing was checked: give a page, Markdown or plain text."
        )
    if not text.strip():
        raise ArticleUnusable("There is nothing in it. Nothing was checked: give a page, Markdown or plain text.")
    kind = media_type.partition(";")[0].strip().lower()
    if kind in (HTML, "application/xhtml+xml") or (kind not in (MARKDOWN, PLAIN) and _TAG.search(text[:3000])):
        document = _from_html(text, published)
    elif kind == MARKDOWN or (kind != PLAIN and re.search(r"^#{1,4} \S", text[:20_000], re.M)):
        document = from_markdown(text, published=published)
    else:
        document = from_text(text, published=published)
    if not document.text.strip():
        raise ArticleUnusable(
            "The page has no text to read (it may be made by scripts). Paste the article's text instead."
        )
    wall = _WALL.search(document.text)
    if wall is not None and len(document.text) < 900:
        raise ArticleUnusable(
            f"This looks like a notice in front of an article ({wall.group()!r}), not the article: a paywall, a "
            "consent page or an error. Nothing was checked: paste the article's text instead."
        )
    if document.published is None:
        from msgspec.structs import replace  # noqa: PLC0415 - as everywhere: a copy, not a change

        document = replace(document, published=stated_day(document))
    return document


def _decoded(content: bytes) -> str:
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise ArticleUnusable(f"This is {what}, no text. Nothing was checked: give a page, Markdown or plain text.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = _CHARSET.search(content[:2048])
    names = ["utf-8-sig", *([declared.group(1).decode("ascii")] if declared else []), "shift_jis", "gb18030"]
    for name in names:
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _from_html(text: str, published: dt.date | None) -> Document:
    page = markup.parse(text)
    extracted = _extracted(text)
    whole = page.text
    if len(extracted) < _LEAST and whole.strip():
        extracted = whole
    if page.title and page.title not in extracted[: len(page.title) + 400]:
        extracted = f"# {page.title}\n\n{extracted}"
    return from_markdown(extracted, published=published or page.published, title=page.title)


def _extracted(text: str) -> str:
    """The article's own text as Markdown, without menus and comments; empty where the library finds none."""
    import trafilatura  # noqa: PLC0415 - a quarter of a second, for pages only

    try:
        found = trafilatura.extract(
            text, output_format="markdown", include_comments=False, include_tables=True, include_formatting=True
        )
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError):
        return ""  # hostile markup that the library chokes on: the plain reading is used
    return str(found or "")
