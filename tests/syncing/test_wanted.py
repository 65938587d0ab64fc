"""Which titles are asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nextcour.bootstrap import Engine
from nextcour.facts.observation import Key, Provider
from nextcour.sources.registry import listing
from nextcour.store import asked_lately
from nextcour.syncing import everything, wanted
from nextcour.syncing.wanted import Show, TitleUnclear, keys_for
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts.examples import Ticking, keep, said


@pytest.fixture
def store() -> FakeFactStore:
    return FakeFactStore(Ticking())


def test_a_title_means_every_entry_of_its_franchise_by_the_ids_that_each_source_goes_by(
    engine: Engine, store: FakeFactStore
) -> None:
    shows = wanted.named(["akudama drive season 2"], engine.library, store)
    assert Key(Provider.MAL, "41433") in {key for show in shows for key in show.keys}
    assert keys_for(listing("jikan"), shows)[0] == (Key(Provider.MAL, "41433"),)
    assert keys_for(listing("anilist"), shows)[0] == (Key(Provider.ANILIST, "116566"),)
    keys, (problem,) = keys_for(listing("ann"), shows)
    assert keys == ()
    assert "no id is known that Anime News Network Encyclopedia goes by (ann)" in problem.why


def test_facts_give_the_ids_that_the_catalogue_has_not(engine: Engine, store: FakeFactStore) -> None:
    keep(store, [said("23077", field="ids.ann", key=Key(Provider.MAL, "41433"))])
    shows = wanted.named(["akudama drive"], engine.library, store)
    assert keys_for(listing("ann"), shows) == ((Key(Provider.ANN, "23077"),), ())


def test_a_show_that_is_in_no_catalogue_is_named_by_its_number(engine: Engine, store: FakeFactStore) -> None:
    shows = wanted.named(["mal:99999999", "anilist:7", "mal:99999999"], engine.library, store)
    assert [show.name for show in shows] == ["mal:99999999", "anilist:7"]
    keys, problems = keys_for(listing("jikan"), shows)
    assert keys == (Key(Provider.MAL, "99999999"),)
    assert problems[0].what == "anilist:7"


@pytest.mark.parametrize(("query", "code"), [("qqqqzzzz wwwww", 3), ("", 2)])
def test_a_title_that_is_not_found_says_so(engine: Engine, store: FakeFactStore, query: str, code: int) -> None:
    with pytest.raises(TitleUnclear) as raised:
        wanted.named([query], engine.library, store)
    assert raised.value.code == code


def test_the_list_of_followed_shows_is_read_and_its_faults_are_told(
    engine: Engine, store: FakeFactStore, tmp_path: Path
) -> None:
    path = tmp_path / "followed.jsonl"
    assert wanted.followed(engine.library, store, path) == ((), [])
    path.write_text('{"title": "akudama drive"}\n\nnonsense\n{"mal": 5}\n{"title": "qqqqzzzz wwwww"}\n')
    shows, problems = wanted.followed(engine.library, store, path)
    assert {"mal:5"} < {show.name for show in shows}
    assert [problem.what for problem in problems] == ["line 3", "line 5"]
    path.write_bytes(b"\xff\xfe")
    assert wanted.followed(engine.library, store, path)[1][0].why.startswith("it cannot be read")


def test_what_was_asked_about_lately_is_wanted_the_last_first_and_only_so_much(
    engine: Engine, store: FakeFactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = dt.date(2026, 11, 23)
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path))
    sync = everything.Sync(store, day)
    sync._index = engine.library
    assert sync.shows(()) == ()
    for line in ("oshi-no-ko", "no-longer-there", "akudama-drive"):
        asked_lately.note(line, day)
    shows = wanted.asked(engine.library, store, day)
    assert "Akudama Drive" in shows[0].name or shows[0].by([Provider.MAL]) == Key(Provider.MAL, "41433")
    assert Key(Provider.MAL, "52034") in {key for show in shows for key in show.keys}
    monkeypatch.setattr(wanted, "LATELY", 1)
    (only,) = wanted.asked(engine.library, store, day)
    assert only.by([Provider.MAL]) == Key(Provider.MAL, "41433")
    (tmp_path / "followed.jsonl").write_text('{"mal": 5}\n{"title": "akudama drive"}\n')
    assert [show.by([Provider.MAL]) for show in sync.shows(())] == [
        Key(Provider.MAL, "5"), Key(Provider.MAL, "41433")
    ]  # fmt: skip
    assert [show.name for show in sync.shows(["mal:7"])] == ["mal:7"]  # what is named stands alone


def test_of_several_shows_without_an_id_a_few_are_named() -> None:
    shows = [Show(f"show {number}", frozenset({Key(Provider.ENTRY, f"x{number}")})) for number in range(9)]
    assert keys_for(listing("jikan"), shows)[1][0].what == "show 0, show 1, show 2, show 3, show 4 and 4 more"
