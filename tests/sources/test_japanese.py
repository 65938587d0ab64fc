"""The real dictionary, where the `sources` extra is installed."""

from __future__ import annotations

import pytest

pytest.importorskip("cutlet", reason="the `sources` extra is not installed")
pytest.importorskip("opencc", reason="the `sources` extra is not installed")

from nextcour.catalog.people import NameShape
from nextcour.sources.japanese import Japanese


@pytest.fixture(scope="module")
def japanese() -> Japanese:
    return Japanese()


def test_romaji(japanese: Japanese) -> None:
    assert japanese.romaji("銀魂") == ("Gintama",)
    assert japanese.romaji("小市民シリーズ 第2期") == ("Shoushimin shiriizu dai2 ki", "Shoushimin series dai2 ki")
    assert japanese.romaji("★") == ()


def test_romaji_never_has_a_hole(japanese: Japanese) -> None:
    assert not any("?" in text for text in japanese.romaji("大偵探福爾摩斯"))


@pytest.mark.parametrize(
    ("tag", "shape"),
    [
        ("田口智久", NameShape.FULL),
        ("花泽香菜", NameShape.FULL),  # simplified characters
        ("黒沢ともよ", NameShape.SURNAME),
        ("小丑社", NameShape.NONE),
        ("反乌托邦", NameShape.NONE),
        ("J.C.STAFF", NameShape.NONE),
        ("", NameShape.NONE),
    ],
)
def test_what_looks_like_a_name(japanese: Japanese, tag: str, shape: NameShape) -> None:
    assert japanese.name_shape(tag) is shape


def test_spellings_of_one_name_are_equal(japanese: Japanese) -> None:
    assert japanese.spelling("黑田洋介") == japanese.spelling("黒田洋介")
    assert japanese.spelling("小清水亚美") == japanese.spelling("小清水亜美")


def test_chinese_scripts_are_told_apart(japanese: Japanese) -> None:
    assert japanese.chinese_script("進擊的巨人") == "Hant"
    assert japanese.chinese_script("进击的巨人") == "Hans"
