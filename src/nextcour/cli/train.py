"""`nextcour train`: fits the model anew from what is here."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nextcour.cli.errors import Stop
from nextcour.cli.extras import need_forecast
from nextcour.cli.progress import steps

if TYPE_CHECKING:
    from nextcour.evaluation.track_record import TrackRecord

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--demand", type=FILE, help="Research rows of demand (see docs/forecast.md).")
@click.option("--out", type=FILE, help="The model's file. Default: model.json.xz in your data folder.")
def train(demand: Path | None, out: Path | None) -> None:
    """Fit the model anew from what is here.

    Writes the model as data (compressed JSON, no pickle) and a model card beside it, which names what it was made from
    by hash. The model that ships stays as it is; `NEXTCOUR_MODEL=FILE nextcour forecast` uses another one. Takes
    minutes. Needs the [forecast] extra.
    """
    from nextcour.store import paths  # noqa: PLC0415

    target = out or paths.own_model()
    if target.exists() and _is_shipped(target):
        raise Stop(f"{target} ships with nextcour and is not replaced. Nothing was changed; choose another --out.", 2)
    make(demand, target, target.with_name(f"{target.name.split('.')[0]}-card.md"))


def make(demand: Path | None, target: Path, card_at: Path) -> None:
    """Fits, and writes the model and its card. Raises Stop and what fitting and writing raise."""
    need_forecast()
    from nextcour.cli.forecast import open_workbench  # noqa: PLC0415
    from nextcour.evaluation.card import card  # noqa: PLC0415 - needs numpy
    from nextcour.fitting import fit  # noqa: PLC0415
    from nextcour.store import atomic, configuration_file, model_file, paths  # noqa: PLC0415

    started = time.perf_counter()
    configuration = configuration_file.read(paths.configuration())
    bench = open_workbench(demand)
    trained = fit(bench, configuration, bench.data_day, steps)
    digest = model_file.write(trained, target)
    record = _record(configuration.digest())
    try:
        atomic.write_bytes(card_at, card(trained, digest, record).encode())
    except OSError as error:
        raise Stop(f"{target} was written, its card {card_at} cannot be ({error.strerror}).") from error
    made = trained.made
    click.echo(
        f"{configuration.name}, knowing of days to {trained.known_to} (announcements to {made.labels_to}), from "
        f"{made.rows:,} rows of {made.lines:,} lines, in {time.perf_counter() - started:.0f} s.\n"
        f"Model: {target} ({target.stat().st_size / 1e3:,.0f} kB, SHA-256 {digest})\nCard: {card_at}"
    )


def _record(configuration: str) -> TrackRecord | None:
    """The track record that ships, where it is of that configuration (a digest)."""
    from nextcour.store import track_record_file  # noqa: PLC0415

    try:
        record = track_record_file.read()
    except track_record_file.TrackRecordMissing:
        return None
    return record if record.configuration == configuration else None


def _is_shipped(target: Path) -> bool:
    from nextcour.store import paths  # noqa: PLC0415

    return target.resolve().is_relative_to(paths.SHIPPED)
