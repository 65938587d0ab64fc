"""The report of a sync, and how far it is while it runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import click
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from nextcour.cli.output import print_json
from nextcour.facts.observation import Problem
from nextcour.syncing.everything import Sync
from nextcour.syncing.outcome import Outcome, State

MOST_LINES = 12  # problems shown of one source; all of them are in the JSON and in the store
_ADVICE = {
    State.CUT: "{} goes on from where it stopped: run `nextcour sync {}` again.",
    State.FAILED: "{} could not be had: run `nextcour sync {}` again later.",
    State.NOTHING: "{} is asked for shows only: name one, `nextcour sync {} --title QUERY`.",
}


class LiveView:
    """A line on standard error that tells what is going on; nothing where nobody looks at it."""

    def __init__(self, console: Console | None) -> None:
        self._console = console
        self._status: Status | None = None
        self._title, self._count, self._note, self._began = "", 0, "", 0.0

    def begin(self, title: str) -> None:
        self._title, self._count, self._note, self._began = title, 0, "", time.monotonic()
        if self._console is not None:
            self._status = self._console.status(Text(title))
            self._status.start()

    def facts(self, count: int) -> None:
        self._count, self._note = count, ""
        self._update()

    def note(self, text: str) -> None:
        self._note = text
        self._update()

    def end(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _update(self) -> None:
        if self._status is not None:
            seconds = time.monotonic() - self._began
            note = f", {self._note}" if self._note else ""
            self._status.update(Text(f"{self._title}: {self._count:,} facts read, {seconds:.0f} s{note}"))


def view() -> LiveView:
    return LiveView(Console(stderr=True) if sys.stderr.isatty() else None)


def show(run: Sync, *, as_json: bool) -> None:
    """The report: a table and lines, or JSON."""
    if as_json:
        print_json(
            {
                "sources": [_row(one) for one in run.outcomes],
                "followed": run.problems,
                "catalogue_loaded": run.loaded,
                "packages": run.renewal,
                "index_rebuilt": run.rebuilt,
            }
        )
        return
    if run.loaded is not None:
        click.echo(f"Loaded the catalogue once: {run.loaded.new + run.loaded.changed:,} facts.", err=True)
    if run.outcomes:
        Console(highlight=False, markup=False).print(_table(run.outcomes))
    else:
        click.echo("Nothing is due. `nextcour schedule --list` shows when; --all asks now.", err=True)
    _problems(run.problems)
    for outcome in run.outcomes:
        _problems(outcome.problems)
    for outcome in run.outcomes:
        if outcome.state in _ADVICE and not (outcome.state is State.NOTHING and outcome.problems):
            click.echo(_ADVICE[outcome.state].format(outcome.title, outcome.source), err=True)
    _renewal(run)
    if run.rebuilt:
        click.echo("The index was made anew: answers show it.", err=True)


def _row(outcome: Outcome) -> dict[str, object]:
    counts = outcome.counts
    return {
        "source": outcome.source,
        "title": outcome.title,
        "state": outcome.state.value,
        "new": counts.new,
        "changed": counts.changed,
        "contradicted": counts.contradicted,
        "repeated": counts.repeated,
        "gone": outcome.gone,
        "seconds": round(outcome.seconds, 2),
        "resumed": outcome.resumed,
        "problems": outcome.problems,
    }


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("source")
    for name in ("new", "changed", "contradicted", "repeated", "gone", "seconds"):
        table.add_column(name, justify="right")
    table.add_column("")
    for one in outcomes:
        counts = one.counts
        figures = (counts.new, counts.changed, counts.contradicted, counts.repeated, one.gone)
        state = one.state.value + (", resumed" if one.resumed else "")
        table.add_row(one.source, *(f"{figure:,}" for figure in figures), f"{one.seconds:.1f}", state)
    return table


def _problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:MOST_LINES]:
        click.echo(f"  {problem.source}: {problem.what}: {problem.why}", err=True)
    if len(problems) > MOST_LINES:
        click.echo(f"  {problems[0].source}: and {len(problems) - MOST_LINES:,} more (--json has all)", err=True)


def _renewal(run: Sync) -> None:
    renewal = run.renewal
    if renewal is None:
        return
    for fault in renewal.faults:
        click.echo(f"  catalogue: {fault}", err=True)
    if renewal.newer:
        click.echo(f"Now using {', '.join(renewal.newer)}: {renewal.path}", err=True)
    elif renewal.faults:
        click.echo(f"Answers still rest on the catalogue of {renewal.data_day}.", err=True)
    else:
        click.echo(f"Nothing newer in the registry. The data is of {renewal.data_day}.", err=True)
