"""Announcement days from MAL ids: on a made-up past whose true days are known, and against a watcher's days."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Ids, Title, TitleKind
from nextcour.facts.announced import FIRST_ID, LAG, MAL_ID, fit_clock, infer
from nextcour.store import bundle

START, DATA_DAY = dt.date(2013, 1, 1), dt.date(2026, 4, 25)
TITLE = (Title("題", "ja", "Jpan", TitleKind.NATIVE, "test"),)


def entry(name: str, mal: int | None, premiere: FuzzyDate, kind: Format = Format.TV) -> Entry:
    return Entry(name, TITLE, kind, premiere=premiere, ids=Ids(mal=mal))


def made_up(seed: int) -> tuple[list[Entry], dict[str, dt.date]]:
    """One entry every day and a bit, announced 0 to 700 days ahead, premieres at season starts; 4 % added years late.
    Returns what had premiered by DATA_DAY, and the true creation days."""
    draw = random.Random(seed)
    entries, truth = [], {}
    mal, created = FIRST_ID + 500, START
    while created <= DATA_DAY:
        lead = draw.choice((draw.randrange(0, 400), draw.randrange(60, 700)))
        premiere = created + dt.timedelta(days=lead)
        if draw.random() < 0.6:
            premiere = premiere.replace(month=(premiere.month - 1) // 3 * 3 + 1, day=5)
        if draw.random() < 0.04:
            premiere = created - dt.timedelta(days=draw.randrange(400, 9000))
        elif premiere < created:
            premiere = created
        if premiere <= DATA_DAY:
            entries.append(entry(f"x{mal}", mal, FuzzyDate.of(premiere)))
            truth[f"x{mal}"] = created
        mal += draw.randrange(1, 20)
        created += dt.timedelta(days=draw.choice((0, 1, 1, 3)))
    return entries, truth


@pytest.mark.parametrize("seed", [1, 2])
def test_a_made_up_past_is_dated(seed: int) -> None:
    entries, truth = made_up(seed)
    found = infer(entries, DATA_DAY)
    dated = [item for item in entries if found[item.id].basis == MAL_ID]
    errors = [abs((found[item.id].day - truth[item.id]).days) for item in dated]
    held = sum(found[item.id].earliest <= truth[item.id] <= found[item.id].latest for item in dated) / len(dated)
    assert sum(errors) / len(errors) < 15
    assert held > 0.7
    # To the end of the catalogue, where only shows that came quickly are known.
    young = [abs((found[item.id].day - truth[item.id]).days) for item in dated if truth[item.id].year == 2026]
    assert sum(young) / len(young) < 25


def test_days_rise_with_ids_and_stay_between_the_bounds() -> None:
    entries, _ = made_up(3)
    found = infer(entries, DATA_DAY)
    points = [
        (item.ids.mal or 0, premiere.toordinal()) for item in entries if (premiere := item.premiere.exact) is not None
    ]
    clock = fit_clock(points, DATA_DAY.toordinal())
    days = [clock.day(mal) for mal in range(FIRST_ID, 40_000, 37)]
    assert all(a is not None and b is not None and a <= b for a, b in itertools.pairwise(days))
    for item in entries:
        day = found[item.id]
        assert day.earliest <= day.day <= day.latest
        assert item.premiere.exact is not None
        assert day.day <= item.premiere.exact
        assert day.latest <= max(item.premiere.exact, DATA_DAY)


def test_an_entry_added_after_its_premiere_says_nothing_and_disturbs_nobody() -> None:
    entries, truth = made_up(4)
    without = infer(entries, DATA_DAY)
    old = [entry(f"old{at}", 13_000 + 700 * at, FuzzyDate(1990, 4, 1 + at)) for at in range(20)]
    found = infer(entries + old, DATA_DAY)
    assert {found[item.id].basis for item in old} == {LAG}
    shifts = [abs((found[name].day - without[name].day).days) for name in truth]
    assert sum(shifts) / len(shifts) < 4


def test_without_a_usable_id_the_typical_lead_is_taken() -> None:
    entries, truth = made_up(5)
    no_id = entry("no id", None, FuzzyDate(2020, 4, 5))
    early_id = entry("early id", 5_000, FuzzyDate(2009, 4, 5))
    found = infer([*entries, no_id, early_id], DATA_DAY)
    day = found["no id"]
    assert day.basis == found["early id"].basis == LAG
    assert dt.date(2018, 4, 1) < day.earliest < day.day < day.latest <= dt.date(2020, 4, 5)
    alike = [item for item in entries if item.premiere.exact is not None and item.premiere.exact.year == 2020]
    leads = sorted((item.premiere.exact - truth[item.id]).days for item in alike if item.premiere.exact)
    assert (dt.date(2020, 4, 5) - day.day).days == pytest.approx(leads[len(leads) // 2], abs=60)


def test_an_entry_with_neither_is_left_out_and_an_announced_one_is_dated() -> None:
    entries, _ = made_up(6)
    last = max(item.ids.mal or 0 for item in entries)
    undated = entry("announced", last - 500, FuzzyDate())
    found = infer([*entries, entry("nothing", None, FuzzyDate()), undated], DATA_DAY)
    assert "nothing" not in found
    assert found["announced"].basis == MAL_ID
    assert dt.date(2024, 1, 1) < found["announced"].day <= DATA_DAY


def test_a_month_or_a_year_bounds_the_announcement() -> None:
    entries, _ = made_up(7)
    month = entry("month", 20_000, FuzzyDate(2015, 1))
    year = entry("year", None, FuzzyDate(2015))
    found = infer([*entries, month, year], DATA_DAY)
    assert found["month"].day <= dt.date(2015, 1, 1)
    assert found["year"].day <= dt.date(2015, 12, 31)


def test_the_order_of_entries_does_not_matter() -> None:
    entries, _ = made_up(8)
    assert infer(entries, DATA_DAY) == infer(entries[::-1], DATA_DAY)
    assert infer([]) == {}


def test_the_last_day_looked_at_bounds_every_id() -> None:
    entries, _ = made_up(9)
    ahead = [entry(f"ahead{at}", 60_000 + at, FuzzyDate(2027, 1, 9)) for at in range(30)]
    found = infer([*entries, *ahead], DATA_DAY)
    assert max(day.latest for day in found.values() if day.basis == MAL_ID) <= DATA_DAY


@given(
    st.lists(
        st.tuples(st.integers(11_000, 70_000), st.integers(715_000, 739_731)), max_size=60, unique_by=lambda p: p[0]
    )
)
def test_any_points_give_a_rising_curve_up_to_the_data_day(points: list[tuple[int, int]]) -> None:
    end = DATA_DAY.toordinal()
    clock = fit_clock(points, end)
    days = [day for mal in range(FIRST_ID, 72_000, 999) if (day := clock.day(mal)) is not None]
    assert bool(days) == bool(points)
    for before, after in itertools.pairwise(days):
        assert all(a <= b for a, b in zip(before, after, strict=True))
    for low, middle, high in days:
        assert low <= middle <= high <= end


def test_the_bundled_catalogue_is_dated_within_three_weeks_of_a_watcher(shared: Path) -> None:
    path = shared / "data" / "mal_first_seen.csv.gz"
    if not path.is_file():
        pytest.skip("mal_first_seen.csv.gz is not in ../shared/data")
    with gzip.open(path, "rt") as lines:
        seen = {int(row["mal_id"]): dt.date.fromisoformat(row["first_seen"]) for row in csv.DictReader(lines)}
    created: dict[int, dt.date] = {}
    earliest = dt.date.max
    for mal in sorted(seen, reverse=True):
        earliest = min(earliest, seen[mal])
        created[mal] = earliest
    catalogue, _ = bundle.read()
    found = infer(catalogue.entries, catalogue.data_day)
    rows = [
        (created[item.ids.mal], found[item.id])
        for item in catalogue.entries
        if item.ids.mal in created
        and found[item.id].basis == MAL_ID
        and dt.date(2020, 1, 1) <= created[item.ids.mal] < dt.date(2024, 6, 30)
    ]
    assert len(rows) > 1000
    assert sum(abs((ours.day - day).days) for day, ours in rows) / len(rows) < 12
    assert 0.75 < sum(ours.earliest <= day <= ours.latest for day, ours in rows) / len(rows) < 0.95
