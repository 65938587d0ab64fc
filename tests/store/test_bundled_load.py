"""The bundled catalogue in the store: once, whole after an interruption, and a newer one beside what was synced."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from nextcour.catalog.catalogue import Catalogue
from nextcour.facts.field_values import check_field
from nextcour.facts.ledger import FactStore, Knowledge
from nextcour.facts.observation import Key, Observation, Provider
from nextcour.store import bundle, bundled_load
from nextcour.store.facts.sql_store import open_store
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts.examples import Ticking, content, keep, new_file


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_load, "STEP", 80)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """A part of the real one."""
    whole = bundle.read()[0]
    return msgspec.structs.replace(whole, entries=whole.entries[::40])


def keys(of: Catalogue) -> list[Key]:
    return [Key(Provider.ENTRY, entry.id) for entry in of.entries]


def test_it_is_loaded_once_with_its_packages_as_sources(catalogue: Catalogue, tmp_path: Path) -> None:
    store = open_store(new_file(tmp_path / "facts.sqlite"), Ticking())
    told: list[str] = []
    counts = bundled_load.load_catalogue(store, catalogue, "digest", told.append)
    assert counts.new == sum(1 for _ in bundled_load.observations(catalogue)) > 4_000
    assert len(told) == bundled_load.steps_of(catalogue)
    assert bundled_load.is_loaded(store, "digest")
    sources = {one.observation.source for one in store.latest()}
    assert sources <= {package.name for package in catalogue.packages}
    days = {package.name: package.observed_at for package in catalogue.packages}
    strict = Knowledge(as_of=dt.date(2022, 6, 1))
    early = {one.observation.source for one in store.latest(cut=strict)}
    assert early == {name for name in sources if days[name] <= dt.date(2022, 6, 1)}
    again = bundled_load.load_catalogue(store, catalogue, "digest-of-the-same")
    assert (again.new, again.changed) == (0, 0)


def test_a_file_that_is_loaded_is_not_read_again(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "catalogue.msgpack.xz"
    bundle.write(msgspec.structs.replace(catalogue, entries=catalogue.entries[:50]), path)
    store = FakeFactStore(Ticking())
    assert bundled_load.load(store, [path]) is not None
    assert bundled_load.load(store, [path]) is None


class Cut(Exception):
    """The process was stopped."""


def interrupt(store: FactStore, catalogue: Catalogue, digest: str, at: int) -> None:
    steps = 0

    def step(_: str) -> None:
        nonlocal steps
        if steps == at:
            raise Cut
        steps += 1

    with pytest.raises(Cut):
        bundled_load.load_catalogue(store, catalogue, digest, step)


def test_cut_off_anywhere_it_goes_on_where_it_was(catalogue: Catalogue) -> None:
    whole = FakeFactStore(Ticking())
    bundled_load.load_catalogue(whole, catalogue, "d")
    store = FakeFactStore(Ticking())
    for at in (0, 1, 1):
        interrupt(store, catalogue, "d", at)
    assert not bundled_load.is_loaded(store, "d")
    left: list[str] = []
    bundled_load.load_catalogue(store, catalogue, "d", left.append)
    assert len(left) == 1
    assert content(store, keys(catalogue)) == content(whole, keys(catalogue))


def test_a_newer_one_adds_what_differs_and_loses_nothing_that_was_synced(catalogue: Catalogue) -> None:
    store = FakeFactStore(Ticking())
    bundled_load.load_catalogue(store, catalogue, "old")
    first = catalogue.entries[0]
    key = Key(Provider.ENTRY, first.id)
    synced = Observation(key, "episodes", "99", "anilist", dt.date(2026, 6, 1))
    keep(store, [synced], "anilist")
    later = tuple(
        msgspec.structs.replace(package, observed_at=package.observed_at + dt.timedelta(days=200), version="9.9.9")
        for package in catalogue.packages
    )
    changed = msgspec.structs.replace(first, official_site="https://example.org/moved")
    newer = msgspec.structs.replace(catalogue, packages=later, entries=(changed, *catalogue.entries[1:]))
    counts = bundled_load.load_catalogue(store, newer, "new")
    # Counts of demand carry a day of their own, which is the same in both.
    assert (counts.new + counts.changed) == 1
    assert counts.repeated > 4_000
    history = [one.observation.value for one in store.history(key, "official_site")]
    assert history[-1] == '"https://example.org/moved"'
    assert [one.observation for one in store.history(key, "episodes") if one.observation.source == "anilist"] == [
        synced
    ]


def test_a_newer_one_that_comes_before_the_old_is_loaded_takes_over(catalogue: Catalogue) -> None:
    store = FakeFactStore(Ticking())
    interrupt(store, catalogue, "old", 1)
    bundled_load.load_catalogue(store, catalogue, "new")
    assert bundled_load.is_loaded(store, "new")
    assert store.unfinished(bundled_load.RUN) is None


def test_every_field_it_loads_is_one_of_the_contract(catalogue: Catalogue) -> None:
    elsewhere = {"ids.annict", "ids.syobocal"}  # providers that number shows, of which no source of ours has records
    for field in {one.field for one in bundled_load.observations(catalogue)} - elsewhere:
        check_field(field)
