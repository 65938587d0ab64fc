"""What every fact store promises. Run against the fake, SQLite and PostgreSQL by test_contract.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec
import pytest

from nextcour.facts.ledger import EDITOR, Counts, FactStore, Knowledge, Ruling
from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from tests.store.facts.examples import ENTRY, MAL, OTHER, content, day, keep, said, values

Make = Callable[[], FactStore]


class Contract:
    """Mixin of the tests: a class that has it as a base runs them all with its fixture `make`."""

    def test_a_first_observation_is_new(self, make: Make) -> None:
        store = make()
        run = store.begin_run("jikan")
        assert store.store(Batch((said('"FINISHED"'),), cursor="1"), run) == Counts(new=1)
        (one,) = store.latest()
        assert one.observation == said('"FINISHED"')
        assert one.last_seen == day(0)
        assert one.recorded_at.tzinfo is not None
        assert not one.withdrawn

    def test_every_part_of_an_observation_comes_back(self, make: Make) -> None:
        store = make()
        whole = Observation(
            Key(Provider.WIKIPEDIA, "ja:アクダマドライブ ' \" % _ \\ 🎬"),
            "stream.netflix",
            "\"https://example.org/ü?a=1&b='2'\"",
            "file",
            day(3),
            url="https://example.org/リスト",
            valid_from=day(1),
            valid_to=day(9),
        )
        keep(store, [whole])
        assert [one.observation for one in store.latest([whole.key])] == [whole]

    def test_a_repetition_adds_nothing_but_the_day(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0)])
        run = store.begin_run("jikan")
        assert store.store(Batch((said('"X"', 5),)), run) == Counts(repeated=1)
        (one,) = store.history(MAL)
        assert (one.observation.observed_at, one.last_seen) == (day(0), day(5))

    def test_a_repetition_of_an_earlier_day_does_not_move_the_last_day_back(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said('"X"', 5), said('"X"', 3)])
        assert [one.last_seen for one in store.latest()] == [day(5)]

    def test_a_change_stands_beside_what_was_said_before(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0)])
        run = store.begin_run("jikan")
        assert store.store(Batch((said('"Y"', 2),)), run) == Counts(changed=1)
        assert [one.observation.value for one in store.history(MAL)] == ['"X"', '"Y"']
        assert values(store) == {("38295", "status", "jikan"): '"Y"'}

    def test_a_value_that_comes_back_is_a_change_again(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said('"Y"', 1), said('"X"', 2)])
        assert [one.observation.value for one in store.history(MAL)] == ['"X"', '"Y"', '"X"']

    def test_of_two_values_on_one_day_the_later_one_counts_and_both_stay(self, make: Make) -> None:
        store = make()
        for _ in range(2):
            keep(store, [said('"X"', 0), said('"Y"', 0)])
        assert [one.observation.value for one in store.history(MAL)] == ['"X"', '"Y"']
        assert list(values(store).values()) == ['"Y"']

    def test_an_older_day_that_comes_late_does_not_hide_a_newer_one(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said('"X"', 4), said('"Y"', 2)])
        assert list(values(store).values()) == ['"X"']
        assert list(values(store, Knowledge(day(2))).values()) == ['"Y"']
        assert list(values(store, Knowledge(day(1))).values()) == ['"X"']

    def test_when_something_was_valid_is_part_of_what_is_said(self, make: Make) -> None:
        store = make()
        first = said('"https://example.org"', 0, field="stream.x", counted=0)
        moved = msgspec.structs.replace(first, observed_at=day(1), valid_from=day(-9))
        keep(store, [first, moved])
        assert [one.observation.valid_from for one in store.history(MAL)] == [day(0), day(-9)]
        assert [one.observation.valid_from for one in store.latest()] == [day(-9)]

    def test_measurements_of_each_day_stand_side_by_side(self, make: Make) -> None:
        store = make()
        run = store.begin_run("jikan")
        series = [said("100", 9, field="demand.members", counted=n) for n in (2, 1, 3)]
        assert store.store(Batch(tuple(series)), run) == Counts(new=3)
        assert store.store(Batch(tuple(series)), run) == Counts(repeated=3)
        revised = said("90", 10, field="demand.members", counted=1)
        assert store.store(Batch((revised,)), run) == Counts(changed=1)
        assert [(one.observation.valid_from, one.observation.value) for one in store.history(MAL)] == [
            (day(1), "100"),
            (day(1), "90"),
            (day(2), "100"),
            (day(3), "100"),
        ]
        (latest,) = store.latest()
        assert latest.observation.valid_from == day(3)
        assert not list(store.changes(day(-1), day(99)))

    def test_a_view_shows_nothing_later_than_its_day(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said('"X"', 3), said('"Y"', 6)])
        assert not values(store, Knowledge(day(-1)))
        (early,) = store.latest(cut=Knowledge(day(2)))
        # It was repeated on day 3; on day 2 that could not be known.
        assert (early.observation.value, early.last_seen) == ('"X"', day(0))
        (later,) = store.latest(cut=Knowledge(day(5)))
        assert (later.observation.value, later.last_seen) == ('"X"', day(3))
        assert [one.observation.value for one in store.history(MAL, cut=Knowledge(day(5)))] == ['"X"']

    def test_a_view_of_a_moment_shows_nothing_recorded_later(self, make: Make) -> None:
        store = make()
        first = keep(store, [said('"X"', 0)])
        keep(store, [said('"Y"', 1)])
        assert first.finished is not None
        assert list(values(store, Knowledge(recorded_by=first.finished)).values()) == ['"X"']
        assert not values(store, Knowledge(recorded_by=first.started - dt.timedelta(days=1)))

    def test_sources_stand_side_by_side(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0)])
        keep(store, [said('"Y"', 1, source="anilist")], "anilist")
        assert values(store) == {("38295", "status", "anilist"): '"Y"', ("38295", "status", "jikan"): '"X"'}

    def test_what_another_source_speaks_against_is_counted(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said("[2026,1,null]", 0, field="premiere"), said("12", field="episodes")])
        run = store.begin_run("anilist")
        others = (
            said('"Y"', 1, source="anilist"),
            said("[2026,1,9]", 1, field="premiere", source="anilist"),  # says more, not otherwise
            said("null", 1, field="episodes", source="anilist"),  # silence speaks against nothing
            said('"Z"', 1, source="anilist", key=OTHER),  # nobody else said anything
        )
        assert store.store(Batch(others), run) == Counts(new=4, contradicted=1)
        assert store.store(Batch(others), run) == Counts(repeated=4)

    def test_measurements_contradict_only_those_of_the_same_day(self, make: Make) -> None:
        store = make()
        keep(store, [said("10", 5, field="demand.members", counted=n) for n in (1, 2)])
        run = store.begin_run("file")
        others = tuple(said("11", 5, field="demand.members", counted=n, source="file") for n in (2, 3))
        assert store.store(Batch(others), run) == Counts(new=2, contradicted=1)

    def test_only_what_is_asked_for_comes_in_order(self, make: Make) -> None:
        store = make()
        keep(
            store,
            [
                said('"a"', field="title.zh-Hans"),
                said('"b"', field="title.ja"),
                said('"c"', field="titles"),
                said('"d"', field="title"),
                said('"e"', field="Title.x"),
                said('"f"', key=OTHER, field="title.ja"),
                said('"g"', key=ENTRY, field="title.ja"),
            ],
        )
        assert [one.observation.value for one in store.latest([MAL], fields=["title"])] == ['"d"', '"b"', '"a"']
        assert [one.observation.value for one in store.latest(fields=["title.ja"])] == ['"g"', '"b"', '"f"']
        assert [one.observation.value for one in store.latest([OTHER, ENTRY])] == ['"g"', '"f"']
        assert not list(store.latest([]))
        assert not list(store.latest(fields=[]))

    def test_a_batch_is_stored_with_its_cursor(self, make: Make) -> None:
        store = make()
        run = store.begin_run("jikan")
        assert store.unfinished("jikan") == run
        problem = Problem("jikan", "anime 5", "it answered 404")
        counts = store.store(Batch((said('"X"'),), cursor="page 2", problems=(problem,)), run)
        going = store.unfinished("jikan")
        assert going is not None
        assert (going.cursor, going.counts, going.problems) == ("page 2", counts, (problem,))
        done = store.finish_run(run, [Problem("jikan", "page 3", "time-out")])
        assert done.finished is not None
        assert len(done.problems) == 2
        assert store.unfinished("jikan") is None
        assert store.last_finished("jikan") == done == store.finish_run(run)

    def test_runs_of_sources_do_not_mix(self, make: Make) -> None:
        store = make()
        store.begin_run("anilist")
        assert store.unfinished("jikan") is None
        assert store.last_finished("anilist") is None

    def test_a_finished_or_unknown_run_stores_nothing(self, make: Make) -> None:
        store = make()
        done = keep(store, [said('"X"')])
        for wrong in (done, msgspec.structs.replace(done, id=999), msgspec.structs.replace(done, source="anilist")):
            with pytest.raises(ValueError, match=r"."):
                store.store(Batch((said('"Y"', 1),)), wrong)
        assert list(values(store).values()) == ['"X"']

    def test_an_empty_batch_moves_the_cursor(self, make: Make) -> None:
        store = make()
        run = store.begin_run("jikan")
        assert store.store(Batch((), cursor="7"), run) == Counts()
        going = store.unfinished("jikan")
        assert going is not None
        assert going.cursor == "7"

    def test_it_is_known_when_a_source_looked(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said('"X"', 3), said("null", 5, field="finale")])
        assert store.looked([MAL, OTHER]) == {(MAL, "jikan"): day(5)}
        assert store.looked([MAL], Knowledge(day(4))) == {(MAL, "jikan"): day(3)}
        assert not store.looked([MAL], Knowledge(day(-1)))

    def test_a_record_that_vanished_is_marked_until_it_is_back(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0)])
        run = store.begin_run("jikan")
        store.store(Batch((), gone=(MAL,)), run)
        vanished = dt.date(2026, 3, 1)  # the clock's day
        assert store.gone() == {(MAL, "jikan"): vanished}
        assert not store.gone([OTHER])
        assert not store.gone(cut=Knowledge(vanished - dt.timedelta(days=1)))
        assert values(store)  # what it said is kept
        later = (vanished - day(0)).days + 3
        store.store(Batch((said('"X"', later),)), run)
        assert not store.gone()
        assert store.gone([MAL], Knowledge(vanished)) == {(MAL, "jikan"): vanished}

    def test_changes_between_two_days_carry_what_was_said_before(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said('"Y"', 3), said('"Z"', 6), said("1", 3, field="episodes")])
        found = list(store.changes(day(0), day(5)))
        assert [(c.before.observation.value if c.before else None, c.after.observation.value) for c in found] == [
            (None, "1"),
            ('"X"', '"Y"'),
        ]
        assert [c.after.observation.value for c in store.changes(day(5), day(9), ["status"])] == ['"Z"']
        assert not list(store.changes(day(6), day(9)))

    def test_records_of_which_a_source_said_more_than_one_thing_are_told(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0), said("12", 0, field="episodes")])
        keep(store, [said('"X"', 4), said('"Y"', 4, source="anilist")])
        assert not store.revised(), "repeating oneself, and saying otherwise than another source, is no change of mind"
        keep(store, [said("24", 5, field="episodes")])
        assert set(store.revised()) == {(MAL, "jikan")}
        assert not store.revised(["status"])
        for late, members in enumerate(("1", "2"), 6):
            keep(store, [said(members, late, key=OTHER, field="demand.members", counted=late)])
        assert {key for key, _ in store.revised()} == {MAL}, "measurements are each of their own day"

    def test_what_is_retracted_is_marked_from_that_day_and_stays(self, make: Make) -> None:
        store = make()
        mine = said('"X"', 0, source=EDITOR, url="https://example.org/a")
        keep(store, [mine], EDITOR)
        ruling = Ruling(day(5), "https://example.org/b", "wrong show")
        gone = store.retract(MAL, "status", EDITOR, ruling)
        assert gone is not None
        assert gone.withdrawn
        assert store.retract(MAL, "status", EDITOR, ruling) is None
        assert [one.withdrawn for one in store.latest()] == [True]
        assert [one.withdrawn for one in store.latest(cut=Knowledge(day(4)))] == [False]
        assert [one.observation for one in store.history(MAL)] == [mine]

    def test_an_editor_who_states_it_again_takes_the_retraction_back(self, make: Make) -> None:
        store = make()
        mine = said('"X"', 0, source=EDITOR, url="https://example.org/a")
        keep(store, [mine], EDITOR)
        for number in (3, 6):
            store.retract(MAL, "status", EDITOR, Ruling(day(number), "https://example.org/b"))
            keep(store, [msgspec.structs.replace(mine, observed_at=day(number + 1))], EDITOR)
            assert [one.withdrawn for one in store.latest()] == [False]
        assert len(store.history(MAL)) == 1

    def test_a_source_that_repeats_itself_stays_retracted_until_it_says_something_else(self, make: Make) -> None:
        store = make()
        keep(store, [said('"X"', 0)])
        store.retract(MAL, "status", "jikan", Ruling(day(1), "https://example.org/b"))
        keep(store, [said('"X"', 2)])
        assert [one.withdrawn for one in store.latest()] == [True]
        keep(store, [said('"Y"', 3)])
        assert [one.withdrawn for one in store.latest()] == [False]

    def test_nothing_said_cannot_be_retracted(self, make: Make) -> None:
        assert make().retract(MAL, "status", EDITOR, Ruling(day(0), "https://example.org")) is None

    def test_storing_everything_twice_is_storing_it_once(self, make: Make) -> None:
        once, twice = make(), make()
        all_of_it = [said('"X"', 0), said('"Y"', 1), said('"X"', 2), said("5", 2, field="demand.rank", counted=2)]
        keep(once, all_of_it)
        for _ in range(2):
            for one in all_of_it:
                keep(twice, [one])
        assert content(once) == content(twice)

    def test_thousands_of_records_in_one_batch(self, make: Make) -> None:
        store = make()
        many = [said('"X"', 0, key=Key(Provider.MAL, str(n))) for n in range(3_000)]
        run = store.begin_run("jikan")
        assert store.store(Batch(tuple(many)), run) == Counts(new=3_000)
        assert store.store(Batch(tuple(many)), run) == Counts(repeated=3_000)
        assert sum(1 for _ in store.latest([one.key for one in many])) == 3_000
