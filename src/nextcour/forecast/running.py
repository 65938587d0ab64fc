"""One day's forecasts of every line, from a model and a landmark. Needs `[forecast]`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nextcour.forecast.attribution import GROUPS, HORIZON, attribute
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.landmarks import Seen, rows_of
from nextcour.forecast.panel import Event, Floats, Panel
from nextcour.forecast.periods import cumulative
from nextcour.forecast.ridge import expit
from nextcour.forecast.training import Model
from nextcour.signals.census import Places
from nextcour.signals.chronicle import Chronicle
from nextcour.signals.landmark import landmark

TOP_DEMAND = 0.95  # the middle of the top tenth


def run(
    model: Model, chronicle: Chronicle, day: dt.date, counted: Sequence[Places], *, inputs: str, labels_to: dt.date
) -> tuple[Run, dict[str, Curve]]:
    """The run of `day`, and a curve for each line that had nothing announced and is no long-running show.

    `inputs` is the hash of what the model was made from, `labels_to` the last day whose announcements it had seen.
    Raises ValueError when the model knows of days after `day`.
    """
    if model.known_to > day.toordinal():
        raise ValueError(f"a model that knows of {dt.date.fromordinal(model.known_to)} cannot forecast for {day}")
    found = landmark(chronicle, day.toordinal(), counted)
    panel = rows_of(chronicle, found, Seen(0, 0), float("inf"))
    odds = model.log_odds(panel)
    chances = {event: cumulative(expit(odds[event])) for event in Event}
    chances[Event.PREMIERE] = np.minimum(chances[Event.PREMIERE], chances[Event.ANNOUNCED])
    base, parts = attribute(model, panel, found.groups, odds[Event.ANNOUNCED])
    spread = {event: model.blends[event].logit.spread(panel, HORIZON) for event in Event}
    movie, top = _what_if(model, panel, _movie(panel)), _what_if(model, panel, _top(panel))
    curves = {
        chronicle.lines[line]: Curve(
            number=int(panel.number[at]),
            premiere=int(panel.premiere[at]),
            announced=_tuple(chances[Event.ANNOUNCED][at]),
            out=_tuple(chances[Event.PREMIERE][at]),
            movie=_tuple(chances[Event.MOVIE][at]),
            spread=(
                float(spread[Event.ANNOUNCED][at]),
                float(spread[Event.PREMIERE][at]),
                float(spread[Event.MOVIE][at]),
            ),
            why=_tuple(parts[at]),
            if_movie=float(movie[at]),
            if_top=float(top[at]),
        )
        for at, line in enumerate(panel.line)
    }
    fresh = [place.day for place in counted if 0 <= day.toordinal() - place.day <= 365]
    made = Run(
        day=day,
        model=model.configuration.name,
        configuration=model.configuration.digest(),
        inputs=inputs,
        trained_to=dt.date.fromordinal(model.known_to),
        labels_to=labels_to,
        base=base,
        groups=GROUPS,
        levels=model.levels,
        lag=model.lag,
        demand_day=dt.date.fromordinal(max(fresh)) if fresh else None,
    )
    return made, curves


def _what_if(model: Model, panel: Panel, changes: Mapping[str, Floats]) -> Floats:
    """The chance of an announcement within 24 months if some features were other ones."""
    features = panel.features.copy()
    for name, values in changes.items():
        features[:, panel.names.index(name)] = values
    changed = replace(panel, features=features)
    odds = model.blends[Event.ANNOUNCED].log_odds(changed) + model.demand_added(changed)
    chance: Floats = cumulative(expit(odds))[:, HORIZON]
    return chance


def _movie(panel: Panel) -> dict[str, Floats]:
    """A movie that carries the story on has just been announced."""
    return {name: panel.column(name) + 1.0 for name in ("movies_coming", "extras_coming")}


def _top(panel: Panel) -> dict[str, Floats]:
    """In the top tenth of its season, counted a quarter of a year ago."""
    ones = np.ones(len(panel))
    return {"percentile": TOP_DEMAND * ones, "percentile_age": 0.25 * ones}


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
