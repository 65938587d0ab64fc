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


class ReferenceClass(msgspec.Struct, frozen=True):
    """Past cases like this one: of `n`, `returned` came back. `description` is plain English for a person."""

    description: str
    n: int
    returned: int


class Forecast(msgspec.Struct, frozen=True):
    """A forecast made for `origin` (the day chances count from). Keys of the maps are months from `origin`.

    `trained_to` is the last day whose events the model may have seen (never after `origin`); `notes` are sentences for
    a person about what the numbers rest on. A horizon that the data cannot reach is absent from its map.
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
