"""What `nextcour forecast` tells of a run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from nextcour.answers.words import day_words, percent
from nextcour.catalog.text import printable
from nextcour.forecast.columns import Value
from nextcour.forecast.listing import ANNOUNCED, LONG_RUNNING, WAITING, Listing
from nextcour.forecast.reasons import AT, MONTHS
from nextcour.scoring import Scored

TOP = 10
_UNMATCHED_SHOWN = 20


class High(msgspec.Struct, frozen=True):
    """One of the highest chances of an announcement within 24 months."""

    line: str
    title: str
    number: int
    latest_premiere: dt.date
    announced_24m: float


class Summary(msgspec.Struct, frozen=True):
    """`forecast --json`. `new`: the run was kept now, else it was there already; `differs` counts lines of which the
    kept run says something else than what was computed now (null: it was read, nothing was computed). `rows`: of a
    list, with the columns of docs/forecast.md."""

    day: dt.date
    model: str
    configuration: str
    inputs: str
    trained_to: dt.date
    labels_to: dt.date
    demand_day: dt.date | None
    waiting: int
    announced: int
    long_running: int
    base: float
    top: tuple[High, ...]
    kept_in: str
    new: bool
    differs: int | None
    exported_to: str | None
    rows: Sequence[Mapping[str, Value]] | None


def summary(
    scored: Scored,
    table: Listing,
    store: Path,
    export: Path | None,
    rows: Sequence[Mapping[str, Value]] | None,
) -> Summary:
    run = scored.run
    states = Counter(table.state(line) for line in table.lines)
    chosen = {str(row["line_id"]) for row in rows if row["line_id"]} if rows is not None else scored.curves.keys()
    curves = ((line, scored.curves[line]) for line in chosen if line in scored.curves)
    top = sorted(curves, key=lambda pair: (-pair[1].announced[AT], pair[0]))[:TOP]
    return Summary(
        day=run.day,
        model=run.model,
        configuration=run.configuration,
        inputs=run.inputs,
        trained_to=run.trained_to,
        labels_to=run.labels_to,
        demand_day=run.demand_day,
        waiting=states[WAITING],
        announced=states[ANNOUNCED],
        long_running=states[LONG_RUNNING],
        base=run.base,
        top=tuple(
            High(line, table.title(line), curve.number, dt.date.fromordinal(curve.premiere), curve.announced[AT])
            for line, curve in top
        ),
        kept_in=str(store),
        new=scored.new,
        differs=scored.differs,
        exported_to=str(export) if export is not None else None,
        rows=rows,
    )


def print_summary(found: Summary, asked: dt.date | None) -> None:
    """For a person, on standard output."""
    if asked is not None and asked > found.day:
        click.echo(f"The data end on {day_words(found.day)}: forecasts count from then.")
    click.echo(
        f"{day_words(found.day)}: {found.waiting:,} lines scored that had nothing announced, {found.announced:,} "
        f"announced, {found.long_running:,} on air without an end."
    )
    demand = f"demand of {day_words(found.demand_day)}" if found.demand_day else "no demand counted within a year"
    click.echo(
        f"Model {found.model} knows of premieres to {day_words(found.trained_to)}, announcements to "
        f"{day_words(found.labels_to)}; {demand}."
    )
    click.echo(f"\nA next season announced within {MONTHS} months: {percent(found.base)} on average; the highest are")
    for one in found.top:
        seasons = f"{one.number} season{'s' if one.number != 1 else ''}"
        click.echo(
            f"  {percent(one.announced_24m):>7}  {one.title}  ({seasons}, latest {day_words(one.latest_premiere)})"
        )
    _print_list(found)
    click.echo()
    if found.exported_to is not None:
        click.echo(f"Written to {found.exported_to} (columns: docs/forecast.md).")
    if found.new:
        click.echo(f"Kept in {found.kept_in}; `nextcour ask` uses it.")
    elif not found.differs:
        again = "the same was computed again" if found.differs == 0 else "nothing had to be computed"
        click.echo(f"Kept already in {found.kept_in}: {again}.")
    else:
        click.echo(
            f"Kept already in {found.kept_in}, and it stays and is shown: computed again, {found.differs:,} lines come "
            "out otherwise (another version of the code or its libraries)."
        )


def _print_list(found: Summary) -> None:
    if found.rows is None:
        return
    missed = [row for row in found.rows if not row["matched"]]
    click.echo(f"\nOf {len(found.rows):,} rows of the list {len(found.rows) - len(missed):,} were matched.")
    for row in missed[:_UNMATCHED_SHOWN]:
        click.echo(f"  row {row['row']}: {printable(str(row['asked'] or '(empty)'))}: {row['reason']}")
    if len(missed) > _UNMATCHED_SHOWN:
        click.echo(f"  … and {len(missed) - _UNMATCHED_SHOWN:,} more")
