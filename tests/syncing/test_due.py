"""When sources are due, and the service that asks them."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from nextcour.errors import Expected
from nextcour.facts.ledger import Counts
from nextcour.facts.observation import Problem
from nextcour.sources.registry import Listing, listing
from nextcour.syncing.due import FIRST_PAUSE, LONGEST_PAUSE, SPREAD, Plan, When, by_themselves, due, when
from nextcour.syncing.outcome import Outcome, State
from nextcour.syncing.service import Service
from tests.fakes.fact_store import FakeFactStore

NOON = dt.datetime(2026, 5, 31, 12, tzinfo=dt.UTC)
NEWS, WEEKLY = listing("ann-news"), listing("offline-database")


class Hands:
    """A clock that moves by sleeping."""

    def __init__(self) -> None:
        self.now = NOON
        self.left = 10_000

    def __call__(self) -> dt.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def service(
    clock: Hands, store: FakeFactStore, ask: Callable[[Listing], Outcome], log: list[str], seed: int = 1
) -> Service:
    listed = lambda: [when(one, store) for one in (WEEKLY, NEWS)]  # noqa: E731
    return Service(listed, ask, log.append, Plan(random.Random(seed)), now=clock, sleep=clock.sleep)


def asking(store: FakeFactStore, asked: list[tuple[str, dt.datetime]], clock: Hands) -> Callable[[Listing], Outcome]:
    def ask(one: Listing) -> Outcome:
        asked.append((one.name, clock.now))
        store.finish_run(store.begin_run(one.name))
        return Outcome(one.name, one.title, State.DONE, Counts(new=3), seconds=1.25)

    return ask


def test_a_source_is_due_when_it_was_never_asked_and_an_interval_after_its_last_run_began() -> None:
    clock = Hands()
    store = FakeFactStore(clock)
    assert due(store, clock.now) == by_themselves()
    store.finish_run(store.begin_run(NEWS.name))
    assert NEWS not in due(store, clock.now + dt.timedelta(hours=2, minutes=59))
    assert NEWS in due(store, clock.now + dt.timedelta(hours=3))


def test_a_run_that_was_cut_off_is_due() -> None:
    clock = Hands()
    store = FakeFactStore(clock)
    store.finish_run(store.begin_run(NEWS.name))
    store.begin_run(NEWS.name)
    found = when(NEWS, store)
    assert found.unfinished
    assert NEWS in due(store, clock.now)


def test_a_file_is_never_due() -> None:
    assert listing("file") not in by_themselves()
    with pytest.raises(ValueError, match="only asked when told"):
        when(listing("file"), FakeFactStore(Hands()))


def test_the_service_asks_each_source_at_its_interval_and_not_all_at_one_moment() -> None:
    clock, log, asked = Hands(), list[str](), list[tuple[str, dt.datetime]]()
    store = FakeFactStore(clock)
    clock.left = 3000
    with pytest.raises(KeyboardInterrupt):
        service(clock, store, asking(store, asked, clock), log).forever()
    times = [moment for name, moment in asked if name == NEWS.name]
    gaps = {later - earlier for earlier, later in itertools.pairwise(times)}
    assert len(times) > 100
    assert min(gaps) >= dt.timedelta(hours=3)
    assert max(gaps) <= dt.timedelta(hours=3) * (1 + SPREAD) + dt.timedelta(minutes=1)
    assert len(gaps) > 20
    weekly = [moment for name, moment in asked if name == WEEKLY.name]
    assert 7 <= (weekly[1] - weekly[0]) / dt.timedelta(days=1) <= 7.8
    assert len(log) == len(asked)
    assert log[0] == (
        "2026-05-31T12:00:00Z offline-database done new=3 changed=0 contradicted=0 repeated=0 gone=0 seconds=1.2"
    )


def test_a_source_that_fails_is_tried_later_and_later_and_the_others_go_on() -> None:
    clock, log, asked = Hands(), list[str](), list[tuple[str, dt.datetime]]()
    store = FakeFactStore(clock)
    good = asking(store, asked, clock)

    def ask(one: Listing) -> Outcome:
        if one is WEEKLY:
            good(one)
            return Outcome(one.name, one.title, State.DONE)
        asked.append((one.name, clock.now))
        store.begin_run(one.name)
        problem = Problem(one.name, "the news feed", "no\nanswer" + "!" * 500)
        return Outcome(one.name, one.title, State.FAILED, problems=(problem,))

    clock.left = 600
    with pytest.raises(KeyboardInterrupt):
        service(clock, store, ask, log).forever()
    times = [moment for name, moment in asked if name == NEWS.name]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert FIRST_PAUSE * 0.9 <= gaps[0] <= FIRST_PAUSE * 1.2
    assert FIRST_PAUSE * 3.6 <= gaps[2] <= FIRST_PAUSE * 4.5
    assert max(gaps) <= LONGEST_PAUSE * 1.1 + dt.timedelta(minutes=1)
    assert gaps[-1] >= LONGEST_PAUSE * 0.9
    failed = [line for line in log if "ann-news failed" in line]
    assert "again in 5 min: the news feed: no answer!!!" in failed[0]
    assert all(len(line) < 400 and "\n" not in line for line in log)


def test_pauses_outlast_the_process_and_end_with_a_success(tmp_path: Path) -> None:
    kept = tmp_path / "folder" / "pauses.json"
    first = Plan(random.Random(1), kept, NOON)
    pauses = [first.failed(NEWS, NOON) for _ in range(3)]
    again = Plan(random.Random(2), kept, NOON)
    listed = [When(NEWS, None, NOON)]
    assert again.times(listed) == {NEWS.name: NOON + pauses[-1]}
    assert again.failed(NEWS, NOON) > FIRST_PAUSE * 7, "it goes on doubling where the last process stopped"
    again.succeeded(NEWS, NOON)
    assert Plan(random.Random(3), kept, NOON).times(listed) == {NEWS.name: NOON}
    assert Plan(random.Random(3), kept, NOON).failed(NEWS, NOON) < FIRST_PAUSE * 1.2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b'{"ann-news": {"failures": 3}}',
        b'{"ann-news": {"failures": 3, "until": "2099-01-01T00:00:00Z"}}',
        b'{"ann-news": {"failures": 3, "until": "2026-05-31T13:00:00"}}',
        b'{"ann-news": {"failures": -1, "until": "2026-05-31T13:00:00Z"}}',
        b'{"no-such-source": {"failures": 3, "until": "2026-05-31T13:00:00Z"}}',
    ],
)
def test_pauses_that_cannot_be_right_are_none(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "pauses.json"
    kept.write_bytes(content)
    assert not Plan(random.Random(1), kept, NOON).pauses


def test_where_nothing_can_be_written_pauses_last_as_long_as_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    plan = Plan(random.Random(1), tmp_path / "file" / "pauses.json", NOON)
    plan.failed(NEWS, NOON)
    assert plan.times([When(NEWS, None, NOON)])[NEWS.name] > NOON


def test_a_store_that_cannot_be_used_is_a_line_and_the_service_stays() -> None:
    clock, log = Hands(), list[str]()

    def ask(one: Listing) -> Outcome:
        raise Expected("No room left.")

    assert service(clock, FakeFactStore(clock), ask, log).once() > dt.timedelta(minutes=4)
    assert len(log) == 2
    assert "offline-database failed, again in" in log[0]
    assert "No room left." in log[0]

    def unread() -> list[object]:
        raise Expected("the server is down")

    broken = Service(unread, ask, log.append, Plan(random.Random(1)), now=clock, sleep=clock.sleep)  # type: ignore[arg-type]
    assert broken.once() > dt.timedelta()
    assert log[-1].endswith("cannot look what is due: the server is down")


def test_while_no_title_is_followed_nothing_is_logged() -> None:
    clock, log = Hands(), list[str]()
    ask = lambda one: Outcome(one.name, one.title, State.NOTHING)  # noqa: E731
    assert service(clock, FakeFactStore(clock), ask, log).once() == dt.timedelta(minutes=15)
    assert log == []
