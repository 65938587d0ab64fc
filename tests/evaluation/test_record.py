"""The record as of a day holds what was settled by then, and nothing later."""

from __future__ import annotations

import datetime as dt
import random
from functools import partial

import msgspec
import pytest

from nextcour.bootstrap import Engine
from nextcour.evaluation.backtest import ANNOUNCED, Case, back_test, quarters
from nextcour.evaluation.first_record import FIRST_YEAR, first_record, landmarks, rows, spells_sha256
from nextcour.evaluation.record import EDGES, LEAST, Event, Record, bucket, buckets, count, place
from nextcour.forecast.first import NAME, FirstForecast
from nextcour.forecast.spells import Spell
from nextcour.store import bundle, curated
from tests.forecast.examples import DATA_DAY, history
from tests.spells import known_spells

SPELLS = history(250, seed=3)
SOME = [dt.date(year, 1, 1) for year in range(2012, 2022)]
DAYS = [dt.date(2017, 1, 1), dt.date(2019, 5, 5), dt.date(2022, 6, 30), dt.date(2025, 7, 1)]


def made(spells: tuple[Spell, ...], data_day: dt.date) -> Record:
    return Record(NAME, "", "", data_day, 24, EDGES, rows(spells, data_day, SOME))


def until(day: dt.date) -> tuple[Spell, ...]:
    """What was known of SPELLS on `day`."""
    return known_spells(SPELLS, day)


def other_future(day: dt.date) -> tuple[Spell, ...]:
    """SPELLS with another future after `day`: half of what came later never comes, the rest at once."""
    draw, now = random.Random(9), day.toordinal()
    changed = []
    for one in SPELLS:
        if one.premiere > now:
            continue
        announced, premiere = one.next_announced, one.next_premiere
        if announced is None or announced > now:
            announced = None if draw.random() < 0.5 else now + 1
        if premiere is None or premiere > now:
            premiere = None if announced is None else now + 2
        changed.append(msgspec.structs.replace(one, next_announced=announced, next_premiere=premiere))
    return tuple(changed)


@pytest.fixture(scope="module")
def whole() -> Record:
    return made(SPELLS, DATA_DAY)


@pytest.mark.parametrize("day", DAYS)
def test_the_record_of_a_day_is_the_one_made_on_that_day(whole: Record, day: dt.date) -> None:
    for earlier in (made(until(day), day), made(other_future(day), DATA_DAY)):
        for event in Event:
            assert buckets(earlier, event, day) == buckets(whole, event, day)
    assert buckets(whole, Event.ANNOUNCED, day)


def test_the_comparison_would_notice_a_leak(whole: Record) -> None:
    day = dt.date(2019, 5, 5)
    changed = made(other_future(day), DATA_DAY)
    assert buckets(changed, Event.ANNOUNCED, DATA_DAY) != buckets(whole, Event.ANNOUNCED, DATA_DAY)
    assert buckets(whole, Event.ANNOUNCED, day) != buckets(whole, Event.ANNOUNCED, DATA_DAY)


def test_a_landmark_counts_from_the_day_it_is_settled(whole: Record) -> None:
    first = whole.rows[0]
    assert first.resolved == dt.date(2016, 7, 1)  # 24 months, and 30 until announcements are in the catalogue
    assert buckets(whole, Event.ANNOUNCED, dt.date(2016, 6, 30)) == []
    assert sum(one.n for one in buckets(whole, Event.ANNOUNCED, first.resolved)) == sum(t.n for t in first.bins)


def test_forecasts_learn_nothing_after_their_landmark() -> None:
    """What is said on a landmark is what a model says that has never seen more."""
    for landmark in (dt.date(2014, 1, 1), dt.date(2020, 1, 1)):
        said = {}
        for spells in (SPELLS, until(landmark), other_future(landmark)):
            cases = back_test(partial(FirstForecast, spells), spells, DATA_DAY, [landmark], (ANNOUNCED,))
            said[spells] = [(case.line, case.p) for case in cases[ANNOUNCED.name]]
        assert len({tuple(one) for one in said.values()}) == 1
        assert len(next(iter(said.values()))) > 50


def case(line: str, landmark: dt.date, p: float, *, happened: bool = False) -> Case:
    return Case(landmark, line, 1, 100, p, happened)


def test_counts_by_hand() -> None:
    one, two = dt.date(2012, 1, 1), dt.date(2012, 4, 1)
    cases = [
        case("a", one, 0.02, happened=True),
        case("b", one, 0.01),
        case("a", two, 0.025, happened=True),  # the same season again
        case("c", two, 0.02, happened=True),
        case("c", two, 0.03),  # the next bin
    ]
    record = Record(NAME, "", "", DATA_DAY, 24, EDGES, tuple(count(Event.ANNOUNCED, ANNOUNCED, cases)))
    past = bucket(record, Event.ANNOUNCED, 0.0299, DATA_DAY, least=1)
    assert past is not None
    assert (past.low, past.high, past.n, past.returned, past.lines, past.seasons) == (0.01, 0.03, 4, 3, 3, 2)
    assert past.expected == pytest.approx(0.075)
    assert (past.first, past.last) == (one, two)
    early = bucket(record, Event.ANNOUNCED, 0.01, dt.date(2016, 9, 30), least=1)
    assert early is not None
    assert (early.n, early.returned, early.last) == (2, 1, one)
    assert bucket(record, Event.ANNOUNCED, 0.02, DATA_DAY) is None  # four cases say nothing


def test_a_hundred_cases_are_enough() -> None:
    for n in (LEAST - 1, LEAST):
        cases = [case(str(at), dt.date(2012, 1, 1), 0.02) for at in range(n)]
        record = Record(NAME, "", "", DATA_DAY, 24, EDGES, tuple(count(Event.ANNOUNCED, ANNOUNCED, cases)))
        assert (bucket(record, Event.ANNOUNCED, 0.02, DATA_DAY) is not None) == (n >= LEAST)


@pytest.mark.parametrize("event", list(Event))
def test_every_probability_has_one_bin(event: Event) -> None:
    edges = EDGES[event]
    assert place(edges, 0.0) == 0
    assert place(edges, 1.0) == len(edges) - 2
    for at, edge in enumerate(edges[:-1]):
        assert place(edges, edge) == at
    for wrong in (-0.01, 1.01, float("nan")):
        with pytest.raises(ValueError, match="is not between"):
            place(edges, wrong)


def test_the_shipped_record_is_of_this_model_and_catalogue(engine: Engine) -> None:
    record = curated.record()
    again = "run bench/first_record.py"
    assert record.model == NAME, again
    assert record.catalogue_sha256 == bundle.read()[1], again
    assert record.data_day == engine.data_day, again
    assert record.spells_sha256 == spells_sha256(engine.library.spells()), again
    assert [row.landmark for row in record.rows if row.event is Event.ANNOUNCED] == landmarks(engine.data_day), again
    assert engine.library.record(NAME) == record


def test_the_shipped_record_is_what_the_code_counts(engine: Engine) -> None:
    first = dt.date(FIRST_YEAR, 1, 1)
    shipped = tuple(row for row in curated.record().rows if row.landmark == first)
    assert rows(engine.library.spells(), engine.data_day, [first]) == shipped, "run bench/first_record.py"


def test_the_same_inputs_make_the_same_record() -> None:
    few = history(40)
    assert first_record(few, dt.date(2017, 1, 1), "x") == first_record(tuple(reversed(few)), dt.date(2017, 1, 1), "x")


def test_quarters() -> None:
    assert quarters(2012, 2012) == [dt.date(2012, month, 1) for month in (1, 4, 7, 10)]
