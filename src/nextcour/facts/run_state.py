"""Where an entry stands on a day, from what was known of it then. Pure."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.entry import Entry, Format

CANCELLED = "CANCELLED"
# Every source that showed the entry has taken it down, with nothing of it out.
WITHDRAWN = "WITHDRAWN"
AT_ONCE = frozenset({Format.MOVIE, Format.OVA, Format.SPECIAL})


def is_out(entry: Entry, day: dt.date) -> bool:
    """Whether anything of `entry` was out by `day`. A fuzzy date counts once it has passed entirely."""
    latest = entry.premiere.latest
    return latest is not None and latest <= day


def has_ended(entry: Entry, day: dt.date) -> bool:
    """Whether `entry` had ended by `day`. bangumi-data leaves the end of what is on air empty, so a series without one
    counts as on air unless a source says that it is finished; a film or disc is over when it is out."""
    if entry.format in AT_ONCE:
        return is_out(entry, day)
    if entry.finale.latest is not None:
        return entry.finale.latest <= day
    return entry.status in ("FINISHED", CANCELLED) and is_out(entry, day)


def called_off(entry: Entry, day: dt.date) -> bool:
    """Announced once, and cancelled or taken down before anything of it was out."""
    return entry.status in (CANCELLED, WITHDRAWN) and not is_out(entry, day)
