"""The fact store as the rest of the program sees it: what goes in, what comes out, and the promises in between.

Promises, held by every store (`tests/store/facts/contract.py`):

- Nothing stored is ever changed or removed. What a source says anew is added beside what it said before.
- A view for a day shows nothing that a source showed later, and one for a moment nothing that was recorded later.
- Storing a batch is all or nothing, together with the cursor to go on from. Storing it again changes nothing.
- A source that repeats itself adds no fact; the last day on which it did is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Protocol

import msgspec

from nextcour.facts.fact import EDITOR as EDITOR  # noqa: PLC0414 - part of the ledger, and light to import there
from nextcour.facts.observation import Batch, Key, Observation, Problem


class Stored(msgspec.Struct, frozen=True, gc=False):
    """An observation as the store has it.

    `recorded_at` (UTC) is when our store wrote it. `last_seen` is the last day within the view on which the source is
    known to have shown the same value. `withdrawn`: an editor retracted it.
    """

    observation: Observation
    recorded_at: dt.datetime
    last_seen: dt.date
    withdrawn: bool = False


class Counts(msgspec.Struct, frozen=True):
    """What storing did: facts of which the store had none, facts that changed, and those it had already.

    `contradicted` are those of `new` and `changed` that another source's current value speaks against.
    """

    new: int = 0
    changed: int = 0
    contradicted: int = 0
    repeated: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.contradicted + other.contradicted,
            self.repeated + other.repeated,
        )


class Run(msgspec.Struct, frozen=True):
    """One go at a source. `cursor` is that of the last batch stored; `finished` is None while it is not done. Times are
    UTC. `source` names who runs, which need not be the source of every observation (`bundled:bangumi-data`)."""

    id: int
    source: str
    started: dt.datetime
    finished: dt.datetime | None = None
    cursor: str = ""
    counts: Counts = Counts()
    problems: tuple[Problem, ...] = ()


class Knowledge(msgspec.Struct, frozen=True):
    """Where a view ends. `as_of`: nothing observed after that day. `recorded_by`: nothing recorded after that moment
    (aware), so that an answer given then can be given again. None: no such limit."""

    as_of: dt.date | None = None
    recorded_by: dt.datetime | None = None

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which anything within the view can have been seen."""
        if self.recorded_by is None:
            return self.as_of
        recorded = self.recorded_by.astimezone(dt.UTC).date()
        return recorded if self.as_of is None else min(self.as_of, recorded)


NOW = Knowledge()


class Change(NamedTuple):
    """A field of a record that a source showed differently, or for the first time (`before` is None)."""

    before: Stored | None
    after: Stored


class Ruling(msgspec.Struct, frozen=True):
    """What an editor decided about one stored statement, and where it says so."""

    day: dt.date
    url: str
    note: str = ""


class FactStore(Protocol):
    """Every method may raise an Expected error that says what was kept and what to do."""

    def begin_run(self, source: str, cursor: str = "") -> Run:
        """A new run. An unfinished one of the same source stays what it is: ask `unfinished` first to go on with it."""
        ...

    def unfinished(self, source: str) -> Run | None:
        """The latest run of `source` when it is not finished."""
        ...

    def last_finished(self, source: str) -> Run | None:
        """The finished run of `source` that began last."""
        ...

    def finish_run(self, run: Run, problems: Collection[Problem] = ()) -> Run:
        """Ends `run`; `problems` are added to those of its batches. Finishing it again changes nothing."""
        ...

    def store(self, batch: Batch, run: Run) -> Counts:
        """All of `batch` and its cursor, or nothing. Raises ValueError when `run` is finished or unknown."""
        ...

    def latest(
        self, keys: Collection[Key] | None = None, cut: Knowledge = NOW, fields: Collection[str] | None = None
    ) -> Iterator[Stored]:
        """The current value of every field of `keys` (None: of every record) by each source, ordered by key, field and
        source. `fields` keeps those named and their qualified forms (`title` gives `title.ja`). Of measurements
        (`demand.…`) the one of the latest day. What was withdrawn comes too, marked."""
        ...

    def history(self, key: Key, field: str | None = None, cut: Knowledge = NOW) -> tuple[Stored, ...]:
        """Everything ever said about a record, by field, source and day, oldest first; measurements day by day."""
        ...

    def changes(self, since: dt.date, until: dt.date, fields: Collection[str] | None = None) -> Iterator[Change]:
        """Values first observed after `since` and not after `until`, by day, key, field and source, each with what the
        same source said before. Measurements do not change: each is of its own day."""
        ...

    def revised(self, fields: Collection[str] | None = None) -> Collection[tuple[Key, str]]:
        """Records of which a source said more than one thing about a field, over time. Measurements do not count."""
        ...

    def looked(self, keys: Collection[Key], cut: Knowledge = NOW) -> Mapping[tuple[Key, str], dt.date]:
        """The last day within the view on which each source looked at each record."""
        ...

    def gone(self, keys: Collection[Key] | None = None, cut: Knowledge = NOW) -> Mapping[tuple[Key, str], dt.date]:
        """Records that a source used to have, no longer showed on the day given, and has not shown since."""
        ...

    def retract(self, key: Key, field: str, source: str, ruling: Ruling) -> Stored | None:
        """Withdraws what `source` currently says; None when it says nothing, or is withdrawn already. A source that
        repeats itself stays withdrawn; an editor who states it again takes the retraction back."""
        ...
