"""Names of people across scripts."""

from __future__ import annotations

import pytest

from nextcour.articles.names import Nearness, People, japanese_forms, romaji_score
from nextcour.bootstrap import Engine
from nextcour.checking import tools


@pytest.fixture(scope="module")
def people(engine: Engine) -> People:
    return tools(engine).people


@pytest.mark.parametrize(
    ("written", "known", "nearness"),
    [
        ("Tomohisa Taguchi", "田口智久", Nearness.SAME),
        ("Taguchi Tomohisa", "田口智久", Nearness.SAME),
        ("Tomohisa Tauchi", "田口智久", Nearness.NEAR),
        ("Hajime Isayama", "谏山创", Nearness.SAME),  # the tag is in simplified characters
        ("諫山創", "谏山创", Nearness.SAME),
        ("Keiichirō Saitō", "斋藤圭一郎", Nearness.SAME),
        ("Yuzuru Tachikawa", "立川譲", Nearness.SAME),
        ("Naoko Yamada", "山田尚子", Nearness.SAME),  # Hisako is likelier by the dictionary
        ("Munehisa Sakai", "境宗久", Nearness.SAME),  # and Soukyuu
        ("Takeshi Sakai", "境宗久", Nearness.APART),
        ("Tomoyuki Itamura", "板村智幸", Nearness.SAME),
        ("Taro Yamada", "山田尚子", Nearness.APART),
        ("Hayao Miyazaki", "田口智久", Nearness.APART),
        ("田口智久", "田口智久", Nearness.SAME),
        ("田中智久", "田口智久", Nearness.NEAR),
    ],
)
def test_names_are_compared_by_reading_and_spelling(
    people: People, written: str, known: str, nearness: Nearness
) -> None:
    found = people.nearest(written, [known])
    assert (found.nearness if found else Nearness.APART) is nearness


def test_without_a_dictionary_two_scripts_are_not_compared() -> None:
    people = People(lambda text: text, lambda text: text, None)
    assert people.nearest("Tomohisa Taguchi", ["田口智久"]) is None
    near = people.nearest("Tomohisa Taguchi", ["Tomohisa Taguti"])
    assert near is not None
    assert near.nearness is Nearness.SAME


def test_a_reading_does_not_depend_on_the_order_of_names() -> None:
    assert romaji_score("Kensuke Ushio", "Ushio Kensuke") == 100
    assert romaji_score("", "Ushio") == 0


def test_variants_become_what_japanese_names_are_written_with(engine: Engine) -> None:
    japanese = japanese_forms(engine.library.titles.folding.han)
    assert japanese("谏山创") == "諫山創"
