"""Complete looks: only they show that something is not there."""

from __future__ import annotations

import datetime as dt

from nextcour.facts.complete import complete_day
from nextcour.facts.observation import Key, Provider
from tests.facts.shows import DAY, LATER, said

LAST = dt.date(2026, 6, 30)
NAME = "bangumi-data"


def row(number: int, until: dt.date):
    return said(Key(Provider.BANGUMI, str(number)), "format", "TV", DAY, source=NAME, until=until)


def test_a_go_that_is_finished_reached_the_last_day_it_showed() -> None:
    rows = [row(1, LATER), row(2, LAST), said(Key(Provider.ANILIST, "1"), "format", "TV", dt.date(2026, 9, 1))]
    assert complete_day(NAME, rows, {}, resting=True) == LAST
    assert complete_day("offline-database", rows, {}, resting=True) is None


def test_one_that_was_cut_off_reached_the_day_of_those_it_had_not_come_to() -> None:
    rows = [row(1, LAST), row(2, LATER)]
    assert complete_day(NAME, rows, {}, resting=False) == LATER
    gone = {(Key(Provider.BANGUMI, "2"), NAME): LAST}
    assert complete_day(NAME, rows, gone, resting=False) == LAST
