"""`nextcour db`: looking after the fact store."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from nextcour.cli.errors import Stop
from nextcour.cli.facts_at_hand import database
from nextcour.cli.output import print_json

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def db() -> None:
    """The fact store: back up, restore, check, upgrade.

    It is one SQLite file in your data folder, or the PostgreSQL database that NEXTCOUR_DATABASE_URL names
    (postgresql://user:password@host:5432/name).
    """


@db.command()
@FILE
@click.option("--force", is_flag=True, help="Replace FILE when there is one.")
def backup(file: Path, force: bool) -> None:
    """Write everything to FILE, while others may go on using the store.

    SQLite is copied as it is, with FILE.sha256 beside it; PostgreSQL becomes compressed lines of JSON with their
    checksum inside. Either can be restored into either.
    """
    engine = database()
    from nextcour.store.facts import backup as backups  # noqa: PLC0415

    backups.backup(engine, file, force=force)
    click.echo(f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB).", err=True)


@db.command()
@FILE
@click.option("--force", is_flag=True, help="Replace the facts that the store holds.")
def restore(file: Path, force: bool) -> None:
    """Make the store what it was when FILE was written.

    The checksum is verified first. A store that holds facts is left alone unless --force is given.
    """
    engine = database()
    from nextcour.store.facts import backup as backups  # noqa: PLC0415
    from nextcour.store.facts.engine import place  # noqa: PLC0415

    try:
        backups.restore(engine, file, force=force)
    except FileNotFoundError as error:
        raise Stop(f"There is no {file}. Nothing was changed.") from error
    click.echo(f"Restored {file} into {place(engine.url)}.", err=True)


@db.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(as_json: bool) -> None:
    """Read the whole store and say what is wrong with it. Exits with 1 when something is."""
    engine = database()
    from nextcour.store.facts.check import check as examine  # noqa: PLC0415

    report = examine(engine)
    if as_json:
        print_json(report)
    else:
        click.echo(f"{report.place} (version {report.version})")
        for name, count in report.rows.items():
            click.echo(f"  {name:12} {count:>12,}")
        if report.first_day:
            click.echo(f"  observed from {report.first_day} to {report.last_day}")
        for source in report.unfinished:
            click.echo(f"  {source}: the last run is not finished; the next one goes on with it")
        for problem in report.problems:
            click.echo(f"  PROBLEM: {problem}")
        if not report.problems:
            click.echo("  nothing wrong")
    if report.problems:
        sys.exit(1)


@db.command()
def upgrade() -> None:
    """Bring a store that an older nextcour made up to date. A SQLite file is backed up beside itself first."""
    engine = database()
    from nextcour.store.facts import backup as backups  # noqa: PLC0415
    from nextcour.store.facts import upgrade as upgrades  # noqa: PLC0415
    from nextcour.store.facts.engine import place, reading  # noqa: PLC0415

    with reading(engine) as connection:
        found = upgrades.version(connection)
    if found == upgrades.HEAD:
        click.echo(f"{place(engine.url)} is up to date (version {found}).", err=True)
        return
    if found is not None and not upgrades.is_older(found):
        upgrades.ensure(engine)  # says that it is of a newer nextcour
    if found is not None and engine.dialect.name == "sqlite":
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        kept = Path(f"{engine.url.database}.{found}-{stamp}")
        backups.backup(engine, kept)
        click.echo(f"Backed up to {kept}.", err=True)
    upgrades.upgrade(engine)
    click.echo(f"{place(engine.url)} is now of version {upgrades.HEAD} (was {found or 'empty'}).", err=True)
