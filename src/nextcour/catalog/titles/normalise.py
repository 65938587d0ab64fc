"""One spelling for the many ways to write a title.

`clean` makes text safe to show; `Folding.fold` makes it comparable. Folded text is lower case tokens with one
space between them; `compact` drops the spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from nextcour.catalog.text import printable

MAX_QUERY = 500  # characters; the longest title has about 170

_VARIATION = re.compile("[\ufe00-\ufe0f]")  # how an emoji or a Han character is drawn
_SPACES = re.compile(r"\s+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ARTICLES = frozenset(("the", "a", "an", "and"))
_PARTICLES = {"wo": "o", "ha": "wa", "he": "e"}
_APOSTROPHE = re.compile("['’‘`´ʼ＇]")
_ACCENT = re.compile("[\u0300-\u036f]")
_SIGN = re.compile(r"[^\w\u2200-\u22ff]|_")  # mathematical signs tell titles apart: ∀ガンダム, 五等分の花嫁∬
_SIGNS = {
    "×": " x ",
    "✕": " x ",
    "✖": " x ",
    "@": "a",
    "&": " and ",
    "＋": " ",
    "ー": "",
    "篇": "编",  # both are written for an arc
}
# Spellings of one Japanese sound (Hepburn, Kunrei, wapuro) brought together, towards the shorter one: English words
# then keep their looks. Both sides are folded alike.
_SOUNDS = (
    ("tch", "cch"), ("sya", "sha"), ("syu", "shu"), ("syo", "sho"), ("tya", "cha"), ("tyu", "chu"), ("tyo", "cho"),
    ("zya", "ja"), ("zyu", "ju"), ("zyo", "jo"), ("jya", "ja"), ("jyu", "ju"), ("jyo", "jo"), ("shi", "si"),
    ("chi", "ti"), ("tsu", "tu"), ("ji", "zi"), ("dzu", "zu"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"),
    ("ou", "o"), ("oo", "o"), ("uu", "u"), ("aa", "a"), ("ii", "i"), ("ee", "e"),
)  # fmt: skip
_HU = re.compile(r"(?<![scaeiou])hu")
_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9\s]+")  # a change of script or to digits ends a token
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F5)} | {0x30F5: ord("か"), 0x30F6: ord("け")}


def clean(text: str) -> str:
    """NFKC text without what `printable` drops; spaces collapsed. Linear in the length of `text`."""
    plain = printable(unicodedata.normalize("NFKC", printable(text)))
    return _SPACES.sub(" ", _VARIATION.sub("", plain)).strip()


def is_cjk(char: str) -> bool:
    """Han, kana or hangul."""
    return "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or char >= "\uf900"


def has_cjk(text: str) -> bool:
    return not text.isascii() and any(map(is_cjk, text))


def compact(folded: str) -> str:
    """Folded text without its spaces."""
    return folded.replace(" ", "")


def _latin(token: str) -> str:
    token = _ROMAN.get(token) or _PARTICLES.get(token, token)
    for old, new in _SOUNDS:
        if old in token:
            token = token.replace(old, new)
    return _HU.sub("fu", token)


class Folding:
    """Folds text with a table from Han variants (traditional, shinjitai) to one form.

    `han` maps code points to code points. An empty table folds everything else.
    """

    def __init__(self, han: Mapping[int, int]) -> None:
        self.han = han
        self._table: dict[int, int | str] = {**_KATAKANA, **han}
        self._table.update({ord(sign): text for sign, text in _SIGNS.items()})

    def fold(self, text: str) -> str:
        """Folded tokens of `text`, one space between them; empty when nothing of it is a letter or digit."""
        return self.fold_clean(clean(text))

    def fold_clean(self, text: str) -> str:
        """`fold` of text that has been through `clean`."""
        text = text.casefold()
        if not text.isascii():
            text = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
            text = unicodedata.normalize("NFC", text).translate(self._table)
        else:
            text = text.replace("&", " and ").replace("@", "a")
        words = _SIGN.sub(" ", _APOSTROPHE.sub("", text)).split()
        kept = [word for word in words if word not in _ARTICLES] or words
        tokens = _TOKEN.findall(" ".join(kept))
        return " ".join(_latin(token) if "a" <= token[0] <= "z" else token for token in tokens)
