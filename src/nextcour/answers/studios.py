"""Up to which day the work of a studio is known."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from nextcour.answers.library import Library

PACKAGE = "bgmd"  # of the catalogue; its tags name studios
# Synced sources that list everything and tell studios: after a complete look the work of every studio is known.
TELLS_ALL = ("offline-database",)
SYNCED = "synced sources"


class StudioDay(NamedTuple):
    """The last day, up to the one asked about, to which a studio's work is known, by `source`. `whole`: all of it was
    looked at; else only some of its shows were since, and counts may be too low. `all_to` is the last day for which all
    of it is known, by `all_by`; `looked` the last on which any of it was looked at."""

    day: dt.date
    whole: bool
    source: str
    all_to: dt.date
    all_by: str
    looked: dt.date


def studio_day(library: Library, studio: str, day: dt.date) -> StudioDay:
    """What came after the tags were read has none; there counts rest on the shows that a synced source looked at."""
    tagged = library.observed.days.get(PACKAGE)
    if tagged is None:
        return StudioDay(day, True, PACKAGE, day, PACKAGE, day)
    listed = {name: library.complete[name] for name in TELLS_ALL if name in library.complete}
    name, everything = max([(PACKAGE, tagged), *listed.items()], key=lambda item: item[1])
    some = library.studio_read(studio)
    if some is not None and some > everything and day > everything:
        return StudioDay(min(day, some), False, SYNCED, everything, name, some)
    return StudioDay(min(day, everything), True, name, everything, name, max(everything, some or everything))
