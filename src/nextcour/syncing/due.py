"""When a source is worth asking: its interval after the last finished run began, and later and later while it fails."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from nextcour.facts.ledger import FactStore
from nextcour.sources.registry import Listing, listings
from nextcour.store import atomic

FIRST_PAUSE = dt.timedelta(minutes=5)  # after the first failure; doubles with each further one
LONGEST_PAUSE = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=1)  # until it is looked again whether a title is followed
PAUSES = "schedule-pauses.json"  # in the data folder
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


class Pause(msgspec.Struct, frozen=True):
    """A source failed `failures` times in a row, and is left alone until `until` (UTC)."""

    failures: int
    until: dt.datetime


class Plan:
    """When the service asks each source: as `when` says, with a share of the interval added by chance, and not before
    the pause after its failures is over.

    Pauses are kept in the file `kept`, so that starting anew (or cron, each hour) does not ask a provider that is down
    sooner than staying would have. None, or a file that cannot be written, keeps them in this process only.
    """

    def __init__(self, chance: random.Random, kept: Path | None = None, now: dt.datetime | None = None) -> None:
        self._chance, self._kept = chance, kept
        self._pauses = _read(kept, now or dt.datetime.now(dt.UTC))
        self._not_before = {name: pause.until for name, pause in self._pauses.items()}

    @property
    def pauses(self) -> Mapping[str, Pause]:
        """Of the sources that failed when they were asked last, by name."""
        return self._pauses

    def succeeded(self, listing: Listing, now: dt.datetime) -> None:
        """It was asked: the next time is an interval away, wherever the store says the run stands."""
        assert listing.interval is not None
        if self._pauses.pop(listing.name, None) is not None:
            self._keep()
        late = self._chance.uniform(0, SPREAD)
        self._not_before[listing.name] = now + listing.interval * (1 + late)

    def idle(self, listing: Listing, now: dt.datetime) -> None:
        """There was nothing to ask it for."""
        self._not_before[listing.name] = now + IDLE

    def failed(self, listing: Listing, now: dt.datetime) -> dt.timedelta:
        """The pause before the next go."""
        before = self._pauses.get(listing.name)
        count = 0 if before is None else before.failures
        doubled: int = 1 << min(count, 20)
        pause = min(FIRST_PAUSE * doubled, LONGEST_PAUSE) * self._chance.uniform(1 - SPREAD, 1 + SPREAD)
        self._not_before[listing.name] = now + pause
        self._pauses[listing.name] = Pause(count + 1, now + pause)
        self._keep()
        return pause

    def _keep(self) -> None:
        if self._kept is not None:
            with suppress(OSError):
                atomic.write_bytes(self._kept, msgspec.json.encode(self._pauses))

    def times(self, listed: Sequence[When]) -> Mapping[str, dt.datetime]:
        """When each is to be asked."""
        return {one.listing.name: max(one.due, self._not_before.get(one.listing.name, _LONG_AGO)) for one in listed}


def _read(path: Path | None, now: dt.datetime) -> dict[str, Pause]:
    """Pauses of known sources; those that end later than any can are of a clock that was wrong."""
    found: dict[str, Pause] = {}
    if path is not None:
        with suppress(OSError, msgspec.MsgspecError):
            found = msgspec.json.decode(path.read_bytes(), type=dict[str, Pause])
    names = {one.name for one in by_themselves()}
    end = now + LONGEST_PAUSE * (1 + SPREAD)
    return {
        name: pause
        for name, pause in found.items()
        if name in names and pause.failures > 0 and pause.until.tzinfo is not None and pause.until <= end
    }
