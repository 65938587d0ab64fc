"""Headlines, complete looks and studio days on their way from the store to answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from nextcour.answers.answer import Answer, RenewalStatus, Signal
from nextcour.answers.explanation import explain_franchise
from nextcour.answers.studios import studio_day
from nextcour.bootstrap import Engine
from nextcour.cli.changes import changed
from nextcour.facts.ledger import Run
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.store import paths, preparing
from nextcour.store.bundle import newest
from tests.cli.run import nextcour
from tests.facts.shows import LATER, said
from tests.fakes.fact_store import FakeFactStore
from tests.store.test_prepared import DATA_DAY, FIRST, Prepared, ask, here, keep, second, small

__all__ = ["here", "small"]  # fixtures

ENTRY = Key(Provider.ENTRY, "bgm302076")  # Akudama Drive
LINK = "https://www.animenewsnetwork.com/news/2026-11-20/akudama-drive/.7"
OUT, SEEN = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
HEADLINE = {"title": "Akudama Drive Gets 2nd Season", "link": LINK, "published": "2026-11-20T20:00:00Z"}
BANGUMI = "bangumi-data"


def news(day: dt.date = SEEN, **more: object) -> Observation:
    return said(ENTRY, "headline.7", {**HEADLINE, **more}, day, source="ann-news").observation


def of_bangumi(day: dt.date, *subjects: str) -> Iterator[Observation]:
    for subject in subjects:
        yield said(Key(Provider.BANGUMI, subject), "format", "TV", day, source=BANGUMI).observation


def look(here: Prepared, rows: Iterator[Observation], *, finish: bool = True, run: Run | None = None) -> Run:
    run = run or here.store.begin_run(BANGUMI)
    here.store.store(Batch(tuple(rows)), run)
    return here.store.finish_run(run) if finish else run


def headlines(answer: Answer) -> list[Signal]:
    return [one for one in answer.evidence if one.signal == "headline"]


def test_a_headline_is_a_line_of_evidence_and_no_status(here: Prepared) -> None:
    keep(here.store, [news()])
    engine = here.engine()
    found = ask(engine, SEEN)
    assert found.renewal_status is RenewalStatus.NOT_ANNOUNCED
    assert found.data_day == DATA_DAY, "a headline is no look at the show"
    (line,) = headlines(found)
    assert line.text == (
        f"Anime News Network, 20 Nov 2026: “Akudama Drive Gets 2nd Season” ({LINK}); a headline is not a status"
    )
    assert (line.value, line.source, line.observed_at) == (LINK, "Anime News Network", SEEN)
    assert headlines(ask(engine, SEEN, "frieren")) == []


def test_it_is_shown_from_the_day_it_was_published_and_for_half_a_year(here: Prepared) -> None:
    keep(here.store, [news()])
    engine = here.engine()
    shown = {day: len(headlines(ask(engine, day))) for day in (OUT - dt.timedelta(days=1), OUT, SEEN)}
    assert list(shown.values()) == [0, 1, 1]
    assert headlines(ask(engine, OUT, strict=True)) == []
    assert headlines(ask(engine, OUT + dt.timedelta(days=181))) == []
    told = explain_franchise("akudama-drive", engine.library, OUT + dt.timedelta(days=900), strict=False).headlines
    assert [(one.title, one.published, one.observed_at, one.knowable_from) for one in told] == [
        (HEADLINE["title"], OUT, SEEN, OUT)
    ]
    assert not explain_franchise("akudama-drive", engine.library, OUT - dt.timedelta(days=1), strict=False).headlines


def test_a_headline_makes_no_change_and_stands_beside_one(here: Prepared) -> None:
    keep(here.store, [news()])
    span = (DATA_DAY, dt.date(2026, 12, 31))
    alone = changed(here.engine(), *span, franchise="akudama-drive", headlines=True)
    assert alone.changes == ()
    assert [one.link for one in alone.headlines] == [LINK]
    keep(here.store, second(SEEN))
    engine = here.engine()
    beside = changed(engine, *span, franchise="akudama-drive")
    assert beside.headlines == ()
    announced = next(one for one in beside.changes if one.kind.value == "ANNOUNCED")
    assert [one.link for one in announced.headlines] == [LINK]
    before = changed(engine, DATA_DAY, OUT - dt.timedelta(days=1), franchise="akudama-drive", headlines=True)
    assert (before.changes, before.headlines) == ((), ())


def test_one_far_from_every_change_stands_beside_none(here: Prepared) -> None:
    keep(here.store, [news(published="2026-10-01T00:00:00Z"), *second(SEEN)])
    found = changed(here.engine(), DATA_DAY, SEEN, franchise="akudama-drive")
    assert found.changes
    assert not any(one.headlines for one in found.changes)


def test_hostile_headlines_are_text_or_nothing_in_every_command(here: Prepared, tmp_path: Path) -> None:
    keep(
        here.store,
        [
            news(title="Akudama \x1b[2J[red]Drive[/red] \u202egets <b>2nd</b>"),
            said(ENTRY, "headline.8", {**HEADLINE, "link": "javascript:alert(1)"}, SEEN, source="ann-news").observation,
            said(ENTRY, "headline.9", {"title": [1]}, SEEN, source="ann-news").observation,
        ],
    )
    home = {
        "NEXTCOUR_DATA_DIR": str(here.folder),
        "NEXTCOUR_CACHE_DIR": str(tmp_path / "cache"),
        "NEXTCOUR_CATALOGUE": str(here.catalogue),
        "COLUMNS": "200",
    }
    for words in (
        ("ask", "akudama drive", "--as-of", "2026-11-23"),
        ("explain", "akudama drive", "--as-of", "2026-11-23"),
        ("explain", "akudama drive", "--as-of", "2026-11-23", "--json"),
        ("changes", "--since", "2026-04-25", "--until", "2026-11-23", "--headlines"),
        ("changes", "--since", "2026-04-25", "--until", "2026-11-23", "--headlines", "--json"),
    ):
        done = nextcour(*words, env=home)
        assert done.returncode == 0, done.stderr
        assert "Akudama [red]Drive[/red] gets <b>2nd</b>" in done.stdout
        assert LINK in done.stdout
        assert "Anime News Network" in done.stdout
        assert not {"\x1b", "\u202e"} & set(done.stdout)
        assert "javascript" not in done.stdout


def test_a_complete_look_moves_the_day_of_all_it_covers(here: Prepared) -> None:
    look(here, of_bangumi(LATER, "302076", "400602"))
    engine = here.engine()
    assert engine.library.complete == {BANGUMI: LATER}
    assert engine.library.listed_to == LATER
    assert ask(engine).headline == "No season 2 known by 31 May 2026."
    nowhere = ask(engine, query="qwxz vvkkq jjqx")
    assert nowhere.data_day == LATER, "no show of that name was listed by then"
    assert changed(engine, DATA_DAY, LATER).data_day == LATER


def test_a_look_that_was_cut_off_says_nothing_about_what_is_missing(here: Prepared) -> None:
    look(here, of_bangumi(LATER, "302076"), finish=False)
    engine = here.engine()
    assert engine.library.listed_to == DATA_DAY
    assert ask(engine).headline == "No season 2 known by 25 Apr 2026."


def test_while_the_next_look_goes_on_the_last_complete_one_counts(here: Prepared) -> None:
    august = dt.date(2026, 8, 1)
    look(here, of_bangumi(LATER, "302076", "400602"))
    run = look(here, of_bangumi(august, "302076"), finish=False)
    assert ask(here.engine()).headline == "No season 2 known by 31 May 2026."
    look(here, of_bangumi(august, "400602"), run=run)
    engine = here.engine()
    assert ask(engine).headline == "No season 2 known by 1 Aug 2026."
    assert engine.library.listed_to == august


def test_a_look_at_one_show_by_its_page_moves_no_other(here: Prepared) -> None:
    keep(here.store, [said(FIRST, "status", "FINISHED").observation])
    engine = here.engine()
    assert ask(engine).headline == "No season 2 known by 31 May 2026."
    assert engine.library.listed_to == DATA_DAY
    assert engine.library.complete == {}


@pytest.mark.parametrize("source", ["file:mine", "wikimedia"])
def test_sources_that_do_not_list_everything_make_no_complete_look(here: Prepared, source: str) -> None:
    run = here.store.begin_run(source)
    here.store.store(Batch((said(FIRST, "status", "FINISHED", source=source).observation,)), run)
    here.store.finish_run(run)
    engine = here.engine()
    assert engine.library.complete == {}
    assert engine.library.listed_to == DATA_DAY


def test_a_file_of_ones_own_is_no_look_at_a_show(here: Prepared) -> None:
    keep(here.store, [said(FIRST, "status", "FINISHED", source="file:mine").observation])
    assert ask(here.engine()).headline == "No season 2 known by 25 Apr 2026."


def test_a_studio_is_known_at_least_as_far_as_its_shows_were_looked_at(here: Prepared) -> None:
    keep(here.store, [said(FIRST, "studios", ["Studio Pierrot"]).observation])
    library = here.engine().library
    tagged = library.observed.days["bgmd"]
    found = studio_day(library, "Studio Pierrot", LATER + dt.timedelta(days=40))
    assert (found.day, found.whole, found.all_to) == (LATER, False, tagged)
    assert studio_day(library, "Studio Pierrot", tagged).whole
    assert studio_day(library, "CloverWorks", LATER).day == tagged
    (line,) = [one for one in ask(here.engine()).evidence if one.signal == "studio"]
    assert "at least 0 series on air, at least 0 known and not out on 31 May 2026" in line.text


def test_a_complete_look_that_tells_studios_makes_every_studio_known(here: Prepared) -> None:
    run = here.store.begin_run("offline-database")
    rows = [said(FIRST, "studios", ["Studio Pierrot"], source="offline-database").observation]
    here.store.store(Batch(tuple(rows)), run)
    here.store.finish_run(run)
    library = here.engine().library
    for name in ("Studio Pierrot", "CloverWorks"):
        found = studio_day(library, name, dt.date(2026, 12, 1))
        assert (found.day, found.whole, found.source) == (LATER, True, "offline-database")


def test_fake_and_sqlite_prepare_the_same_headlines(here: Prepared) -> None:
    content, digest, _ = newest([here.catalogue])
    fake = FakeFactStore(lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    for one in (here.store, fake):
        keep(one, [news()])
        keep(one, [news(SEEN + dt.timedelta(days=2), title="Akudama Drive Gets 2nd Season in 2027")])
        ann = said(Key(Provider.ANN, "5"), "headline.1", {**HEADLINE, "link": LINK + "1"}, SEEN, source="ann")
        keep(one, [ann.observation, said(Key(Provider.ANN, "5"), "ids.anilist", 116566, source="ann").observation])
    found = [preparing.of(one, content, digest).headlines for one in (here.store, fake)]
    assert found[0] == found[1]
    assert [(one.entry, one.title, one.until) for one in found[0]] == [
        ("bgm302076", "Akudama Drive Gets 2nd Season", SEEN + dt.timedelta(days=2)),
        ("bgm302076", "Akudama Drive Gets 2nd Season", None),
        ("bgm302076", "Akudama Drive Gets 2nd Season in 2027", None),
    ]


def test_an_engine_without_headlines_shows_none(engine: Engine) -> None:
    assert engine.library.headlines("akudama-drive") == ()
    assert explain_franchise("akudama-drive", engine.library, SEEN, strict=False).headlines == ()
    assert msgspec.to_builtins(engine.library.complete) == {}
    assert paths.BUNDLED.exists()
