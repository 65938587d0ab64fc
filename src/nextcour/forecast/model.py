"""What a forecast says. Probabilities lie in [0, 1]; days are calendar days; months are calendar months."""

from __future__ import annotations

import datetime as dt

import msgspec

ANNOUNCED_MONTHS = (6, 12, 24, 48)
PREMIERE_MONTHS = (12, 24, 48)


class Chance(msgspec.Struct, frozen=True):
    """A probability with a 90 % interval: `low <= p <= high`."""

    p: float
    low: float
    high: float


class Window(msgspec.Struct, frozen=True):
    """When it premieres, if it returns at all: one in ten before `p10`, half before `p50`, nine in ten before `p90`."""

    p10: dt.date
    p50: dt.date
    p90: dt.date


class ByKind(msgspec.Struct, frozen=True):
    """Chance that a continuation of each kind is the first to be announced within 48 months (competing risks)."""

    season: Chance
    movie: Chance


class ReferenceCase(msgspec.Struct, frozen=True):
    """A past line as it stood on `day`, with `number` installments out, and what became of it within four years.

    `announced` and `premiere` of the next season are None when they did not come by then. The answer fills `title`.
    """

    line: str
    number: int
    day: dt.date
    announced: dt.date | None
    premiere: dt.date | None
    title: str = ""


class ReferenceClass(msgspec.Struct, frozen=True):
    """Past cases like this one: of `n`, `returned` came back. `description` is plain English for a person; `cases` are
    the nearest of them, nearest first."""

    description: str
    n: int
    returned: int
    cases: tuple[ReferenceCase, ...] = ()


class Contribution(msgspec.Struct, frozen=True):
    """What one group of features adds to the chance of an announcement within 24 months, on the day it was made.

    `log_odds` of all groups and the log-odds of the base add up to those of the chance. `points` are its share of the
    way from the base to the chance, in proportion to `log_odds`: 0.031 is 3.1 percentage points, and the base and all
    points add up to the chance.
    """

    group: str
    log_odds: float
    points: float


class WhatIf(msgspec.Struct, frozen=True):
    """The same chance, had one thing been different on the day it was made: `movie` (a movie were announced) or
    `top_demand` (it were in the top tenth of its season)."""

    name: str
    p: float


class Forecast(msgspec.Struct, frozen=True):
    """A forecast made for `origin` (the day chances count from). Keys of the maps are months from `origin`.

    `trained_to` is the last day whose events the model may have seen (never after `origin`); `notes` are sentences for
    a person about what the numbers rest on. A horizon that the data cannot reach is absent from its map.

    `made_on` is the day of the kept run that the numbers follow from; None: they were computed for `origin` itself.
    `base` (the mean chance of an announcement within 24 months of all lines), `contributions` (strongest first) and
    `what_if` are of that day. Without a run they are absent. `demand_day`: when demand was last counted for a run that
    used it, None where demand moved nothing. `configuration` and `inputs` are the run's hashes.
    """

    origin: dt.date
    announced: dict[int, Chance]
    premiere: dict[int, Chance]
    by_kind: ByKind | None
    window: Window | None
    model: str
    trained_to: dt.date
    reference: ReferenceClass | None
    notes: tuple[str, ...] = ()
    made_on: dt.date | None = None
    base: float | None = None
    contributions: tuple[Contribution, ...] = ()
    what_if: tuple[WhatIf, ...] = ()
    demand_day: dt.date | None = None
    configuration: str | None = None
    inputs: str | None = None
