"""Syncing as a service: each source at its interval, in the foreground, one log line a run."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nextcour.errors import Expected
from nextcour.sources.registry import Listing
from nextcour.syncing.due import Plan, When
from nextcour.syncing.outcome import Outcome, State

LONGEST_SLEEP = dt.timedelta(minutes=15)  # then it looks again: others may have synced, the clock may have jumped
_LOGGED = 160  # characters of a reason in the log


@dataclass
class Service:
    """`listed` reads from the store when each source is due, `ask` makes one go, `log` takes one line. All may raise
    Expected: that is a line, and the next look comes after a pause."""

    listed: Callable[[], Sequence[When]]
    ask: Callable[[Listing], Outcome]
    log: Callable[[str], None]
    plan: Plan
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    sleep: Callable[[float], None] = time.sleep

    def forever(self) -> None:
        """Until KeyboardInterrupt is raised somewhere within."""
        while True:
            self.sleep(max(1.0, self.once().total_seconds()))

    def once(self) -> dt.timedelta:
        """Asks every source that is due; how long it may be until the next one is."""
        try:
            listed = self.listed()
        except Expected as error:
            self.log(f"{self._stamp()} cannot look what is due: {_line(str(error))}")
            return LONGEST_SLEEP
        times = self.plan.times(listed)
        for one in listed:
            if times[one.listing.name] <= self.now():
                self._go(one.listing)
        times = self.plan.times(listed)
        if not times:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(dt.timedelta(), min(times.values()) - self.now()))

    def _go(self, listing: Listing) -> None:
        try:
            outcome = self.ask(listing)
        except Expected as error:
            pause = self.plan.failed(listing, self.now())
            self.log(f"{self._stamp()} {listing.name} failed, again in {_minutes(pause)}: {_line(str(error))}")
            return
        text = f"{self._stamp()} {describe(outcome)}"
        if outcome.state is State.NOTHING:
            self.plan.idle(listing, self.now())
            if not outcome.problems:
                return
        elif outcome.state is State.DONE:
            self.plan.succeeded(listing, self.now())
        else:
            text += f", again in {_minutes(self.plan.failed(listing, self.now()))}"
        if outcome.problems:
            first = outcome.problems[-1 if outcome.state is not State.DONE else 0]
            more = f" (and {len(outcome.problems) - 1} more)" if len(outcome.problems) > 1 else ""
            text += f": {_line(f'{first.what}: {first.why}')}{more}"
        self.log(text)

    def _stamp(self) -> str:
        return f"{self.now():%Y-%m-%dT%H:%M:%SZ}"


def describe(outcome: Outcome) -> str:
    """The figures of a go in one line."""
    counts = outcome.counts
    return (
        f"{outcome.source} {outcome.state.value.replace(' ', '-')} new={counts.new} changed={counts.changed} "
        f"contradicted={counts.contradicted} repeated={counts.repeated} gone={outcome.gone} "
        f"seconds={outcome.seconds:.1f}"
    )


def _line(text: str) -> str:
    """One line of printable text, cut at a length that a log can bear."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain if len(plain) <= _LOGGED else f"{plain[:_LOGGED]}…"


def _minutes(pause: dt.timedelta) -> str:
    return f"{max(1, round(pause.total_seconds() / 60))} min"
