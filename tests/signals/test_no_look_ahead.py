"""No feature of a day changes when anything that was learned later does."""

from __future__ import annotations

import datetime as dt
import os
import random

import numpy as np
import pytest

from nextcour.facts import announced
from nextcour.franchise.graph import build
from nextcour.signals import chronicle as chronicles
from nextcour.signals.census import Census, places
from nextcour.signals.landmark import Landmark, landmark
from nextcour.store import bundle

from .later import World, another_future

# Each day compares every line that was out by then: some three thousand (line, day) pairs a day.
DAYS = int(os.environ.get("NEXTCOUR_AS_OF_DAYS", "8"))


@pytest.fixture(scope="module")
def world() -> tuple[World, dt.date]:
    content, _ = bundle.read()
    entries = {entry.id: entry for entry in content.entries}
    draw = random.Random(3)
    ids = sorted(entries)
    censuses = [
        Census("site", dt.date(year, 4, 20).toordinal(), {one: float(draw.randrange(10_000)) for one in ids})
        for year in range(2010, 2026, 2)
    ]
    # Counts of a day hold only what was out by then, as a real site's do.
    censuses = [
        Census(
            census.provider,
            census.day,
            {
                one: count
                for one, count in census.counts.items()
                if (first := entries[one].premiere.latest) is not None and first.toordinal() <= census.day
            },
        )
        for census in censuses
    ]
    days = announced.infer(content.entries, content.data_day)
    return World(build(content.entries), entries, days, tuple(censuses)), content.data_day


def features(world: World, day: dt.date) -> Landmark:
    chronicle = chronicles.build(world.franchises, world.entries, world.announced)
    return landmark(chronicle, day.toordinal(), [places(census, chronicle) for census in world.censuses])


def test_ten_thousand_random_pairs_of_line_and_day_do_not_see_what_came_later(world: tuple[World, dt.date]) -> None:
    """NEXTCOUR_AS_OF_DAYS=40 runs the long form."""
    now, data_day = world
    draw = random.Random(11)
    pairs = 0
    for _ in range(DAYS):
        day = dt.date(2012, 1, 1) + dt.timedelta(days=draw.randrange((data_day - dt.date(2012, 1, 1)).days))
        known = features(now, day)
        changed = features(another_future(now, day, draw), day)
        assert changed.names == known.names
        assert np.array_equal(changed.position.line, known.position.line)
        different = ~((known.features == changed.features) | (np.isnan(known.features) & np.isnan(changed.features)))
        wrong = {known.names[at] for at in np.flatnonzero(different.any(axis=0))}
        assert not wrong, f"on {day} these features saw the future: {sorted(wrong)}"
        pairs += len(known.position)
    assert pairs >= 10_000 or DAYS < 4


def test_the_made_up_future_is_one_that_a_careless_feature_would_see(world: tuple[World, dt.date]) -> None:
    """The same comparison a year later must differ in nearly every group, or the test above proves nothing."""
    now, _ = world
    day = dt.date(2018, 2, 3)
    later = day + dt.timedelta(days=3 * 365)
    other = another_future(now, day, random.Random(5))
    one = chronicles.build(now.franchises, now.entries, now.announced)
    two = chronicles.build(other.franchises, other.entries, other.announced)
    known = landmark(one, later.toordinal(), [places(census, one) for census in now.censuses])
    changed = landmark(two, later.toordinal(), [places(census, two) for census in other.censuses])
    shared, at, there = np.intersect1d(known.position.line, changed.position.line, return_indices=True)
    assert len(shared) > 1000
    differ = {
        name
        for name in known.names
        if not np.array_equal(known.column(name)[at], changed.column(name)[there], equal_nan=True)
    }
    for group, names in known.groups.items():
        assert differ & set(names), f"the made-up future touches nothing of {group}"
