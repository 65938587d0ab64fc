"""What became known between two days: nothing invented, nothing later than its end, nothing lost between periods."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.bootstrap import Engine
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Seen
from nextcour.facts.changes import Change, Kind, Known, changes, log
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.rules import DAY_LEAD, MONTH_LEAD, Observed, existence_day
from nextcour.facts.run_state import AT_ONCE, called_off, has_ended, is_out
from nextcour.facts.views import Cut, entry_as_of
from tests.facts.shows import DAY, FIRST

OBSERVED = Observed({"bangumi-data": DAY}, DAY)
ANNOUNCED = AnnouncementDay(dt.date(2024, 6, 1), dt.date(2024, 5, 1), dt.date(2024, 7, 1), "mal-id")
START = dt.date(2000, 1, 1)
END = dt.date(2027, 12, 31)


def kinds(found: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(one.day.isoformat(), one.kind.value) for one in found]


def all_of(entry: Entry, since: dt.date = START, until: dt.date = END) -> tuple[Change, ...]:
    return changes([Known(entry, ANNOUNCED, END)], OBSERVED, since, until)


def shown(day: dt.date, *fields: str) -> tuple[Seen, ...]:
    return tuple(Seen(field, "anilist", day, "https://example.org/anilist/201", True) for field in fields)


def dated(*dates: tuple[dt.date, FuzzyDate]) -> Entry:
    """An announced season whose date a source changed on each of the days given; the first was there from the start."""
    (_, first), *rest = dates
    entry = msgspec.structs.replace(FIRST, premiere=first, finale=FuzzyDate(), episodes=None)
    for day, date in rest:
        entry = msgspec.structs.replace(entry, premiere=date, seen=shown(day, "premiere"), since=day, before=entry)
    return entry


def test_the_life_of_a_show_reads_in_order() -> None:
    assert kinds(all_of(FIRST)) == [
        ("2024-06-01", "ANNOUNCED"),
        ("2024-11-06", "DATED"),
        ("2025-02-04", "DATED"),
        ("2025-04-05", "STARTED"),
        ("2025-06-28", "FINISHED"),
    ]


def test_a_film_is_announced_as_one_and_never_finishes() -> None:
    film = msgspec.structs.replace(FIRST, format=Format.MOVIE, finale=FuzzyDate())
    assert [kind for _, kind in kinds(all_of(film))] == ["MOVIE_ANNOUNCED", "DATED", "DATED", "STARTED"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (FuzzyDate(2027, 7), FuzzyDate(2027, 10), Kind.DELAYED),
        (FuzzyDate(2027, 10, 3), FuzzyDate(2027, 10, 10), Kind.DELAYED),
        (FuzzyDate(2027, 10), FuzzyDate(2027, 7, 3), Kind.ADVANCED),
        (FuzzyDate(2027), FuzzyDate(2027, 10), Kind.DATED),
        (FuzzyDate(2027, 10), FuzzyDate(2027, 10, 4), Kind.DATED),
        (FuzzyDate(2027, 10), FuzzyDate(), Kind.UNDATED),
        (FuzzyDate(2027, 4), FuzzyDate(2027), Kind.DELAYED),
    ],
)
def test_a_changed_date_is_named_for_what_it_means(before: FuzzyDate, after: FuzzyDate, kind: Kind) -> None:
    day, change = dt.date(2026, 12, 1), dt.date(2026, 12, 20)
    first = dated((START, FuzzyDate()), (day, before), (change, after))
    found = all_of(first, day, change)
    assert [one.kind for one in found] == [kind]
    assert (found[0].before, found[0].after) == (before.iso(), after.iso())
    assert (found[0].day, found[0].source, found[0].observed_at) == (change, "anilist", change)
    assert found[0].url == "https://example.org/anilist/201"


def test_a_date_that_comes_back_later_is_a_delay() -> None:
    days = [dt.date(2026, month, 1) for month in (9, 10, 11)]
    entry = dated(
        (START, FuzzyDate()), (days[0], FuzzyDate(2027, 1)), (days[1], FuzzyDate()), (days[2], FuzzyDate(2027, 7))
    )
    assert [one.kind for one in all_of(entry, days[0])][:2] == [Kind.UNDATED, Kind.DELAYED]


def test_a_cancelled_season_is_told_once_and_does_not_start() -> None:
    day = dt.date(2026, 9, 1)
    coming = dated((START, FuzzyDate(2027, 1)))
    off = msgspec.structs.replace(coming, status="CANCELLED", premiere=FuzzyDate(), since=day, before=coming)
    off = msgspec.structs.replace(off, seen=shown(day, "premiere", "status"))
    found = [one.kind for one in all_of(off, day - dt.timedelta(days=1))]
    assert found == [Kind.UNDATED, Kind.CANCELLED]


def test_what_a_date_says_of_days_on_which_nobody_looked_is_no_change() -> None:
    entry = dated((START, FuzzyDate(2026, 7, 4)))
    found = changes([Known(entry, ANNOUNCED, DAY)], OBSERVED, START, END)
    assert Kind.STARTED not in [one.kind for one in found]


_DATES = st.one_of(
    st.just(FuzzyDate()),
    st.builds(FuzzyDate, st.integers(2025, 2027)),
    st.builds(FuzzyDate, st.integers(2025, 2027), st.integers(1, 12)),
    st.builds(FuzzyDate, st.integers(2025, 2027), st.integers(1, 12), st.integers(1, 28)),
)
_DAYS = st.dates(dt.date(2024, 1, 1), END)


@st.composite
def _entries(draw: st.DrawFn) -> Entry:
    days = sorted(draw(st.sets(_DAYS, max_size=4)))
    entry = dated((START, draw(_DATES)), *((day, draw(_DATES)) for day in days))
    last = draw(_DATES)
    if last.latest is not None and entry.premiere.earliest is not None and last.latest >= entry.premiere.earliest:
        entry = msgspec.structs.replace(entry, finale=last)
    kind = draw(st.sampled_from(list(Format)))
    return msgspec.structs.replace(entry, format=kind, status=draw(st.sampled_from([None, "CANCELLED", "FINISHED"])))


@given(_entries(), st.tuples(_DAYS, _DAYS, _DAYS), st.booleans())
def test_two_periods_in_a_row_tell_what_both_together_tell(
    entry: Entry, days: tuple[dt.date, dt.date, dt.date], strict: bool
) -> None:
    a, b, c = sorted(days)
    known = [Known(entry, ANNOUNCED, END)]
    parts = [
        *changes(known, OBSERVED, a, b, strict=strict),
        *changes(known, OBSERVED, b, c, strict=strict),
    ]
    assert sorted(parts, key=repr) == sorted(changes(known, OBSERVED, a, c, strict=strict), key=repr)


@given(_entries(), st.tuples(_DAYS, _DAYS), st.booleans())
def test_what_differs_between_the_views_of_two_days_is_among_the_changes_and_nothing_is_later(
    entry: Entry, days: tuple[dt.date, dt.date], strict: bool
) -> None:
    a, b = sorted(days)
    found = changes([Known(entry, ANNOUNCED, END)], OBSERVED, a, b, strict=strict)
    assert all(a < one.day <= b for one in found)
    told = {one.kind for one in found}
    before = entry_as_of(entry, ANNOUNCED, OBSERVED, Cut(a, strict))
    after = entry_as_of(entry, ANNOUNCED, OBSERVED, Cut(b, strict))
    if after is None:
        assert not told
        return
    if before is None:
        assert told & {Kind.ANNOUNCED, Kind.MOVIE_ANNOUNCED}
    else:
        assert not told & {Kind.ANNOUNCED, Kind.MOVIE_ANNOUNCED}
    ever = {one.kind for one in log(Known(entry, ANNOUNCED, END), OBSERVED, b, strict=strict)}
    if is_out(after, b):
        assert Kind.STARTED in ever
    elif Kind.STARTED not in ever and after.premiere != (before.premiere if before else FuzzyDate()):
        assert told & {Kind.DATED, Kind.DELAYED, Kind.ADVANCED, Kind.UNDATED}
    if after.format not in AT_ONCE and has_ended(after, b):
        assert Kind.FINISHED in ever
    if called_off(after, b) and not (before is not None and called_off(before, a)):
        assert Kind.CANCELLED in told


def test_changes_of_the_catalogue_agree_with_its_dates(engine: Engine) -> None:
    """A random thousand of twenty years, worked out again from the entry and the rules alone."""
    library = engine.library
    known = [Known(row.entry, row.announced, library.data_day) for row in library.rows()]
    found = changes(known, library.observed, dt.date(2006, 1, 1), library.data_day)
    assert len(found) > 20_000
    for one in random.Random(7).sample(found, 1000):
        entry, announced = library.entry(one.entry), library.announced(one.entry)
        exists = existence_day(announced)[0]
        first, last = entry.premiere.earliest, entry.finale.latest
        assert first is not None
        match one.kind:
            case Kind.ANNOUNCED | Kind.MOVIE_ANNOUNCED:
                assert one.day == exists
                assert (one.kind is Kind.MOVIE_ANNOUNCED) == (entry.format is Format.MOVIE)
            case Kind.DATED:
                day = len(one.after) == len("2026-04-25")
                assert one.day == max(first - (DAY_LEAD if day else MONTH_LEAD), exists)
                assert entry.premiere.iso().startswith(one.after)
            case Kind.STARTED:
                assert one.day == max(first, exists)
            case Kind.FINISHED:
                assert last is not None
                assert one.day == max(last, exists)
            case _:
                pytest.fail(f"the catalogue alone knows of no {one.kind}")
