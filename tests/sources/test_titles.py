"""Names of an entry: language, script, repeats and romaji."""

from __future__ import annotations

import pytest

from nextcour.catalog.entry import TitleKind
from nextcour.sources.titles import TitleList
from tests.sources.fakes import FakeDictionary


def _list(native: str, lang: str = "ja") -> TitleList:
    titles = TitleList(FakeDictionary())
    titles.add(native, lang, TitleKind.NATIVE, "test")
    return titles


def test_repeats_differ_in_more_than_case_and_width() -> None:
    titles = _list("ＫＡＮＯＮ")
    titles.add_all(["Kanon", "kanon!", "KANON!"], "und", TitleKind.ALIAS, "test")
    assert [title.text for title in titles.titles()] == ["ＫＡＮＯＮ", "kanon!"]


@pytest.mark.parametrize(
    ("text", "said", "lang", "script"),
    [
        ("けいおん!", "zh-Hans", "ja", "Jpan"),
        ("Fate/Zero", "zh-Hans", "und", "Latn"),
        ("Fate/Zero", "en", "en", "Latn"),
        ("진격의 거인", "und", "ko", "Kore"),
        ("Атака титанов", "und", "ru", "Cyrl"),
        ("進擊的巨人", "zh-Hant", "zh-Hant", "Hant"),
        ("惡玉", "und", "zh-Hant", "Hant"),
    ],
)
def test_script_puts_language_right(text: str, said: str, lang: str, script: str) -> None:
    titles = _list("題")
    titles.add(text, said, TitleKind.ALIAS, "test")
    assert (titles.titles()[1].lang, titles.titles()[1].script) == (lang, script)


def test_punctuation_alone_is_no_title() -> None:
    titles = _list("題")
    titles.add_all(["", "  ", "!!!", "\u200b"], "und", TitleKind.ALIAS, "test")
    assert len(titles.titles()) == 1


def test_romaji_is_added_in_both_spellings_where_no_latin_name_is() -> None:
    titles = _list("アクダマドライブ")
    titles.add_romaji("maker")
    made = titles.titles()[1:]
    assert [title.text for title in made] == ["Akudamadoraibu", "Akudama drive"]
    assert {(title.lang, title.kind, title.source) for title in made} == {("ja-Latn", TitleKind.GENERATED, "maker")}


def test_romaji_that_a_source_already_has_is_not_repeated() -> None:
    titles = _list("銀魂")
    titles.add("GinTama", "und", TitleKind.ALIAS, "test")
    titles.add_romaji("maker")
    assert len(titles.titles()) == 2


@pytest.mark.parametrize(("native", "lang"), [("银魂", "zh-Hans"), ("BLEACH", "ja")])
def test_romaji_is_for_japanese_writing_only(native: str, lang: str) -> None:
    titles = _list(native, lang)
    titles.add_romaji("maker")
    assert len(titles.titles()) == 1
