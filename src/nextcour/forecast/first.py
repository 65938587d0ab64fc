"""The first forecast: Kaplan-Meier and Aalen-Johansen since the latest installment's premiere.

Everything is computed at ask time from the table of spells, as of any day, in plain Python. Method and choices:
docs/decisions/0004-first-forecast.md.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from operator import mul

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.forecast.chances import rising
from nextcour.forecast.fallback import MOVIE_SINCE, ONCE_ANNOUNCED
from nextcour.forecast.fallback import NAME as NAME  # noqa: PLC0414 - the model of this module
from nextcour.forecast.history import History
from nextcour.forecast.incidence import LagCurve, RiskSet, Step, chance
from nextcour.forecast.interface import Subject
from nextcour.forecast.model import ANNOUNCED_MONTHS, PREMIERE_MONTHS, ByKind, Chance, Forecast, ReferenceClass, Window
from nextcour.forecast.reference import reference_class
from nextcour.forecast.spells import Spell

LEAST_NOW = 50  # lines at risk at the subject's age, else strata are pooled
LEAST_THEN = 20  # … and at a horizon's end, else the horizon is left out
# The release window is conditional on a premiere within so long (ten years), in bins of 30 days.
_BIN, _BINS = 30, 122


class Stratum(msgspec.Struct, frozen=True):
    """Installments with a number from `least` to `most`."""

    least: int
    most: int
    words: str


_MANY = 1_000
_ALL = Stratum(1, _MANY, "shows with any number of seasons")
_RETURNED = Stratum(2, _MANY, "shows with two seasons or more")
# By installments so far (3: three and more): the first with enough past shows is used.
_STRATA = {
    1: (Stratum(1, 1, "one season"), _ALL),
    2: (Stratum(2, 2, "two seasons"), _RETURNED, _ALL),
    3: (Stratum(3, _MANY, "three seasons or more"), _RETURNED, _ALL),
}


class FirstForecast:
    """A `ForecastModel` over a fixed table of spells. What was seen as of the last day asked for is kept, so many
    subjects on one day cost little more than one."""

    name = NAME

    def __init__(self, spells: Sequence[Spell], data_day: dt.date) -> None:
        """`spells` from `build_spells` (ordered by premiere); `data_day` the last day the catalogue looked."""
        self._spells = tuple(sorted(spells, key=lambda spell: spell.premiere))
        self._data_day = data_day
        self._last: tuple[dt.date, History] | None = None

    def forecast(self, subject: Subject, as_of: dt.date) -> Forecast:
        """See `ForecastModel.forecast`.

        With nothing announced, `announced` holds the chance that the next season is announced within each horizon,
        `premiere` that it has also premiered, `by_kind` which of season and movie is announced first. Once a next
        season is announced (`subject.announced_next`), `announced` is empty and `by_kind` None: there is nothing left
        to announce; `premiere` and `window` follow from the lag since that day. A show on air without an end gets no
        chance.
        """
        if subject.premiere > as_of:
            raise ValueError(f"{subject.line} premiered {subject.premiere}, after the forecast's day {as_of}")
        if subject.announced_next is not None and subject.announced_next > as_of:
            raise ValueError(f"{subject.line} had nothing announced yet on {as_of}")
        history = self._history(as_of)
        origin = max(history.origin, subject.premiere)
        if subject.announced_next is not None:
            return self._of_announced(subject.announced_next, history, max(origin, subject.announced_next))
        if subject.long_running(origin):
            return _of_endless(subject, history, origin)
        return self._of_waiting(subject, history, origin)

    def reference(self, subject: Subject, origin: dt.date) -> ReferenceClass | None:
        """How lines like the subject fared, counted from what was known on `origin`."""
        announcements_to = dt.date.fromordinal(self._history(origin).announcements_to)
        return reference_class(self._spells, subject, origin, announcements_to)

    def still_to_come(self, origin: dt.date, waited: int) -> int:
        """Past seasons, known on `origin`, that came more than `waited` days after they were announced."""
        return self._history(origin).lags().risk.at_risk(waited + 1)

    def _history(self, as_of: dt.date) -> History:
        if self._last is None or self._last[0] != as_of:
            self._last = (as_of, History(self._spells, as_of, self._data_day))
        return self._last[1]

    def _of_announced(self, announced_on: dt.date, history: History, origin: dt.date) -> Forecast:
        lags = history.lags()
        waited = (origin - announced_on).days
        notes = [ONCE_ANNOUNCED]
        premiere: dict[int, Chance] = {}
        base = lags.cdf(waited)
        if lags.risk.at_risk(waited + 1) >= LEAST_THEN:
            premiere = _never_sure(
                _by_horizon(PREMIERE_MONTHS, lags.risk, origin, waited, least=0), lags.risk.at_risk(waited + 1)
            )
        else:
            notes.append("No chances: too few past seasons were still to come so long after they were announced.")
        return Forecast(
            origin=origin,
            announced={},
            premiere=premiere,
            by_kind=None,
            window=_window([lags.cdf(waited + _BIN * at) - base for at in range(_BINS + 1)], origin)
            if premiere
            else None,
            model=NAME,
            trained_to=history.origin,
            reference=None,
            notes=tuple(notes),
        )

    def _of_waiting(self, subject: Subject, history: History, origin: dt.date) -> Forecast:
        age = (origin - subject.premiere).days
        notes: list[str] = []
        strata = _STRATA[min(subject.number, 3)]
        furthest = age + _days(origin, max(ANNOUNCED_MONTHS))
        for stratum in strata:
            waits = history.waits(stratum.least, stratum.most)
            if waits.at_risk(age + 1) >= LEAST_NOW and waits.at_risk(furthest) >= LEAST_THEN:
                break
        if stratum is not strata[0]:
            notes.append(
                f"Too few past shows with {strata[0].words} waited this long: rates are of {stratum.words} together."
            )
        lags = history.lags()
        announced = _by_horizon(ANNOUNCED_MONTHS, waits, origin, age)
        premiere = _premieres(waits, lags, origin, age)
        _note_missing(notes, ANNOUNCED_MONTHS, announced)
        if announced and not premiere:
            notes.append("No premiere chance: no lag from announcement to premiere is on record.")
        announcements_to = dt.date.fromordinal(history.announcements_to)
        if not history.matured:
            notes.append(
                f"Rates rest on announcements up to {announcements_to.isoformat()}: "
                "the catalogue shows later ones only once the season is out."
            )
        by_kind = None
        if subject.movie_announced is None:
            by_kind = _by_kind(history.first_of(stratum.least, stratum.most), origin, age)
            if by_kind is None:
                notes.append("Too few past shows were followed for four years to say whether a movie comes first.")
        else:
            notes.append(MOVIE_SINCE)
        return Forecast(
            origin=origin,
            announced=announced,
            premiere=premiere,
            by_kind=by_kind,
            window=_window(_premiere_curve(waits, lags, age), origin) if announced else None,
            model=NAME,
            trained_to=history.origin,
            reference=reference_class(self._spells, subject, origin, announcements_to),
            notes=tuple(notes),
        )


def _of_endless(subject: Subject, history: History, origin: dt.date) -> Forecast:
    since = subject.premiere.isoformat()
    return Forecast(
        origin=origin,
        announced={},
        premiere={},
        by_kind=None,
        window=None,
        model=NAME,
        trained_to=history.origin,
        reference=None,
        notes=(f"On air since {since} with no end known: there is no next season to wait for, so no chance is given.",),
    )


def _days(origin: dt.date, months: int) -> int:
    return (add_months(origin, months) - origin).days


def _by_horizon(
    months: Sequence[int], risk: RiskSet, origin: dt.date, age: int, least: int = LEAST_THEN
) -> dict[int, Chance]:
    """Chances of the wanted event within each horizon that at least `least` rows reach."""
    found: dict[int, Chance] = {}
    for horizon in months:
        until = age + _days(origin, horizon)
        at_risk = risk.at_risk(until)
        if at_risk >= least:
            found[horizon] = chance(risk.between(age, until), at_risk)
    return rising(found)


def _premieres(waits: RiskSet, lags: LagCurve, origin: dt.date, age: int) -> dict[int, Chance]:
    """Chances that the next season is announced and premieres within each horizon: the announcement's steps, each
    weighted with the chance that the lag fits in what is left."""
    found: dict[int, Chance] = {}
    for horizon in PREMIERE_MONTHS:
        until = age + _days(origin, horizon)
        at_risk = waits.at_risk(until)
        if at_risk >= LEAST_THEN and lags.risk.steps:
            steps = waits.between(age, until)
            found[horizon] = chance(steps, at_risk, [lags.cdf(until - step.age) for step in steps])
    return rising(found)


def _by_kind(risk: RiskSet, origin: dt.date, age: int) -> ByKind | None:
    """Which comes first within the longest horizon; None when too few rows reach it."""
    until = age + _days(origin, max(ANNOUNCED_MONTHS))
    at_risk = risk.at_risk(until)
    if at_risk < LEAST_THEN:
        return None
    steps = risk.between(age, until)
    swapped = [Step(step.age, step.at_risk, step.competing, step.wanted) for step in steps]
    return ByKind(
        season=chance(steps, at_risk, competing=True),
        movie=chance(swapped, at_risk, competing=True),
    )


def _never_sure(chances: dict[int, Chance], cases: int) -> dict[int, Chance]:
    """Where all of `cases` came within a horizon, Laplace's rule of succession in place of certainty."""
    most = (cases + 1) / (cases + 2)
    return {
        horizon: Chance(most, min(value.low, most), 1.0) if value.p > most else value
        for horizon, value in chances.items()
    }


def _note_missing(notes: list[str], months: Sequence[int], found: dict[int, Chance]) -> None:
    missing = [horizon for horizon in months if horizon not in found]
    if missing:
        horizons = ", ".join(str(horizon) for horizon in missing)
        notes.append(f"No chance within {horizons} months: too few past shows were followed for so long.")


def _premiere_curve(waits: RiskSet, lags: LagCurve, age: int) -> list[float]:
    """P(premiered by the end of each bin): announcements by bin, convolved with the lag. Stops where fewer than
    LEAST_THEN rows are at risk."""
    bins = [0.0] * _BINS
    reached = min(_BINS, max(0, (waits.reach(LEAST_THEN) - age) // _BIN))
    survival = 1.0
    for step in waits.between(age, age + reached * _BIN):
        hazard = step.wanted / step.at_risk
        bins[(step.age - age - 1) // _BIN] += survival * hazard
        survival *= 1.0 - hazard
    # An announcement lies in the middle of its bin on average.
    backward = [lags.cdf(_BIN * step + _BIN // 2) for step in reversed(range(reached))]
    return [0.0] + [sum(map(mul, bins, backward[reached - end :])) for end in range(1, reached + 1)]


def _window(curve: Sequence[float], origin: dt.date) -> Window | None:
    """Tenth, half and nine tenths of a curve of P(premiered) by bin, given a premiere by its end. None when it never
    rises."""
    if not curve or curve[-1] <= 0.0:
        return None
    days: list[dt.date] = []
    for share in (0.1, 0.5, 0.9):
        goal = share * curve[-1]
        at = bisect_left(curve, goal)
        below = curve[at - 1]
        days.append(origin + dt.timedelta(days=round(_BIN * (at - 1 + (goal - below) / (curve[at] - below)))))
    return Window(*days)
