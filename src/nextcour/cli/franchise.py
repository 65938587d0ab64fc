"""`nextcour franchise`: an editor's corrections to what belongs together. They survive every rebuild."""

from __future__ import annotations

import click

from nextcour.bootstrap import Engine, build_index, open_engine
from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.output import print_json
from nextcour.cli.progress import steps
from nextcour.franchise.correction import Correction, CorrectionKind
from nextcour.store import corrections, paths

SOURCE = click.option("--source", required=True, metavar="URL", help="The page that says so (http or https).")
NOTE = click.option("--note", default="", help="A word to whoever reads it later.")
MAX_NOTE = 500
MAX_SOURCE = 2000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def franchise() -> None:
    """An editor's corrections to what belongs together. They survive every rebuild.

    Entries are named by the ids that `nextcour explain` shows, such as bgm302076.
    """


@franchise.command()
@click.argument("earlier")
@click.argument("later")
@SOURCE
@NOTE
def link(earlier: str, later: str, source: str, note: str) -> None:
    """LATER continues EARLIER."""
    _record(CorrectionKind.LINK, source, note, earlier=earlier, later=later)


@franchise.command()
@click.argument("earlier")
@click.argument("later")
@SOURCE
@NOTE
def unlink(earlier: str, later: str, source: str, note: str) -> None:
    """LATER does not continue EARLIER, whatever the evidence."""
    _record(CorrectionKind.UNLINK, source, note, earlier=earlier, later=later)


@franchise.command()
@click.argument("entry")
@click.argument("number", type=click.IntRange(1, 999))
@SOURCE
@NOTE
def renumber(entry: str, number: int, source: str, note: str) -> None:
    """ENTRY belongs to installment NUMBER."""
    _record(CorrectionKind.RENUMBER, source, note, entry=entry, number=number)


@franchise.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_all(as_json: bool) -> None:
    """Every correction in force, those that ship first."""
    found = corrections.load([paths.user_corrections()])
    if as_json:
        print_json(found)
        return
    for item in found.corrections:
        what = f"{item.entry} is installment {item.number}" if item.entry else f"{item.earlier} {item.later}"
        note = f"  {item.note}" if item.note else ""
        click.echo(f"{item.recorded}  {item.kind.value:8}  {what}  {item.source}{note}")
    for problem in found.problems:
        click.echo(f"passed over: {problem}", err=True)
    if not found.corrections and not found.problems:
        click.echo("No corrections.", err=True)


def _record(
    kind: CorrectionKind,
    source: str,
    note: str,
    *,
    earlier: str | None = None,
    later: str | None = None,
    entry: str | None = None,
    number: int | None = None,
) -> None:
    """Check, append, rebuild the index. Nothing is written when anything is wrong."""
    if len(note) > MAX_NOTE or not note.isprintable():
        raise Stop(
            f"The note must be one printable line of at most {MAX_NOTE} characters. Nothing was recorded.", USAGE
        )
    if len(source) > MAX_SOURCE or not source.isprintable():
        raise Stop("The source must be one http(s) address. Nothing was recorded.", USAGE)
    try:
        correction = Correction(kind, source, today(), earlier, later, entry, number, note)
    except ValueError as error:
        raise Stop(f"{error}. Nothing was recorded.", USAGE) from error
    engine = open_engine(steps)
    for name in correction.entries():
        _known(engine, name)
    path = paths.user_corrections()
    corrections.append(path, correction)
    rebuilt = build_index(steps)
    homes = {rebuilt.library.franchise_of(name) for name in correction.entries()}
    click.echo(f"Recorded in {path}. See: nextcour explain {min(homes)}", err=True)


def _known(engine: Engine, name: str) -> None:
    try:
        engine.library.entry(name)
    except KeyError:
        raise Stop(f"No entry {name[:60]!r}; `nextcour explain` shows the ids. Nothing was recorded.", USAGE) from None
