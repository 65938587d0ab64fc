"""The record: of past forecasts that said so much, how many came true. Kept so that it can be read as of any day.

One row a landmark holds counts by bin of probability, and the day on which those cases were settled. The record as of a
day adds up the rows settled by then, so it never knows how a case ends before a person could.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from nextcour.evaluation.backtest import Case, Target

LEAST = 100  # cases below which a bin says nothing


class Event(StrEnum):
    """What was forecast: that a next season is announced, where none was; that an announced one premieres."""

    ANNOUNCED = "announced"
    PREMIERE = "premiere"


# Bins are [edge, next edge), the last one closed. Chances of an announcement are mostly small, of a premiere large.
EDGES = {
    Event.ANNOUNCED: (0.0, 0.005, 0.01, 0.03, 0.1, 0.2, 0.4, 1.0),
    Event.PREMIERE: (0.0, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0),
}


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """One bin of one landmark. `lines` and `seasons` count those that no earlier landmark had in this bin, so that sums
    over landmarks count each line, and each season that came, once."""

    n: int
    expected: float  # sum of what was said
    returned: int
    lines: int
    seasons: int


class Row(msgspec.Struct, frozen=True):
    """A landmark's cases, settled on `resolved`. One tally a bin."""

    event: Event
    landmark: dt.date
    resolved: dt.date
    bins: tuple[Tally, ...]


class Record(msgspec.Struct, frozen=True):
    """`model` names the model that made the forecasts; the hashes and `data_day` say what they were counted on."""

    model: str
    catalogue_sha256: str
    spells_sha256: str
    data_day: dt.date
    horizon_months: int
    edges: dict[Event, tuple[float, ...]]
    rows: tuple[Row, ...]


class Bucket(msgspec.Struct, frozen=True):
    """Forecasts of `low` to `high`, made on landmarks from `first` to `last`: of `n`, `returned` came within the
    horizon, where the forecasts together said `expected`. They were of `lines` lines, and `seasons` seasons came."""

    low: float
    high: float
    n: int
    expected: float
    returned: int
    lines: int
    seasons: int
    first: dt.date
    last: dt.date


def place(edges: Sequence[float], p: float) -> int:
    """Which bin `p` falls in. Raises ValueError when it is no probability."""
    if not edges[0] <= p <= edges[-1]:
        raise ValueError(f"{p} is not between {edges[0]} and {edges[-1]}")
    return min(bisect_right(edges, p), len(edges) - 1) - 1


def count(
    event: Event, target: Target, cases: Iterable[Case], edges: Mapping[Event, tuple[float, ...]] = EDGES
) -> list[Row]:
    """One row for each landmark among `cases`, oldest first, with a bin between each two of the event's `edges`."""
    bounds = edges[event]
    by_landmark: dict[dt.date, list[Case]] = {}
    for case in cases:
        by_landmark.setdefault(case.landmark, []).append(case)
    seen: list[set[str]] = [set() for _ in bounds[1:]]
    came: list[set[tuple[str, int]]] = [set() for _ in bounds[1:]]
    rows: list[Row] = []
    for landmark in sorted(by_landmark):
        binned: list[list[Case]] = [[] for _ in bounds[1:]]
        for case in by_landmark[landmark]:
            binned[place(bounds, case.p)].append(case)
        tallies = tuple(_tally(some, seen[at], came[at]) for at, some in enumerate(binned))
        rows.append(Row(event, landmark, target.resolved(landmark), tallies))
    return rows


def _tally(cases: Sequence[Case], seen: set[str], came: set[tuple[str, int]]) -> Tally:
    """Adds to `seen` and `came`."""
    lines = {case.line for case in cases} - seen
    seasons = {(case.line, case.number) for case in cases if case.happened} - came
    seen |= lines
    came |= seasons
    # Rounded so that the file is the same wherever it is made.
    expected = round(sum(case.p for case in cases), 4)
    return Tally(len(cases), expected, sum(case.happened for case in cases), len(lines), len(seasons))


def bucket(record: Record, event: Event, p: float, as_of: dt.date, least: int = LEAST) -> Bucket | None:
    """The record of forecasts like `p` as it stood on `as_of`; None with fewer than `least` cases settled by then.

    Raises ValueError when `p` is no probability.
    """
    edges = record.edges[event]
    at = place(edges, p)
    rows = [row for row in record.rows if row.event is event and row.resolved <= as_of and row.bins[at].n]
    tallies = [row.bins[at] for row in rows]
    n = sum(tally.n for tally in tallies)
    if not rows or n < least:
        return None
    return Bucket(
        low=edges[at],
        high=edges[at + 1],
        n=n,
        expected=sum(tally.expected for tally in tallies),
        returned=sum(tally.returned for tally in tallies),
        lines=sum(tally.lines for tally in tallies),
        seasons=sum(tally.seasons for tally in tallies),
        first=min(row.landmark for row in rows),
        last=max(row.landmark for row in rows),
    )


def buckets(record: Record, event: Event, as_of: dt.date) -> list[Bucket]:
    """Every bin that has a case, lowest first."""
    found = (bucket(record, event, edge, as_of, least=1) for edge in record.edges[event][:-1])
    return [one for one in found if one is not None]
