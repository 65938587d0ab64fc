"""`nextcour ask`: one answer for a person or a script, or many for an analyst."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from nextcour.answers.answer import Answer, Outcome
from nextcour.bootstrap import Engine, open_engine
from nextcour.catalog.titles.asked import QueryUnusable as QueryError
from nextcour.cli.days import Day, today
from nextcour.cli.errors import AMBIGUOUS, NOT_FOUND, Stop
from nextcour.cli.progress import steps

EXIT = {Outcome.ANSWERED: 0, Outcome.NOT_FOUND: NOT_FOUND, Outcome.AMBIGUOUS: AMBIGUOUS}

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
    answer = ask_one(open_engine(steps), " ".join(query), day, strict)
    show(answer, short=short, as_json=as_json)
    sys.exit(EXIT[answer.outcome])


def ask_one(engine: Engine, query: str, day: dt.date, strict: bool) -> Answer:
    """Raises Stop (exit code 2) when the question cannot be read."""
    try:
        return engine.ask(query, day, strict=strict)
    except QueryError as error:
        raise Stop(str(error), 2) from error


def show(answer: Answer, *, short: bool, as_json: bool) -> None:
    if as_json:
        from nextcour.cli.output import print_json  # noqa: PLC0415

        print_json(answer)
    elif short:
        click.echo(answer_line(answer))
    else:
        from nextcour.cli.render import print_answer  # noqa: PLC0415 - rich is only paid for by the full page

        print_answer(answer)


def answer_line(answer: Answer) -> str:
    """The answer in one line."""
    from nextcour.answers.words import percent  # noqa: PLC0415

    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        names = " | ".join(c.title + (f" ({c.year})" if c.year else "") for c in answer.candidates)
        return f"{answer.headline} {names}".rstrip()
    parts = [f"{answer.franchise.title}: {answer.headline}"]
    forecast = answer.forecast
    if forecast is not None and "24" in forecast.announced:
        parts.append(
            f"Chance it is announced within 24 months of {forecast.origin}: {percent(forecast.announced['24'].p)}."
        )
    elif forecast is not None and forecast.window is not None:
        parts.append(f"Most likely out {forecast.window.p10} to {forecast.window.p90}.")
    if answer.stale:
        parts.append(f"Data {answer.data_age_days} days old.")
    return " ".join(parts)
