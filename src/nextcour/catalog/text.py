"""Titles as text: what is stripped from them, and which script they are written in."""

from __future__ import annotations

import re
import unicodedata

# Unicode general categories that never belong in a title. Control and format characters carry terminal escapes and
# bidirectional overrides; surrogates, private use and unassigned code points print as anything.
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Zs"})
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn"})
# What is left of a terminal escape once its first character is gone, such as `[31m`, would be shown as text.
_ESCAPE = re.compile(
    r"\x1b\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)?"  # OSC: window titles, links
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[PX^_][^\x1b]{0,4096}(?:\x1b\\)?"
    r"|\x1b[ -/]*[0-~]?"
    r"|\x9b[0-?]*[ -/]*[@-~]?"
)
# A mark can be stacked on one letter without end, and smears over the lines above. No language needs this many.
_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")
MAX_TITLE = 300


def printable(text: str) -> str:
    """`text` without terminal escapes and without control, format (zero-width, bidi), private-use and surrogate
    characters; every white space is a space. Linear in the length of `text`."""
    if text.isprintable():
        return text
    kept: list[str] = []
    for char in _ESCAPE.sub("", text):
        category = unicodedata.category(char)
        if category not in _DROPPED:
            kept.append(" " if category in _BREAKS else char)
    return "".join(kept)


def clean(text: str) -> str:
    """`printable` text on one line, white space single, NFC. Longer than 300 characters is cut. May be empty."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:MAX_TITLE]
    return " ".join(_MARKS.sub(r"\1", unicodedata.normalize("NFC", printable(text))).split())[:MAX_TITLE].rstrip()


def is_clean(text: str) -> bool:
    """Whether `clean` would leave `text` as it is."""
    return clean(text) == text


def _is_kana(code: int) -> bool:
    # U+30FB, the middle dot, is used in Chinese too.
    return (0x3041 <= code <= 0x30FF and code != 0x30FB) or 0xFF66 <= code <= 0xFF9D


def _is_han(code: int) -> bool:
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF or code == 0x3005


def _is_hangul(code: int) -> bool:
    return 0xAC00 <= code <= 0xD7AF or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F


def script_of(text: str) -> str:
    """ISO 15924 code: `Kore`, `Jpan` (any kana), `Hani` (Chinese characters of any kind), `Cyrl`, `Latn`, else `Zyyy`.

    Japanese and Chinese titles often hold Latin words, so Latin counts only where no other letter is.
    """
    kana = han = latin = cyrillic = other = False
    for char in text:
        code = ord(char)
        if code < 0x80:
            latin = latin or char.isalpha()
        elif _is_kana(code):
            kana = True
        elif _is_han(code):
            han = True
        elif _is_hangul(code):
            return "Kore"
        elif char.isalpha():
            name = unicodedata.name(char, "")
            latin = latin or "LATIN" in name
            cyrillic = cyrillic or "CYRILLIC" in name
            other = other or not ("LATIN" in name or "CYRILLIC" in name)
    if kana:
        return "Jpan"
    if han:
        return "Hani"
    if other or (latin and cyrillic):
        return "Zyyy"
    if cyrillic:
        return "Cyrl"
    return "Latn" if latin else "Zyyy"
