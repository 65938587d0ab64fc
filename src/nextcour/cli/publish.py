"""`nextcour publish`: the whole site as files."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.extras import need_web
from nextcour.cli.progress import steps

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-_\[\]:]+(/[A-Za-z0-9._~\-/]*)?")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where readers will find it.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(["en", "ja", "zh"]), help="All three unless given."
)
@click.option(
    "--quarters", default=1, show_default=True, type=click.IntRange(0, 60), help="Past quarters that each title shows."
)
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Processes; as many as cores unless given.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def publish(
    folder: Path, address: str, languages: tuple[str, ...], quarters: int, workers: int | None, as_json: bool
) -> None:
    """The whole site as static files in FOLDER, for any host or CDN.

    \b
    nextcour publish public --address https://nextcour.example
    nextcour publish docs/site --address https://me.example/nextcour --language en

    The same data give the same bytes. Run again, it writes only what changed and removes what is gone; cut off, it goes
    on where it was. Files that it did not write are never touched. The free choice of a day becomes a few past
    quarters; search runs in the reader's browser, with plain lists for those without scripts.
    """
    need_web()
    place, root = _split(address)
    from nextcour.publishing import publish as publishing  # noqa: PLC0415 - needs the extra
    from nextcour.site.languages import LANGUAGES  # noqa: PLC0415
    from nextcour.site.site import open_site  # noqa: PLC0415
    from nextcour.web.renderer import Form  # noqa: PLC0415

    form = Form(root, True, quarters, tuple(one for one in LANGUAGES if not languages or one in languages))
    began = time.monotonic()
    try:
        site = open_site(place, steps, today)
        site = open_site(place, steps, _on(site.known_to))
        with _bar() as told:
            report = publishing.whole(site, folder, form, workers or os.cpu_count() or 1, told)
    except (OSError, sqlite3.Error) as error:
        raise Stop(f"{error}. What was written so far is kept; run the command again to go on.") from None
    seconds = time.monotonic() - began
    if as_json:
        click.echo(publishing.to_json(report, seconds))
    else:
        made = report.files
        click.echo(
            f"{folder}: {report.pages:,} pages and {sum(made.values()) + report.reused - report.pages:,} other files, "
            f"{report.bytes / 1e6:,.0f} MB, in {seconds:,.0f} s ({made['new']:,} new, {made['changed']:,} changed, "
            f"{made['same'] + report.reused:,} as they were, {report.removed:,} removed; data to {site.known_to})."
        )
    if report.broken:
        for line in list(publishing.broken_words(report.broken))[:20]:
            click.echo(f"leads nowhere: {line}", err=True)
        raise SystemExit(1)


def _on(day: dt.date) -> Callable[[], dt.date]:
    """A site of files is of the data's last day, so that the same data give the same bytes on any day."""
    return lambda: day


def _split(address: str) -> tuple[str, str]:
    """`https://me.example` and `/nextcour`. Raises Stop."""
    if len(address) > 300 or not _ADDRESS.fullmatch(address):
        raise Stop(
            f"{address[:100]!r} is no address like https://nextcour.example or https://me.example/nextcour.", USAGE
        )
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")


@contextmanager
def _bar() -> Iterator[Callable[[int, int], object]]:
    """Shows how many files are made, of those known of so far."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("Publishing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Publishing", total=None)
        yield lambda done, known: progress.update(task, completed=done, total=known)
