"""What a title page shows: as of any day, only what was known by then."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
import pytest

from nextcour.answers.explanation import explain_franchise
from nextcour.bootstrap import Engine
from nextcour.pages.item import view_on
from nextcour.pages.title import TitlePage, title_page
from nextcour.pages.title_facts import MOST
from nextcour.pages.title_story import Kind

TODAY = dt.date(2026, 11, 23)


def page(engine: Engine, line: str, day: dt.date = TODAY) -> TitlePage:
    library = engine.library
    home = library.home(line)
    assert home is not None
    franchise = library.franchise(home)
    view = view_on(franchise, next(one for one in franchise.lines if one.id == line), library, day)
    answer = engine.ask(f"id:{line}", day, with_facts=False)
    return title_page(answer, explain_franchise(home, library, day, strict=False), view, library)


def test_a_show_that_waits_has_one_chance_curves_a_past_and_its_story(engine: Engine) -> None:
    found = page(engine, "akudama-drive")
    assert found.main is not None
    assert (found.main.what, found.main.months) == ("announced", 24)
    assert found.main.chance == next(one.chance for one in found.announced if one.months == 24)
    assert found.out[-1].months == 48
    assert len(found.past) > 15
    assert [(step.kind, step.number) for step in found.story] == [(Kind.INSTALLMENT, 1)]
    assert found.counted is not None
    assert found.official.startswith("http")
    assert found.streams
    assert [one.name for one in found.elsewhere][:2] == ["MyAnimeList", "AniList"]


def test_an_announced_season_without_a_day_has_the_chance_that_it_is_out(engine: Engine) -> None:
    found = page(engine, "oshi-no-ko", dt.date(2025, 6, 1))
    assert found.main is not None
    assert found.main.what == "premiere"
    assert found.announced == ()
    assert found.out
    assert found.upcoming is None
    assert found.number == 3


def test_a_published_day_is_a_plan_and_no_chance(engine: Engine) -> None:
    found = page(engine, "oshi-no-ko", dt.date(2025, 12, 15))
    assert found.main is None
    assert (found.announced, found.out) == ((), ())
    assert found.upcoming == "2026-01-14"


def test_before_anything_was_known_there_is_nothing(engine: Engine) -> None:
    found = page(engine, "akudama-drive", dt.date(2000, 1, 5))
    assert found.unheard
    assert (found.story, found.subjects, found.streams, found.past, found.main) == ((), (), (), (), None)
    assert found.first_day > dt.date(2000, 1, 5)
    assert not page(engine, "akudama-drive", found.first_day).unheard


def test_titles_that_tell_the_end_are_marked(engine: Engine) -> None:
    found = page(engine, "attack-on-titan")
    assert [step.number for step in found.story if step.reveals and step.number] == [4]
    assert any(subject.reveals for subject in found.subjects)


def test_every_fact_has_a_source_two_days_and_no_dangerous_address(engine: Engine) -> None:
    found = page(engine, "attack-on-titan")
    rows = [row for subject in found.subjects for row in subject.rows]
    assert len(rows) > 50
    assert len(found.subjects) == MOST
    assert found.more_subjects > 0
    for row in rows:
        assert row.source
        assert row.knowable_from <= found.answer.known_to
        assert row.values
        for address in (row.link, row.url):
            assert not address or address.startswith(("https://", "http://"))


def test_other_lines_of_the_franchise_are_named(engine: Engine) -> None:
    found = page(engine, "cardfight-vanguard")
    assert found.siblings
    assert found.line not in {one.line for one in found.siblings}


def _days(value: object, skip: frozenset[str]) -> list[dt.date]:
    """Every day in a tree of plain values, without those under the names of `skip`."""
    if isinstance(value, dict):
        return [day for name, inner in value.items() if name not in skip for day in _days(inner, skip)]
    if isinstance(value, list | tuple):
        return [day for inner in value for day in _days(inner, skip)]
    return [value] if type(value) is dt.date else []


# Days that lie ahead of the day asked about by their nature: forecasts, plans, and where the curves lead.
AHEAD = frozenset(("window", "announced", "out", "main"))


@pytest.mark.parametrize("seed", range(12))
def test_no_day_on_a_page_is_later_than_what_was_known(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    library = engine.library
    for franchise_id in chance.sample(library.franchise_ids(), 6):
        line = chance.choice(library.franchise(franchise_id).lines).id
        day = dt.date(2014, 1, 1) + dt.timedelta(days=chance.randrange((TODAY - dt.date(2014, 1, 1)).days))
        found = page(engine, line, day)
        known_to = found.answer.known_to
        assert known_to <= day
        plain = msgspec.to_builtins(found, builtin_types=(dt.date,))
        plain["answer"].pop("as_of")
        plain["answer"].pop("data_day")  # of the catalogue that answers
        plain.pop("first_day")
        late = [one for one in _days(plain, AHEAD) if one > known_to]
        # Facts are listed with the day our source showed them, which is later than the day they could be known.
        shown = {row.observed_at for subject in found.subjects for row in subject.rows}
        shown |= {fact.observed_at for fact in found.explanation.facts}
        shown |= {one.observed_at for one in found.answer.evidence if one.observed_at}
        assert set(late) <= shown, (line, day, late)
        for step in found.story:
            assert step.announced <= known_to
            # What lies ahead stands there only because it was public.
            if step.premiere and step.premiere > known_to.isoformat():
                assert step.state == "UPCOMING"
        for one in found.past:
            assert one.day <= known_to
