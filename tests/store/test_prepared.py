"""From a fact store to answers: prepared once, read without a store, and gone back to yesterday when asked for it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from nextcour.answers.answer import Answer, RenewalStatus
from nextcour.answers.explanation import explain_franchise
from nextcour.bootstrap import Engine
from nextcour.facts.ledger import EDITOR, Ruling
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.store import index_file, paths, prepared, preparing
from nextcour.store.bundle import newest, write
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from nextcour.store.making import make_pages
from tests.cli.run import nextcour
from tests.facts.shows import LATER, said
from tests.fakes.fact_store import FakeFactStore

FIRST = Key(Provider.ANILIST, "116566")  # Akudama Drive
SECOND = Key(Provider.ANILIST, "999001")
TODAY = dt.date(2026, 11, 23)
DATA_DAY = dt.date(2026, 4, 25)
GONE = dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC)


def second(day: dt.date, **more: object) -> Iterator[Observation]:
    """AniList announces a second season of Akudama Drive on `day`."""
    fields = {
        "title.ja": "アクダマドライブ 第2期",
        "title.en": "Akudama Drive Season 2",
        "format": "TV",
        "status": "NOT_YET_RELEASED",
        "premiere": [2027, 4, None],
        "relation.PREQUEL.anilist.116566": True,
        **more,
    }
    for field, value in fields.items():
        yield said(SECOND, field, value, day).observation


def keep(store: SqlFactStore | FakeFactStore, rows: Iterable[Observation], *, gone: tuple[Key, ...] = ()) -> None:
    run = store.begin_run("anilist")
    store.store(Batch(tuple(rows), gone=gone), run)
    store.finish_run(run)


class Prepared:
    """A store in a folder, and the engine on what was prepared from it for `catalogue`. Its clock stands on GONE."""

    def __init__(self, folder: Path, catalogue: Path) -> None:
        self.folder, self.catalogue = folder, catalogue
        self.store = open_store(file_url(folder / "facts.sqlite"), lambda: GONE)

    def engine(self) -> Engine:
        path = self.folder / "prepared.msgpack.xz"
        preparing.prepare(self.store, [self.catalogue], path)
        none = self.folder / "none"
        pages = make_pages([self.catalogue], none, none, lambda _: None, None, path)
        return Engine(index_file.in_memory(pages), indexed=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of a few hundred shows, these among them: an index of it takes a moment."""
    content, _, _ = newest([paths.BUNDLED])
    wanted = {"アクダマドライブ", "葬送のフリーレン"}
    entries = tuple(one for at, one in enumerate(content.entries) if at % 20 == 0 or one.title in wanted)
    path = tmp_path_factory.mktemp("small") / "catalogue.msgpack.xz"
    write(msgspec.structs.replace(content, entries=entries), path)
    return path


@pytest.fixture
def here(tmp_path: Path, small: Path) -> Prepared:
    return Prepared(tmp_path, small)


def ask(engine: Engine, day: dt.date = TODAY, query: str = "akudama drive season 2", *, strict: bool = False) -> Answer:
    return engine.ask(query, day, strict=strict)


def test_a_sequel_that_was_synced_is_announced_from_its_day_on(here: Prepared) -> None:
    keep(here.store, second(LATER))
    engine = here.engine()
    found = ask(engine)
    assert found.renewal_status is RenewalStatus.ANNOUNCED
    assert found.headline == "Season 2 is announced for Apr 2027."
    assert found.data_day == LATER
    before = ask(engine, LATER - dt.timedelta(days=1))
    assert before.renewal_status is RenewalStatus.NOT_ANNOUNCED
    assert before.data_day == LATER
    assert before.known_to == LATER - dt.timedelta(days=1)
    assert ask(engine, LATER, strict=True).renewal_status is RenewalStatus.ANNOUNCED
    links = explain_franchise("akudama-drive", engine.library, TODAY, strict=False).lines[0].links
    assert [(one.earlier, one.evidence[0].source) for one in links] == [
        ("bgm302076", "https://example.org/anilist/999001")
    ]


def test_a_look_at_one_show_moves_the_day_of_that_show_only(here: Prepared) -> None:
    keep(here.store, [said(FIRST, "status", "FINISHED").observation])
    engine = here.engine()
    found = ask(engine)
    assert found.headline == "No season 2 known by 31 May 2026."
    assert (found.data_day, found.known_to) == (LATER, LATER)
    other = ask(engine, query="frieren")
    assert other.data_day == DATA_DAY


def test_a_cancelled_season_is_said_to_be_cancelled(here: Prepared) -> None:
    day = dt.date(2026, 8, 1)
    keep(here.store, second(LATER))
    keep(here.store, second(day, status="CANCELLED"))
    engine = here.engine()
    found = ask(engine)
    assert found.renewal_status is RenewalStatus.CANCELLED
    assert found.headline == "Season 2 had been announced and was cancelled."
    assert found.status_detail == "seen at anilist on 1 Aug 2026: https://example.org/anilist/999001"
    assert ask(engine, LATER).renewal_status is RenewalStatus.ANNOUNCED


def test_a_season_that_its_source_took_down_is_no_longer_announced(here: Prepared) -> None:
    keep(here.store, second(LATER))
    keep(here.store, [], gone=(SECOND,))
    engine = here.engine()
    found = ask(engine)
    assert found.renewal_status is RenewalStatus.CANCELLED
    assert found.headline == "Season 2 had been announced and was taken down."
    assert found.data_day == GONE.date()
    assert ask(engine, LATER).renewal_status is RenewalStatus.ANNOUNCED


def test_an_editors_fact_holds_from_its_day_though_no_source_looked_since(here: Prepared) -> None:
    day = dt.date(2026, 9, 1)
    keep(here.store, second(LATER, **{"ids.mal": 99001}))
    own = said(Key(Provider.ENTRY, "mal99001"), "premiere", [2027, 4, 3], day, source=EDITOR).observation
    keep(here.store, [own])
    engine = here.engine()
    assert ask(engine).headline == "Season 2 is announced for 3 Apr 2027."
    assert ask(engine, day - dt.timedelta(days=1)).headline == "Season 2 is announced for Apr 2027."
    (dispute,) = [
        one
        for one in explain_franchise("akudama-drive", engine.library, TODAY, strict=False).disputes
        if one.shown.editor
    ]
    assert (dispute.field, dispute.shown.url) == ("premiere", "https://example.org/entry/mal99001")
    here.store.retract(own.key, "premiere", EDITOR, Ruling(day, "https://example.org/no"))
    assert ask(here.engine()).headline == "Season 2 is announced for Apr 2027."


def test_fake_and_sqlite_prepare_the_same(here: Prepared) -> None:
    content, digest, _ = newest([here.catalogue])
    fake = FakeFactStore(lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    stores = (here.store, fake)
    for one in stores:
        keep(one, second(LATER))
        keep(one, second(dt.date(2026, 8, 1), premiere=[2027, 7, None]))
        keep(one, [said(FIRST, "episodes", 13).observation], gone=())
    found = [preparing.of(one, content, digest) for one in stores]
    assert found[0] == found[1]
    assert len(found[0].entries) == 2


def test_preparing_again_writes_the_same_bytes_and_leaves_the_file_alone(here: Prepared) -> None:
    keep(here.store, second(LATER))
    path = here.folder / "prepared.msgpack.xz"
    preparing.prepare(here.store, [here.catalogue], path)
    before = path.stat().st_mtime_ns, path.read_bytes()
    preparing.prepare(here.store, [here.catalogue], path)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


@pytest.mark.parametrize("damage", ["other catalogue", "cut", "noise", "absent"])
def test_a_file_that_cannot_be_used_is_passed_over(here: Prepared, damage: str) -> None:
    keep(here.store, second(LATER))
    path = here.folder / "prepared.msgpack.xz"
    made = preparing.prepare(here.store, [here.catalogue], path)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    elif damage == "noise":
        path.write_bytes(b"\x00" * 100)
    elif damage == "absent":
        path.unlink()
    assert prepared.read(path, "0" * 64 if damage == "other catalogue" else made.catalogue) is None


def test_refreshing_makes_no_store_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NEXTCOUR_DATABASE_URL", raising=False)
    preparing.refresh(tmp_path / "prepared.msgpack.xz", [paths.BUNDLED])
    assert list(tmp_path.iterdir()) == []


def test_the_commands_answer_from_what_was_prepared_without_the_store(here: Prepared, tmp_path: Path) -> None:
    keep(here.store, second(LATER))
    home = {
        "NEXTCOUR_DATA_DIR": str(here.folder),
        "NEXTCOUR_CACHE_DIR": str(tmp_path / "cache"),
        "NEXTCOUR_CATALOGUE": str(here.catalogue),
    }
    assert nextcour("catalog", "index", env=home).returncode == 0
    shutil.move(here.folder / "facts.sqlite", tmp_path / "away.sqlite")
    done = nextcour("ask", "akudama drive season 2", env=home)
    assert "Season 2 is announced for Apr 2027." in done.stdout
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('sqlalchemy', 'alembic')))\n"
        "sys.argv = ['nextcour', 'ask', 'akudama drive season 2']\n"
        "from nextcour.cli.main import main; main()"
    )
    core = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **home}, check=False
    )
    assert "Season 2 is announced for Apr 2027." in core.stdout, core.stderr
    told = nextcour("changes", "--since", "2026-04-25", "--title", "akudama drive", env=home)
    assert "season 2 announced" in told.stdout
    assert "anilist, shown 2026-05-31" in told.stdout
