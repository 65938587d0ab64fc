"""What came of one go at one source."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nextcour.facts.ledger import Counts
from nextcour.facts.observation import Problem


class State(StrEnum):
    """How a go ended."""

    DONE = "done"  # to the end of what there was to ask
    CUT = "cut off"  # part of it was stored; the next go continues there
    FAILED = "failed"  # nothing was stored; the next go tries again
    NOTHING = "nothing to ask"  # no title was named that the source could be asked for


class Outcome(msgspec.Struct, frozen=True):
    """One source's line in the report. `gone` counts records that it no longer shows, `seconds` is wall time.
    `resumed`: an earlier run was gone on with."""

    source: str
    title: str
    state: State
    counts: Counts = Counts()
    gone: int = 0
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    resumed: bool = False

    @property
    def fetched(self) -> bool:
        """Whether the source could be had, if only in part."""
        return self.state in (State.DONE, State.CUT)

    @property
    def observed(self) -> bool:
        """Whether the source showed anything, if only once more."""
        counts = self.counts
        return bool(counts.new or counts.changed or counts.repeated or self.gone)
