"""`nextcour sync`: bring what sources show into the fact store, and newer packages into the catalogue."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.extras import need_sync
from nextcour.cli.facts_at_hand import fact_store
from nextcour.cli.progress import steps
from nextcour.errors import Expected

if TYPE_CHECKING:
    from nextcour.sources.file_mapping import FileMapping


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--title", "titles", multiple=True, metavar="QUERY", help="Ask for this show: a title, or mal:NUMBER.")
@click.option("--all", "everything", is_flag=True, help="Ask every source, due or not.")
@click.option("--file", "where", metavar="PATH", help="Read this table of your own (a path or https address) instead.")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="With --file: what its columns are.")
@click.option("--preset", help="With --file: a mapping that ships, such as mal-ranking.")
@click.option("--id", "ids", multiple=True, metavar="PROVIDER=COLUMN", help="With --file: a column of ids.")
@click.option("--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="With --file: a column of values.")
@click.option("--day", default="", metavar="DAY", help="With --file: the day that the numbers are of.")
@click.option("--day-column", default="", metavar="COLUMN", help="With --file: the column that holds the day.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def sync(
    sources: tuple[str, ...],
    titles: tuple[str, ...],
    everything: bool,
    where: str | None,
    mapping: Path | None,
    preset: str | None,
    ids: tuple[str, ...],
    maps: tuple[str, ...],
    day: str,
    day_column: str,
    as_json: bool,
) -> None:
    """Look for newer data, and use it when there is any.

    Asks the sources named, else those that are due (`nextcour schedule --list`), and keeps what they show as facts.
    Some are asked only for shows that you name with --title; without it for those that you list in followed.jsonl or
    asked about lately (docs/schedule.md). When the npm registry has newer packages the catalogue is built anew into
    your data folder and used from then on, unless a later nextcour ships a newer one. What is interrupted goes on with
    the next sync; nothing is stored twice.

    \b
    nextcour sync
    nextcour sync anilist jikan --title "akudama drive"
    nextcour sync --file ranking.csv --preset mal-ranking --day 2026-07-19

    Exit codes: 0 when anything could be fetched, 1 when nothing could, 3 and 4 when a title is not found or unclear.
    """
    need_sync()
    from nextcour.cli import sync_show  # noqa: PLC0415 - these need the extras
    from nextcour.syncing import everything as whole  # noqa: PLC0415
    from nextcour.syncing.breaks import Breaks  # noqa: PLC0415

    if where and (sources or titles or everything):
        raise Stop("--file is read by itself, without SOURCE, --title or --all.", USAGE)
    columns = _mapping(mapping, preset, ids, maps, day, day_column) if where else None
    view = sync_show.view()
    run = whole.Sync(fact_store(), today(), progress=steps, view=view, done=lambda _: view.end())
    try:
        with Breaks() as breaks, run.session(breaks) as session:
            if where and columns is not None:
                run.take_file(session, where, columns)
            else:
                shows = run.shows(titles)
                chosen = whole.choose(sources, titles, run.store, everything=everything, followed=bool(shows))
                if chosen:
                    run.load_bundled()
                for one in chosen:
                    run.ask(session, one, shows)
            run.finish()
            view.end()
    except KeyboardInterrupt:
        view.end()
        sync_show.show(run, as_json=as_json)
        raise Stop("interrupted. What was stored is kept; the next sync goes on from there.", 130) from None
    except Expected:
        view.end()
        if run.outcomes:
            sync_show.show(run, as_json=as_json)
        raise
    sync_show.show(run, as_json=as_json)
    if run.outcomes and not any(one.fetched for one in run.outcomes):
        sys.exit(1)


def _mapping(
    path: Path | None, preset: str | None, ids: tuple[str, ...], maps: tuple[str, ...], day: str, day_column: str
) -> FileMapping:
    """What the columns of a file are. Raises Stop, MappingWrong."""
    from nextcour.sources import file_mapping  # noqa: PLC0415

    if path is not None:
        try:
            return file_mapping.from_toml(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise Stop(f"{path} cannot be read ({error}). Nothing was changed.", USAGE) from error
    if preset is not None:
        try:
            counted = dt.date.fromisoformat(day) if day else None
        except ValueError:
            raise Stop(f"{day[:40]!r} is no day; write it like 2026-07-19.", USAGE) from None
        return file_mapping.preset(preset, day=counted, day_column=day_column)
    return file_mapping.from_options(maps, ids, day=day, day_column=day_column)
