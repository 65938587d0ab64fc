"""What was and is forecast of a show, for the curves of its page."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.answer import Answer, ForecastPart
from nextcour.answers.library import Library
from nextcour.answers.view import LineView
from nextcour.forecast.chances import around
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.lag import trait_values
from nextcour.forecast.model import Chance
from nextcour.forecast.monthly import Point, between, coming_by, waiting
from nextcour.forecast.spells import OTHER, TV

MONTHS = 24  # the horizon that past forecasts are compared at
LONGEST = 48
EVERY = tuple(range(0, LONGEST + 1, 2))


class Past(msgspec.Struct, frozen=True):
    """A forecast made on `day`, with `number` installments out: the chance that the next one is announced within
    MONTHS."""

    day: dt.date
    number: int
    chance: Chance


def curves_of(answer: Answer, view: LineView, library: Library) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """(announced, out) by month from the forecast's origin; empty where the answer gives no chances."""
    forecast = answer.forecast
    if forecast is None or not (forecast.announced or forecast.premiere):
        return (), ()
    made = _run(forecast, library)
    last, upcoming = view.last_shown, view.upcoming
    if made is not None and last is not None:
        place, run = made
        if forecast.announced:
            curve = library.curves(view.line.id).get(place)
            if curve is not None:
                return waiting(run, curve, forecast.origin, EVERY)
        elif upcoming is not None and last.premiere.latest is not None:
            group = TV if last.parts[0].format.value == TV else OTHER
            announced_on = min(upcoming.announced_day, view.day)
            waited = (announced_on - last.premiere.latest).days / 365.25
            traits = trait_values(last.number, group, waited)
            out = coming_by(run.lag, traits, announced_on, forecast.origin, _given(forecast.premiere), EVERY)
            return (), out
    return (
        between(_given(forecast.announced), forecast.origin, EVERY),
        between(_given(forecast.premiere), forecast.origin, EVERY),
    )


def _given(chances: dict[str, Chance]) -> dict[int, Chance]:
    return {int(months): chance for months, chance in sorted(chances.items(), key=lambda item: int(item[0]))}


def _run(forecast: ForecastPart, library: Library) -> tuple[int, Run] | None:
    """The shipped run that the forecast follows from; None when it is another one, or none."""
    for place, run in enumerate(library.runs()):
        if run.day == forecast.made_on and run.model == forecast.model and _same(run, forecast):
            return place, run
    return None


def _same(run: Run, forecast: ForecastPart) -> bool:
    """A forecast of an announced season does not say which configuration it is of."""
    return forecast.inputs is None or (run.configuration, run.inputs) == (forecast.configuration, forecast.inputs)


def past_of(line: str, library: Library, day: dt.date) -> tuple[Past, ...]:
    """What kept runs said on their own days, up to `day`, oldest first. While a next season was announced none did."""
    runs = library.runs()
    at = EDGES.index(MONTHS)
    found = [
        Past(runs[place].day, curve.number, _chance(curve, at))
        for place, curve in library.curves(line).items()
        if runs[place].day <= day
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _chance(curve: Curve, at: int) -> Chance:
    return around(curve.announced[at], curve.spread[0])
