"""`nextcour backtest`: past forecasts made again, each as of its own day, and scored."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nextcour.cli.days import today
from nextcour.cli.errors import Stop
from nextcour.cli.extras import need_forecast
from nextcour.cli.output import to_json
from nextcour.cli.progress import steps

if TYPE_CHECKING:
    from nextcour.backtesting import Found
    from nextcour.evaluation.peers.peer import Peer
    from nextcour.evaluation.results import Summary
    from nextcour.forecast.configuration import Configuration
    from nextcour.workbench import Workbench

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
YEAR = click.IntRange(2010, 2100)
LOG = "backtest_log.jsonl"
_HEADLINES = (("announced", 24), ("premiere", 24))


@click.command()
@click.option("--from", "first", type=YEAR, default=2016, show_default=True, help="Year of the first landmark.")
@click.option("--to", "last", type=YEAR, help="Year of the last landmark. Default: as far as the data go.")
@click.option(
    "--every",
    type=click.Choice(["3", "6", "12"]),
    default="3",
    show_default=True,
    help="Months from one landmark to the next.",
)
@click.option("--peers/--no-peers", default=False, show_default=True, help="Also other methods; takes an hour or more.")
@click.option(
    "--folder", type=FOLDER, help="Where results are kept. Default: in the cache folder, by model and inputs."
)
@click.option("--report", "report_to", type=FILE, help="Write a page with all figures and pictures (HTML).")
@click.option("--json", "json_to", type=FILE, help="Write all figures as JSON.")
def backtest(
    first: int,
    last: int | None,
    every: str,
    peers: bool,
    folder: Path | None,
    report_to: Path | None,
    json_to: Path | None,
) -> None:
    """Make past forecasts again, each as of its own day, and score them.

    At every landmark the model is fitted on what was known on that day. About half a minute a landmark. What is done
    stays: interrupted, the same command goes on where it stopped. Each run adds a line to backtest_log.jsonl in your
    data folder. Needs the [forecast] extra, --peers [backtest], --report [charts].
    """
    need_forecast()
    if last is not None and last < first:
        raise click.UsageError(f"--to {last} lies before --from {first}.")
    if peers:
        _need(("lifelines", "pandas", "sksurv", "xgboost"), "backtest", "Peers")
    if report_to is not None:
        _need(("altair", "vl_convert"), "charts", "The report")
    from nextcour import backtesting  # noqa: PLC0415 - needs numpy
    from nextcour.cli.forecast import open_workbench  # noqa: PLC0415
    from nextcour.store import configuration_file, paths  # noqa: PLC0415
    from nextcour.store.backtests import Backtest  # noqa: PLC0415

    configuration = configuration_file.read(paths.configuration())
    bench = open_workbench(None)
    days = backtesting.origins(first, last, int(every), bench.data_day)
    if not days:
        raise Stop(f"There is no landmark from {first} on: the data end on {bench.data_day}. Nothing was changed.", 2)
    kept = Backtest(folder or backtesting.default_folder(configuration, bench.inputs))
    try:
        backtesting.run(bench, configuration, kept, days, _peers() if peers else (), steps)
    except KeyboardInterrupt:
        done = sum(day in kept.days() for day in days)
        raise Stop(
            f"interrupted. {done} of {len(days)} landmarks are kept in {kept.folder}; the same command goes on from "
            "there.",
            130,
        ) from None
    found = backtesting.sum_up(bench, kept, days, steps)
    if json_to is not None:
        _write(json_to, to_json(_as_json(configuration, bench, found)) + "\n")
    if report_to is not None:
        _report(report_to, configuration, bench, found)
    _log(configuration, bench, found, every)
    _show(found.summary)
    click.echo(f"Kept in {kept.folder}", err=True)


def _peers() -> tuple[Peer, ...]:
    from nextcour.evaluation.peers.roster import PEERS  # noqa: PLC0415

    return PEERS


def _need(modules: tuple[str, ...], extra: str, what: str) -> None:
    """Raises Stop when one of `modules` cannot be imported."""
    for module in modules:
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise Stop(
                f"{what} need{'s' if what.startswith('The') else ''} {error.name or module}, which is not installed. "
                f"Run `{sys.executable} -m pip install 'nextcour[{extra}]'`. Nothing was changed."
            ) from None


def _as_json(configuration: Configuration, bench: Workbench, found: Found) -> dict[str, object]:
    return {
        "model": configuration.name,
        "configuration": configuration.digest(),
        "inputs": bench.inputs,
        "labels_to": bench.labels_to,
        "summary": found.summary,
        "fans": found.fans,
        "top_lists": found.tops,
    }


def _report(path: Path, configuration: Configuration, bench: Workbench, found: Found) -> None:
    from nextcour.backtesting import about  # noqa: PLC0415
    from nextcour.charts.report import report  # noqa: PLC0415

    with steps(1, "Report") as step:
        step("pictures")
        _write(path, report(found.summary, found.fans, found.tops, about(bench, configuration)))
    click.echo(f"Report: {path}", err=True)


def _write(path: Path, text: str) -> None:
    """Raises Stop."""
    from nextcour.store import atomic  # noqa: PLC0415

    try:
        atomic.write_bytes(path, text.encode())
    except OSError as error:
        raise Stop(
            f"{path} cannot be written ({error.strerror}). The back-test is kept; choose another file."
        ) from error


def _log(configuration: Configuration, bench: Workbench, found: Found, every: str) -> None:
    """One line for this run, so that no look at the scores goes unrecorded. Raises Stop."""
    from nextcour.store import paths  # noqa: PLC0415

    summary = found.summary
    headline = {}
    for event, months in _HEADLINES:
        for subset in ("all", "since_2022", "fresh_demand"):
            cell = next(
                (c for c in summary.cells if (c.event, c.horizon_months, c.subset.value) == (event, months, subset)),
                None,
            )
            ours = cell.score(summary.ours) if cell else None
            skill = ours.log_loss_skill if ours else None
            headline[f"{event}_{months}_{subset}"] = round(skill.value, 4) if skill else None
    line = {
        "day": today().isoformat(),
        "configuration": configuration.digest(),
        "inputs": bench.inputs,
        "from": summary.landmarks[0].isoformat(),
        "to": summary.landmarks[-1].isoformat(),
        "every_months": int(every),
        "landmarks": len(summary.landmarks),
        "contestants": list(summary.contestants),
        "log_loss_skill": headline,
    }
    path = paths.data_dir() / LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        raise Stop(f"The run could not be noted in {path} ({error.strerror}). The back-test itself is kept.") from error


def _show(summary: Summary) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    landmarks = len(summary.landmarks)
    table = Table(
        box=None,
        title=f"{landmarks} landmark{'s' if landmarks > 1 else ''}, skill over {summary.baseline}",
        title_justify="left",
    )
    for column in ("within", "of", "rows", "events*", "skill [90 %]", "AUC", "slope"):
        table.add_column(column, justify="left" if column in ("within", "of") else "right")
    for cell in summary.cells:
        ours = cell.score(summary.ours)
        if ours is None:
            continue
        skill = ours.log_loss_skill
        table.add_row(
            f"{cell.event} {cell.horizon_months} m",
            cell.subset.value,
            f"{cell.n:,}",
            str(cell.franchises),
            f"{skill.value:+.3f} [{skill.low:+.3f}, {skill.high:+.3f}]" if skill else "too few events",
            f"{ours.auc:.3f}" if ours.auc is not None else "–",
            f"{ours.slope:.2f}" if ours.slope is not None else "–",
        )
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print("* franchises with an event")
