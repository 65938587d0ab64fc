"""What every source does. Adding one: a module with a class like this, a line in `sources.registry`, and its tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from nextcour.facts.observation import Batch, Key


class Reach(StrEnum):
    """How much a source is asked for: everything it has, only the shows a person cares about, or its news."""

    BULK = "bulk"
    TITLES = "titles"
    FEED = "feed"


class Source(Protocol):
    """Wire types, client and adapter of one provider. Holds a `http.client.Http`; never writes anywhere itself."""

    name: str  # as people write it on the command line: `anilist`
    title: str  # as it wants to be credited: `AniList`
    reach: Reach
    home: str  # for the credit's link
    licence: str  # or the terms that matter, in a few words

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """Work in small steps, each safe to store on its own.

        `cursor` is that of the last stored batch of an unfinished run, empty for a new one; the same call with the same
        answers gives the same observations. `wanted` are records of any provider (a TITLES source translates or skips
        those it cannot use, with a Problem). A provider that is down ends the iteration with a batch that is `stopped`
        and has a Problem, never with an exception.
        """
        ...
