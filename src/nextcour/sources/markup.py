"""Text and trees out of markup that anybody may have written."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

from nextcour.catalog.text import clean, printable
from nextcour.http.errors import WrongType

_MOST = 20_000  # characters of a text that are looked at


class _Text(HTMLParser):
    def __init__(self, mark: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.marked: list[str] = []
        self._mark, self._inside, self._hidden = mark, False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if tag == self._mark:
            self._inside = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        if tag == self._mark:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.text.append(data)
        if self._inside:
            self.marked[-1] += data


def _read(markup: str, mark: str) -> _Text:
    reader = _Text(mark)
    reader.feed(markup[:_MOST])
    reader.close()
    return reader


def plain(markup: str) -> str:
    """`markup` without tags and entities, on one line; may be empty."""
    return clean("".join(_read(markup, "").text))


def prose(markup: str, most: int) -> str:
    """`markup` as `plain`, up to `most` characters instead of a title's length; a line break counts as white space."""
    spaced = re.sub(r"<(?:br|p|/p)\b[^>]{0,40}>", " ", markup[:_MOST], flags=re.I)
    text = unicodedata.normalize("NFC", printable("".join(_read(spaced, "").text)))
    return " ".join(text.split())[:most]


def marked(markup: str, tag: str) -> tuple[str, ...]:
    """Texts inside `<tag>` elements: titles that a writer marked."""
    return tuple(text for each in _read(markup, tag).marked if (text := clean(each)))


def guard(data: bytes, host: str) -> None:
    """Raises WrongType for XML that declares types or entities (they can expand without end, or name files), or comes
    in an encoding that would hide them."""
    beginning = data[:4096].lower()
    if b"<!doctype" in data[:65_536].lower() or b"<!entity" in data.lower() or b"\0" in beginning:
        raise WrongType(f"{host} answered with XML that declares types or entities; that is not read")
    if b"encoding=" in beginning[:200] and not any(
        name in beginning[:200] for name in (b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252")
    ):
        raise WrongType(f"{host} answered with XML in an encoding that is not read")


def tree(data: bytes, host: str) -> ET.Element:
    """The root of an XML document. Raises WrongType."""
    guard(data, host)
    try:
        return ET.fromstring(data)  # noqa: S314 - no DTD, see `guard`
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise WrongType(f"{host} answered with XML that cannot be read") from error
