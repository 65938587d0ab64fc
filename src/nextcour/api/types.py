"""What the API returns, beside the types that `nextcour ask --json` and `nextcour changes --json` have."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.answer import Candidate, ForecastPart, Outcome, RenewalStatus
from nextcour.answers.changed import ChangedRow
from nextcour.pages.item import Item


class Found(msgspec.Struct, frozen=True):
    """Shows that a text may mean, best first. One clear winner: `outcome` is ANSWERED and `shows` has that one."""

    query: str
    outcome: Outcome
    shows: tuple[Candidate, ...]


class Shows(msgspec.Struct, frozen=True):
    """A part of a list of shows as known by `known_to`. `next` goes on, null at the end; `total` counts all."""

    known_to: dt.date
    total: int
    shows: tuple[Item, ...]
    next: str | None


class LoggedRow(msgspec.Struct, frozen=True):
    """A change and the main line that it belongs to (null where its franchise has none)."""

    line: str | None
    change: ChangedRow


class Changes(msgspec.Struct, frozen=True):
    """Changes, newest first, as known by `known_to`. `next` goes on, null at the end."""

    known_to: dt.date
    changes: tuple[LoggedRow, ...]
    next: str | None


class LineForecast(msgspec.Struct, frozen=True):
    """The forecast for one line; null where none is made, and `renewal_status` says why."""

    line: str
    franchise: str
    as_of: dt.date
    known_to: dt.date
    renewal_status: RenewalStatus
    headline: str
    forecast: ForecastPart | None


class About(msgspec.Struct, frozen=True):
    """Which data answer: `known_to` is the last day of their knowledge, `today` the server's day in UTC."""

    version: str
    today: dt.date
    known_to: dt.date
    shows: int
    sources: dict[str, str]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong. `detail` says what to do; `parameter` names the one that is not right."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
