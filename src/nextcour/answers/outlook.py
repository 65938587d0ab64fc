"""The forecast for a line as of a day: whom the model is asked about, and what is known without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from nextcour.answers.answer import Calibration, ForecastPart
from nextcour.answers.calibration import calibration
from nextcour.answers.influences import conditions, influences
from nextcour.answers.library import Library
from nextcour.answers.planned import cut, plan, whole
from nextcour.answers.view import LineView, Season, State
from nextcour.catalog.entry import Format
from nextcour.catalog.preferred import latin_title
from nextcour.forecast.interface import ForecastModel, Subject
from nextcour.forecast.model import Forecast, ReferenceClass, Window
from nextcour.forecast.spells import OTHER, TV
from nextcour.franchise.model import Relation

DATED = "announced-date"


def outlook(
    view: LineView, model: Callable[[], ForecastModel], library: Library
) -> tuple[ForecastPart | None, ReferenceClass | None]:
    """Forecast and reference class for the season after the last one shown; (None, None) when nothing has been shown,
    or the last premiere is not known to the month, and nothing is published of the next one. `model` is called only
    when a forecast is needed: a published day, month or season is a plan, a published year narrows the forecast."""
    upcoming = view.upcoming
    if upcoming is not None and upcoming.premiere.exact is not None:
        day = upcoming.premiere.exact
        return _dated(Window(day, day, day), "day", view.day), None
    planned = plan(upcoming.premiere, upcoming.season) if upcoming is not None else None
    if planned is not None and planned.what != "year":
        return _dated(whole(planned, view.day), planned.what, view.day), None
    last = view.last_shown
    if last is None or last.premiere.month is None or last.premiere.latest is None:
        return (None if planned is None else _dated(whole(planned, view.day), planned.what, view.day)), None
    subject = _subject(view, last, upcoming)
    forecast = model().forecast(subject, view.day)
    past = calibration(forecast, library.record(forecast.model), view.day)
    part = _part(forecast, past)
    if planned is not None:
        note = f"Published for {planned.first.year}: the window is cut to that year, the chances are not."
        part = replace(part, window=cut(part.window, planned, view.day), notes=(*part.notes, note))
    return part, _named(forecast.reference, library)


def _named(reference: ReferenceClass | None, library: Library) -> ReferenceClass | None:
    """The reference class with the titles of its cases."""
    if reference is None or not reference.cases:
        return reference
    cases = tuple(replace(case, title=_title(case.line, library)) for case in reference.cases)
    return replace(reference, cases=cases)


def _title(line_id: str, library: Library) -> str:
    """Title of a line's first installment; the id where the library does not know the line."""
    home = library.home(line_id)
    if home is None:
        return line_id
    line = next((line for line in library.franchise(home).lines if line.id == line_id), None)
    return line_id if line is None else latin_title(library.entry(line.installments[0].parts[0]))


def _dated(window: Window, what: str, origin: dt.date) -> ForecastPart:
    """A published day, month, season or year is a plan, not a chance: no probability is given to it."""
    note = f"The {what} is what was published; how often such {what}s slip is not modelled."
    return ForecastPart(
        origin=origin,
        trained_to=origin,
        model=DATED,
        announced={},
        premiere={},
        by_kind=None,
        window=window,
        calibration=None,
        notes=(note,),
        made_on=None,
        base=None,
        contributions=(),
        what_if=(),
    )


def _subject(view: LineView, last: Season, upcoming: Season | None) -> Subject:
    first = last.parts[0]
    started = last.premiere.latest
    assert started is not None
    movies = [a for a in view.around if a.relation is Relation.MOVIE and a.continues]
    since = sorted(a.announced_day for a in movies if started < a.announced_day <= view.day)
    return Subject(
        line=view.line.id,
        number=last.number,
        group=TV if first.format is Format.TV else OTHER,
        source=first.source_material.value,
        premiere=started,
        announced_next=min(upcoming.announced_day, view.day) if upcoming is not None else None,
        movie_announced=since[0] if since else None,
        finale=last.finale.latest,
        on_air=last.state is State.ON_AIR,
    )


def _part(forecast: Forecast, past: Calibration | None) -> ForecastPart:
    return ForecastPart(
        origin=forecast.origin,
        trained_to=forecast.trained_to,
        model=forecast.model,
        announced={str(months): chance for months, chance in forecast.announced.items()},
        premiere={str(months): chance for months, chance in forecast.premiere.items()},
        by_kind=forecast.by_kind,
        window=forecast.window,
        calibration=past,
        notes=forecast.notes,
        made_on=forecast.made_on,
        base=forecast.base,
        contributions=influences(forecast),
        what_if=conditions(forecast),
        demand_day=forecast.demand_day,
        configuration=forecast.configuration,
        inputs=forecast.inputs,
    )
