"""Studios, formats, source material and people out of user tags, by the shipped tables where they matter."""

from __future__ import annotations

import pytest

from nextcour.catalog.adult import is_adult_site
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.catalog.people import NameShape, PeopleRule
from nextcour.catalog.studios import StudioNames, fold
from nextcour.catalog.tags import TagRules
from nextcour.sources.tables import adult_domains, people_rule, studio_names, tag_rules


@pytest.fixture(scope="module")
def studios() -> StudioNames:
    return studio_names()


@pytest.fixture(scope="module")
def rules() -> TagRules:
    return tag_rules()


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["ぴえろ", "StudioPierrot", "Studio Pierrot", "小丑社", "PIERROT"], "Studio Pierrot"),
        (["京アニ", "京都动画", "京都アニメーション", "京阿尼", "KyotoAnimation"], "Kyoto Animation"),
        (["骨头社", "BONES", "bones"], "Bones"),
        (["J.C.STAFF", "jcstaff", "Ｊ．Ｃ．ＳＴＡＦＦ"], "J.C.Staff"),
        (["Production.I.G", "ProductionI.G", "Production_I.G", "Production IG"], "Production I.G"),
        (["A-1_Pictures", "A-1Pictures", "A-1"], "A-1 Pictures"),
        (["SILVERLINK.", "SILVER_LINK."], "SILVER LINK."),
        (["东映", "东映动画", "東映アニメーション", "东映アニメーション"], "Toei Animation"),
        (["TMSEntertainment", "トムス·エンタテインメント", "TMS"], "TMS Entertainment"),
        (["Diomedéa", "Diomedea"], "Diomedéa"),
        (["横滨AnimationLABO", "横浜アニメーションラボ"], "Yokohama Animation Lab"),
        (["シンエイ动画", "SHIN-EI"], "Shin-Ei Animation"),
        (["BrainsBase", "Brain'sBase", "Brains･Base"], "Brain's Base"),
    ],
)
def test_one_name_for_each_studio(studios: StudioNames, spellings: list[str], name: str) -> None:
    assert {studios.canonical(spelling) for spelling in spellings} == {name}


@pytest.mark.parametrize("tag", ["动画", "Production", "漫画改", "京都", "日本动画", "集英社", "Netflix", ""])
def test_what_is_no_studio(studios: StudioNames, tag: str) -> None:
    assert studios.canonical(tag) is None


def test_a_spelling_belongs_to_one_studio() -> None:
    with pytest.raises(ValueError, match="is both A and B"):
        StudioNames({"A": ["x-y"], "B": ["X Y"]})
    with pytest.raises(ValueError, match="nothing to compare"):
        StudioNames({"A": ["."]})
    assert fold("Studio 4℃") == fold("studio4°C")


def test_studios_are_named_once_and_sorted(studios: StudioNames) -> None:
    assert studios.among(["WITSTUDIO", "MAPPA", "WIT_STUDIO", "战斗"]) == ("MAPPA", "Wit Studio")


@pytest.mark.parametrize(
    ("tags", "material"),
    [
        ([], SourceMaterial.UNKNOWN),
        (["战斗"], SourceMaterial.UNKNOWN),
        (["原创动画"], SourceMaterial.ORIGINAL),
        (["漫改", "原创"], SourceMaterial.MANGA),
        (["轻小说改", "轻改", "小说改"], SourceMaterial.LIGHT_NOVEL),
        (["轻改", "漫画改"], SourceMaterial.MANGA),
        (["小说改"], SourceMaterial.NOVEL),
        (["游戏改", "GAL改"], SourceMaterial.VISUAL_NOVEL),
        (["原创", "手游改"], SourceMaterial.GAME),
        (["特摄改"], SourceMaterial.OTHER),
    ],
)
def test_source_material(rules: TagRules, tags: list[str], material: SourceMaterial) -> None:
    assert rules.source_material(tags) is material


def test_every_source_material_that_can_be_told_has_tags(rules: TagRules) -> None:
    assert {kind for kind, _ in rules.material} == set(SourceMaterial) - {SourceMaterial.UNKNOWN}


def test_a_tag_stands_for_one_source_material() -> None:
    with pytest.raises(ValueError, match="another source material"):
        TagRules([], [], [], [(SourceMaterial.MANGA, ["x"]), (SourceMaterial.GAME, ["x"])])
    with pytest.raises(ValueError, match="POEM"):
        TagRules.from_mapping({"lists": {"kept": [], "short": [], "special": []}, "source_material": {"POEM": ["诗"]}})


@pytest.mark.parametrize(
    ("kind", "tags", "one_day", "episodes", "expected"),
    [
        ("tv", [], False, None, Format.TV),
        ("tv", ["泡面番"], False, 12, Format.TV_SHORT),
        ("web", ["泡面番"], False, 12, Format.TV_SHORT),
        ("web", [], True, None, Format.ONA),
        ("tv", ["TVSP"], True, None, Format.SPECIAL),
        ("tv", ["SP"], False, 12, Format.TV),  # a series with a special
        ("tv", [], True, 1, Format.SPECIAL),
        ("tv", [], True, 12, Format.TV),  # all at once
        ("tv", [], True, None, Format.TV),
        ("movie", ["TVSP", "短片"], True, 1, Format.MOVIE),
        ("ova", ["泡面番"], True, 1, Format.OVA),
        ("opera", [], True, 1, Format.UNKNOWN),
    ],
)
def test_format(
    rules: TagRules, kind: str, tags: list[str], one_day: bool, episodes: int | None, expected: Format
) -> None:
    assert rules.format(kind, tags, one_day=one_day, episodes=episodes) is expected


def test_kinds_keep_a_closed_list(rules: TagRules) -> None:
    assert rules.kinds(["续作", "烂尾", "OVA", "主角死亡"]) == ("OVA", "续作")


def _rule(**lists: list[str]) -> PeopleRule:
    shapes = {"甲乙丙丁": NameShape.FULL, "戊己": NameShape.SURNAME}
    return PeopleRule(
        lambda tag: shapes.get(tag.replace("黑", "甲"), NameShape.NONE), lambda tag: tag.replace("黑", "甲"), **lists
    )


def test_a_person_is_named_by_works_of_two_shows() -> None:
    tagged = (1, ["甲乙丙丁"])
    assert _rule().names([tagged, tagged]) == {}
    assert _rule().names([tagged, (2, ["甲乙丙丁"])]) == {"甲乙丙丁": "甲乙丙丁"}


def test_the_weaker_shape_asks_for_three_works() -> None:
    assert _rule().names([(1, ["戊己"]), (2, ["戊己"])]) == {}
    assert _rule().names([(1, ["戊己"]), (2, ["戊己"]), (2, ["戊己"])]) == {"戊己": "戊己"}


def test_lists_have_the_last_word() -> None:
    works = [(1, ["甲乙丙丁", "筆名"]), (2, ["甲乙丙丁"])]
    assert _rule(excluded=["甲乙丙丁"], known=["筆名"]).names(works) == {"筆名": "筆名"}
    assert _rule(excluded=["筆名"], known=["筆名"]).names(works) == {"甲乙丙丁": "甲乙丙丁"}


def test_spellings_are_shown_as_the_most_used_one() -> None:
    works = [(1, ["黑乙丙丁"]), (2, ["黑乙丙丁"]), (3, ["甲乙丙丁"]), (4, ["甲乙丙丁"]), (5, ["甲乙丙丁"])]
    assert _rule().names(works) == {"甲乙丙丁": "甲乙丙丁", "黑乙丙丁": "甲乙丙丁"}


def test_the_shipped_lists_do_not_contradict_themselves() -> None:
    rule = people_rule(lambda _: NameShape.NONE, lambda tag: tag)
    assert set(rule.names([(1, ["新房昭之", "御坂美琴"])])) == {"新房昭之"}


@pytest.mark.parametrize(
    ("address", "adult"),
    [
        ("https://overflow.cf-anime.com/", True),
        ("https://cf-anime.com", True),
        ("https://tgcf-anime.com/", False),
        ("https://cf-anime.com.example.org/", False),
        ("https://[broken", False),
        (None, False),
        ("", False),
    ],
)
def test_adult_sites(address: str | None, adult: bool) -> None:
    assert is_adult_site(address, adult_domains()) is adult
