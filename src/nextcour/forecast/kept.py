"""Forecasts from kept runs: what was said on a run's day, carried on to the day asked about. Plain Python.

A run's curve is conditional on what was known on its day. Later, while nothing has been announced, the chance for the
time ahead is announced(h) = 1 - S(d + h) / S(d), with S the curve's survival and d the days since the run. Where no run
knows the show as it stands, the first forecast answers, and a note says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.forecast.chances import around, rising
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.fallback import MOVIE_SINCE, ONCE_ANNOUNCED
from nextcour.forecast.interface import Subject
from nextcour.forecast.model import ANNOUNCED_MONTHS, PREMIERE_MONTHS, ByKind, Chance, Forecast, Window
from nextcour.forecast.reasons import DEMAND, contributions, what_if
from nextcour.forecast.survival import Survival, first_of

if TYPE_CHECKING:
    from nextcour.forecast.fallback import Later
    from nextcour.forecast.first import FirstForecast

HORIZON = max(ANNOUNCED_MONTHS)
_STEP = 10  # days between the points at which the premiere curve is evaluated for the window


class Kept(Protocol):
    """Runs that are kept somewhere."""

    def runs(self) -> tuple[Run, ...]:
        """In any order; places in it are the keys of `curves`."""
        ...

    def curves(self, line: str) -> Mapping[int, Curve]:
        """Curves of one line by the place of their run; empty when no run knows the line."""
        ...


class KeptForecast:
    """A `ForecastModel` on kept runs, with the first forecast where they say nothing.

    Of several runs of one day that know the show, the one of the later source wins (a person's own come after the
    shipped ones), and within a source the one recorded later.
    """

    def __init__(
        self, kept: Sequence[Kept], fallback: FirstForecast | Later, data_day: dt.date, problem: str = ""
    ) -> None:
        """`problem` is a sentence about runs that could not be read; every forecast carries it as a note."""
        self._kept = kept
        self._fallback = fallback
        self._data_day = data_day
        self._problem = problem
        runs = [(run, at, place) for at, source in enumerate(kept) for place, run in enumerate(source.runs())]
        # Latest day first; of one day the later source, then the later record.
        self._runs = sorted(runs, key=lambda found: (found[0].day, found[1], found[2]), reverse=True)

    @property
    def name(self) -> str:
        return self._runs[0][0].model if self._runs else self._fallback.name

    def forecast(self, subject: Subject, as_of: dt.date) -> Forecast:
        """See `ForecastModel.forecast`. No run later than `as_of` is used, nor one later than the catalogue's last day.

        Once a next season is announced, `premiere` and `window` follow from the run's lag model; their intervals are
        those of a share counted among the past seasons that were still to come after as long a wait.
        """
        found = self._forecast(subject, as_of)
        if not self._problem:
            return found
        return _with_notes(found, self._problem)

    def _forecast(self, subject: Subject, as_of: dt.date) -> Forecast:
        first = self._fallback
        waits_for = subject.announced_next
        known = max(subject.premiere, waits_for or subject.premiere)
        origin = max(min(as_of, self._data_day), known)
        if known > as_of or (waits_for is None and subject.long_running(origin)):
            return first.forecast(subject, as_of)  # it refuses, or says that there is nothing to wait for
        if waits_for is not None:
            run = next((run for run, _, _ in self._runs if run.day <= origin), None)
            if run is not None:
                from nextcour.forecast.coming import coming  # noqa: PLC0415 - most shows have nothing announced

                past = first.still_to_come(origin, (origin - waits_for).days)
                return coming(run, subject, waits_for, origin, past, (made_note(run), ONCE_ANNOUNCED))
            return self._uncovered(subject, as_of, origin)
        chosen = next(self._fitting(subject, origin), None)
        if chosen is None:
            return self._uncovered(subject, as_of, origin)
        return self._of_waiting(*chosen, subject, origin)

    def _fitting(self, subject: Subject, origin: dt.date) -> Iterator[tuple[Run, Curve]]:
        """Runs on or before `origin` that know the subject as it stands, latest first."""
        curves: dict[int, Mapping[int, Curve]] = {}
        for run, at, place in self._runs:
            if run.day > origin:
                continue
            if at not in curves:
                curves[at] = self._kept[at].curves(subject.line)
            curve = curves[at].get(place)
            if curve is not None and curve.number == subject.number and curve.premiere == subject.premiere.toordinal():
                yield run, curve

    def _of_waiting(self, run: Run, curve: Curve, subject: Subject, origin: dt.date) -> Forecast:
        ahead = Ahead(run, curve, origin)
        parts = contributions(run, curve)
        notes = [made_note(run)]
        if subject.movie_announced is not None:
            notes.append(MOVIE_SINCE)
        return Forecast(
            origin=origin,
            announced=ahead.announced(),
            premiere=ahead.premiere(),
            by_kind=ahead.by_kind() if subject.movie_announced is None else None,
            window=ahead.window(),
            model=run.model,
            trained_to=min(max(run.trained_to, run.labels_to), origin),
            reference=self._fallback.reference(subject, origin),
            notes=tuple(notes),
            made_on=run.day,
            base=run.base,
            contributions=parts,
            what_if=what_if(curve, movie=subject.movie_announced is None),
            demand_day=run.demand_day if any(one.group == DEMAND and one.log_odds for one in parts) else None,
            configuration=run.configuration,
            inputs=run.inputs,
        )

    def _uncovered(self, subject: Subject, as_of: dt.date, origin: dt.date) -> Forecast:
        found = self._fallback.forecast(subject, as_of)
        usable = [run for run, _, _ in self._runs if run.day <= origin]
        if not usable:
            # Which runs came later is not said: nobody could know it on that day.
            why = "No forecast was kept by then"
        elif subject.premiere > usable[0].day:
            why = f"Its latest season premiered after the last kept forecast ({day_words(usable[0].day)})"
        else:
            why = "No kept forecast knows the show as it stood"
        helps = f"`nextcour forecast --as-of {origin.isoformat()}` makes one (it needs the [forecast] extra)."
        return _with_notes(found, f"{why}, so this is the first forecast, from waiting times alone. {helps}")


class Ahead:
    """One curve from the day asked about: everything is given that nothing had been announced by `origin`."""

    def __init__(self, run: Run, curve: Curve, origin: dt.date) -> None:
        """`origin` is not before the run's day."""
        # Calendar months from the run's day, as a person counts them: on that day the chances are the curve's.
        ends = [_days(run.day, months) for months in EDGES]
        self._run, self._curve, self._origin = run, curve, origin
        self._season = Survival(ends, curve.announced)
        self._out = Survival(ends, curve.out)
        self._movie = Survival(ends, curve.movie)
        self._waited = (origin - run.day).days

    def announced(self) -> dict[int, Chance]:
        spread = self._curve.spread[0]
        chances = {months: self._season.within(self._waited, self._ahead(months)) for months in ANNOUNCED_MONTHS}
        return rising({months: around(p, spread) for months, p in chances.items()})

    def premiere(self) -> dict[int, Chance]:
        spread = self._curve.spread[1]
        found: dict[int, Chance] = {}
        highest = 0.0
        for months in PREMIERE_MONTHS:
            days = self._ahead(months)
            highest = max(highest, self._out_by(days))
            found[months] = around(min(highest, self._season.within(self._waited, days)), spread)
        return rising(found)

    def by_kind(self) -> ByKind:
        season, movie = first_of(self._season, self._movie, self._waited, self._ahead(HORIZON))
        return ByKind(around(season, self._curve.spread[0]), around(movie, self._curve.spread[2]))

    def window(self) -> Window | None:
        """Where the curve of premieres reaches the run's levels of its value at the longest horizon; None when it never
        rises."""
        end = self._ahead(HORIZON)
        days = [*range(0, end, _STEP), end]
        values: list[float] = []
        for day in days:
            values.append(max(values[-1] if values else 0.0, self._out_by(day)))
        if values[-1] <= 0.0:
            return None
        found = [_reaches(days, values, level * values[-1]) for level in self._run.levels]
        return Window(*(self._origin + dt.timedelta(days=round(day)) for day in found))

    def _ahead(self, months: int) -> int:
        return _days(self._origin, months)

    def _out_by(self, days: int) -> float:
        """P(out within `days`): the conditional chance of an announcement, times the share of those announced within so
        long a time of the run's day that were out within it as well."""
        announced = self._season.within(0, days)
        ratio = min(1.0, self._out.within(0, days) / announced) if announced > 0.0 else 0.0
        return self._season.within(self._waited, days) * ratio


def _days(day: dt.date, months: int) -> int:
    return (add_months(day, months) - day).days


def _reaches(days: Sequence[int], values: Sequence[float], goal: float) -> float:
    """The first day at which rising `values` reach `goal`, linear in between."""
    at = next(at for at, value in enumerate(values) if value >= goal)
    if at == 0:
        return float(days[0])
    below = values[at - 1]
    return days[at - 1] + (goal - below) / (values[at] - below) * (days[at] - days[at - 1])


def _with_notes(found: Forecast, *notes: str) -> Forecast:
    return msgspec.structs.replace(found, notes=(*notes, *found.notes))


def made_note(run: Run) -> str:
    return f"Forecast made on {day_words(run.day)} from what was known then (model {run.model})."


def day_words(day: dt.date) -> str:
    """`1 Jan 2022`."""
    return f"{day.day} {day:%b %Y}"
