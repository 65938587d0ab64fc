"""The cases that a reference class names: the nearest of those it counts, with what became of them, and no later."""

from __future__ import annotations

import datetime as dt
import random

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.forecast.interface import Subject
from nextcour.forecast.reference import MONTHS, NAMED, reference_class
from nextcour.forecast.spells import Spell

from .examples import DATA_DAY, day, history, spell
from .test_first import tampered

PAST = history()
ORIGIN = dt.date(2020, 1, 5)
SUBJECT = Subject("subject", 1, "TV", "MANGA", dt.date(2019, 1, 5), finale=dt.date(2019, 3, 25))


def lines(*spells: Spell) -> tuple[Spell, ...]:
    return tuple(sorted(spells, key=lambda one: one.premiere))


def test_the_cases_are_among_those_counted_and_their_four_years_were_over() -> None:
    found = reference_class(PAST, SUBJECT, ORIGIN, ORIGIN)
    assert found is not None
    assert len(found.cases) == NAMED <= found.n
    assert len({case.line for case in found.cases}) == NAMED
    by_line = {(one.line, one.number): one for one in PAST}
    for case in found.cases:
        one = by_line[case.line, case.number]
        assert case.day.toordinal() - one.premiere == 365
        assert add_months(case.day, MONTHS) <= ORIGIN
        for shown, real in ((case.announced, one.next_announced), (case.premiere, one.next_premiere)):
            assert shown is None or (shown.toordinal() == real and case.day < shown <= ORIGIN)
        assert case.premiere is None or case.announced is not None


def test_the_nearest_come_first() -> None:
    near = msgspec.structs.replace(spell("near", premiere="2014-01-05"), finale=day("2014-03-25"))
    past = lines(
        msgspec.structs.replace(near, line="long", finale=day("2014-12-25")),
        near,
        msgspec.structs.replace(near, line="web", group="OTHER"),
        msgspec.structs.replace(near, line="early", premiere=day("2012-01-05"), finale=day("2012-03-25")),
        msgspec.structs.replace(near, line="film", movie_announced=day("2014-05-05")),
        msgspec.structs.replace(near, line="film too late to count", movie_announced=day("2016-05-05")),
    )
    found = reference_class(past, SUBJECT, ORIGIN, ORIGIN)
    assert found is not None
    assert [case.line for case in found.cases] == ["film too late to count", "near", "early", "film", "web"]
    assert found.n == 6


def test_what_became_of_them() -> None:
    past = lines(
        spell("back", premiere="2014-01-05", announced="2015-06-01", next_premiere="2016-01-05"),
        spell("announced only", premiere="2014-01-06", announced="2018-12-01", next_premiere="2019-12-01"),
        spell("too late", premiere="2014-01-07", announced="2019-02-01", next_premiere="2019-12-01"),
        spell("never", premiere="2014-01-04"),
    )
    found = reference_class(past, SUBJECT, ORIGIN, ORIGIN)
    assert found is not None
    became = {case.line: (case.announced, case.premiere) for case in found.cases}
    assert became == {
        "back": (dt.date(2015, 6, 1), dt.date(2016, 1, 5)),
        "announced only": (dt.date(2018, 12, 1), None),
        "too late": (None, None),
        "never": (None, None),
    }
    assert (found.n, found.returned) == (4, 2)


def test_nothing_later_than_the_day_changes_them() -> None:
    draw = random.Random(2)
    for _ in range(20):
        origin = dt.date(2012, 1, 1) + dt.timedelta(days=draw.randrange((DATA_DAY - dt.date(2012, 1, 1)).days))
        subject = msgspec.structs.replace(
            SUBJECT, premiere=origin - dt.timedelta(days=draw.randrange(10, 1500)), finale=None
        )
        changed = tuple(tampered(PAST, origin, draw))
        assert reference_class(changed, subject, origin, origin) == reference_class(PAST, subject, origin, origin)


def test_a_last_day_that_had_not_come_yet_is_not_looked_at() -> None:
    """Cases stand where the subject stands: thirty days after their premiere nobody knew how long they would run."""
    subject = msgspec.structs.replace(SUBJECT, premiere=ORIGIN - dt.timedelta(days=30), finale=None)
    draw = random.Random(4)
    longer = tuple(
        msgspec.structs.replace(one, finale=draw.choice((None, one.premiere + draw.randrange(31, 900)))) for one in PAST
    )
    assert reference_class(longer, subject, ORIGIN, ORIGIN) == reference_class(PAST, subject, ORIGIN, ORIGIN)
    known = tuple(msgspec.structs.replace(one, finale=one.premiere + draw.randrange(1, 30)) for one in PAST)
    over = msgspec.structs.replace(subject, finale=subject.premiere + dt.timedelta(days=12))
    assert reference_class(known, over, ORIGIN, ORIGIN) != reference_class(PAST, over, ORIGIN, ORIGIN)
