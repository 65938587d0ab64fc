from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.titles import kana
from nextcour.catalog.titles.normalise import Folding, clean, compact


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("\x1b[31makudama\x1b[0m drive", "akudama drive"),
        ("\x1b]0;owned\x07akudama", "akudama"),
        ("\x1b]8;;http://x/\x1b\\link", "link"),
        ("aku\u200bda\u2060ma\ufeff", "akudama"),
        ("\u202eabc\u202c", "abc"),
        ("a\x00b\tc\r\nd", "a b c d"),
        ("ｏｎｅ　ｐｕｎｃｈ", "one punch"),
        ("無職転生Ⅱ", "無職転生II"),
        ("\x9b31mred", "red"),
        ("\ud800x\udfff", "x"),
        ("\ue000private", "private"),
    ],
)
def test_clean_takes_away_what_a_terminal_would_obey(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


@given(st.text())
def test_clean_text_is_printable_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.isprintable()
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sousou no Frieren", "soso no frieren"),
        ("Yōkoso Jitsuryoku", "youkoso jituryoku"),
        ("Boku no Hero Academia", "BOKU NO HERO ACADEMIA"),
        ("Kimetsu", "kimetu"),
        ("Top wo Nerae", "top o nerae"),
        ("Senpai", "sempai"),
        ("Ojousama", "ozyousama"),
        ("銀魂", "银魂"),
        ("進擊的巨人", "进击的巨人"),
        ("悪の華", "惡の華"),
        ("ゆるキャン△", "ゆるきゃん"),
        ("Journey’s End", "journeys end"),
        ("SPY×FAMILY", "spy x family"),
        ("Tiger & Bunny", "tiger bunny"),
        ("Overlord IV", "overlord 4"),
        ("Café", "cafe"),
        ("鬼滅の刃 遊郭篇", "鬼滅の刃 遊郭編"),
    ],
)
def test_spellings_of_one_title_fold_alike(one: str, other: str, folding: Folding) -> None:
    assert compact(folding.fold(one)) == compact(folding.fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("∀ガンダム", "ガンダム"),
        ("五等分の花嫁∬", "五等分の花嫁"),
        ("Area 88", "Area 8"),
        ("K", "A3!"),
        ("Zom 100", "Zom"),
    ],
)
def test_different_titles_stay_apart(one: str, other: str, folding: Folding) -> None:
    assert folding.fold(one) != folding.fold(other)


@pytest.mark.parametrize("text", ["", "!!!", "🦊🦊", "   ", "・・・", "\u200b"])
def test_nothing_is_left_of_signs(text: str, folding: Folding) -> None:
    assert folding.fold(text) == ""


def test_a_title_of_articles_keeps_them(folding: Folding) -> None:
    assert folding.fold("The") == "the"
    assert folding.fold("A3!") == "a 3"


@pytest.mark.parametrize(
    ("hiragana", "latin"),
    [
        ("きめつのやいば", "kimetsunoyaiba"),
        ("ぼっち", "bocchi"),
        ("じゅじゅつ", "jujutsu"),
        ("ふぁみり", "famiri"),
        ("きょう", "kyou"),
    ],
)
def test_kana_are_read_aloud(hiragana: str, latin: str) -> None:
    assert kana.is_kana(hiragana)
    assert kana.romaji(hiragana) == latin


def test_han_is_no_kana() -> None:
    assert not kana.is_kana("推しの子")
    assert not kana.is_kana("")
