"""Japanese days of a schedule, and episodes counted from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.broadcast import days_of_run, jst_day, weekly_episodes


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _run(
    begin: str, end: str = "", *, is_tv: bool = True, stated: str = "", by_2022: bool = False
) -> tuple[str, str | None]:
    first, last = days_of_run(
        _time(begin),
        _time(end) if end else None,
        is_tv=is_tv,
        stated=_day(stated) if stated else None,
        by_2022=by_2022,
    )
    return first.isoformat(), last.isoformat() if last else None


def test_a_slot_of_25_30_is_the_next_calendar_day() -> None:
    assert jst_day(_time("2025-04-04T16:30:00Z")) == _day("2025-04-05")
    assert _run("2006-01-06T16:30:00Z", "2006-06-16T17:10:00Z") == ("2006-01-07", "2006-06-17")


def test_the_last_day_is_when_the_last_episode_began() -> None:
    # 23:30 to midnight in Japan: over on the 30th, on air on the 29th.
    assert _run("2025-04-07T14:30:00Z", "2025-09-29T15:00:00Z") == ("2025-04-07", "2025-09-29")
    # Moved from 1 at night to 22:00, over at 22:30.
    assert _run("2026-01-02T16:05:00Z", "2026-03-24T13:30:00Z")[1] == "2026-03-24"
    # Moved to the evening, over at midnight.
    assert _run("2026-01-02T09:00:00Z", "2026-03-24T15:00:00Z")[1] == "2026-03-24"


def test_an_unknown_end_is_none() -> None:
    assert _run("2025-04-07T14:30:00Z") == ("2025-04-07", None)


@pytest.mark.parametrize(
    ("begin", "end", "options", "days"),
    [
        # Bangumi states the day before: an old placeholder, so is the end.
        ("2004-04-09T16:00", "2004-09-10T16:30", {"is_tv": False, "stated": "2004-04-09"}, "2004-04-09/2004-09-10"),
        # Bangumi states the Japanese day: midnight in China.
        ("2025-09-18T16:00", "2025-09-18T17:40", {"is_tv": False, "stated": "2025-09-19"}, "2025-09-19/2025-09-19"),
        # A late-night slot, announced for the evening before.
        ("2019-04-06T16:00", "2019-06-29T16:30", {"stated": "2019-04-06", "by_2022": True}, "2019-04-07/2019-06-30"),
        # The same before there were late-night slots.
        ("1996-03-02T16:00", "1997-07-12T16:30", {"stated": "1996-03-02"}, "1996-03-02/1997-07-12"),
        # Nothing stated: the age of the row decides.
        ("2010-05-01T16:00", "2010-05-01T17:00", {"is_tv": False, "by_2022": True}, "2010-05-01/2010-05-01"),
        ("2025-05-01T16:00", "2025-05-01T17:00", {"is_tv": False}, "2025-05-02/2025-05-02"),
        # An end at another time of day is a real one.
        ("1981-10-08T16:00", "1982-03-28T09:30", {"stated": "1981-10-08"}, "1981-10-08/1982-03-28"),
    ],
)
def test_placeholders(begin: str, end: str, options: Any, days: str) -> None:
    assert _run(f"{begin}:00Z", f"{end}:00Z", **options) == tuple(days.split("/"))


@given(
    st.dates(dt.date(1960, 1, 1), dt.date(2030, 1, 1)),
    st.times(),
    st.timedeltas(dt.timedelta(), dt.timedelta(days=3000)),
    st.booleans(),
    st.booleans(),
    st.one_of(st.none(), st.dates(dt.date(1960, 1, 1), dt.date(2030, 1, 1))),
)
def test_a_run_never_ends_before_it_begins(
    day: dt.date, time: dt.time, length: dt.timedelta, is_tv: bool, by_2022: bool, stated: dt.date | None
) -> None:
    for hour in (time, dt.time(16)):
        start = dt.datetime.combine(day, hour, dt.UTC)
        first, last = days_of_run(start, start + length, is_tv=is_tv, stated=stated, by_2022=by_2022)
        assert last is not None
        assert first <= last
        assert abs((first - start.date()).days) <= 1


@pytest.mark.parametrize(
    ("finale", "count"),
    [
        ("2020-12-24", 12),
        ("2020-12-25", 12),
        ("2020-12-23", 12),
        ("2020-12-10", 10),
        ("2020-12-31", 13),
        ("2020-12-22", None),  # no whole weeks
        ("2021-01-07", None),  # more than one cour
        ("2020-11-26", None),  # fewer than ten
        ("2020-10-08", None),
        ("2020-10-01", None),
    ],
)
def test_weekly_episodes(finale: str, count: int | None) -> None:
    assert weekly_episodes(_day("2020-10-08"), _day(finale)) == count
