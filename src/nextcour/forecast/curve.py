"""A kept forecast: the curves of one line made on one landmark, and the run they belong to. Plain Python.

A run is made once and never changed; any later day is arithmetic on its curves (`forecast.kept`).
"""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.forecast.lag import LagModel

# Ends of the lead intervals in months, as in forecast.panel (which needs numpy).
EDGES = (3, 6, 9, 12, 15, 18, 24, 30, 36, 48)


class Curve(msgspec.Struct, frozen=True, array_like=True):
    """What was said of one line that had nothing announced. Cumulative chances in [0, 1] at EDGES, never falling.

    `number` installments were out, the latest on `premiere` (an ordinal): if the line has moved on, the curve says
    nothing of it. `announced`: the next season is announced; `out`: it has premiered (never above `announced`);
    `movie`: a movie that carries the story on is announced. `spread`: standard errors of the log-odds of those three.
    `why`: one part for each of the run's `groups`, in log-odds of `announced` within 24 months; with the log-odds of
    the run's `base` they add up to those of the chance. `if_movie`, `if_top`: that chance if a movie were announced, or
    if it were in the top tenth of its season in demand (the chance itself where demand moves nothing).
    """

    number: int
    premiere: int
    announced: tuple[float, ...]
    out: tuple[float, ...]
    movie: tuple[float, ...]
    spread: tuple[float, float, float]
    why: tuple[float, ...]
    if_movie: float
    if_top: float


class Run(msgspec.Struct, frozen=True):
    """One day's forecasts of all lines.

    `trained_to`: last day whose premieres the model had seen, `labels_to`: … whose announcements. `configuration` and
    `inputs` are hashes (hex) of how the model is made and of what it was made from. `base`: the mean chance of an
    announcement within 24 months among the run's lines. `levels`: places in (0, 1) of a returning line's premiere curve
    that in the past held a tenth, half and nine tenths of premieres. `demand_day`: when demand was last counted, None:
    none was fresh.
    """

    day: dt.date
    model: str
    configuration: str
    inputs: str
    trained_to: dt.date
    labels_to: dt.date
    base: float
    groups: tuple[str, ...]
    levels: tuple[float, float, float]
    lag: LagModel
    demand_day: dt.date | None
