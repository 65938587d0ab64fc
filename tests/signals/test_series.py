"""Demand as a series: one scale, trend, half-life, rises; and nothing of it knows what came later."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nextcour.catalog.entry import Entry
from nextcour.signals import series as signals
from nextcour.signals.decay import Gain, fit
from nextcour.signals.placing import Count, Series, chosen, tide, tracks, weekly
from nextcour.signals.series import Event, Point, Track
from nextcour.signals.synced import LEAST, censuses
from tests.franchise.examples import entry

START = dt.date(2024, 1, 1).toordinal()  # a Monday


def flow(rate: Callable[[int], float], weeks: int) -> Track:
    """Page views a week: `rate` of the day on which each week ends."""
    points = tuple(Point(START + 7 * at, rate(7 * at), START + 7 * at) for at in range(1, weeks + 1))
    return Track("wikimedia", "pageviews.en", "a", True, points)


def level(totals: Sequence[tuple[int, float]]) -> Track:
    """Members, by days since START."""
    return Track("anilist", "popularity", "a", False, tuple(Point(START + d, v, START + d) for d, v in totals))


def shows(count: int, month: int = 1, year: int = 2024) -> list[Entry]:
    return [entry(f"show{year}-{month}-{at}", f"題{at}", f"{year}-{month:02d}-05") for at in range(count)]


def test_interest_that_halves_every_sixty_days_is_read_as_such() -> None:
    found = signals.half_life(flow(lambda day: 5000 * 0.5 ** (day / 60), 30), START, None)
    assert found.days == pytest.approx(60, rel=0.02)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.days < found.high
    assert found.n == 30


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    draw, held = random.Random(5), 0
    for _ in range(200):
        found = fit(
            [
                Gain(7 * at, 7 * at + 7, float(_poisson(draw, 60 * math.exp(-0.01 * (7 * at + 3.5)))), 7.0)
                for at in range(14)
            ]
        )
        assert found is not None
        held += found.low <= -0.01 <= found.high
    assert 0.72 <= held / 200 <= 0.90


def _poisson(draw: random.Random, mean: float) -> int:
    limit, product, count = math.exp(-mean), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count


@pytest.mark.parametrize(
    ("track", "finale", "why"),
    [
        (flow(lambda day: 1000.0, 3), START, "too few points since it ended"),
        (flow(lambda day: 1000.0, 30), None, "it had not ended"),
        (flow(lambda day: 0.0, 30), START, "nothing new was counted"),
        (flow(lambda day: 1000.0 + day, 30), START, "no measurable decay"),
    ],
)
def test_a_half_life_that_is_not_known_says_why(track: Track, finale: int | None, why: str) -> None:
    found = signals.half_life(track, finale, None)
    assert (found.days, found.why) == (None, why)


def test_interest_is_followed_only_until_something_new_was_announced() -> None:
    def rate(day: int) -> float:
        return 5000 * 0.5 ** (day / 60) + (20_000 if day > 140 else 0)

    assert signals.half_life(flow(rate, 30), START, START + 140).days == pytest.approx(60, rel=0.05)
    assert signals.half_life(flow(rate, 30), START, None).days is None


def test_growth_of_a_total_across_a_hole_is_no_point() -> None:
    track = level([(0, 100), (7, 110), (14, 120), (200, 900), (207, 910)])
    assert [(gain.first - START, gain.number) for gain in signals.gains(track)] == [(0, 10), (7, 10), (200, 10)]


def test_a_trend_needs_points_and_knows_when_it_is_none() -> None:
    assert signals.trend(flow(lambda day: 1000.0, 3)) is None
    falling = signals.trend(flow(lambda day: 9000 * 0.97 ** (day / signals.MONTH), 13))
    assert falling is not None
    assert falling.per_month == pytest.approx(-0.03, abs=0.003)
    steady = signals.trend(flow(lambda day: 100 + (day % 14), 13))
    assert steady is not None
    assert steady.steady


def test_a_rise_names_what_lies_near_it_and_nothing_else() -> None:
    track = level([(7 * at, 100 * at + (2000 if at >= 20 else 0)) for at in range(30)])
    near = Event(START + 7 * 20 + 10, "premiere", "Season 2")
    far = Event(START + 7 * 20 + 90, "premiere", "a film")
    (rise,) = signals.rises(track, [near, far])
    assert rise.events == (near,)
    assert rise.first <= START + 140 <= rise.last
    assert signals.rises(level([(7 * at, 100.0 * at) for at in range(30)]), [near]) == ()


POINTS = st.dictionaries(st.integers(0, 150), st.integers(0, 5000), max_size=120).map(lambda some: sorted(some.items()))


@given(POINTS, POINTS, st.integers(0, 150), st.sampled_from(["members", "views", "pageviews.en"]))
def test_later_points_change_nothing(
    early: list[tuple[int, int]], late: list[tuple[int, int]], day: int, measure: str
) -> None:
    """What is read for a day is the same with any future; counts, places and tides are made from all points."""
    listed = shows(8) + shows(22, 4, 2023)
    known = [pair for pair in early if pair[0] <= day]
    whole = known + [pair for pair in late if pair[0] > day]
    events = [Event(START + 30, "premiere", "x")]

    def read(pairs: list[tuple[int, int]]) -> list[object]:
        counts = {
            one.id: tuple(Count(START + d, float(v * (1 + at % 3)), START + d) for d, v in pairs)
            for at, one in enumerate(listed)
        }
        made = tracks([Series("s", measure, counts)], listed)
        found: list[object] = []
        for one in listed:
            for track in made.get(one.id, ()):
                cut = signals.known(track, START + day)
                if cut.points:
                    found.append((cut, signals.trend(cut), signals.drift(cut), signals.rises(cut, events)))
                    found.append(signals.half_life(cut, START, None))
        return found

    assert read(known) == read(whole)


def test_strict_reading_hides_what_a_source_showed_later() -> None:
    track = Track("s", "members", "a", False, (Point(START, 1.0, START), Point(START + 1, 2.0, START + 9)))
    assert len(signals.known(track, START + 5).points) == 2
    assert len(signals.known(track, START + 5, strict=True).points) == 1


def test_places_are_shares_of_the_premiere_season_on_that_day() -> None:
    listed = shows(10)
    counts = {one.id: (Count(START + 60, 100.0 * (at + 1), START + 60),) for at, one in enumerate(listed)}
    made = tracks([Series("s", "members", counts)], listed)
    assert [made[one.id][0].points[0].place for one in listed] == [(at + 0.5) / 10 for at in range(10)]
    assert {made[one.id][0].points[0].of for one in listed} == {10}


def test_nobody_has_a_place_before_the_premiere_or_among_too_few() -> None:
    listed = shows(10)
    early = {one.id: (Count(START, 100.0, START),) for one in listed}
    assert tracks([Series("s", "members", early)], listed)[listed[0].id][0].points[0].place is None
    few = {one.id: (Count(START + 60, 100.0, START + 60),) for one in listed[:4]}
    assert tracks([Series("s", "members", few)], listed)[listed[0].id][0].points[0].place is None


def test_a_week_with_a_day_missing_is_left_out() -> None:
    days = [Count(START + at, 10.0, START + at) for at in range(14) if at != 9]
    (week,) = weekly(Series("wikimedia", "pageviews.en", {"a": days})).counts["a"]
    assert (week.value, dt.date.fromordinal(week.day).isoweekday()) == (70.0, 7)


def test_of_each_source_the_best_total_is_used_and_no_score() -> None:
    given_ = [Series("s", name, {}) for name in ("watching", "score", "members", "rank", "pageviews.ja")]
    assert [one.measure for one in chosen(given_)] == ["members", "pageviews.ja"]


def test_what_lifts_every_show_of_a_site_is_no_news_about_one() -> None:
    """All grow by half a percent a week, and five times as fast in the last month."""
    listed = shows(40, 1, 2022)
    growth = [1.005] * 16 + [1.025] * 4
    totals = [1_000_000.0]
    for one in growth:
        totals.append(totals[-1] * one)
    counts = {
        one.id: tuple(Count(START + 7 * at, total, START + 7 * at) for at, total in enumerate(totals)) for one in listed
    }
    track = tracks([Series("s", "members", counts)], listed)[listed[0].id][0]
    assert signals.rises(track, []) == ()
    assert signals.rises(replace(track, points=tuple(replace(p, tide=None) for p in track.points)), []) != ()
    found = signals.trend(track)
    assert found is not None
    assert found.tidal
    assert abs(found.per_month) < 0.1


def test_without_enough_older_shows_there_is_no_tide() -> None:
    counts = {f"a{at}": (Count(START, 5.0, START), Count(START + 7, 6.0, START + 7)) for at in range(10)}
    assert tide(Series("s", "members", counts), dict.fromkeys(counts, START - 900)) == {}


def test_a_census_leaves_out_seasons_of_which_only_favourites_were_counted() -> None:
    full, poor = shows(LEAST, 1), shows(50, 4)
    day = START + 200
    counts = {one.id: (Count(day, 5.0, day),) for one in [*full[: LEAST - 1], full[-1], *poor[:5]]}
    (census,) = censuses([Series("anilist", "popularity", counts)], [*full, *poor])
    assert set(census.counts) == {one.id for one in full}
    assert census.complete
    assert censuses([Series("anilist", "popularity", dict(list(counts.items())[:50]))], [*full, *poor]) == []


def test_a_census_of_most_of_a_season_says_that_it_is_not_whole() -> None:
    full = shows(160)
    day = START + 200
    counts = {one.id: (Count(day, 5.0, day), Count(day + 1, 6.0, day + 1)) for one in full[:110]}
    found = censuses([Series("anilist", "popularity", counts)], full)
    assert [census.complete for census in found] == [False]  # and one a week
