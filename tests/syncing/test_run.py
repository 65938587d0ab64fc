"""One go at one source: what is stored, what is gone on with, and what ends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from nextcour.errors import Expected
from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.sources.asked import Place
from nextcour.sources.source import Reach
from nextcour.syncing.outcome import Outcome, State
from nextcour.syncing.run import Go
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts.examples import Ticking, content

TODAY = dt.date(2026, 5, 31)
NAME = "made-up"
KEYS = tuple(Key(Provider.MAL, str(number)) for number in range(1, 7))
DOWN = Problem(NAME, "everything", "it is down")


class MadeUp:
    """Shows one record a batch, in order; `stops_at` batches into a call it does what `how` says."""

    name = NAME
    title = "Made Up"
    home = "https://example.org"
    licence = "CC0"

    def __init__(self, reach: Reach = Reach.BULK, stops_at: int | None = None, how: object = "gives up") -> None:
        self.reach, self.stops_at, self.how = reach, stops_at, how
        self.given: list[str] = []
        self.closed = False

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        self.given.append(cursor)
        keys = wanted if self.reach is Reach.TITLES else KEYS
        at = int(cursor) if cursor.isdigit() else 0
        try:
            for step, number in enumerate(range(at, len(keys))):
                if step == self.stops_at:
                    if isinstance(self.how, BaseException):
                        raise self.how
                    yield Batch((), cursor if not number else str(number), (DOWN,), stopped=True)
                    return
                row = Observation(keys[number], "episodes", "12", NAME, today)
                yield Batch((row,), str(number + 1))
        finally:
            self.closed = True


def go(store: FakeFactStore, source: MadeUp, wanted: Sequence[Key] = ()) -> Outcome:
    one = Go(store, source, wanted, TODAY)
    one.run()
    return one.outcome()


@pytest.fixture
def store() -> FakeFactStore:
    return FakeFactStore(Ticking())


def whole() -> list[tuple[object, ...]]:
    other = FakeFactStore(Ticking())
    go(other, MadeUp())
    return content(other, KEYS)


def test_an_unbroken_go_stores_everything_and_ends_the_run(store: FakeFactStore) -> None:
    outcome = go(store, MadeUp())
    assert (outcome.state, outcome.counts.new, outcome.resumed) == (State.DONE, 6, False)
    run = store.last_finished(NAME)
    assert run is not None
    assert (run.cursor, run.counts) == ("6", outcome.counts)


def test_a_source_that_gives_up_is_gone_on_with(store: FakeFactStore) -> None:
    first = go(store, MadeUp(stops_at=4))
    assert (first.state, first.counts.new, first.problems) == (State.CUT, 4, (DOWN,))
    source = MadeUp()
    second = go(store, source)
    assert source.given == ["4"]
    assert (second.state, second.counts.new, second.resumed, second.problems) == (State.DONE, 2, True, ())
    assert content(store, KEYS) == whole()


def test_a_source_that_is_down_from_the_start_has_failed(store: FakeFactStore) -> None:
    for _ in range(3):
        outcome = go(store, MadeUp(stops_at=0))
        assert (outcome.state, outcome.problems, outcome.resumed) == (State.FAILED, (DOWN,), False)
    run = store.unfinished(NAME)
    assert run is not None
    assert run.problems == (DOWN,), "the same plea is not written down again and again"


def test_only_saying_so_ends_a_run_early(store: FakeFactStore) -> None:
    class Still(MadeUp):
        def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
            yield Batch((), cursor, (Problem(NAME, "3 titles", "have no id here"),))
            yield from super().batches(wanted, cursor, today)

    outcome = go(store, Still())
    assert (outcome.state, outcome.counts.new, len(outcome.problems)) == (State.DONE, 6, 1)


def test_nothing_is_taken_from_a_source_that_has_given_up(store: FakeFactStore) -> None:
    class Restless(MadeUp):
        def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
            yield from super().batches(wanted, cursor, today)
            yield Batch((), "6", (Problem(NAME, "more", "after the end"),))

    source = Restless(stops_at=2)
    outcome = go(store, source)
    assert (outcome.state, outcome.problems) == (State.CUT, (DOWN,))
    assert source.closed


def test_where_a_source_stops_is_where_it_goes_on(store: FakeFactStore) -> None:
    class Refuses(MadeUp):
        def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
            self.given.append(cursor)
            yield Batch((), "seen, and refused", (DOWN,), stopped=True)

    source = Refuses()
    for _ in range(2):
        assert go(store, source).state is State.FAILED
    assert source.given == ["", "seen, and refused"]


def test_what_was_never_begun_begins_anew_and_says_all_again() -> None:
    place = Place(TODAY)
    assert place.text() == ""
    assert Place.read(replace(place, followed=1).text(), TODAY + dt.timedelta(days=1)) == replace(place, followed=1)


def test_a_problem_beside_progress_does_not_end_the_run(store: FakeFactStore) -> None:
    class Missing(MadeUp):
        def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
            yield Batch((), "1", (Problem(NAME, "id 1", "no such anime"),))
            yield from super().batches(wanted, "1", today)

    outcome = go(store, Missing())
    assert outcome.state is State.DONE
    assert outcome.problems[0].what == "id 1"
    assert store.unfinished(NAME) is None


def test_a_source_that_brings_nothing_but_problems_has_failed_and_is_asked_once_more(store: FakeFactStore) -> None:
    class Silent(MadeUp):
        def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
            self.given.append(cursor)
            yield Batch((), "1", (Problem(NAME, "id 1", "no answer"),))

    source = Silent()
    assert go(store, source).state is State.FAILED
    assert store.unfinished(NAME) is not None
    assert go(store, source).state is State.FAILED
    assert source.given == ["", ""]
    assert store.unfinished(NAME) is None, "the same words: it is passed over, or it would never end"


@pytest.mark.parametrize(
    ("error", "said"), [(Expected("no route"), "no route"), (KeyError("wire"), "a mistake in nextcour (KeyError")]
)
def test_what_a_source_should_not_have_raised_is_a_line(store: FakeFactStore, error: Exception, said: str) -> None:
    outcome = go(store, MadeUp(stops_at=2, how=error))
    assert (outcome.state, outcome.counts.new) == (State.CUT, 2)
    assert said in outcome.problems[0].why
    assert go(store, MadeUp()).counts.new == 4
    assert content(store, KEYS) == whole()


def test_an_interruption_closes_the_source_and_keeps_what_was_stored(store: FakeFactStore) -> None:
    source = MadeUp(stops_at=3, how=KeyboardInterrupt())
    one = Go(store, source, (), TODAY)
    with pytest.raises(KeyboardInterrupt):
        one.run()
    assert source.closed
    assert (one.outcome("interrupted").state, one.outcome().counts.new) == (State.CUT, 3)
    assert go(store, MadeUp()).resumed


def test_an_interruption_while_storing_waits_for_the_end_of_the_batch(store: FakeFactStore) -> None:
    held: list[str] = []

    class Hold:
        def __enter__(self) -> None:
            held.append("in")

        def __exit__(self, *_: object) -> None:
            held.append("out")
            if len(held) == 6:  # begin, first batch, second batch
                raise KeyboardInterrupt

    source = MadeUp()
    one = Go(store, source, (), TODAY, hold=Hold)
    with pytest.raises(KeyboardInterrupt):
        one.run()
    assert source.closed
    assert len(content(store, KEYS)) == 2
    run = store.unfinished(NAME)
    assert run is not None
    assert run.cursor == "2"


def test_a_bulk_source_is_told_where_the_last_run_ended(store: FakeFactStore) -> None:
    go(store, MadeUp())
    source = MadeUp()
    outcome = go(store, source)
    assert source.given == ["6"]
    assert (outcome.state, outcome.counts.new, outcome.counts.repeated) == (State.DONE, 0, 0)


def test_titles_and_news_are_asked_anew_each_time(store: FakeFactStore) -> None:
    for reach in (Reach.TITLES, Reach.FEED):
        source = MadeUp(reach)
        go(store, source, KEYS)
        again = go(store, source, KEYS)
        assert source.given == ["", ""]
        assert again.counts.repeated == 6


def test_other_titles_do_not_go_on_where_the_first_ones_were_cut_off(store: FakeFactStore) -> None:
    go(store, MadeUp(Reach.TITLES, stops_at=2), KEYS[:4])
    other = MadeUp(Reach.TITLES)
    outcome = go(store, other, KEYS[4:])
    assert other.given == [""]
    assert (outcome.counts.new, outcome.resumed) == (2, False)
    assert store.unfinished(NAME) is None
    same = MadeUp(Reach.TITLES, stops_at=1)
    go(store, same, KEYS[:4])
    go(store, same, tuple(reversed(KEYS[:4])))
    assert same.given == ["", "1"], "the order in which titles are named does not matter"


def test_a_run_that_another_machine_ended_meanwhile_costs_nothing(store: FakeFactStore) -> None:
    class Raced(MadeUp):
        def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
            for number, batch in enumerate(super().batches(wanted, cursor, today)):
                run = store.unfinished(NAME)
                if number == 3 and run is not None:
                    store.finish_run(run)
                yield batch

    outcome = go(store, Raced())
    assert (outcome.state, outcome.counts.new) == (State.DONE, 6)
    assert content(store, KEYS) == whole()


class Flaky(MadeUp):
    """Records 1 and 2 fail in turn, then it gives up, as long as it is `down`."""

    down = True

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        if not self.down:
            yield from super().batches(wanted, cursor, today)
            return
        self.given.append(cursor)
        at = int(cursor or 0)
        yield Batch((), str(at + 1), (Problem(NAME, f"id {at + 1}", "no answer"),))
        yield Batch((), str(at + 1), (Problem(NAME, f"id {at + 2}", "no answer; the run ends here"),), stopped=True)


def test_what_an_outage_began_with_is_asked_again(store: FakeFactStore) -> None:
    source = Flaky()
    assert go(store, source).state is State.FAILED
    source.down = False
    assert go(store, source).state is State.DONE
    assert source.given == ["", ""]
    assert content(store, KEYS) == whole()


def test_what_fails_again_in_the_same_words_is_passed_over(store: FakeFactStore) -> None:
    source = Flaky()
    for _ in range(3):
        go(store, source)
    assert source.given == ["", "", "1"]
