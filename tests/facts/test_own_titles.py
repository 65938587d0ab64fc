"""An editor's title is the one that is shown, from the day it was entered; what it replaced stays as another name."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.entry import Entry, TitleKind
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import Key, Provider
from nextcour.facts.rules import Observed
from nextcour.facts.views import Cut, entry_as_of, facts_of
from tests.facts.shows import DAY, ENTRIES, FIRST, LATER, anilist, catalogue, said, sequel, shipped

OWN = Key(Provider.ENTRY, "bgm1")
OBSERVED = Observed({"bangumi-data": DAY}, DAY)
ANNOUNCED = AnnouncementDay(dt.date(2024, 6, 1), dt.date(2024, 5, 1), dt.date(2024, 7, 1), "mal-id")


def own(field: str, text: object, day: dt.date = LATER) -> Stored:
    return said(OWN, field, text, day, source=EDITOR)


def first(*rows: Stored) -> Entry:
    from nextcour.facts.assembly import assemble

    content = catalogue(ENTRIES)
    found = assemble(content, lambda one: shipped(content)[one.id], rows)
    return next((one for one in found.entries if one.id == FIRST.id), FIRST)


def texts(entry: Entry) -> list[tuple[str, TitleKind]]:
    return [(title.text, title.kind) for title in entry.titles]


def test_it_becomes_the_native_title_and_the_other_one_stays() -> None:
    entry = first(own("title.ja", "猫の物語"))
    assert entry.title == "猫の物語"
    assert texts(entry) == [("猫の物語", TitleKind.NATIVE), ("猫の話", TitleKind.TRANSLATED)]
    assert titles_by_language(entry)["ja"] == "猫の物語"


def test_an_earlier_day_shows_the_earlier_title_and_explain_both() -> None:
    entry = first(own("title.ja", "猫の物語"))
    before = entry_as_of(entry, ANNOUNCED, OBSERVED, Cut(DAY, own=LATER - dt.timedelta(days=1)))
    now = entry_as_of(entry, ANNOUNCED, OBSERVED, Cut(DAY, own=LATER))
    assert before is not None
    assert now is not None
    assert (before.title, now.title) == ("猫の話", "猫の物語")
    told = [fact for fact in facts_of(entry, ANNOUNCED, OBSERVED, Cut(DAY, own=LATER)) if fact.field == "title.ja"]
    assert [(fact.value, fact.source, fact.observed_at) for fact in told] == [
        ("猫の物語", EDITOR, LATER),
        ("猫の話", "bangumi-data", DAY),
    ]
    earlier = facts_of(entry, ANNOUNCED, OBSERVED, Cut(DAY, own=DAY))
    assert [fact.value for fact in earlier if fact.field == "title.ja"] == ["猫の話"]


def test_one_that_was_another_name_is_not_there_twice() -> None:
    rows = [said(anilist(101), "title.synonym", ["Neko no Hanashi", "猫の物語"])]
    entry = first(*rows, own("title.ja", "猫の物語"))
    assert [title.text for title in entry.titles] == ["猫の物語", "猫の話", "Neko no Hanashi"]


def test_one_in_english_comes_before_those_of_sources_and_leaves_the_native_one() -> None:
    entry = first(said(anilist(101), "title.en", "Cat Talk"), own("title.en", "A Cat's Tale"))
    assert entry.title == "猫の話"
    assert latin_title(entry) == "A Cat's Tale"
    assert "Cat Talk" in [title.text for title in entry.titles]


def test_a_synonym_is_only_another_name() -> None:
    entry = first(own("title.synonym", ["ねこばな"]))
    assert texts(entry)[0] == ("猫の話", TitleKind.NATIVE)


def test_the_same_title_changes_nothing() -> None:
    assert texts(first(own("title.ja", "猫の話"))) == texts(FIRST)


def test_a_new_entry_takes_it_too() -> None:
    from nextcour.facts.assembly import assemble

    content = catalogue(ENTRIES)
    rows = [*sequel(), said(anilist(201), "title.ja", "猫の物語 第二期", source=EDITOR)]
    found = assemble(content, lambda one: shipped(content)[one.id], rows)
    new = next(one for one in found.entries if one.ids.anilist == 201)
    assert texts(new)[:2] == [("猫の物語 第二期", TitleKind.NATIVE), ("猫の話 第2期", TitleKind.TRANSLATED)]
