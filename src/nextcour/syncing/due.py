"""When a source is worth asking: its interval after the last finished run began, and later and later while it fails."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

import msgspec

from nextcour.facts.ledger import FactStore
from nextcour.sources.registry import Listing, listings

FIRST_PAUSE = dt.timedelta(minutes=5)  # after the first failure; doubles with each further one
LONGEST_PAUSE = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=1)  # until it is looked again whether a title is followed
SPREAD = 0.1  # of an interval: many installations should not ask at the same moment
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class When(msgspec.Struct, frozen=True):
    """`last`: when the last run that came to its end began; None when there is none. `due`: when the next one is worth
    it. `unfinished`: a run was cut off. Times are UTC."""

    listing: Listing
    last: dt.datetime | None
    due: dt.datetime
    unfinished: bool = False


def when(listing: Listing, store: FactStore) -> When:
    """For a source that goes by itself. Raises StoreError; ValueError for one that does not."""
    if listing.interval is None:
        raise ValueError(f"{listing.name} is only asked when told")
    last = store.last_finished(listing.name)
    began = None if last is None else last.started
    if store.unfinished(listing.name) is not None:
        return When(listing, began, _LONG_AGO, unfinished=True)
    return When(listing, began, _LONG_AGO if began is None else began + listing.interval)


def due(store: FactStore, now: dt.datetime) -> tuple[Listing, ...]:
    """The sources that go by themselves and are due, in the order in which they are worth asking. Raises StoreError."""
    return tuple(one for one in by_themselves() if when(one, store).due <= now)


def by_themselves() -> tuple[Listing, ...]:
    return tuple(one for one in listings() if one.by_itself)


class Plan:
    """When the service asks each source: as `when` says, with a share of the interval added by chance, and not before
    the pause after its failures is over."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._failures: dict[str, int] = {}
        self._not_before: dict[str, dt.datetime] = {}

    def succeeded(self, listing: Listing, now: dt.datetime) -> None:
        """It was asked: the next time is an interval away, wherever the store says the run stands."""
        assert listing.interval is not None
        self._failures.pop(listing.name, None)
        late = self._chance.uniform(0, SPREAD)
        self._not_before[listing.name] = now + listing.interval * (1 + late)

    def idle(self, listing: Listing, now: dt.datetime) -> None:
        """There was nothing to ask it for."""
        self._not_before[listing.name] = now + IDLE

    def failed(self, listing: Listing, now: dt.datetime) -> dt.timedelta:
        """The pause before the next go."""
        count = self._failures.get(listing.name, 0)
        self._failures[listing.name] = count + 1
        doubled: int = 1 << min(count, 20)
        pause = min(FIRST_PAUSE * doubled, LONGEST_PAUSE) * self._chance.uniform(1 - SPREAD, 1 + SPREAD)
        self._not_before[listing.name] = now + pause
        return pause

    def times(self, listed: Sequence[When]) -> Mapping[str, dt.datetime]:
        """When each is to be asked."""
        return {one.listing.name: max(one.due, self._not_before.get(one.listing.name, _LONG_AGO)) for one in listed}
