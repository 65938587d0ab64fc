"""`nextcour ask`: one answer for a person or a script, or many for an analyst."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from nextcour.cli.answering import ask_and_show
from nextcour.cli.days import today
from nextcour.cli.params import Day

EPILOG = "Exit codes: 0 answered, 2 bad usage, 3 not found (nearest titles listed), 4 ambiguous (candidates listed)."


@click.command(epilog=EPILOG)
@click.argument("query", nargs=-1)
@click.option("--as-of", type=Day(), help="Answer from what could be known on this day.")
@click.option("--strict", is_flag=True, help="Count only what a source had shown by that day, not what a rule infers.")
@click.option("--short", is_flag=True, help="One line.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON (see `nextcour schema`).")
@click.option("--batch", type=click.Path(path_type=Path), help="A CSV file with a column `query`, a question a row.")
@click.option("--out", type=click.Path(path_type=Path), help="With --batch: write here, as .csv, .json or .parquet.")
def ask(
    query: tuple[str, ...],
    as_of: dt.date | None,
    strict: bool,
    short: bool,
    as_json: bool,
    batch: Path | None,
    out: Path | None,
) -> None:
    """Will it come back, and when?

    Type what you would type into a search box: English, romaji, Japanese, Chinese, abbreviations, "s2", "第2期".

    Which show was asked about, and on which day, is kept in your data folder, so that a sync looks at it; never what
    you typed, and nothing with --batch. NEXTCOUR_REMEMBER=0 keeps nothing.
    """
    day = as_of or today()
    if batch is not None:
        if query or out is None or short or as_json:
            raise click.UsageError("--batch takes a file and --out, and no question, --short or --json beside them.")
        from nextcour.cli.batch import run_batch  # noqa: PLC0415 - analysts only

        run_batch(batch, out, day, strict)
        return
    if out is not None:
        raise click.UsageError("--out goes with --batch.")
    if short and as_json:
        raise click.UsageError("--short and --json exclude each other.")
    sys.exit(ask_and_show(" ".join(query), day, strict=strict, short=short, as_json=as_json))
