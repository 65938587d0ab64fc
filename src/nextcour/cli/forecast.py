"""`nextcour forecast`: the chances of every show on one day, kept for good. Columns: docs/forecast.md."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.extras import need_forecast
from nextcour.cli.params import Day
from nextcour.cli.progress import steps, track
from nextcour.forecast.columns import COLUMNS, LIST_COLUMNS, Value

if TYPE_CHECKING:
    from nextcour.cli.wanted import Wanted
    from nextcour.forecast.listing import Listing
    from nextcour.workbench import Workbench

ENDINGS = (".csv", ".parquet")
FILE = click.Path(path_type=Path, dir_okay=False)
Row = dict[str, Value]


@click.command()
@click.option(
    "--as-of", type=Day(), help="Forecast from what could be known on this day. Default: the data's last day."
)
@click.option("--ids", type=FILE, help="A CSV file with a column mal_id, anilist_id, line or query: only these shows.")
@click.option("--export", type=FILE, help="Write a row a show here, as .parquet or .csv.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON; with --ids its rows too.")
@click.option("--refit", is_flag=True, help="Fit the model as of that day, even where one is at hand.")
@click.option("--demand", type=FILE, help="Research rows of demand (see docs/forecast.md).")
def forecast(
    as_of: dt.date | None, ids: Path | None, export: Path | None, as_json: bool, refit: bool, demand: Path | None
) -> None:
    """Score every show for one day, and keep what was said.

    \b
    nextcour forecast
    nextcour forecast --as-of 2022-01-01 --export forecasts.parquet
    nextcour forecast --ids mine.csv --export mine-forecast.csv

    The model that ships forecasts for days that it does not know the future of; for an earlier day one is fitted as it
    could have been fitted then, which takes minutes. Runs are kept in your data folder and never change; `ask` uses
    them. Needs the [forecast] extra.
    """
    need_forecast()
    from nextcour.cli.forecast_show import print_summary, summary  # noqa: PLC0415 - needs numpy
    from nextcour.cli.output import print_json  # noqa: PLC0415
    from nextcour.cli.table_out import write_table, writer_for  # noqa: PLC0415
    from nextcour.cli.wanted import read_list  # noqa: PLC0415
    from nextcour.scoring import forecast as score  # noqa: PLC0415
    from nextcour.scoring import listing  # noqa: PLC0415
    from nextcour.store import configuration_file, model_file, paths  # noqa: PLC0415

    writer = writer_for(export, "--export", ENDINGS) if export is not None else None
    wanted = read_list(ids) if ids is not None else None
    if export is not None and ids is not None and export.exists() and export.samefile(ids):
        raise Stop(f"{export} is the list itself. Nothing was changed; choose another --export.", USAGE)
    committed = model_file.read(paths.model())
    configuration = committed.model.configuration if committed else configuration_file.read(paths.configuration())
    bench = open_workbench(demand)
    day = min(as_of or today(), bench.data_day)
    scored = score(bench, day, committed, configuration, paths.own_forecasts(), refit=refit, progress=steps)
    table = listing(bench, scored)
    rows: list[Row] | None = None
    if wanted is not None:
        rows = _listed(wanted, bench, table, day)
    elif export is not None:
        rows = [table.row(line) for line in track(table.lines, "Writing")]
    if export is not None and writer is not None:
        columns = COLUMNS if wanted is None else {**LIST_COLUMNS, **COLUMNS}
        kinds = {name: column.kind for name, column in columns.items()}
        write_table(export, writer, rows or [], kinds, "--export")
    found = summary(scored, table, paths.own_forecasts(), export, rows if wanted is not None else None)
    if as_json:
        print_json(found)
    else:
        print_summary(found, as_of)


def open_workbench(demand: Path | None) -> Workbench:
    """Everything that a model is made from, with a bar. Raises Stop and what `workbench.prepare` raises."""
    from nextcour.workbench import STEPS, demand_file, prepare  # noqa: PLC0415 - needs numpy

    if demand is not None and not demand.is_file():
        raise Stop(f"{demand} is not there. Nothing was changed.", USAGE)
    with steps(STEPS, "Preparing") as step:
        return prepare(demand or demand_file(), step, refreshed_demand())


def refreshed_demand() -> Path:
    """Where demand that was synced lies, made anew from the fact store where there is one."""
    from nextcour.store import demand_making, paths  # noqa: PLC0415

    demand_making.refresh(paths.demand())
    return paths.demand()


def _listed(wanted: list[Wanted], bench: Workbench, table: Listing, day: dt.date) -> list[Row]:
    """A row for each of the list, in its order."""
    from nextcour.bootstrap import Engine, open_engine  # noqa: PLC0415
    from nextcour.cli.wanted import find, head  # noqa: PLC0415
    from nextcour.franchise.finding import Finder, Unmatched  # noqa: PLC0415

    finder, known = Finder(bench.franchises, bench.entries), set(table.lines)

    @cache
    def engine() -> Engine:
        return open_engine(steps)

    rows: list[Row] = []
    for one in track(wanted, "Finding"):
        row: Row = dict.fromkeys((*LIST_COLUMNS, *COLUMNS))
        try:
            line = find(one, finder, engine, day)
            if line not in known:
                raise Unmatched(f"nothing of it had premiered by {day}")
        except Unmatched as error:
            row.update(head(one, str(error)))
        else:
            row.update(head(one, None))
            row.update(table.row(line))
        rows.append(row)
    return rows
