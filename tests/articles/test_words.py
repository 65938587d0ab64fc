"""What each language makes of shapes that are rare in the catalogue."""

from __future__ import annotations

import datetime as dt

import pytest

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.edition import Lang
from nextcour.articles.prose_parts import About, Noun, Run, Standing, Told, Which
from nextcour.articles.words import speech_of
from nextcour.articles.words.english_forms import article, count_word, ordinal, percent
from nextcour.articles.words.shared import distinct, services, share
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format, SourceMaterial, Stream
from nextcour.forecast.model import Chance

DAY = dt.date(2026, 4, 25)
OCTOBER = FuzzyDate(2020, 10)
NEVER = FuzzyDate()
EVERY = pytest.mark.parametrize("lang", list(Lang), ids=lambda lang: lang.value)


def standing(status: RenewalStatus, *, date: FuzzyDate = NEVER, first: bool = False, gone: bool = False) -> Standing:
    return Standing(
        which=Which("Show", Noun.SEASON, 1 if first else 2),
        status=status,
        last=None if first else Which("Show", Noun.SEASON, 1),
        last_state=None if first else State.OUT,
        last_began=FuzzyDate(),
        date=date,
        billed=None,
        taken_down=gone,
        known_to=DAY,
    )


def told(**changes: object) -> Told:
    given: dict[str, object] = {
        "which": Which("Show", Noun.SEASON, 1),
        "state": State.OUT,
        "title": None,
        "runs": (Run(FuzzyDate(2020, 10, 8), FuzzyDate(2020, 12, 24)),),
        "episodes": 12,
        "counted": False,
        "cour": ("FALL", 2020),
        "studios": (),
        "series": True,
        "online": False,
        "known_to": DAY,
    } | changes
    return Told(**given)  # type: ignore[arg-type]


@EVERY
def test_a_season_that_was_called_off_is_not_said_to_be_unannounced(lang: Lang) -> None:
    speech = speech_of(lang)
    off, down = standing(RenewalStatus.CANCELLED), standing(RenewalStatus.CANCELLED, gone=True)
    assert speech.answer(off) != speech.answer(down)
    word = {Lang.EN: "cancelled", Lang.JA: "中止", Lang.ZH: "取消"}[lang]
    assert word in speech.answer(off)
    assert speech.release(off) != speech.release(standing(RenewalStatus.NOT_ANNOUNCED))


@EVERY
def test_dates_that_are_known_in_part_are_told_in_part(lang: Lang) -> None:
    speech = speech_of(lang)
    month = {Lang.EN: "October 2020", Lang.JA: "2020年10月の", Lang.ZH: "2020年10月开播"}[lang]
    assert month in speech.release(standing(RenewalStatus.ANNOUNCED, date=OCTOBER))
    year = {Lang.EN: "due in 2027;", Lang.JA: "2027年の予定", Lang.ZH: "2027年开播"}[lang]
    assert year in speech.release(standing(RenewalStatus.ANNOUNCED, date=FuzzyDate(2027)))
    none = {Lang.EN: "had no release date", Lang.JA: "発表されていない", Lang.ZH: "尚未公布"}[lang]
    assert none in speech.release(standing(RenewalStatus.ANNOUNCED))


@EVERY
def test_a_show_that_has_not_begun_says_so(lang: Lang) -> None:
    speech = speech_of(lang)
    word = {Lang.EN: "has not started yet", Lang.JA: "まだ始まっておらず", Lang.ZH: "尚未开始"}[lang]
    assert word in speech.answer(standing(RenewalStatus.ANNOUNCED, first=True, date=OCTOBER))
    assert word in speech.answer(standing(RenewalStatus.ANNOUNCED, first=True))


@EVERY
def test_one_episode_or_an_unknown_number_is_no_run_of_episodes(lang: Lang) -> None:
    speech = speech_of(lang)
    day = (Run(FuzzyDate(2020, 10, 8), FuzzyDate(2020, 10, 8)),)
    for episodes in (None, 1):
        text = speech.one(told(episodes=episodes, runs=day))
        assert "episodes" not in text
        assert "1話" not in text
        assert "1集" not in text


@EVERY
def test_a_count_from_dates_is_said_to_be_about_right(lang: Lang) -> None:
    assert {Lang.EN: "about 12", Lang.JA: "約12話", Lang.ZH: "约12集"}[lang] in speech_of(lang).one(told(counted=True))


@EVERY
@pytest.mark.parametrize("form", list(Format), ids=lambda form: form.value)
@pytest.mark.parametrize("material", list(SourceMaterial), ids=lambda material: material.value)
def test_every_kind_of_show_is_told_in_one_sentence(lang: Lang, form: Format, material: SourceMaterial) -> None:
    for studios in ((), ("Studio A",), ("Studio A", "Studio B"), ("A", "B", "C")):
        for started in (True, False):
            about = About("Show", "ショー", form, "ja", material, studios, OCTOBER, started, DAY)
            text = speech_of(lang).what(about)
            assert text.count("Show") == 1
            assert all(studio in text for studio in studios)
            assert text[-1] in ".。"
            assert "  " not in text
            assert "UNKNOWN" not in text


def test_english_numbers() -> None:
    assert [ordinal(number) for number in (1, 2, 10, 11, 12, 13, 21, 22, 23, 111)] == [
        "first", "second", "tenth", "11th", "12th", "13th", "21st", "22nd", "23rd", "111th",
    ]  # fmt: skip
    assert [count_word(number) for number in (1, 10, 11, 1200)] == ["one", "ten", "11", "1,200"]
    assert [article(words) for words in ("OVA", "original", "film", "11th film", "12th film", "eighth film")] == [
        "an", "an", "a", "an", "a", "an",
    ]  # fmt: skip


def test_chances_are_rounded_as_ask_rounds_them() -> None:
    shown = [0.0, 0.00099, 0.001, 0.0344, 0.0994, 0.0995, 0.214, 0.99, 0.991, 1.0]
    assert [percent(p) for p in shown] == [
        "less than 0.1 %", "less than 0.1 %", "0.1 %", "3.4 %", "9.9 %", "10 %", "21 %", "99 %", "more than 99 %",
        "more than 99 %",
    ]  # fmt: skip
    assert share(0.0344, least="<", most=">") == "3.4%"


def test_chances_that_are_shown_alike_are_said_once() -> None:
    first, second, third = (dt.date(2028, month, 1) for month in (1, 2, 3))
    chances = [(first, Chance(0.0001, 0, 1)), (second, Chance(0.0002, 0, 1)), (third, Chance(0.2, 0, 1))]
    assert [day for day, _ in distinct(chances)] == [second, third]


def test_a_service_of_several_regions_is_named_once_and_a_readers_own_come_first() -> None:
    rows = [("qq", "腾讯视频"), ("bilibili_tw", "哔哩哔哩（台灣）"), ("bilibili", "哔哩哔哩"), ("netflix", "Netflix")]
    streams = [Stream(site, name, f"https://{site}.example/") for site, name in rows]
    assert [one.site for one in services(streams, "en")] == ["netflix", "bilibili", "qq"]
    assert [one.site for one in services(streams, "zh")] == ["bilibili", "qq", "netflix"]
    assert services(streams[::-1], "en") == services(streams, "en")
