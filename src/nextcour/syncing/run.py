"""One go at one source: its batches, each stored with its cursor in one transaction.

A source that gives up says so: its last batch is `stopped`. Its run stays unfinished, and the next go continues from
that batch's cursor. So does the run of a source that brought nothing but
problems. What it passed over right before that is asked once more; when it fails in the same words again it is really
passed over, so that three broken records cannot hold up all that follow them.
"""

from __future__ import annotations

import datetime as dt
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

import msgspec

from nextcour.errors import Expected
from nextcour.facts.ledger import Counts, FactStore, Run
from nextcour.facts.observation import Batch, Key, Problem
from nextcour.sources.source import Reach, Source
from nextcour.syncing.outcome import Outcome, State

Tell = Callable[[int], None]  # is told how many facts were read so far
Hold = Callable[[], AbstractContextManager[None]]  # nothing interrupts what is done within


class Go:
    """Works through `source` and remembers how far it came, whatever ends it."""

    def __init__(
        self,
        store: FactStore,
        source: Source,
        wanted: Sequence[Key],
        today: dt.date,
        *,
        tell: Tell = lambda _: None,
        hold: Hold = nullcontext,
        problems: Sequence[Problem] = (),
    ) -> None:
        self._store, self._source, self._wanted, self._today = store, source, wanted, today
        self._tell, self._hold = tell, hold
        self._counts, self._gone, self._read = Counts(), 0, 0
        self._problems = list(problems)
        self._resumed = False
        self._stored = False  # anything but problems
        self._ended = False
        self._began = time.perf_counter()
        # Titles by which the run can be told from one for other titles: its place in the list would mean another title.
        self._mark = f"{zlib.crc32(repr(sorted(wanted)).encode()):08x}" if source.reach is Reach.TITLES else ""

    def run(self) -> None:
        """To the end of what the source has. Raises StoreError and KeyboardInterrupt, after which all that was stored
        is kept; never because of the source."""
        run, cursor = self._begin()
        known = set(run.problems)
        good, lost = cursor, set[Problem]()  # the last cursor that all was well at, and what went wrong since
        stopped = False
        steps = self._source.batches(self._wanted, cursor, self._today)
        try:
            while not stopped and (batch := self._next(steps, cursor)) is not None:
                stopped = batch.stopped
                run = self._keep(batch, run, again=stopped and batch.cursor == cursor)
                self._problems += batch.problems
                cursor = batch.cursor
                if batch.observations or not batch.problems:
                    self._stored, good = True, cursor
                    lost.clear()
                elif not stopped:
                    lost.update(batch.problems)
        finally:
            close = getattr(steps, "close", None)
            if close is not None:
                close()  # a download that was left half-way
        if not stopped and (self._stored or lost <= known):
            with self._hold():
                self._store.finish_run(run)
            self._ended = self._stored or not lost
        elif lost and good != cursor and not lost <= known:
            with self._hold():
                self._store.store(Batch((), self._join(good)), run)

    def outcome(self, fault: str = "") -> Outcome:
        """The line for the report; `fault` is what ended the go, in words, where something did."""
        name = self._source.name
        problems = [*self._problems, *([Problem(name, "the whole go", fault)] if fault else [])]
        state = State.DONE if self._ended else State.CUT if self._stored else State.FAILED
        seconds = time.perf_counter() - self._began
        return Outcome(
            name, self._source.title, state, self._counts, self._gone, seconds, tuple(problems), self._resumed
        )

    def _begin(self) -> tuple[Run, str]:
        """The run to go on with, and the cursor that the source is given."""
        name = self._source.name
        found = self._store.unfinished(name)
        if found is not None:
            mark, cursor = self._split(found.cursor)
            if mark == self._mark:
                self._resumed = bool(cursor)
                return found, cursor
            with self._hold():
                self._store.finish_run(found, [Problem(name, "the titles not reached", "others were asked for since")])
        before = self._store.last_finished(name) if self._source.reach is Reach.BULK else None
        cursor = "" if before is None else before.cursor
        with self._hold():
            return self._store.begin_run(name, self._join(cursor)), cursor

    def _next(self, steps: Iterator[Batch], cursor: str) -> Batch | None:
        """The next batch; None at the end. What a source should not have raised becomes a batch with a problem, from
        whose `cursor` to go on."""
        try:
            return next(steps, None)
        except Expected as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001 - a mistake in one source must not cost the others
            why = f"a mistake in nextcour ({type(error).__name__}: {error}); please report it"
        problem = Problem(self._source.name, "the whole go", why)
        return Batch((), cursor, (problem,), stopped=True)

    def _keep(self, batch: Batch, run: Run, *, again: bool) -> Run:
        """Stores `batch`; the run it went into. What a source gives up with (`again`, where it gave up before) is not
        written anew each time."""
        whole = msgspec.structs.replace(batch, cursor=self._join(batch.cursor))
        if not (again and not batch.observations and not batch.gone and set(batch.problems) <= set(run.problems)):
            with self._hold():
                try:
                    counts = self._store.store(whole, run)
                except ValueError:  # finished by somebody on another machine; storing twice changes nothing
                    run = self._store.begin_run(run.source, whole.cursor)
                    counts = self._store.store(whole, run)
            self._counts += counts
            self._gone += len(batch.gone)
        self._read += len(batch.observations)
        self._tell(self._read)
        return run

    def _join(self, cursor: str) -> str:
        return f"{self._mark} {cursor}" if self._mark else cursor

    def _split(self, cursor: str) -> tuple[str, str]:
        if not self._mark:
            return "", cursor
        mark, _, rest = cursor.partition(" ")
        return mark, rest
