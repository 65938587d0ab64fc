"""A fact and its three days: when it was true, when a source showed it, and from when it could be known."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

# The source of facts that a person entered. Everything it says has a URL.
EDITOR = "editor"
# How an announcement day was inferred.
MAL_ID = "mal-id"
LAG = "lag"


class Basis(StrEnum):
    """Why a fact counts as knowable from its day."""

    OBSERVED = "OBSERVED"  # a source showed it on that day
    INFERRED = "INFERRED"  # by the documented rule named in `rule`


class Fact(msgspec.Struct, frozen=True):
    """One statement about one entry.

    `observed_at` is the day a source showed it; `knowable_from` the first day it could be known, with its basis;
    `valid_from`/`valid_to` (half open) when it was true, None where it has no such time.
    """

    entry: str
    field: str
    value: str
    source: str
    observed_at: dt.date
    knowable_from: dt.date
    basis: Basis
    rule: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class AnnouncementDay(msgspec.Struct, frozen=True):
    """The inferred day an entry was announced, with an interval that should hold the true day four times in five.

    `basis` is MAL_ID (from the order of MAL ids) or LAG (no id: typical lead before the premiere).
    """

    day: dt.date
    earliest: dt.date
    latest: dt.date
    basis: str
