from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.titles.markers import Wants, lone_number, read, value
from nextcour.catalog.titles.normalise import clean


@pytest.mark.parametrize(
    ("text", "base", "wants", "number"),
    [
        ("oshi no ko s3", "oshi no ko", Wants.SEASON, 3),
        ("one punch man s03", "one punch man", Wants.SEASON, 3),
        ("frieren season2", "frieren", Wants.SEASON, 2),
        ("re zero season three", "re zero", Wants.SEASON, 3),
        ("toradora second season", "toradora", Wants.SEASON, 2),
        ("servamp 2nd season", "servamp", Wants.SEASON, 2),
        ("overlord iv", "overlord", Wants.SEASON, 4),
        ("無職転生Ⅱ", "無職転生", Wants.SEASON, 2),
        ("ダンまち4期", "ダンまち", Wants.SEASON, 4),
        ("宇崎ちゃん 三期", "宇崎ちゃん", Wants.SEASON, 3),
        ("信長の忍び 第4期", "信長の忍び", Wants.SEASON, 4),
        ("鬼灭之刃 第二季", "鬼灭之刃", Wants.SEASON, 2),
        ("忍たま乱太郎 第十二シリーズ", "忍たま乱太郎", Wants.SEASON, 12),
        ("機動戦士ガンダム00 セカンドシーズン", "機動戦士ガンダム00", Wants.SEASON, 2),
        ("炎炎ノ消防隊 弐ノ章", "炎炎ノ消防隊", Wants.SEASON, 2),
        ("나 혼자만 레벨업 시즌 3", "나 혼자만 레벨업", Wants.SEASON, 3),
        ("外科医 2기", "外科医", Wants.SEASON, 2),
        ("lupin part 6", "lupin", Wants.PART, 6),
        ("無職転生 第2クール", "無職転生", Wants.COUR, 2),
        ("dr. stone cour 3", "dr. stone", Wants.COUR, 3),
        ("進撃の巨人 完結編", "進撃の巨人", Wants.FINAL, None),
        ("鬼灭之刃 最终季", "鬼灭之刃", Wants.FINAL, None),
        ("my hero academia final season", "my hero academia", Wants.FINAL, None),
        ("spy x family new season", "spy x family", Wants.NEXT, None),
        ("日常 続編", "日常", Wants.NEXT, None),
        ("鬼灭之刃下一季", "鬼灭之刃", Wants.NEXT, None),
        ("劇場版 鬼滅の刃", "鬼滅の刃", Wants.MOVIE, None),
        ("kimetsu no yaiba the movie", "kimetsu no yaiba", Wants.MOVIE, None),
        ("conan movie 26", "conan", Wants.MOVIE, 26),
        ("code geass r2", "code geass r", Wants.SEASON, 2),
    ],
)
def test_what_installment_is_meant(text: str, base: str, wants: Wants, number: int | None) -> None:
    marked = read(clean(text).lower())
    assert (marked.base, marked.wants, marked.number) == (base, wants, number)


@pytest.mark.parametrize(
    "text",
    ["mob psycho 100", "zom 100", "eyeshield 21", "steins;gate 0", "86", "k", "ラブライブ!2期生", "3", "no.6", "2.5"],
)
def test_a_number_of_the_title_stays(text: str) -> None:
    assert read(text).base == text


def test_season_and_part_are_both_read() -> None:
    marked = read("attack on titan season 3 part 2")
    assert (marked.base, marked.season, marked.part) == ("attack on titan", 3, 2)
    assert marked.wants is Wants.SEASON


@pytest.mark.parametrize(
    ("words", "number"),
    [("2", 2), ("2nd", 2), ("Second", 2), ("iv", 4), ("二十三", 23), ("十", 10), ("弐", 2), ("x", 10)],
)
def test_numbers_in_words(words: str, number: int) -> None:
    assert value(words) == number


@pytest.mark.parametrize("words", ["", "foo", "二二", "年"])
def test_no_number(words: str) -> None:
    assert value(words) is None


@pytest.mark.parametrize("text", ["0", "21", "100", "2024", ""])
def test_no_lone_number(text: str) -> None:
    assert lone_number(f"title {text}".strip()) is None


@given(st.text(max_size=200))
def test_reading_ends_and_invents_no_letters(text: str) -> None:
    lower = clean(text).lower()
    marked = read(lower)
    assert set(marked.base) <= set(lower) | {" "}
    assert marked.season is None or marked.season > 0
