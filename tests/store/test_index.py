"""The index: whole or absent, rebuilt when it does not fit, in memory where it cannot be kept."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from nextcour.bootstrap import Engine, build_index, open_engine
from nextcour.evaluation.record import EDGES, Record
from nextcour.store import bundle, forecast_file, index, index_file, making, paths
from tests.cli.run import nextcour
from tests.forecast.runs import many

DAY = dt.date(2026, 4, 25)


def test_every_entry_is_found_with_its_franchise(engine: Engine) -> None:
    content, _ = bundle.read()
    for entry in content.entries[::97]:
        assert engine.library.entry(entry.id) == entry
        home = engine.library.franchise(engine.library.franchise_of(entry.id))
        assert entry.id in home.entry_ids()


def test_unknown_ids_raise(engine: Engine) -> None:
    for ask in (engine.library.entry, engine.library.announced, engine.library.franchise):
        with pytest.raises(KeyError):
            ask("bgm0")
    assert engine.library.productions("no such studio") == ()


def test_an_interrupted_write_leaves_nothing(tmp_path: Path) -> None:
    def pages() -> Iterator[tuple[str, bytes]]:
        yield "head", b""
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_file.write(pages(), tmp_path / "index-1.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_new_index_removes_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "index-old.sqlite").write_text("x")
    (tmp_path / "other").write_text("x")
    index_file.write([("head", b"")], tmp_path / "index-new.sqlite")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index-new.sqlite", "other"]


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_a_damaged_index_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "index-x.sqlite"
    path.write_bytes(content)
    with pytest.raises(index.IndexBroken):
        index.read(path)


def test_a_damaged_index_is_made_again(engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEXTCOUR_CACHE_DIR", str(tmp_path))
    index.current_path().write_bytes(b"cut short")
    again = open_engine()
    assert again.indexed
    assert again.library.franchise_ids() == engine.library.franchise_ids()


def test_without_a_place_for_it_the_index_is_made_in_memory(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    done = nextcour("ask", "--short", "akudama drive", env={"NEXTCOUR_CACHE_DIR": str(in_the_way / "cache")})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Akudama Drive: No season 2 known by")
    assert list(tmp_path.iterdir()) == [in_the_way]


def test_a_disk_that_fills_up_half_way_leaves_the_whole_index_in_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEXTCOUR_CACHE_DIR", str(tmp_path / "cache"))
    made = index_file.pages_of((), DAY, [], [], [], {}, None, {}, {})
    pages = sorted(made, key=lambda page: page[0] != "head")

    def full(given: Iterator[tuple[str, bytes]], path: Path) -> None:
        next(given)  # a page is let go once it was handed over
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(making, "make_pages", lambda *_parts: iter(pages))
    monkeypatch.setattr(index_file, "write", full)
    engine = build_index()
    assert not engine.indexed
    assert engine.library.data_day == DAY, "the first page too"


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "noise", "other"])
def test_a_damaged_or_missing_catalogue_is_a_clear_message(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.msgpack.xz"
    whole = paths.BUNDLED.read_bytes()
    content = {"empty": b"", "cut": whole[: len(whole) // 2], "noise": os.urandom(999), "other": b"{}"}.get(damage)
    if content is not None:
        path.write_bytes(content)
    env = {"NEXTCOUR_CATALOGUE": str(path), "NEXTCOUR_CACHE_DIR": str(tmp_path / "cache")}
    done = nextcour("ask", "akudama drive", env=env)
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert "catalog build" in done.stderr
    assert not list(tmp_path.glob("cache/*"))


def test_runs_and_records_lie_in_the_index() -> None:
    made = many(4, 12)
    forecasts = forecast_file.decode(forecast_file.encode(made))
    past = {"a model": Record("a model", "", "", DAY, 24, EDGES, ())}
    pages = index_file.pages_of((), DAY, [], [], [], past, forecasts, {}, {})
    library = index_file.in_memory(pages)
    assert library.runs() == tuple(run for run, _ in made)
    for line in forecasts.pages:
        assert library.curves(line) == forecasts.curves(line)
    assert library.curves("no such line") == {}
    assert library.record("a model") == past["a model"]
    assert library.record("another") is None


def test_without_a_file_of_forecasts_there_are_no_runs() -> None:
    library = index_file.in_memory(index_file.pages_of((), DAY, [], [], [], {}, None, {}, {}))
    assert library.runs() == ()
    assert library.curves("a") == {}


def test_another_file_of_forecasts_is_another_index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = index.current_path()
    monkeypatch.setenv("NEXTCOUR_FORECASTS", str(tmp_path / "forecasts.bin"))
    missing = index.current_path()
    forecast_file.write(many(2, 3), tmp_path / "forecasts.bin")
    assert len({before, missing, index.current_path()}) == 3
