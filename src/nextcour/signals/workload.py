"""A studio season by season: what it had on air, what is known to come, and how long its shows take to return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from nextcour.catalog.dates import SEASONS, season_of
from nextcour.facts.rules import MONTH_LEAD
from nextcour.signals.studio import Airing

PAST = 8  # seasons looked back, the present one among them
LEAST_RETURNS = 3  # fewer returns make no custom
# A last episode so early in a season belongs to the one before.
LATE_END = dt.timedelta(days=10)


class SeasonLoad(msgspec.Struct, frozen=True):
    """`season` is like `FALL 2025`. Ids of series on air in it and of those that began in it, and of films and discs
    that came out in it; of a season that has not come, what is planned."""

    season: str
    on_air: tuple[str, ...]
    started: tuple[str, ...]
    others: tuple[str, ...]


class Gap(msgspec.Struct, frozen=True):
    """Days from the premiere of a season to that of the next by the same studio: the median of `n`, and the quarter
    below and above which a quarter of them lie."""

    median: int
    low: int
    high: int
    n: int


class Load(msgspec.Struct, frozen=True):
    """What could be known on `day`. `past` ends with the season of that day; `ahead` are later seasons in which
    something is planned; `undated` were announced, and their season was not known."""

    day: dt.date
    past: tuple[SeasonLoad, ...]
    ahead: tuple[SeasonLoad, ...]
    undated: tuple[str, ...]
    gap: Gap | None


def load(rows: Sequence[Airing], day: dt.date, *, dated_to: dt.date | None = None) -> Load:
    """What `rows` say by `day`. On the day `dated_to` (when the catalogue looked) all dates it has are known; before it
    a season counts as known MONTH_LEAD ahead."""
    known = [row for row in rows if row.announced <= day]
    now = _number(day)
    out = [row for row in known if row.premiere <= day]
    past = tuple(_season(number, out) for number in range(now - PAST + 1, now + 1))
    coming = [row for row in known if row.premiere > day]
    everything = dated_to is not None and day >= dated_to
    dated = [row for row in coming if everything or row.premiere - MONTH_LEAD <= day]
    undated = tuple(row.entry for row in coming if row not in dated)
    numbers = sorted({_number(row.premiere) for row in dated})
    ahead = tuple(_planned(number, dated) for number in numbers)
    return Load(day, past, ahead, undated, gap(rows, day))


def gap(rows: Sequence[Airing], day: dt.date) -> Gap | None:
    """From the returns that had premiered by `day`; None with fewer than LEAST_RETURNS."""
    gaps = sorted(row.gap for row in rows if row.gap is not None and row.announced <= day and row.premiere <= day)
    if len(gaps) < LEAST_RETURNS:
        return None
    low, middle, high = quarters(gaps)
    return Gap(round(middle), round(low), round(high), len(gaps))


def quarters(values: Sequence[int]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile of rising `values`: `statistics.quantiles(values, method="inclusive")`,
    whose import would cost a question 3 ms."""
    last = len(values) - 1
    found = []
    for quarter in (1, 2, 3):
        at, rest = divmod(quarter * last, 4)
        found.append((values[at] * (4 - rest) + values[min(at + 1, last)] * rest) / 4)
    return found[0], found[1], found[2]


def _number(day: dt.date) -> int:
    """Seasons counted through: the next one is one more."""
    season, year = season_of(day)
    return year * 4 + SEASONS.index(season)


def _name(number: int) -> str:
    return f"{SEASONS[number % 4]} {number // 4}"


def _start(number: int) -> dt.date:
    return dt.date(number // 4, number % 4 * 3 + 1, 1)


def _season(number: int, rows: Sequence[Airing]) -> SeasonLoad:
    started = tuple(row.entry for row in rows if row.series and _number(row.premiere) == number)
    running = tuple(
        row.entry
        for row in rows
        if row.series and _number(row.premiere) <= number and _lasted(row, _start(number) + LATE_END)
    )
    others = tuple(row.entry for row in rows if not row.series and _number(row.premiere) == number)
    return SeasonLoad(_name(number), tuple(dict.fromkeys((*running, *started))), started, others)


def _lasted(row: Airing, until: dt.date) -> bool:
    return row.finale is None or row.finale >= until


def _planned(number: int, rows: Sequence[Airing]) -> SeasonLoad:
    started = tuple(row.entry for row in rows if row.series and _number(row.premiere) == number)
    others = tuple(row.entry for row in rows if not row.series and _number(row.premiere) == number)
    return SeasonLoad(_name(number), started, started, others)
