"""Whatever is stored, in whatever pieces and however often: the same facts, and no view sees the future."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from nextcour.facts.ledger import FactStore, Knowledge
from nextcour.facts.observation import Batch, Observation
from nextcour.store.facts.sql_store import open_store
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts.examples import ENTRY, MAL, OTHER, Ticking, content, day, new_file, said

DAYS = 8
observations = st.builds(
    said,
    st.sampled_from(['"X"', '"Y"', "null"]),
    st.integers(0, DAYS - 1),
    field=st.sampled_from(["status", "title.ja"]),
    source=st.sampled_from(["jikan", "anilist", "editor"]),
    key=st.sampled_from([MAL, OTHER, ENTRY]),
)
measurements = st.builds(
    said,
    st.sampled_from(["1", "2"]),
    st.integers(0, DAYS - 1),
    field=st.just("demand.members"),
    counted=st.integers(0, 2),
)
anything = st.lists(st.one_of(observations, measurements), max_size=25)


# In memory where the machine has such a folder: what is tried here is not the disk.
SHM = Path("/dev/shm")
QUICK = SHM if SHM.is_dir() and os.access(SHM, os.W_OK) else None


def empty(folder: str, name: str) -> FactStore:
    return open_store(new_file(Path(folder) / f"{name}.sqlite"), Ticking())


def store_split(store: FactStore, all_of_it: Sequence[Observation], cuts: Sequence[int]) -> None:
    """Stores in pieces that end at `cuts`."""
    run = store.begin_run("any")
    ends = sorted({min(cut, len(all_of_it)) for cut in cuts} | {len(all_of_it)})
    start = 0
    for end in ends:
        store.store(Batch(tuple(all_of_it[start:end])), run)
        start = end
    store.finish_run(run)


@settings(max_examples=25)
@given(anything, st.lists(st.integers(0, 25), max_size=4), st.lists(st.integers(0, 25), max_size=4))
def test_any_split_any_replay_gives_the_same_store(
    all_of_it: list[Observation], cuts: list[int], repeats: list[int]
) -> None:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        whole, parts = empty(folder, "whole"), empty(folder, "parts")
        store_split(whole, all_of_it, [])
        store_split(parts, all_of_it, cuts)
        assert content(parts) == content(whole)
        fake = FakeFactStore(Ticking())
        store_split(fake, all_of_it, [])
        assert content(fake) == content(whole)
        in_order = sorted(all_of_it, key=lambda one: one.observed_at)
        straight, replayed = empty(folder, "straight"), empty(folder, "replayed")
        store_split(straight, in_order, [])
        for end in repeats:  # what a run that starts again from the beginning, any number of times, stores
            store_split(replayed, in_order[:end], [])
        store_split(replayed, in_order, cuts)
        assert content(replayed) == content(straight)


@settings(max_examples=25)
@given(anything, st.integers(-1, DAYS))
def test_no_view_shows_a_later_fact(all_of_it: list[Observation], number: int) -> None:
    """A view for a day of everything equals a view without limit of what had been observed by then."""
    until = day(number)
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        everything, by_then = empty(folder, "everything"), empty(folder, "by-then")
        store_split(everything, all_of_it, [])
        known = [one for one in all_of_it if one.observed_at <= until and (one.valid_from or dt.date.min) <= until]
        store_split(by_then, known, [])
        seen = list(everything.latest(cut=Knowledge(until)))
        assert all(one.observation.observed_at <= until and one.last_seen <= until for one in seen)
        shown = {(o.observation.key, o.observation.field, o.observation.source): o.observation.value for o in seen}
        expected = {
            (o.observation.key, o.observation.field, o.observation.source): o.observation.value
            for o in by_then.latest()
        }
        assert shown == expected


def unambiguous(all_of_it: list[Observation]) -> list[Observation]:
    """The first value of each day only: of two on one day the order of arrival decides."""
    first: dict[object, Observation] = {}
    for one in all_of_it:
        first.setdefault((one.key, one.field, one.source, one.observed_at, one.valid_from), one)
    return list(first.values())


@settings(max_examples=25)
@given(anything.map(unambiguous), st.randoms(use_true_random=False))
def test_the_order_in_which_days_arrive_does_not_matter(all_of_it: list[Observation], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(all_of_it)
    random.shuffle(shuffled)
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        one, other = empty(folder, "one"), empty(folder, "other")
        store_split(one, all_of_it, [])
        store_split(other, shuffled, [])
        for number in {item.observed_at for item in all_of_it}:
            # On every day on which a source showed a field, its value is what it showed.
            shown = {
                (s.observation.key, s.observation.field, s.observation.source): s.observation.value
                for s in other.latest(cut=Knowledge(number))
                if s.observation.field != "demand.members"
            }
            for item in all_of_it:
                if item.observed_at == number and item.field != "demand.members":
                    assert shown[item.key, item.field, item.source] == item.value
        assert [s.observation.value for s in one.latest()] == [s.observation.value for s in other.latest()]
