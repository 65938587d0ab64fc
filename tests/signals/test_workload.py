"""What a studio has on air and announced, season by season, and how far apart its seasons came."""

from __future__ import annotations

import datetime as dt
import statistics

from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.fact import AnnouncementDay
from nextcour.franchise.graph import build
from nextcour.signals.studio import Airing, productions
from nextcour.signals.workload import PAST, gap, load, quarters
from tests.franchise.examples import entry

DAY = dt.date(2024, 5, 10)


def airing(name: str, announced: str, premiere: str, finale: str | None, gap: int | None = None) -> Airing:
    day = dt.date.fromisoformat
    return Airing(name, day(announced), day(premiere), day(finale) if finale else None, True, gap)


def test_a_season_holds_what_began_in_it_and_what_went_on() -> None:
    rows = (
        airing("long", "2023-05-01", "2023-10-05", "2024-06-20"),
        airing("new", "2023-09-01", "2024-03-31", "2024-06-20"),  # a day early: spring
        airing("late", "2023-05-01", "2024-01-05", "2024-04-02"),  # its last episode slipped: winter
    )
    found = load(rows, DAY)
    assert len(found.past) == PAST
    spring = found.past[-1]
    assert (spring.season, spring.on_air, spring.started) == ("SPRING 2024", ("long", "new"), ("new",))
    assert found.past[-2].on_air == ("long", "late")
    assert [one.season for one in found.past[-3:]] == ["FALL 2023", "WINTER 2024", "SPRING 2024"]


def test_what_is_to_come_has_a_season_only_once_that_was_known() -> None:
    rows = (
        airing("soon", "2023-09-01", "2024-07-05", None),
        airing("far", "2024-01-01", "2025-04-05", None),
        airing("unheard of", "2024-09-01", "2025-01-05", None),
    )
    found = load(rows, DAY)
    assert [(one.season, one.started) for one in found.ahead] == [("SUMMER 2024", ("soon",))]
    assert found.undated == ("far",)
    dated = load(rows, DAY, dated_to=DAY)
    assert [one.season for one in dated.ahead] == ["SUMMER 2024", "SPRING 2025"]


def test_the_usual_gap_is_the_median_of_returns_by_then() -> None:
    rows = [airing(f"s{at}", "2015-01-01", f"{2016 + at}-04-05", None, 400 + 100 * at) for at in range(10)]
    found = gap(rows, DAY)
    assert found is not None
    assert (found.n, found.median) == (9, 800)
    assert gap(rows, dt.date(2017, 5, 1)) is None  # two returns are no custom


def test_a_gap_counts_where_the_same_studio_made_both_seasons() -> None:
    entries = [
        entry("a1", "あるはなし", "2018-04-05", tmdb="tv/1/season/1", studios=("Bones",)),
        entry("a2", "あるはなし 第2期", "2019-04-05", tmdb="tv/1/season/2", studios=("Bones", "MAPPA")),
        entry("a3", "あるはなし 第3期", "2021-04-05", tmdb="tv/1/season/3", studios=("MAPPA",)),
    ]
    announced = {
        one.id: AnnouncementDay(day := (one.premiere.earliest or DAY) - dt.timedelta(days=200), day, day, "mal-id")
        for one in entries
    }
    made = productions(entries, announced, build(entries))
    assert [row.gap for row in made["Bones"]] == [None, 365]
    assert [row.gap for row in made["MAPPA"]] == [None, 731]


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2027, 1, 1))
ROWS = st.lists(
    st.builds(
        lambda announced, lead, weeks, wait: Airing(
            f"{announced}{lead}",
            announced,
            announced + dt.timedelta(days=lead),
            announced + dt.timedelta(days=lead + 7 * weeks),
            series=weeks > 0,
            gap=wait,
        ),
        DAYS,
        st.integers(1, 900),
        st.integers(0, 60),
        st.one_of(st.none(), st.integers(90, 2000)),
    ),
    max_size=12,
)


@given(ROWS, ROWS, DAYS)
def test_what_was_announced_later_changes_nothing(rows: list[Airing], more: list[Airing], day: dt.date) -> None:
    known = [row for row in rows if row.announced <= day]
    later = [row for row in more if row.announced > day]
    assert load(known, day) == load([*known, *later], day)


@given(st.lists(st.integers(0, 6000), min_size=2, max_size=60).map(sorted))
def test_quarters_are_those_of_the_standard_library(values: list[int]) -> None:
    assert list(quarters(values)) == statistics.quantiles(values, n=4, method="inclusive")
