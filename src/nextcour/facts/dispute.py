"""A field on which sources disagree, as the index keeps it for `nextcour explain`."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.facts.fact import EDITOR


class Voice(msgspec.Struct, frozen=True):
    """What one source says: canonical JSON, the days on which it was first and last known to say so, and the page."""

    source: str
    value: str
    observed_at: dt.date
    last_seen: dt.date
    url: str = ""

    @property
    def editor(self) -> bool:
        return self.source == EDITOR


class Dispute(msgspec.Struct, frozen=True):
    """A field of an entry on which sources disagree, or that an editor decided: what is shown, what the others say, and
    why the one is shown."""

    entry: str
    field: str
    shown: Voice
    others: tuple[Voice, ...]
    reason: str
