"""Pages in words: reviewed ones, and what holds for all of them."""

from __future__ import annotations

import datetime as dt
import random
import re

import msgspec
import pytest

from nextcour.answers.ask import ID_PREFIX
from nextcour.articles.edition import Edition, Lang, NoteKind
from nextcour.articles.footnotes import safe_url
from nextcour.articles.prose_story import Story
from nextcour.articles.writing import Earlier, edition_of
from nextcour.articles.writing_html import render_html
from nextcour.articles.writing_markdown import render_markdown
from nextcour.bootstrap import Engine
from tests.conftest import Golden

TODAY = dt.date(2026, 11, 23)
SEED = 20261125
# name -> query, day, day of an earlier edition
CASES = {
    "akudama": ("id:akudama-drive", TODAY, None),
    "announced": ("oshi no ko", dt.date(2023, 12, 1), None),
    "announced-dated-since": ("oshi no ko", dt.date(2024, 6, 20), dt.date(2023, 12, 1)),
    "on-air": ("frieren season 2", dt.date(2023, 12, 1), None),
    "split-cour": ("spy x family", dt.date(2022, 8, 1), None),
    "concluded": ("id:attack-on-titan", TODAY, None),
    "film": ("id:genocidal-organ", TODAY, None),
    "long-running": ("id:detective-conan", TODAY, None),
    "web-little-known": ("id:trip-trek", TODAY, None),
    "not-yet-on-air": ("frieren", dt.date(2023, 8, 1), None),
    "unheard-of": ("id:akudama-drive", dt.date(2015, 1, 1), None),
}
PAGES = [pytest.param(name, lang, id=f"{name}-{lang.value}") for name in CASES for lang in Lang]


def written(
    engine: Engine,
    query: str,
    day: dt.date,
    lang: Lang,
    since: dt.date | None = None,
    story: Story | None = None,
) -> Edition:
    answer = engine.ask(query, day, with_facts=False)
    assert answer.franchise is not None
    earlier = None
    if since is not None:
        then = engine.ask(ID_PREFIX + answer.franchise.line, since, with_facts=False)
        earlier = Earlier(since, then)
    return edition_of(answer, engine.library, day, lang, earlier=earlier, story=story)


def lines(engine: Engine) -> list[str]:
    homes = dict.fromkeys(row.franchise for row in engine.library.rows())
    return sorted(line.id for home in homes for line in engine.library.franchise(home).lines)


def texts(edition: Edition) -> str:
    return " ".join(sentence.text for section in edition.sections for sentence in section.sentences)


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_page(name: str, lang: Lang, engine: Engine, golden: Golden) -> None:
    query, day, since = CASES[name]
    golden.check(f"write-{name}.{lang.value}.md", render_markdown(written(engine, query, day, lang, since)))


def check(edition: Edition) -> None:
    used: list[int] = []
    assert edition.sections
    assert len({section.id for section in edition.sections}) == len(edition.sections)
    for section in edition.sections:
        assert section.heading
        assert section.sentences
        for sentence in section.sentences:
            assert sentence.notes, sentence.text
            assert sentence.text.endswith((".", "。", "”")), sentence.text
            assert not re.search(r"\bNone\b|\d{4}-\d\d-\d\d", sentence.text)
            used += sentence.notes
    assert list(dict.fromkeys(used)) == [note.number for note in edition.footnotes]
    for note in edition.footnotes:
        assert note.text
        assert note.url == safe_url(note.url)
        assert note.url or note.kind is not NoteKind.FACT
        assert note.cited or note.kind not in (NoteKind.FACT, NoteKind.ESTIMATE)


@pytest.mark.parametrize("day", [TODAY, dt.date(2024, 6, 20), dt.date(2021, 11, 1), dt.date(2016, 2, 1)], ids=str)
def test_every_sentence_has_a_footnote_and_every_footnote_a_sentence(engine: Engine, day: dt.date) -> None:
    names = random.Random(SEED).sample(lines(engine), 150)
    for name in names:
        for lang in Lang:
            check(written(engine, ID_PREFIX + name, day, lang))


def test_the_same_facts_give_the_same_text_whatever_the_day_and_the_question(engine: Engine) -> None:
    first = written(engine, "id:oshi-no-ko", dt.date(2026, 11, 23), Lang.EN)
    for query in ("oshi no ko season 3", "oshi no ko s1", "推しの子"):
        assert written(engine, query, dt.date(2026, 7, 1), Lang.EN) == first


def test_nothing_of_a_page_was_known_later_than_its_day(engine: Engine) -> None:
    for name in random.Random(SEED).sample(lines(engine), 60):
        edition = written(engine, ID_PREFIX + name, dt.date(2020, 3, 1), Lang.EN)
        assert edition.known_to == dt.date(2020, 3, 1)
        for number in re.findall(r"\b(?:on|to|of|from|since) \d{1,2} [A-Z][a-z]+ (\d{4})", texts(edition)):
            assert int(number) <= 2020 or "had been announced" in texts(edition) or "due" in texts(edition)


def test_absence_is_said_with_its_day(engine: Engine) -> None:
    told = texts(written(engine, "akudama drive", TODAY, Lang.EN))
    assert "No season 2 of “Akudama Drive” was known by 25 April 2026." in told
    assert "2026年4月25日の時点で、「アクダマドライブ」第2期の情報はない。" in texts(
        written(engine, "akudama drive", TODAY, Lang.JA)
    )
    assert "截至2026年4月25日，尚无《恶玉DRIVE》第2季的消息。" in texts(
        written(engine, "akudama drive", TODAY, Lang.ZH)
    )


def test_what_changed_is_told_with_the_status_then_and_now(engine: Engine) -> None:
    edition = written(engine, "oshi no ko", dt.date(2024, 6, 20), Lang.EN, dt.date(2023, 12, 1))
    section = edition.sections[0]
    assert section.id == "changes"
    told = [sentence.text for sentence in section.sentences]
    assert "4 May 2024: season 2 was dated 3 July 2024 (until then July 2024)." in told
    assert told[-1] == (
        "On 1 December 2023, season 2 was announced without a date; on 20 June 2024, season 2 was announced for "
        "3 July 2024."
    )
    assert edition.since == dt.date(2023, 12, 1)


def test_an_edition_in_which_nothing_changed_says_so(engine: Engine) -> None:
    edition = written(engine, "akudama drive", TODAY, Lang.EN, dt.date(2026, 1, 1))
    told = [sentence.text for sentence in edition.sections[0].sentences]
    assert told[0] == "Nothing about it became known between 1 January 2026 and 25 April 2026."
    assert told[1].startswith("The chance of an announcement within 24 months was put at ")


def test_many_changes_are_cut_to_the_latest_and_the_rest_is_counted(engine: Engine) -> None:
    edition = written(engine, "id:attack-on-titan", TODAY, Lang.EN, dt.date(2014, 1, 1))
    told = edition.sections[0].sentences
    assert sum(sentence.item for sentence in told) == 12
    assert re.match(r"(?:\w+|\d+) earlier changes since 1 January 2014 are left out here\.", told[0].text)
    assert told[0].notes


def test_since_before_anything_was_known_tells_all(engine: Engine) -> None:
    edition = written(engine, "akudama drive", TODAY, Lang.EN, dt.date(2015, 1, 1))
    assert any("season 1 became known" in sentence.text for sentence in edition.sections[0].sentences)


def test_a_synopsis_is_quoted_with_its_source_and_none_is_invented(engine: Engine) -> None:
    story = Story("AniList", TODAY, "Six thieves meet.", "https://anilist.co/anime/1", cut=True)
    edition = written(engine, "akudama drive", TODAY, Lang.EN, story=story)
    (section,) = [section for section in edition.sections if section.id == "story"]
    assert [sentence.text for sentence in section.sentences] == ["“Six thieves meet.”"]
    note = next(note for note in edition.footnotes if note.number == section.sentences[0].notes[0])
    assert note.kind is NoteKind.QUOTED
    assert "AniList" in note.text
    assert "shortened" in note.text
    assert note.url == "https://anilist.co/anime/1"
    without = written(engine, "akudama drive", TODAY, Lang.EN, story=Story("nextcour", TODAY, why="no network"))
    assert "There is no synopsis here: none could be fetched, and none is kept." in texts(without)
    assert all(section.id != "story" for section in written(engine, "akudama drive", TODAY, Lang.EN).sections)


def test_an_edition_survives_json(engine: Engine) -> None:
    for lang in Lang:
        edition = written(engine, "oshi no ko", dt.date(2024, 6, 20), lang, dt.date(2023, 12, 1))
        assert msgspec.json.decode(msgspec.json.encode(edition), type=Edition) == edition


def test_an_answer_without_a_show_makes_no_page(engine: Engine) -> None:
    answer = engine.ask("qwxz vvkkq jjqx", TODAY)
    with pytest.raises(ValueError, match="names no show"):
        edition_of(answer, engine.library, TODAY, Lang.EN)


def test_fragments_of_a_page_in_every_language_can_stand_together(engine: Engine) -> None:
    whole = "".join(render_html(written(engine, "akudama drive", TODAY, lang)) for lang in Lang)
    ids = re.findall(r' id="([^"]+)"', whole)
    assert len(ids) == len(set(ids)) > 30
    assert set(re.findall(r'href="#([^"]+)"', whole)) <= set(ids)


@pytest.mark.parametrize("lang", list(Lang), ids=lambda lang: lang.value)
def test_what_providers_call_the_next_season_is_told_apart(engine: Engine, lang: Lang) -> None:
    """Of a line whose later part is a season of its own to providers, under the number that is ours to come."""
    line = next(
        (
            line
            for name in lines(engine)
            if (home := engine.library.home(name)) is not None
            for line in engine.library.franchise(home).lines
            if line.id == name and len(line.installments) == 1 and line.installments[0].provider_numbers == (2,)
        ),
        None,
    )
    assert line is not None
    told = texts(written(engine, ID_PREFIX + line.id, TODAY, lang))
    assert {
        Lang.EN: "What is elsewhere called season 2 is counted here as season 1 or a part of it.",
        Lang.JA: "ほかで第2期とされるものは、ここでは第1期またはその一部に数えている。",
        Lang.ZH: "别处所说的第2季，这里算作第1季或其中一部分。",
    }[lang] in told
