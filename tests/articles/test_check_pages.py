"""What articles that are full of titles ask of a checker: pages of `nextcour write` are."""

# ruff: noqa: E501 - sentences, whole
from __future__ import annotations

import datetime as dt

import pytest

from bench.check_pages import check_page, write
from nextcour.articles.checked import CheckedClaim
from nextcour.articles.edition import Lang
from nextcour.bootstrap import Engine
from nextcour.catalog.titles.match import match
from nextcour.checking import check_text

DAY = dt.date(2026, 11, 25)


def found(engine: Engine, text: str, kind: str, published: dt.date | None = None) -> list[CheckedClaim]:
    checked = check_text(text, "text/markdown", engine, DAY, published=published)
    return [claim for claim in checked.claims if claim.kind == kind]


def told(engine: Engine, text: str, kind: str) -> set[tuple[str, str, str | None]]:
    return {(claim.value, claim.verdict.value, claim.right_value) for claim in found(engine, text, kind)}


# The page's own words for a show, then a sentence about it.
AKUDAMA = "# Akudama Drive: Season 2\n\n“Akudama Drive” (アクダマドライブ) is {} animated by Studio Pierrot.\n"
AKUDAMA_ZH = "# 恶玉DRIVE 第2季\n\n《恶玉DRIVE》（原名《アクダマドライブ》）{}。\n"
AKUDAMA_JA = "# アクダマドライブ 第2期\n\n「アクダマドライブ」は、{}。\n"


@pytest.mark.parametrize(
    ("text", "kind", "value", "verdict"),
    [
        (AKUDAMA.format("an original TV anime"), "source_material", "ORIGINAL", "supported"),
        (AKUDAMA.format("an original short-form anime"), "source_material", "ORIGINAL", "supported"),
        (AKUDAMA.format("a TV anime adapted from a manga and"), "source_material", "MANGA", "contradicted"),
        (AKUDAMA.format("a TV anime that was adapted into a manga and"), "adaptation", "MANGA_FROM_ANIME", "supported"),
        (AKUDAMA_ZH.format("是一部轻小说改编电视动画"), "source_material", "LIGHT_NOVEL", "contradicted"),
        (AKUDAMA_ZH.format("后来被改编成漫画"), "adaptation", "MANGA_FROM_ANIME", "supported"),
        (AKUDAMA_JA.format("のちに漫画化されたTVアニメである"), "adaptation", "MANGA_FROM_ANIME", "supported"),
        (AKUDAMA_ZH.format("于2020年10月8日至2020年12月24日播出"), "first_air_date", "2020-10-08", "supported"),
        (AKUDAMA_ZH.format("于2018年10月8日至2020年12月24日播出"), "first_air_date", "2018-10-08", "contradicted"),
        (AKUDAMA_ZH.format("于2020年10月8日至2020年12月24日播出"), "finale", "2020-12-24", "supported"),
        (
            AKUDAMA_ZH.format("于2020年10月8日开始（2019年4月新番），截至2026年4月25日仍在播出"),
            "season",
            "SPRING 2019",
            "contradicted",
        ),
        (
            AKUDAMA_JA.format("これまでに4期があり、2020年10月8日に放送が始まった"),
            "first_air_date",
            "2020-10-08",
            "supported",
        ),
    ],
)
def test_what_pages_say_of_a_show_is_read(engine: Engine, text: str, kind: str, value: str, verdict: str) -> None:
    assert (value, verdict) in {(one.value, one.verdict.value) for one in found(engine, text, kind)}


def test_chinese_denials_name_the_show_between_their_words(engine: Engine) -> None:
    text = "# 我推的孩子 第4季\n\n截至2026年4月25日，尚无《【我推的孩子】》第2季的消息。\n"
    assert told(engine, text, "announced") == {("NO 2", "contradicted", "YES 2")}


def test_that_a_season_has_no_date_is_no_denial_of_it(engine: Engine) -> None:
    text = "# Akudama Drive: Season 2\n\nSeason 2 of “Akudama Drive” had been announced by 25 April 2026, without a date.\n"
    assert told(engine, text, "announced") == {("YES 2", "unverifiable", None)}


def test_a_film_is_known_by_its_own_title(engine: Engine) -> None:
    text = "# Overlord: Season 5\n\n“OVERLORD” has four seasons. There is one film, “OVERLORD:The Sacred Kingdom”, released on {}.\n"
    assert told(engine, text.format("20 September 2024"), "first_air_date") == {("2024-09-20", "supported", None)}
    assert told(engine, text.format("3 March 2023"), "first_air_date") == {("2023-03-03", "contradicted", "2024-09-20")}


def test_a_film_that_opens_later_elsewhere_is_not_called_wrong(engine: Engine) -> None:
    text = (
        "# Overlord: Season 5\n\n“OVERLORD” has a film, “OVERLORD:The Sacred Kingdom”, released on 8 November 2024.\n"
    )
    assert told(engine, text, "first_air_date") == {("2024-11-08", "unverifiable", None)}


def test_a_day_of_another_entry_of_the_franchise_is_not_called_wrong(engine: Engine) -> None:
    library = engine.library
    home = library.home("oshi-no-ko")
    assert home is not None
    text = "# Oshi no Ko: Season 4\n\nThe first season of “Oshi no Ko” premiered on {}.\n"
    for name in library.franchise(home).entry_ids():
        day = library.entry(name).premiere.exact
        if day is not None:
            verdicts = {one.verdict.value for one in found(engine, text.format(day.isoformat()), "first_air_date")}
            assert "contradicted" not in verdicts


def test_the_day_of_a_premiere_is_not_the_day_of_the_article(engine: Engine) -> None:
    text = "# Akudama Drive\n\n“Akudama Drive” is a TV anime by Studio Pierrot; it premiered on 8 October 2020.\n\nNews follows.\n"
    assert check_text(text, "text/markdown", engine, DAY).published_basis != "stated"
    dated = "# Akudama Drive\n\nBy Jane Doe, 3 May 2021\n\n“Akudama Drive” is a TV anime by Studio Pierrot.\n"
    assert check_text(dated, "text/markdown", engine, DAY).published == dt.date(2021, 5, 3)


def test_a_very_title_in_a_text_is_not_what_sounds_like_it(engine: Engine) -> None:
    """Several shows are called nearly alike; who asks means the better known one, a text means what it writes."""
    asked, written = match(engine.library.titles, "Simon"), match(engine.library.titles, "Simon", written=True)
    assert asked.winner is not None
    assert written.winner is not None
    assert written.winner.matched == "Simon"
    assert asked.winner.matched != "Simon"


def test_a_studio_is_not_the_show_that_its_name_holds(engine: Engine) -> None:
    text = "# The Rising of the Shield Hero: Season 5\n\n“The Rising of the Shield Hero” is animated by Kinema Citrus; it premiered on 9 January 2019.\n"
    checked = check_text(text, "text/markdown", engine, DAY)
    assert [show.line for show in checked.shows] == ["the-rising-of-the-shield-hero"]


@pytest.mark.parametrize("lang", list(Lang), ids=lambda lang: lang.value)
@pytest.mark.parametrize(
    "line",
    [
        # films; a remake with its forerunner's title; titles with numbers, hopes, hearsay or a studio's name in them
        "promare",
        "new-adventures-of-kimba-the-white-lion",
        "smurfs",
        "cardfight-vanguard-overdress",
        "bakemonogatari",
        "yurumates",
        "puraore-pride-of-orange",
        "yuri-on-ice",
        "guilty-crown",
    ],
)
def test_pages_whose_titles_mislead_are_not_contradicted(engine: Engine, line: str, lang: Lang) -> None:
    page = write(engine, line, lang)
    assert page is not None
    checked = check_page(engine, page.edition)
    assert not [(claim.kind, claim.value, claim.why) for claim in checked.claims if claim.verdict == "contradicted"]
    assert checked.shows[0].line == line


@pytest.mark.parametrize(
    "text",
    [
        AKUDAMA_ZH.format("的漫画于2015年3月1日推出"),
        AKUDAMA_ZH.format("的手机游戏于2021年5月1日上线，预告于2021年4月1日开始播放"),
        AKUDAMA_JA.format("ゲームが2021年5月1日に配信された作品"),
        AKUDAMA_JA.format("公式サイトが2019年3月1日に公開された作品"),
    ],
)
def test_the_day_of_a_manga_or_a_game_is_no_premiere(engine: Engine, text: str) -> None:
    assert "contradicted" not in {one.verdict.value for one in found(engine, text, "first_air_date")}
