"""Outcomes as they were known on a day, and the rows that models of discrete and of continuous time make of them."""

from __future__ import annotations

import datetime as dt

import numpy as np

from nextcour.evaluation.peers.follow_up import known, thinned
from nextcour.evaluation.peers.forest import _grouped
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import EDGE_DAYS, Event, Panel
from nextcour.forecast.periods import periods as person_periods
from tests.evaluation.panels import random_panel, rows

ORIGIN = dt.date(2018, 1, 1).toordinal()
TRAIN = random_panel(1500, seed=1)


def periods(panel: Panel, known_to: int = ORIGIN) -> list[tuple[int, int, int]]:
    found = person_periods(panel, Event.ANNOUNCED, known_to)
    return list(zip(found.row.tolist(), found.interval.tolist(), found.came.astype(int).tolist(), strict=True))


def test_a_row_is_in_the_intervals_it_was_followed_to_the_end_of() -> None:
    three, six, nine = EDGE_DAYS[:3]
    assert periods(rows([np.inf], [six + 1])) == [(0, 0, 0), (0, 1, 0)]
    assert periods(rows([three + 5], [nine])) == [(0, 0, 0), (0, 1, 1)]
    assert periods(rows([three], [nine])) == [(0, 0, 1)]  # on an edge: in the interval that ends there
    assert periods(rows([np.inf], [three - 1])) == []


def test_an_interval_that_follow_up_ends_in_is_left_out_even_with_an_event_in_it() -> None:
    six = EDGE_DAYS[1]
    assert periods(rows([six - 5, np.inf], [six - 1, six - 1])) == [(0, 0, 0), (1, 0, 0)]


def test_an_event_after_the_origin_is_unseen() -> None:
    start = 400  # days of follow-up at the origin; the panel itself goes on
    panel = rows([450.0, 300.0], [2000.0, 2000.0], landmark=ORIGIN - start)
    came = [(row, interval) for row, interval, y in periods(panel) if y]
    assert came == [(1, 3)]
    assert max(interval for row, interval, _ in periods(panel) if row == 0) == 3  # 12 months end before day 400
    found = known(panel, Event.ANNOUNCED, ORIGIN)
    assert found.days.tolist() == [400.0, 300.0]
    assert found.seen.tolist() == [False, True]


def test_no_row_is_known_before_its_landmark_or_beyond_four_years() -> None:
    assert len(known(rows([5.0], [9.0], landmark=ORIGIN), Event.ANNOUNCED, ORIGIN)) == 0
    late = known(rows([1600.0, np.inf], [3000.0, 3000.0]), Event.ANNOUNCED, ORIGIN)
    assert late.days.tolist() == [EDGE_DAYS[-1]] * 2
    assert not late.seen.any()


def test_grouped_time_of_the_forest_agrees_with_person_periods() -> None:
    origin = ORIGIN + 50  # landmarks are a quarter apart: every row's follow-up ends in the middle of an interval
    everyone = known(TRAIN, Event.ANNOUNCED, origin)
    _, last, seen = _grouped(everyone)
    assert seen.sum() < everyone.seen.sum()
    found = person_periods(TRAIN, Event.ANNOUNCED, origin)
    interval, y = found.interval, found.came
    for at in range(len(EDGES)):
        assert (last > at).sum() == (interval == at).sum()
        assert (seen & (last == at + 1)).sum() == y[interval == at].sum()


def test_thinning_keeps_whole_landmarks_with_the_latest() -> None:
    everyone = known(TRAIN, Event.ANNOUNCED, ORIGIN)
    kept = thinned(TRAIN, everyone, len(everyone) // 3, seed=0)
    assert len(everyone) // 8 < len(kept) <= len(everyone) // 3
    days = TRAIN.landmark[kept.row]
    assert days.max() == TRAIN.landmark[everyone.row].max()
    for day in np.unique(days):
        assert (days == day).sum() == (TRAIN.landmark[everyone.row] == day).sum()
    assert len(thinned(TRAIN, everyone, 7, seed=0)) == 7
    assert thinned(TRAIN, everyone, len(everyone), seed=0) is everyone
