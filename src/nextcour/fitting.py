"""Fits a model as of a day from everything at hand. Needs `[forecast]`."""

from __future__ import annotations

import datetime as dt
import platform

import lightgbm
import numpy as np

from nextcour import __version__
from nextcour.bootstrap import Progress, quiet
from nextcour.errors import Expected
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.layers import has_demand
from nextcour.forecast.model_data import Made, Trained
from nextcour.forecast.panel import Event, Panel
from nextcour.forecast.periods import periods
from nextcour.forecast.training import past_log_odds, train
from nextcour.workbench import Workbench

# Landmarks of fewer years teach too little: no horizon but the nearest has had the time to close.
LEAST_YEARS = 5


class NothingToLearn(Expected):
    """No model can be fitted as of that day. The text says from when on."""


def fit(bench: Workbench, configuration: Configuration, day: dt.date, progress: Progress = quiet) -> Trained:
    """The model as it could have been fitted on `day`: from landmarks before it and what was known of them on it.

    Same inputs, configuration and day, same model. Raises NothingToLearn when `day` lies before there is enough, and
    ValueError when it lies after the data.
    """
    if day > bench.data_day:
        raise ValueError(f"{day} lies after the data's last day, {bench.data_day}")
    first = dt.date(configuration.first_landmark + LEAST_YEARS, 1, 1)
    if day < first:
        raise NothingToLearn(
            f"No model can be fitted as of {day}: it learns from landmarks of {configuration.first_landmark} on, and "
            f"needs {LEAST_YEARS} years of them. Nothing was kept; ask for {first} or later."
        )
    origin = day.toordinal()
    panel = bench.rows(configuration, day)
    panel = panel.take(panel.landmark < origin)
    with progress(2 + _years(panel), f"Fitting as of {day}") as step:
        past = past_log_odds(panel, origin, configuration, lambda year: step(f"what was said in {year}"))
        step("learning")
        model = train(panel, past, bench.lags, origin, configuration)
        step("counting")
        return Trained(model, _made(bench, panel, day))


def _years(panel: Panel) -> int:
    """Steps of `past_log_odds`."""
    days = np.unique(panel.landmark[has_demand(panel)])
    return len({dt.date.fromordinal(int(day)).year for day in days})


def _made(bench: Workbench, panel: Panel, day: dt.date) -> Made:
    origin = day.toordinal()
    events = {}
    for event in Event:
        found = periods(panel, event, origin)
        events[event.value] = int(found.came.sum())
    return Made(
        inputs=bench.made_from,
        labels_to=min(bench.labels_to, day),
        landmarks=len(np.unique(panel.landmark)),
        rows=len(panel),
        lines=len(np.unique(panel.line)),
        events=events,
        software={
            "nextcour": __version__,
            "python": ".".join(platform.python_version_tuple()[:2]),
            "numpy": np.__version__,
            "lightgbm": lightgbm.__version__,
        },
    )
