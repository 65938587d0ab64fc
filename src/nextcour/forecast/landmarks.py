"""Landmark rows of many days: who was at risk, and what became of them. Needs numpy (`[forecast]`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nextcour.forecast.panel import Bools, Event, Ints, Outcome, Panel
from nextcour.signals.census import Places
from nextcour.signals.chronicle import NEVER, Chronicle
from nextcour.signals.landmark import Landmark, landmark
from nextcour.signals.position import YEAR, Position

# Past so long nearly nothing comes back; such lines keep a forecast (features saturate) but are no rows to learn from.
MOST_YEARS = 16


@dataclass(frozen=True)
class Seen:
    """What a catalogue saw of the future of its last landmarks.

    Premieres are complete up to `premieres_to`, announcements up to `announcements_to` (ordinals): a catalogue of what
    is out shows an announcement only once the season has premiered. `later` adds announcements that another source
    showed: line number to the day its next season was announced; `later_movies` likewise.
    """

    premieres_to: int
    announcements_to: int
    later: Mapping[int, int] = field(default_factory=dict)
    later_movies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def at_risk(chronicle: Chronicle, at: Position, later: Mapping[int, int] | None = None) -> Bools:
    """Rows of `at` to whom the question applies: nothing announced, and no show that is on air without an end."""
    announced = _announced(chronicle, at, later or {})
    premiere_first: Bools = (announced > at.day) & ~at.long_running
    return premiere_first


def _announced(chronicle: Chronicle, at: Position, later: Mapping[int, int]) -> Ints:
    """The day the next season was announced (NEVER: not seen)."""
    installments = chronicle.installments
    has = at.following >= 0
    following = np.maximum(at.following, 0)
    days = np.where(has, np.minimum(installments.announced[following], installments.premiere[following]), NEVER)
    if later:
        extra = np.array([later.get(int(line), NEVER) for line in at.line])
        days = np.where(has, days, extra)
    return days


def panel(
    chronicle: Chronicle, days: Iterable[dt.date], seen: Seen, counted: Sequence[Places] = (), most: float = MOST_YEARS
) -> Panel:
    """Rows of all `days`. Raises ValueError without any day."""
    parts = [rows_of(chronicle, landmark(chronicle, day.toordinal(), counted), seen, most) for day in sorted(set(days))]
    if not parts:
        raise ValueError("a panel needs a landmark")
    return _joined(parts)


def rows_of(chronicle: Chronicle, found: Landmark, seen: Seen, most: float) -> Panel:
    """The rows of one landmark that were at risk, at most `most` years after the latest premiere."""
    at = found.position
    announced = _announced(chronicle, at, seen.later)
    rows = np.flatnonzero(at_risk(chronicle, at, seen.later) & (at.age <= most))
    premiere = np.where(at.following >= 0, chronicle.installments.premiere[np.maximum(at.following, 0)], NEVER)
    movie = _next_movie(chronicle, at, seen.later_movies)
    follow_announced = max(0, seen.announcements_to - at.day)
    follow_premiere = max(0, seen.premieres_to - at.day)
    return Panel(
        landmark=np.full(len(rows), at.day),
        line=at.line[rows],
        franchise=at.franchise[rows],
        number=at.number[rows],
        premiere=at.premiere[rows],
        age=(at.day - at.premiere[rows]).astype(float),
        ended=at.ended[rows] * YEAR,
        on_air=at.on_air[rows],
        demand=found.column("percentile")[rows],
        features=found.features[rows],
        names=found.names,
        outcomes={
            Event.ANNOUNCED: _outcome(announced[rows], at.day, follow_announced),
            Event.PREMIERE: _outcome(premiere[rows], at.day, follow_premiere),
            Event.MOVIE: _outcome(movie[rows], at.day, follow_announced),
        },
        lines=chronicle.lines,
    )


def _outcome(event: Ints, day: int, follow: int) -> Outcome:
    """Days to the event. One beyond the follow-up is not seen: which of those a catalogue shows says how they ended."""
    days = (event - day).astype(float)
    return Outcome(np.where((event >= NEVER) | (days > follow), np.inf, days), np.full(len(event), float(follow)))


def _next_movie(chronicle: Chronicle, at: Position, later: Mapping[int, tuple[int, ...]]) -> Ints:
    """The first announcement after the day of a movie that carries the line on."""
    extras = chronicle.extras
    coming = np.flatnonzero(extras.movie & extras.continues & (extras.announced > at.day))
    first = np.full(len(chronicle.lines), NEVER)
    np.minimum.at(first, extras.line[coming], extras.announced[coming])
    for line, days in later.items():
        first[line] = min([first[line], *(day for day in days if day > at.day)])
    chosen: Ints = first[at.line]
    return chosen


def _joined(parts: Sequence[Panel]) -> Panel:
    first = parts[0]
    return Panel(
        landmark=np.concatenate([part.landmark for part in parts]),
        line=np.concatenate([part.line for part in parts]),
        franchise=np.concatenate([part.franchise for part in parts]),
        number=np.concatenate([part.number for part in parts]),
        premiere=np.concatenate([part.premiere for part in parts]),
        age=np.concatenate([part.age for part in parts]),
        ended=np.concatenate([part.ended for part in parts]),
        on_air=np.concatenate([part.on_air for part in parts]),
        demand=np.concatenate([part.demand for part in parts]),
        features=np.concatenate([part.features for part in parts]),
        names=first.names,
        outcomes={
            event: Outcome(
                np.concatenate([part.outcomes[event].days for part in parts]),
                np.concatenate([part.outcomes[event].follow for part in parts]),
            )
            for event in Event
        },
        lines=first.lines,
    )
