"""Numbers as titles spell them: digits, kanji, the formal kanji of season names, roman numerals, English ordinals."""

from __future__ import annotations

KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
# The formal digits that Japanese season names like (弐ノ章), with the simplified forms of Chinese titles.
FORMAL = {
    "壱": 1,
    "壹": 1,
    "弐": 2,
    "貳": 2,
    "贰": 2,
    "参": 3,
    "參": 3,
    "叁": 3,
    "餐": 3,
    "肆": 4,
    "四": 4,
    "伍": 5,
    "陸": 6,
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "ファースト": 1, "セカンド": 2, "サード": 3, "フォース": 4, "フィフス": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip

# Pattern pieces for use inside a larger expression; `value` reads what they match.
DIGITS = r"\d{1,2}"
KANJI_NUMBER = "[一二三四五六七八九十]{1,3}"
FORMAL_DIGIT = "[" + "".join(sorted(FORMAL)) + "]"
ROMAN_NUMBER = "(?:viii|vii|vi|iv|ix|iii|ii)"
WORD = "(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"


def kanji(text: str) -> int | None:
    """Value of a kanji number below 100 (`十二` is 12); None when it is none."""
    if not text:
        return None
    tens, ten, units = text.rpartition("十")
    if not ten:
        return KANJI.get(text)
    high = KANJI.get(tens) if tens else 1
    low = KANJI.get(units) if units else 0
    return None if high is None or low is None else high * 10 + low


def value(text: str) -> int | None:
    """Value of a number in any of the spellings above (lower case, NFKC); None when it is none."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    digits = text.rstrip("stndrh")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    for table in (WORDS, ROMAN, FORMAL):
        if text in table:
            return table[text]
    return kanji(text)
