"""Going through sources one after the other. One that is down is a line in the report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nextcour.errors import Expected
from nextcour.facts.ledger import FactStore
from nextcour.facts.observation import Key, Problem
from nextcour.sources.registry import Listing
from nextcour.sources.source import Reach, Source
from nextcour.syncing.lock import PATIENCE, Busy, only_one
from nextcour.syncing.outcome import Outcome, State
from nextcour.syncing.run import Go, Hold
from nextcour.syncing.wanted import Show, keys_for


class View(Protocol):
    """Shows a person how far it is."""

    def begin(self, title: str) -> None: ...

    def facts(self, count: int) -> None: ...

    def note(self, text: str) -> None: ...

    def end(self) -> None: ...


class NoView:
    """For pipes, services and tests."""

    def begin(self, title: str) -> None: ...

    def facts(self, count: int) -> None: ...

    def note(self, text: str) -> None: ...

    def end(self) -> None: ...


@dataclass(frozen=True)
class Session:
    """What all sources of a sync share. `locks` is the folder of the locks; `patience` seconds are waited for another
    process that is at the same source. `done` is given each outcome, also that of a go that ends the session."""

    store: FactStore
    build: Callable[[str], Source]
    today: dt.date
    locks: Path
    done: Callable[[Outcome], None]
    view: View = field(default_factory=NoView)
    hold: Hold = nullcontext
    patience: float = PATIENCE

    def ask(self, listing: Listing, shows: Sequence[Show] = ()) -> Outcome:
        """One go at a source by its listing. Raises StoreError and KeyboardInterrupt, after `done`."""
        keys, problems = keys_for(listing, shows) if listing.reach is Reach.TITLES else ((), ())
        if listing.reach is Reach.TITLES and not keys:
            return self._done(Outcome(listing.name, listing.title, State.NOTHING, problems=problems))
        try:
            source = self.build(listing.name)
        except Expected as error:
            problem = Problem(listing.name, "the whole go", str(error))
            return self._done(Outcome(listing.name, listing.title, State.FAILED, problems=(problem,)))
        return self.take(source, keys, problems)

    def take(self, source: Source, keys: Sequence[Key] = (), problems: tuple[Problem, ...] = ()) -> Outcome:
        """One go at `source`; `problems` are told with it. Raises as `ask`."""
        self.view.begin(source.title)
        go = Go(self.store, source, keys, self.today, tell=self.view.facts, hold=self.hold, problems=problems)
        fault = ""
        try:
            with only_one(self.locks / f"{_plain(source.name)}.lock", self.patience, self.view.note):
                go.run()
        except Busy as error:
            fault = str(error)
        except KeyboardInterrupt:
            self._done(go.outcome("interrupted; what was stored is kept, the next sync goes on from there"))
            raise
        except Expected as error:
            self._done(go.outcome(str(error)))
            raise
        return self._done(go.outcome(fault))

    def _done(self, outcome: Outcome) -> Outcome:
        self.done(outcome)
        return outcome


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]", "_", name)
