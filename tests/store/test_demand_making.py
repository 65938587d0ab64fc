"""From the fact store to the demand file, the index and the workbench."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from nextcour.catalog.entry import Entry, Ids
from nextcour.facts.ledger import Ruling
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.signals.landmark import landmark
from nextcour.signals.placing import Count, Series, tracks
from nextcour.signals.synced import censuses
from nextcour.store import bundle, demand_file, demand_making
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from nextcour.workbench import prepare
from tests.forecast import catalogues
from tests.franchise.examples import entry
from tests.replay import anilist_records

DAY = dt.date(2024, 3, 1)
ANILIST = Key(Provider.ANILIST, "1")


def count(key: Key, measure: str, value: object, day: dt.date, source: str = "anilist", seen: int = 0) -> Observation:
    observed = day + dt.timedelta(days=seen)
    return Observation(key, f"demand.{measure}", json.dumps(value), source, observed, valid_from=day)


def kept(path: Path, *rows: Observation) -> SqlFactStore:
    store = open_store(file_url(path))
    run = store.begin_run("test")
    store.store(Batch(rows), run)
    store.finish_run(run)
    return store


def entries() -> list[Entry]:
    one = replace(entry("a", "あるはなし", "2024-01-05"), ids=Ids(mal=11, anilist=1))
    return [one, replace(entry("b", "べつのはなし", "2024-01-05"), ids=Ids(mal=22))]


def read(store: SqlFactStore) -> dict[tuple[str, str], dict[str, list[tuple[int, float]]]]:
    return {
        (one.source, one.measure): {name: [(c.day, c.value) for c in rows] for name, rows in one.counts.items()}
        for one in demand_making.series_of(store.engine, entries())
    }


def test_records_of_any_provider_become_series_of_their_entry(tmp_path: Path) -> None:
    later = DAY + dt.timedelta(days=1)
    store = kept(
        tmp_path / "facts.sqlite",
        count(ANILIST, "popularity", 10, DAY),
        count(ANILIST, "popularity", 12, later),
        count(ANILIST, "score", 80, DAY),
        count(Key(Provider.MAL, "11"), "members", 500, DAY, "jikan"),
        count(Key(Provider.MAL, "999"), "members", 500, DAY, "jikan"),
        count(Key(Provider.ENTRY, "b"), "views", 7.5, DAY, "file:mine"),
        count(Key(Provider.ENTRY, "b"), "collections", 7, DAY, "anime-sachedule-search-data"),
        count(ANILIST, "watching", None, DAY),
    )
    day = DAY.toordinal()
    assert read(store) == {
        ("anilist", "popularity"): {"a": [(day, 10.0), (day + 1, 12.0)]},
        ("file:mine", "views"): {"b": [(day, 7.5)]},
        ("jikan", "members"): {"a": [(day, 500.0)]},
    }


def test_a_record_that_the_store_links_to_an_entry_counts_unless_that_makes_two_shows_one(tmp_path: Path) -> None:
    linked, welding = Key(Provider.ANILIST, "2"), Key(Provider.ANILIST, "77")
    store = kept(
        tmp_path / "facts.sqlite",
        count(linked, "popularity", 3, DAY),
        Observation(linked, "ids.mal", "22", "anilist", DAY),
        count(welding, "popularity", 9, DAY),
        Observation(welding, "ids.mal", "11", "anilist", DAY),  # whose AniList id is another
    )
    assert read(store) == {("anilist", "popularity"): {"b": [(DAY.toordinal(), 3.0)]}}


def test_a_corrected_count_replaces_the_first_and_a_withdrawn_one_is_gone(tmp_path: Path) -> None:
    later = DAY + dt.timedelta(days=1)
    store = kept(
        tmp_path / "facts.sqlite",
        count(ANILIST, "pageviews.en", 10, DAY, "wikimedia"),
        count(ANILIST, "pageviews.en", 15, DAY, "wikimedia", seen=2),
        count(ANILIST, "popularity", 1, DAY),
        count(ANILIST, "popularity", 999, later),
    )
    assert store.retract(ANILIST, "demand.popularity", "anilist", Ruling(later, "https://example.org")) is not None
    found = read(store)
    assert found["wikimedia", "pageviews.en"] == {"a": [(DAY.toordinal(), 15.0)]}
    assert found["anilist", "popularity"] == {"a": [(DAY.toordinal(), 1.0)]}


def test_the_file_is_written_once_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "demand.msgpack"
    series = [Series("s", "members", {"a": (Count(5, 1.0, 6),)})]
    assert demand_file.write(path, series)
    assert not demand_file.write(path, series)
    found, digest = demand_file.read(path)
    assert ([(one.source, one.measure, dict(one.counts)) for one in found], len(digest)) == (
        [("s", "members", {"a": (Count(5, 1.0, 6),)})],
        64,
    )


def test_nothing_synced_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "demand.msgpack"
    assert not demand_file.write(path, [])
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"not a file of ours", b"\x92\x63\x90"])
def test_a_damaged_file_counts_as_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "demand.msgpack"
    path.write_bytes(content)
    assert demand_file.read(path) == ((), "")


def test_looking_for_demand_makes_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("NEXTCOUR_DATABASE_URL", raising=False)
    assert not demand_making.refresh(tmp_path / "data" / "demand.msgpack", entries)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_a_store_that_cannot_be_read_leaves_the_file_as_it_was(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NEXTCOUR_DATABASE_URL", raising=False)
    path = tmp_path / "demand.msgpack"
    demand_file.write(path, [Series("s", "members", {"a": (Count(5, 1.0, 6),)})])
    before = path.read_bytes()
    (tmp_path / "facts.sqlite").write_bytes(content)
    assert not demand_making.refresh(path, entries)
    assert path.read_bytes() == before


def test_synced_censuses_fill_the_feature_and_change_the_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = catalogues.tiny()
    monkeypatch.setenv("NEXTCOUR_CATALOGUE", str(catalogues.write(tmp_path / "catalogue.msgpack.xz", content)))
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NEXTCOUR_DATABASE_URL", raising=False)
    day = catalogues.DATA_DAY - dt.timedelta(days=30)
    rows = [
        count(Key(Provider.ANILIST, str(one.ids.anilist)), "popularity", 100 + at, day)
        for at, one in enumerate(content.entries)
    ]
    kept(tmp_path / "facts.sqlite", *rows)
    path = tmp_path / "demand.msgpack"
    assert demand_making.refresh(path)
    without, with_it = prepare(None), prepare(None, synced=path)
    now = catalogues.DATA_DAY.toordinal()
    assert np.isnan(landmark(without.chronicle, now, without.counted).column("percentile")).all()
    filled = landmark(with_it.chronicle, now, with_it.counted).column("percentile")
    assert (~np.isnan(filled)).mean() > 0.9
    before = landmark(with_it.chronicle, day.toordinal() - 1, with_it.counted).column("percentile")
    assert np.isnan(before).all()
    assert with_it.inputs != without.inputs


def weekly(shared: Path) -> Iterator[Observation]:
    """One day in seven of the real series."""
    days = sorted((day, rows) for day, rows in anilist_records.Daily(shared / "data").by_day.items())
    for _, some in groupby(days, key=lambda pair: pair[0].isocalendar()[:2]):
        day, rows = next(iter(some))
        for number, row in rows.items():
            if row["popularity"]:
                yield count(
                    Key(Provider.ANILIST, str(number)), "popularity", anilist_records.whole(row["popularity"]), day
                )


def test_half_a_year_of_real_counts_has_places_tides_and_censuses(shared: Path, tmp_path: Path) -> None:
    if not (shared / "data" / anilist_records.DAILY).is_file():
        pytest.skip("../shared/data has no daily counts: this test reads data that does not ship")
    content, _ = bundle.read()
    store = kept(tmp_path / "facts.sqlite", *weekly(shared))
    series = demand_making.series_of(store.engine, content.entries)
    made = tracks(series, content.entries)
    assert len(made) > 400
    last = [track.points[-1] for some in made.values() for track in some]
    placed = [point.place for point in last if point.place is not None]
    assert len(placed) > 250
    assert 0.45 < sum(placed) / len(placed) < 0.55
    assert sum(point.tide is not None for point in last) > 300
    found = censuses(series, content.entries)
    assert len(found) > 20
    assert min(len(census.counts) for census in found) >= 100
