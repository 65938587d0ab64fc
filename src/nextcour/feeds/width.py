"""How wide a text is about, in pixels, where nothing can be measured: badges and previews are drawn blind.

Advance widths of Latin letters are Verdana's, the widest of the fonts that may stand in, so that text never runs out of
its box; signs of East Asia are as wide as they are high.
"""

from __future__ import annotations

import unicodedata

_NARROW = {
    0.36: "iIjl!|.,:;'`",
    0.46: "ft()[]{}/\\-r ·",
    0.90: "mwMWOQ@%",
    0.75: "ABCDEFGHJKLNPRSTUVXYZ&+<>=~#",
}
_OF = {char: width for width, chars in _NARROW.items() for char in chars}
_USUAL, _WIDE = 0.64, 1.0


def width(text: str, size: float, narrow: float = 1.0) -> float:
    """Of a line at a font size; letters of a font that is narrower than Verdana take `narrow` of its widths."""
    ems = [_em(char) for char in text]
    return size * sum(em if em == _WIDE else em * narrow for em in ems)


def _em(char: str) -> float:
    if char in _OF:
        return _OF[char]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(char) in "WFA" or ord(char) > 0x1F000 else _USUAL


def wrapped(text: str, size: float, room: float, most: int, narrow: float = 1.0) -> list[str]:
    """Lines no wider than `room`, `most` of them, the last one cut with `…` where more would follow. Between East Asian
    signs a line may end anywhere, otherwise between words; a word too long for a line is broken."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width((line + piece).rstrip(), size, narrow) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while width(line, size, narrow) > room:
            cut = _fits(line, size, room, narrow)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + "…", size, narrow) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _pieces(text: str) -> list[str]:
    """Words with the space behind them; every East Asian sign by itself, closing signs with what they close."""
    found: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        closes = unicodedata.category(char) in ("Pe", "Pf", "Po", "Lm", "Mn") or char == " "
        if found and (closes or not (wide or found[-1].endswith(" ") or _wide_end(found[-1]))):
            found[-1] += char
        else:
            found.append(char)
    return found


def _wide_end(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF"


def _fits(text: str, size: float, room: float, narrow: float) -> int:
    """How many characters of `text` fit, at least one."""
    cut = 1
    while cut < len(text) and width(text[: cut + 1], size, narrow) <= room:
        cut += 1
    return cut
