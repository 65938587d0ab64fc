"""A run as a table: one row for each line of which something had premiered. Needs numpy (`[forecast]`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from nextcour.catalog.entry import Entry, Format
from nextcour.catalog.preferred import latin_title
from nextcour.forecast.chances import around, rising
from nextcour.forecast.columns import COLUMNS, MOVIE_MONTHS, Value
from nextcour.forecast.coming import coming
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.interface import Subject
from nextcour.forecast.kept import Ahead
from nextcour.forecast.model import Chance, Window
from nextcour.forecast.spells import OTHER, TV
from nextcour.franchise.model import Franchise, Line
from nextcour.signals.census import Places
from nextcour.signals.chronicle import FORMATS, Chronicle
from nextcour.signals.features.demand import demand
from nextcour.signals.position import YEAR, position

WAITING, ANNOUNCED, LONG_RUNNING = "WAITING", "ANNOUNCED", "LONG_RUNNING"
NO_END = "on air without an end in sight: it has no next season to wait for"
NOT_FORECAST = "the run does not know the show as it stood"
Row = dict[str, Value]


class Listing:
    """The lines of a chronicle as they stood on the day of `run`, with what the run says of each."""

    def __init__(
        self,
        run: Run,
        curves: Mapping[str, Curve],
        chronicle: Chronicle,
        counted: Sequence[Places],
        franchises: Sequence[Franchise],
        entries: Mapping[str, Entry],
        past: FirstForecast,
    ) -> None:
        """`past` counts the announced seasons that intervals of premieres come from. Nothing after the run's day is
        used of any of them."""
        self._run, self._curves, self._chronicle, self._entries, self._past = run, curves, chronicle, entries, past
        self._at = position(chronicle, run.day.toordinal())
        self._homes = {line.id: (franchise, line) for franchise in franchises for line in franchise.lines}
        self._places = {chronicle.lines[line]: at for at, line in enumerate(self._at.line)}
        found = demand(chronicle, self._at, counted)
        self._demand, self._counted = found["percentile"], run.day.toordinal() - found["percentile_age"] * YEAR

    @property
    def lines(self) -> tuple[str, ...]:
        """Ids, in order."""
        return tuple(sorted(self._places))

    def title(self, line: str) -> str:
        """Raises KeyError for an unknown line."""
        return latin_title(self._first(self._homes[line][1]))

    def state(self, line: str) -> str:
        """WAITING, ANNOUNCED or LONG_RUNNING. Raises KeyError for a line of which nothing had premiered."""
        at = self._places[line]
        if self._announced(at) is not None:
            return ANNOUNCED
        return LONG_RUNNING if self._at.long_running[at] else WAITING

    def row(self, line: str) -> Row:
        """A value for each of COLUMNS. Raises KeyError for a line of which nothing had premiered."""
        at = self._places[line]
        franchise, home = self._homes[line]
        first, run = self._first(home), self._run
        counted = not np.isnan(self._demand[at])
        row: Row = dict.fromkeys(COLUMNS)
        row.update(
            line_id=line,
            franchise_id=franchise.id,
            title=latin_title(first),
            mal_id=first.ids.mal,
            anilist_id=first.ids.anilist,
            number=int(self._at.number[at]),
            latest_premiere=self._premiere(at),
            state=self.state(line),
            format=self._format(at),
            on_air=bool(self._at.on_air[at]),
            base=run.base,
            demand=float(self._demand[at]) if counted else None,
            demand_day=dt.date.fromordinal(round(self._counted[at])) if counted else None,
            origin=run.day,
            model=run.model,
            configuration=run.configuration,
            inputs=run.inputs,
            trained_to=run.trained_to,
            labels_to=run.labels_to,
        )
        announced = self._announced(at)
        if announced is not None:
            row.update(self._coming(at, line, announced))
        elif self._at.long_running[at]:
            row.update(reason=NO_END)
        else:
            row.update(self._waiting(at, line))
        return row

    def _first(self, line: Line) -> Entry:
        return self._entries[line.installments[0].parts[0]]

    def _premiere(self, at: int) -> dt.date:
        return dt.date.fromordinal(int(self._at.premiere[at]))

    def _format(self, at: int) -> str:
        form: Format = FORMATS[self._chronicle.format[self._at.entry[at]]]
        return form.value

    def _announced(self, at: int) -> dt.date | None:
        """The day the next season was announced, None when it had not been."""
        following = self._at.following[at]
        if following < 0:
            return None
        installments = self._chronicle.installments
        day = int(min(installments.announced[following], installments.premiere[following]))
        return dt.date.fromordinal(day) if day <= self._at.day else None

    def _coming(self, at: int, line: str, announced: dt.date) -> Row:
        subject = Subject(
            line=line,
            number=int(self._at.number[at]),
            group=TV if self._format(at) == TV else OTHER,
            source="",
            premiere=self._premiere(at),
            announced_next=announced,
        )
        day = self._run.day
        past = self._past.still_to_come(day, (day - announced).days)
        found = coming(self._run, subject, announced, day, past, ())
        row: Row = {"announced_on": announced}
        return row | _chances("premiere", found.premiere) | _window(found.window)

    def _waiting(self, at: int, line: str) -> Row:
        run, curve = self._run, self._curves.get(line)
        if curve is None or (curve.number, curve.premiere) != (self._at.number[at], self._at.premiere[at]):
            return {"reason": NOT_FORECAST}
        ahead = Ahead(run, curve, run.day)
        movie = {months: around(curve.movie[EDGES.index(months)], curve.spread[2]) for months in MOVIE_MONTHS}
        row: Row = {"if_movie": curve.if_movie, "if_top_demand": curve.if_top}
        row |= {f"why_{group}": part for group, part in zip(run.groups, curve.why, strict=True)}
        row |= _chances("announced", ahead.announced()) | _chances("premiere", ahead.premiere())
        return row | _chances("movie", rising(movie)) | _window(ahead.window())


def _chances(name: str, found: Mapping[int, Chance]) -> Row:
    row: Row = {}
    for months, chance in found.items():
        key = f"{name}_{months}m"
        row |= {key: chance.p, f"{key}_low": chance.low, f"{key}_high": chance.high}
    return row


def _window(found: Window | None) -> Row:
    return {} if found is None else {"window_p10": found.p10, "window_p50": found.p50, "window_p90": found.p90}
