"""What titles state: season, part, and the name that is left."""

from __future__ import annotations

import pytest

from nextcour.franchise.numerals import kanji, value
from nextcour.franchise.title_base import key, read


@pytest.mark.parametrize(
    ("title", "season", "part"),
    [
        ("無職転生Ⅱ ～異世界行ったら本気だす～(第2クール)", 2, 2),
        ("デート・ア・ライブⅤ", 5, None),
        ("デュラララ!!×2 承", 2, None),
        ("食戟のソーマ 弐ノ皿", 2, None),
        ("続 夏目友人帳", 2, None),
        ("夏目友人帳 陸", 6, None),
        ("闇芝居 十一期", 11, None),
        ("忍たま乱太郎 第33シリーズ", 33, None),
        ("この素晴らしい世界に祝福を！3", 3, None),
        ("からかい上手の高木さん②", 2, None),
        ("プリパラ 3rdシーズン", 3, None),
        ("ハイキュー!! セカンドシーズン", 2, None),
        ("進撃の巨人 Season3 Part.2", 3, 2),
        ("Re:ゼロから始める異世界生活 2nd season 後半クール", 2, 2),
        ("アイドリッシュセブン Third BEAT!(第2クール)", 3, 2),
        ("Mushoku Tensei: Jobless Reincarnation Season 2 part 2", 2, 2),
        ("进击的巨人 第三季 下", 3, 2),
        ("指先から本気の熱情2-恋人は消防士-", 2, None),
        ("地獄少女 二籠", None, None),
        ("No.6", None, None),
        ("らんま1/2", None, None),
        ("86―エイティシックス―", None, None),
        ("新機動戦記ガンダムW", None, None),
        ("ロード・エルメロイII世の事件簿", None, None),
        ("3年D組ガラスの仮面", None, None),
        ("X", None, None),
    ],
)
def test_numbers_that_titles_state(title: str, season: int | None, part: int | None) -> None:
    reading = read(title)
    assert (reading.season, reading.part) == (season, part)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("夏目友人帳", "夏目友人帳 肆"),
        ("オーバーロード", "オーバーロードIII"),
        ("【推しの子】", "【推しの子】 第2期"),
        ("けいおん！", "けいおん!!"),
        ("SPY×FAMILY", "SPY×FAMILY Season 2"),
        ("フルーツバスケット", "フルーツバスケット(2019)"),
        ("食戟のソーマ", "食戟のソーマ 餐ノ皿"),
    ],
)
def test_seasons_share_a_base(one: str, other: str) -> None:
    assert read(one).base == read(other).base


def test_a_subtitle_stays_in_the_base_and_leaves_a_head() -> None:
    reading = read("鬼滅の刃 遊郭編")
    assert reading.base == key("鬼滅の刃遊郭編")
    assert reading.heads == (key("鬼滅の刃"),)


def test_a_title_is_never_read_away() -> None:
    for title in ("2nd season", "第2期", "II", "!!!", "　", "", "Final", "86"):
        assert isinstance(read(title).base, str)
    assert read("第2期").base == key("第2期")


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("十二", 12), ("二十三", 23), ("九", 9), ("甲", None), ("", None)]
)
def test_kanji_numbers(text: str, number: int | None) -> None:
    assert kanji(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("2nd", 2), ("viii", 8), ("参", 3), ("セカンド", 2), ("fourth", 4), ("q", None)]
)
def test_values(text: str, number: int | None) -> None:
    assert value(text) == number
