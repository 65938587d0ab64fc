"""Kana to romaji, so that きめつのやいば finds what is written 鬼滅の刃 through its romaji."""

from __future__ import annotations

_ROWS = {
    "あ": "a", "い": "i", "う": "u", "え": "e", "お": "o", "か": "ka", "き": "ki", "く": "ku", "け": "ke", "こ": "ko",
    "さ": "sa", "し": "shi", "す": "su", "せ": "se", "そ": "so", "た": "ta", "ち": "chi", "つ": "tsu", "て": "te",
    "と": "to", "な": "na", "に": "ni", "ぬ": "nu", "ね": "ne", "の": "no", "は": "ha", "ひ": "hi", "ふ": "fu",
    "へ": "he", "ほ": "ho", "ま": "ma", "み": "mi", "む": "mu", "め": "me", "も": "mo", "や": "ya", "ゆ": "yu",
    "よ": "yo", "ら": "ra", "り": "ri", "る": "ru", "れ": "re", "ろ": "ro", "わ": "wa", "ゐ": "i", "ゑ": "e",
    "を": "o", "ん": "n", "が": "ga", "ぎ": "gi", "ぐ": "gu", "げ": "ge", "ご": "go", "ざ": "za", "じ": "ji",
    "ず": "zu", "ぜ": "ze", "ぞ": "zo", "だ": "da", "ぢ": "ji", "づ": "zu", "で": "de", "ど": "do", "ば": "ba",
    "び": "bi", "ぶ": "bu", "べ": "be", "ぼ": "bo", "ぱ": "pa", "ぴ": "pi", "ぷ": "pu", "ぺ": "pe", "ぽ": "po",
    "ゔ": "vu", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゎ": "wa",
}  # fmt: skip
_Y = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_HUSHED = ("sh", "ch", "j")


def is_kana(text: str) -> bool:
    """True when `text` (hiragana, as folding leaves it) holds nothing but kana and spaces, and some kana."""
    return bool(text.strip()) and all("\u3041" <= char <= "\u3096" or char == " " for char in text)


def romaji(text: str) -> str:
    """Hepburn romaji of folded hiragana; other characters stay as they are."""
    out: list[str] = []
    doubled = False
    for char in text:
        if char == "っ":
            doubled = True
            continue
        if char in _Y and out and len(out[-1]) > 1 and out[-1].endswith("i"):
            stem = out[-1][:-1]
            out[-1] = stem + ("" if stem in _HUSHED else "y") + _Y[char]
            continue
        if char in _SMALL and out and len(out[-1]) > 1 and out[-1][-1] in "aiueo":
            out[-1] = out[-1][:-1] + _SMALL[char]  # てぃ ti, ふぁ fa
            continue
        sound = _ROWS.get(char) or {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}.get(char, char)
        if doubled and sound[0] not in "aiueon":
            sound = ("c" if sound.startswith("ch") else sound[0]) + sound
        doubled = False
        out.append(sound)
    return "".join(out)
