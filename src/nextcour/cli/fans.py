"""`nextcour fans`: how often shows came back, by how popular they were and what they were made from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from nextcour.cli.days import today
from nextcour.cli.errors import Stop
from nextcour.cli.extras import need_forecast
from nextcour.cli.output import print_json
from nextcour.cli.params import Day

if TYPE_CHECKING:
    from nextcour.evaluation.fans import FanTable, Share


@click.command()
@click.option("--as-of", type=Day(), help="Count only what was known on that day. Default: today.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with intervals.")
def fans(as_of: dt.date | None, as_json: bool) -> None:
    """How often shows came back, by how popular they were.

    Of series that had ended at most two years before and had nothing announced: how many had a next season announced
    within 24 and 48 months, by their place in their season's demand. Where announcements are not known for long enough
    after demand was counted, how many had a next season out. Counted from the data, without a model. Needs the
    [forecast] extra.
    """
    need_forecast()
    from nextcour.backtesting import fan_table_of  # noqa: PLC0415 - needs numpy
    from nextcour.cli.forecast import open_workbench  # noqa: PLC0415

    bench = open_workbench(None)
    try:
        found = fan_table_of(bench, as_of or today())
    except ValueError as error:
        raise Stop(f"There is nothing to count: {error}. Ask for a later day.") from error
    if as_json:
        print_json(found)
    else:
        _show(found)


def _show(found: FanTable) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from nextcour.evaluation.fans import BANDS, Kind  # noqa: PLC0415

    console = Console(highlight=False, markup=False)
    first, second = found.horizons
    what = "announced" if found.event == "announced" else "out"
    console.print(f"Next season {what} within {first} | {second} months, per cent; in brackets the number of rows")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("percentile of demand in its season")
    for _, _, words in BANDS:
        table.add_column(words, justify="right")
    for kind in Kind:
        table.add_row(kind.value, *(_cell(found.cell(kind, words).within) for _, _, words in BANDS))
    console.print(table)
    if not found.n:
        console.print("No horizon of these landmarks was over by then.")
    else:
        console.print(
            f"{found.n:,} rows of {found.lines:,} series at {len(found.landmarks)} landmarks from {found.landmarks[0]} "
            f"to {found.landmarks[-1]}, known to {found.as_of}; one series stands in several. {found.sources} "
            "Intervals: --json."
        )


def _cell(within: tuple[Share, ...]) -> str:
    shares = [share.seen for share in within]
    if shares[0] is None:
        return f"({within[0].n})"
    return f"{' | '.join('–' if share is None else f'{100 * share:.0f}' for share in shares)} ({within[0].n})"
