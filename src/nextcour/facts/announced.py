"""When an entry was announced, from its MyAnimeList id.

No source in the bundled catalogue says when a sequel was announced. Ids do: MyAnimeList numbers entries as they are
created, and an entry is created when a show is announced. So the creation days rise with the ids, and every entry with
a premiere says something about them: created before its premiere, and more likely shortly before it than long.

Model. Entries with ids m_1 < m_2 < … and premieres b_1, b_2, … were created on unknown days c_1 <= c_2 <= …, by a
Poisson process whose points (c, b) have intensity rate(b) * h(b - c), where h is the density of the lead,

    h(x) ~ logistic((HALF - x) / SLOPE)   for x >= 0: level for most of a year, then falling,
         ~ exp(x / AFTER)                 for x < 0, weight SHARE_AFTER: added days after the premiere,
    plus a flat share SHARE_LATE          added years after, or with a wrong date.

Up to a constant the posterior of c is prod h(b_i - c_i) on the ordered days, and its marginals follow from one forward
and one backward pass of running sums over days (a hidden Markov chain whose step is "any later day"). It is monotone by
construction, and old entries added late do not disturb it. That the shows announced last and already out are those
that came quickly needs no correction: it is in rate(b), cut at the last premiere. An id cannot have been created after
the day the catalogue was made (`data_day`). The interval is the posterior's middle 80 %.

The constants were chosen by a small grid on ids of 2020 and 2021, whole and with catalogues cut at three days; the form
of h was read off the leads of 2020 to 2024 (docs/decisions/0003-announcement-days.md says what that leaves untouched,
`bench/announcement_days.py` measures).

Before `FIRST_ID` (about 2012) MyAnimeList was filling in older shows: ids say nothing there and such entries get the
`lag` basis: the typical lead of dated entries of the same kind that premiered around the same time. So do entries added
after their premiere.

No look-ahead nuance: the curve that dates the past is drawn with premieres that came after the days it dates. It says
when an announcement *was*; whether it may be used as of a day is decided by that day alone.
"""

from __future__ import annotations

import datetime as dt
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from nextcour.catalog.dates import Precision
from nextcour.catalog.entry import Entry, Format
from nextcour.facts.fact import LAG as LAG  # noqa: PLC0414 - the two ways of this module
from nextcour.facts.fact import MAL_ID as MAL_ID  # noqa: PLC0414
from nextcour.facts.fact import AnnouncementDay

# Ids below were given to old shows as much as to new ones.
FIRST_ID = 12_000
# Points from here on lead the curve in; results are used from FIRST_ID.
_FIRST_POINT = 11_000
HALF, SLOPE = 430.0, 130.0  # days
SHARE_AFTER, AFTER = 0.012, 20.0
SHARE_LATE = 0.04
# Late additions are spread over this many days.
_LATE_SPAN = 6_000.0
_STEP = 2  # days of one state
_BACK, _AHEAD = 500, 400  # days of states kept around a rough first guess
_WIDTH = (_BACK + _AHEAD) // _STEP
_FAR = 4_000  # states of lead beyond which h is flat
_MARGIN = 1.0  # states, added on both sides of a band
_NEIGHBOURS = 300  # leads that make the `lag` basis
_MOVIES = (Format.MOVIE,)


class Clock:
    """Creation days of MAL ids: a monotone curve with a band that should hold the truth four times in five."""

    def __init__(self, ids: Sequence[int], days: Sequence[tuple[float, float, float]]) -> None:
        """`ids` rising; `days` (low, middle, high) ordinals of each, none of them falling."""
        self._ids = ids
        self._days = days

    def day(self, mal_id: int) -> tuple[float, float, float] | None:
        """(low, middle, high) ordinals for `mal_id`; None when it lies before the curve's use or there is no curve."""
        ids = self._ids
        if mal_id < FIRST_ID or not ids:
            return None
        at = bisect_left(ids, mal_id)
        if at == len(ids):
            return self._days[-1]
        if ids[at] == mal_id or at == 0:
            return self._days[at]
        share = (mal_id - ids[at - 1]) / (ids[at] - ids[at - 1])
        before, after = self._days[at - 1], self._days[at]
        low, middle, high = (a + share * (b - a) for a, b in zip(before, after, strict=True))
        return low, middle, high


def fit_clock(points: Iterable[tuple[int, int]], data_day: int) -> Clock:
    """The curve through `points` (MAL id, premiere as an ordinal). `data_day` is the last day an id can be of."""
    known = sorted((mal_id, day) for mal_id, day in points if mal_id >= _FIRST_POINT)
    if not known:
        return Clock((), ())
    ids = [mal_id for mal_id, _ in known]
    premieres = [day for _, day in known]
    guess = _rough(premieres)
    first = guess[0] - _BACK
    last_start = max(0, (data_day - first) // _STEP - _WIDTH + 1)
    starts = [max(0, min((day - _BACK - first) // _STEP, last_start)) for day in guess]
    density = _lead_density()
    emissions = []
    for premiere, start in zip(premieres, starts, strict=True):
        lead = min(max((premiere - first) // _STEP - start, -_FAR), _FAR)  # states from `start` to the premiere
        emissions.append(density[_FAR - lead : _FAR - lead + _WIDTH])
    forward = _forward(emissions, starts)
    bands = _marginals(emissions, forward, starts)
    low, middle, high = zip(*bands, strict=True)
    return Clock(ids, list(zip(*(_settled(column, first, data_day) for column in (low, middle, high)), strict=True)))


def _rough(premieres: Sequence[int]) -> list[int]:
    """A first guess: the lower quarter of the premieres of 101 neighbours, made monotone."""
    size, reach = len(premieres), 50
    guesses = []
    for at in range(size):
        window = sorted(premieres[max(0, at - reach) : at + reach + 1])
        guesses.append(window[len(window) // 4])
    return list(accumulate(guesses, max))


def _lead_density() -> array[float]:
    """h at falling leads: item k is the density at (_FAR - k) states."""
    total = SLOPE * math.log1p(math.exp(HALF / SLOPE))
    announced = (1.0 - SHARE_AFTER - SHARE_LATE) / total
    values = array("d")
    for state in range(_FAR, -_FAR - _WIDTH, -1):
        lead = state * _STEP
        if lead >= 0:
            value = announced / (1.0 + math.exp(min(700.0, (lead - HALF) / SLOPE)))
        else:
            value = SHARE_AFTER / AFTER * math.exp(lead / AFTER)
        values.append(value + SHARE_LATE / _LATE_SPAN)
    return values


def _forward(emissions: Sequence[array[float]], starts: Sequence[int]) -> list[array[float]]:
    """Forward messages: a_i(c) = h_i(c) * sum of a_{i-1} up to c, scaled to sum to 1."""
    messages: list[array[float]] = []
    reached = [1.0] * _WIDTH
    start = starts[0]
    for emission, here in zip(emissions, starts, strict=True):
        shift, start = here - start, here
        if shift:
            reached = reached[shift:] + [reached[-1]] * min(shift, _WIDTH)
        message = [a * b for a, b in zip(emission, reached, strict=True)]
        total = sum(message)
        message = [value / total for value in message]
        messages.append(array("d", message))
        reached = list(accumulate(message))
    return messages


def _marginals(
    emissions: Sequence[array[float]], forward: Sequence[array[float]], starts: Sequence[int]
) -> list[tuple[float, float, float]]:
    """Tenth, half and nine tenths of each creation day's posterior, in states."""
    bands: list[tuple[float, float, float]] = []
    back = [1.0] * _WIDTH
    start = starts[-1]
    for message, emission, here in zip(reversed(forward), reversed(emissions), reversed(starts), strict=True):
        shift, start = start - here, here
        if shift:
            back = ([back[0]] * min(shift, _WIDTH) + back)[:_WIDTH]
        posterior = [a * b for a, b in zip(message, back, strict=True)]
        cumulative = list(accumulate(posterior))
        total = cumulative[-1]
        # The state in which a share is reached, less half a state on average.
        low, middle, high = (here + bisect_left(cumulative, total * share) - 0.5 for share in (0.1, 0.5, 0.9))
        bands.append((low - _MARGIN, middle, high + _MARGIN))
        pushed = [a * b for a, b in zip(emission, back, strict=True)]
        pushed.reverse()
        back = list(accumulate(pushed))
        back.reverse()
        scale = back[0]
        back = [value / scale for value in back]
    bands.reverse()
    return bands


def _settled(states: Sequence[float], first: int, data_day: int) -> list[float]:
    """States as days, not after `data_day` and never falling."""
    return list(accumulate((min(first + _STEP * state, data_day) for state in states), max))


def clock_of(entries: Iterable[Entry], data_day: dt.date | None = None) -> Clock:
    """The curve of a catalogue. `data_day` is the last day it looked; None takes the last premiere."""
    points: list[tuple[int, int]] = []
    end = data_day.toordinal() if data_day is not None else 0
    for entry in entries:
        premiere = _premiere(entry)
        if premiere is None:
            continue
        if data_day is None:
            end = max(end, premiere)
        if entry.ids.mal is not None:
            points.append((entry.ids.mal, premiere))
    return fit_clock(points, end)


def infer(entries: Iterable[Entry], data_day: dt.date | None = None) -> dict[str, AnnouncementDay]:
    """The announcement day of every entry that has a MAL id of 2012 or later, or a premiere; others are absent.

    Never after the entry's premiere. `data_day` as in `clock_of`. About a second for 8,000 entries.
    """
    rows = list(entries)
    premieres = {entry.id: _premiere(entry) for entry in rows}
    clock = clock_of(rows, data_day)
    found: dict[str, AnnouncementDay] = {}
    for entry in rows:
        announced = _by_id(entry, clock, premieres[entry.id])
        if announced is not None:
            found[entry.id] = announced
    leads = _Leads(rows, premieres, found)
    for entry in rows:
        premiere = premieres[entry.id]
        if entry.id not in found and premiere is not None:
            found[entry.id] = leads.announcement(entry, premiere)
    return found


def _premiere(entry: Entry) -> int | None:
    """The premiere as an ordinal: the first day it may mean, or the last one when only the year is known."""
    day = entry.premiere.latest if entry.premiere.precision is Precision.YEAR else entry.premiere.earliest
    return None if day is None else day.toordinal()


def _by_id(entry: Entry, clock: Clock, premiere: int | None) -> AnnouncementDay | None:
    """From the clock; None without a usable id, or when the entry was clearly added after its premiere (late
    additions say nothing about the announcement)."""
    created = clock.day(entry.ids.mal) if entry.ids.mal is not None else None
    if created is None or (premiere is not None and created[0] > premiere):
        return None
    low, middle, high = (round(value) for value in created)
    if premiere is not None:
        middle, high = min(middle, premiere), min(high, premiere)
    return _announcement(min(low, middle), middle, high, MAL_ID)


class _Leads:
    """Leads (announcement to premiere, days) of entries dated by id, by kind and premiere."""

    def __init__(
        self, rows: Sequence[Entry], premieres: dict[str, int | None], found: dict[str, AnnouncementDay]
    ) -> None:
        self._premieres: dict[bool, list[int]] = {}
        self._leads: dict[bool, list[int]] = {}
        self._bands: dict[tuple[bool, int], tuple[int, int, int]] = {}
        dated: list[tuple[int, int, bool]] = []
        for entry in rows:
            day = premieres[entry.id]
            if day is not None and entry.id in found:
                dated.append((day, day - found[entry.id].day.toordinal(), entry.format in _MOVIES))
        for premiere, lead, movie in sorted(dated):
            self._premieres.setdefault(movie, []).append(premiere)
            self._leads.setdefault(movie, []).append(lead)

    def announcement(self, entry: Entry, premiere: int) -> AnnouncementDay:
        """The typical lead of entries that premiered around the same time; half to one and a half years when the
        catalogue has none to go by."""
        movie = entry.format in _MOVIES
        if movie not in self._premieres:
            movie = not movie
        if movie not in self._premieres:
            return _announcement(premiere - 540, premiere - 180, premiere, LAG)
        days = self._premieres[movie]
        at = min(max(0, bisect_left(days, premiere) - _NEIGHBOURS // 2), max(0, len(days) - _NEIGHBOURS))
        band = self._bands.get((movie, at))
        if band is None:
            nearby = sorted(self._leads[movie][at : at + _NEIGHBOURS])
            short, middle, long = (nearby[min(len(nearby) - 1, int(len(nearby) * share))] for share in (0.1, 0.5, 0.9))
            band = self._bands[movie, at] = (short, middle, long)
        short, middle, long = band
        return _announcement(premiere - long, premiere - middle, premiere - short, LAG)


def _announcement(low: int, middle: int, high: int, basis: str) -> AnnouncementDay:
    day = dt.date.fromordinal
    return AnnouncementDay(day(middle), day(low), day(high), basis)
