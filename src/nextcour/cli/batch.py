"""`nextcour ask --batch FILE.csv --out FILE`: many questions at once. Columns are described in docs/batch.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import click

from nextcour.answers.answer import Answer, Outcome
from nextcour.bootstrap import Engine, open_engine
from nextcour.catalog.titles.asked import QueryUnusable as QueryError
from nextcour.cli.errors import Stop
from nextcour.cli.progress import steps, track
from nextcour.cli.table_in import read_csv
from nextcour.cli.table_out import Value, write_table, writer_for

ANNOUNCED = ("6", "12", "24", "48")
PREMIERE = ("12", "24", "48")
ENDINGS = (".csv", ".json", ".parquet")
# Column -> what it holds. The order is the order of the file; docs/batch.md is generated from it.
COLUMNS: Mapping[str, str] = {
    "row": "line of the input, 1 for the first question",
    "query": "the question as it stood in the input",
    "outcome": "ANSWERED, AMBIGUOUS, NOT_FOUND or INVALID (the question cannot be read)",
    "message": "the answer in a sentence, or what is wrong",
    "candidates": "AMBIGUOUS and NOT_FOUND: titles it may mean, separated by ` | `",
    "franchise_id": "our id of the franchise",
    "line_id": "our id of the main line",
    "title": "preferred title",
    "mal_id": "MyAnimeList id of the first installment",
    "anilist_id": "AniList id of the first installment",
    "installment_asked": "number typed; empty: none was",
    "installment": "our number of the installment that the answer is about",
    "installment_exists": "whether it was known on that day",
    "installment_entry": "catalogue id of that installment's first entry",
    "installment_premiere": "its first day on air, as far as it was known (may be a month or a year)",
    "installment_finale": "its last day on air",
    "renewal_status": "ANNOUNCED, ON_AIR, SPLIT_COUR, NOT_ANNOUNCED, CONCLUDED or UNKNOWN",
    **{
        f"announced_{m}m": f"chance that a successor is announced within {m} months of `origin` (0 to 1)"
        for m in ANNOUNCED
    },
    **{f"announced_{m}m_{b}": f"{b} end of its 90 % interval" for m in ANNOUNCED for b in ("low", "high")},
    **{f"premiere_{m}m": f"chance that it is out within {m} months of `origin` (0 to 1)" for m in PREMIERE},
    **{f"premiere_{m}m_{b}": f"{b} end of its 90 % interval" for m in PREMIERE for b in ("low", "high")},
    "window_p10": "if it returns: one in ten premieres before this day",
    "window_p50": "… half before this day",
    "window_p90": "… nine in ten before this day",
    "origin": "day that chances count from",
    "forecast_made_on": "day of the kept forecast that the chances follow from; empty: computed for `origin`",
    "model": "model and version",
    "as_of": "day that knowledge was cut at",
    "data_day": "last day that a source looked",
}


def run_batch(source: Path, target: Path, day: dt.date, strict: bool) -> None:
    """Answer every row of `source` into `target`, which appears whole or not at all. Raises Stop."""
    writer = writer_for(target, "--out", ENDINGS)
    questions = read_questions(source)
    if target.exists() and target.samefile(source):
        raise Stop(f"{target} is the input itself. Nothing was changed; choose another --out.", 2)
    engine = open_engine(steps)
    rows = [_row(engine, number, q, day, strict) for number, q in enumerate(track(questions, "Answering"), start=1)]
    write_table(target, writer, rows, {column: _kind(column) for column in COLUMNS}, "--out")
    counts = {outcome: sum(row["outcome"] == outcome.value for row in rows) for outcome in Outcome}
    summary = ", ".join(f"{n} {outcome.value.lower().replace('_', ' ')}" for outcome, n in counts.items() if n)
    click.echo(f"{len(rows)} rows written to {target}: {summary or 'none'}.", err=True)


def read_questions(source: Path) -> list[str]:
    """The `query` column (or the only column) of a UTF-8 CSV file. Raises Stop with the reason when there is none."""
    header, rows = read_csv(source, "a column `query`")
    if "query" not in header:
        raise Stop(f"{source} has no column `query`; it has: {', '.join(header)[:200]}.", 2)
    at = header.index("query")
    return [row[at] if at < len(row) else "" for row in rows]


def _row(engine: Engine, number: int, query: str, day: dt.date, strict: bool) -> dict[str, Value]:
    row: dict[str, Value] = dict.fromkeys(COLUMNS)
    row.update(row=number, query=query, as_of=day.isoformat(), data_day=engine.data_day.isoformat())
    try:
        answer = engine.ask(query, day, strict=strict)
    except QueryError as error:
        row.update(outcome=Outcome.INVALID.value, message=str(error))
        return row
    row.update(flatten(answer))
    return row


def flatten(answer: Answer) -> dict[str, Value]:
    """The columns that come from an answer."""
    row: dict[str, Value] = {"outcome": answer.outcome.value, "message": answer.headline}
    row["candidates"] = " | ".join(c.title for c in answer.candidates) or None
    show, installment, forecast = answer.franchise, answer.installment, answer.forecast
    if show is not None:
        mal, anilist = show.ids.get("mal"), show.ids.get("anilist")
        row.update(franchise_id=show.id, line_id=show.line, title=show.title, mal_id=mal, anilist_id=anilist)
        row["renewal_status"] = answer.renewal_status.value
    if installment is not None:
        row.update(
            installment_asked=installment.asked,
            installment=installment.number,
            installment_exists=installment.exists,
            installment_entry=installment.entry,
            installment_premiere=installment.premiere,
            installment_finale=installment.finale,
        )
    if forecast is not None:
        for name, chances in (("announced", forecast.announced), ("premiere", forecast.premiere)):
            for months, chance in chances.items():
                key = f"{name}_{months}m"
                row.update({key: chance.p, f"{key}_low": chance.low, f"{key}_high": chance.high})
        if forecast.window is not None:
            for name in ("p10", "p50", "p90"):
                row[f"window_{name}"] = getattr(forecast.window, name).isoformat()
        made_on = forecast.made_on.isoformat() if forecast.made_on is not None else None
        row.update(origin=forecast.origin.isoformat(), forecast_made_on=made_on, model=forecast.model)
    return row


def _kind(column: str) -> type:
    if column in ("row", "mal_id", "anilist_id", "installment_asked", "installment"):
        return int
    if column == "installment_exists":
        return bool
    return float if column.startswith(("announced_", "premiere_")) else str
