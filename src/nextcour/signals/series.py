"""Demand as a series: counts of one entry at one source, their places within its premiere season, and what they show.

Days are proleptic ordinals (`date.toordinal`). A *level* is a running total (members, collections), of which only the
growth is new interest; a *flow* is interest itself (page views of a week). Plain Python: an answer reads it. Whoever
reads a track for a day cuts it with `known` first; nothing here looks past the last point it is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from nextcour.signals.decay import Gain, fit

MONTH = 30.4375  # days
QUARTER = 91  # days that a trend looks back
WEEK, FORTNIGHT, GAP = 7, 14, 62  # days: a level's growth over a week or two is one point, none lies across a hole
LEAST_TREND, LEAST_DECAY = 6, 8  # points; fewer say nothing
FOLLOWED = 730  # days after a finale within which interest is followed
RISE, RISE_ERRORS, BEFORE = 1.5, 3.0, 6  # times the usual, standard errors above it; points that make the usual
NEAR = 21  # days
_TIDES = 10_000  # so that tidal time is of the order of days


class Point(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`value` counted on `day` and shown by the source on `seen`. `place` in [0, 1]: the share of the counted series of
    its premiere season below it (ties half), None when too few were counted or it was not out. `n` were counted there
    that day, of the `of` that were out. `tide`: the log growth of the source's older shows up to the day, from some
    day on; None where it is not known."""

    day: int
    value: float
    seen: int
    place: float | None = None
    n: int = 0
    of: int = 0
    tide: float | None = None


class Track(msgspec.Struct, frozen=True, array_like=True):
    """One measure of one entry at one source; points in order of day, one a day. A point of a flow
    by weeks (`is_weekly`) is the sum of the seven days that end on it."""

    source: str
    measure: str
    entry: str
    flow: bool
    points: tuple[Point, ...]


class Trend(msgspec.Struct, frozen=True):
    """Change of new interest in a month, as a share (−0.03 is 3 % less), over the last quarter; an 80 % interval.
    `tidal`: set against the source's older shows, which take their own ups and downs with the site and the season."""

    per_month: float
    low: float
    high: float
    n: int
    tidal: bool = False

    @property
    def steady(self) -> bool:
        return self.low <= 0 <= self.high


class HalfLife(msgspec.Struct, frozen=True):
    """In how many days new interest halved after the finale, with an 80 % interval, from `n` points between the days
    `first` and `last`. `days` is None when that is not known; `why` says why not. `tidal` as in Trend."""

    days: float | None
    low: float | None
    high: float | None
    n: int
    first: int | None
    last: int | None
    why: str = ""
    tidal: bool = False


class Event(NamedTuple):
    """What happened to a show on `day`: `kind` is premiere, finale or announcement, `what` names it for a person."""

    day: int
    kind: str
    what: str


class Rise(msgspec.Struct, frozen=True):
    """New interest rose to `times` its usual rate between the days `first` and `last`. `events` lay within NEAR days:
    they coincide, which does not make them its cause."""

    first: int
    last: int
    times: float
    events: tuple[Event, ...]


def known(track: Track, day: int, *, strict: bool = False) -> Track:
    """`track` up to `day`; when `strict`, only what the source had shown by then."""
    points = tuple(p for p in track.points if p.day <= day and (not strict or p.seen <= day))
    return track if len(points) == len(track.points) else msgspec.structs.replace(track, points=points)


def gains(track: Track, step: int = WEEK) -> list[Gain]:
    """New interest point by point, oldest first. Of a level: growth over at least `step` days, none across a hole of
    more than GAP; later points never change earlier gains. Where the source's tide is known time is measured by it: on
    a day on which twice as many came for everything, twice as many for one show are no news."""
    if track.flow:
        length = 7 if is_weekly(track.measure) else 1
        return [Gain(p.day - length, p.day, p.value, length) for p in track.points]
    pairs: list[tuple[Point, Point]] = []
    start: Point | None = None
    for point in track.points:
        if start is None or point.day - start.day > GAP:
            start = point
        elif point.day - start.day >= step:
            pairs.append((start, point))
            start = point
    return [_gain(a, b) for a, b in pairs]


def _gain(a: Point, b: Point) -> Gain:
    if a.tide is None or b.tide is None:
        return Gain(a.day, b.day, b.value - a.value, b.day - a.day)
    return Gain(a.day, b.day, b.value - a.value, max((b.tide - a.tide) * _TIDES, 0.01 * (b.day - a.day)), tidal=True)


def alike(rows: Sequence[Gain]) -> list[Gain]:
    """Of gains in order, those whose time is measured like that of the last one: two clocks do not compare."""
    return [gain for gain in rows if gain.tidal == rows[-1].tidal]


def is_weekly(measure: str) -> bool:
    """Whether points of the flow are sums of weeks."""
    return measure.partition(".")[0] == "pageviews"


def trend(track: Track) -> Trend | None:
    """Over the QUARTER up to the last point; None with fewer than LEAST_TREND gains, or none that can be fitted."""
    if not track.points:
        return None
    start = track.points[-1].day - QUARTER
    recent = alike([gain for gain in gains(track) if gain.first >= start])
    found = fit(recent) if len(recent) >= LEAST_TREND else None
    if found is None:
        return None
    return Trend(_monthly(found.rate), _monthly(found.low), _monthly(found.high), found.n, recent[-1].tidal)


def _monthly(rate: float) -> float:
    """Change in a month of what grows by `rate` (log) a day; at most a millionfold."""
    return math.expm1(min(max(rate * MONTH, -14.0), 14.0))


def drift(track: Track) -> float | None:
    """Change of the place in a month, in [-1, 1] (−0.02: two points down), over the QUARTER up to the last point. None
    with fewer than LEAST_TREND places or less than half that time between them."""
    placed = [(p.day, p.place) for p in track.points if p.place is not None]
    if not placed:
        return None
    recent = [(day, place) for day, place in placed if day >= placed[-1][0] - QUARTER]
    if len(recent) < LEAST_TREND or recent[-1][0] - recent[0][0] < QUARTER / 2:
        return None
    middle = sum(day for day, _ in recent) / len(recent)
    mean = sum(place for _, place in recent) / len(recent)
    spread = sum((day - middle) ** 2 for day, _ in recent)
    return sum((day - middle) * (place - mean) for day, place in recent) / spread * MONTH


def half_life(track: Track, finale: int | None, until: int | None) -> HalfLife:
    """Of new interest from the day of the finale up to `until` (the day before something new was announced or shown;
    None: nothing was), at most FOLLOWED days. `finale` None: it has not ended."""
    if finale is None:
        return HalfLife(None, None, None, 0, None, None, "it had not ended")
    end = finale + FOLLOWED if until is None else min(until, finale + FOLLOWED)
    after = alike([gain for gain in gains(track) if gain.first >= finale and gain.last <= end])
    if len(after) < LEAST_DECAY:
        return HalfLife(None, None, None, len(after), None, None, "too few points since it ended")
    found = fit(after)
    first, last = after[0].first, after[-1].last
    if found is None:
        return HalfLife(None, None, None, len(after), first, last, "nothing new was counted")
    if found.rate >= 0 or found.high >= 0:
        return HalfLife(None, None, None, found.n, first, last, "no measurable decay")
    spans = _halving(found.rate), _halving(found.low), _halving(found.high)
    return HalfLife(*spans, found.n, first, last, tidal=after[-1].tidal)


def _halving(rate: float) -> float:
    return math.log(2) / -rate


def rises(track: Track, events: Sequence[Event]) -> tuple[Rise, ...]:
    """When new interest was RISE times its usual rate and more than chance explains; neighbours are one rise. The usual
    is the median rate of the BEFORE points before, so that what comes later does not change it."""
    found: list[Rise] = []
    rising: list[tuple[Gain, float]] = []
    rows = gains(track, FORTNIGHT)
    usual = 0.0
    for at, gain in enumerate(rows):
        if not rising:
            before = sorted(one.rate for one in rows[max(0, at - BEFORE) : at] if one.tidal == gain.tidal)
            usual = before[len(before) // 2] if len(before) >= 3 else 0.0
        expected = usual * gain.exposure
        high = expected > 0 and gain.rate >= RISE * usual
        if high and gain.number - expected > RISE_ERRORS * math.sqrt(expected):
            rising.append((gain, gain.rate / usual))
            continue
        if rising:
            found.append(_rise(rising, events))
        rising = []
    if rising:
        found.append(_rise(rising, events))
    return tuple(found)


def _rise(rows: Sequence[tuple[Gain, float]], events: Sequence[Event]) -> Rise:
    first, last = rows[0][0].first, rows[-1][0].last
    # A long rise goes with what lay about its beginning or its peak, not with all that happened while it lasted.
    peak = max(rows, key=lambda row: row[1])[0]
    spans = [(one.first - NEAR, one.last + NEAR) for one in (rows[0][0], peak)]
    near = tuple(sorted({event for event in events if any(low <= event.day <= high for low, high in spans)}))
    return Rise(first, last, max(times for _, times in rows), near)
