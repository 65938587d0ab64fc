"""Writing tables as CSV, JSON or Parquet: whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from nextcour.cli.errors import Stop
from nextcour.store import atomic

Value = str | int | float | bool | dt.date | None
Row = Mapping[str, Value]
# Column -> type of its values.
Kinds = Mapping[str, type]
Writer = Callable[[Path, Sequence[Row], Kinds], object]


def writer_for(target: Path, option: str, endings: Sequence[str]) -> Writer:
    """What writes a file of that ending. Raises click.UsageError for another ending, Stop when a library is missing:
    before any work is done."""
    ending = target.suffix.lower()
    if ending not in endings:
        names = f"{', '.join(endings[:-1])} or {endings[-1]}"
        raise click.UsageError(f"{option} must end in {names}, not {target.suffix or 'nothing'!r}.")
    if ending == ".parquet":
        _polars(" or ".join(other for other in endings if other != ending))
    return {".csv": _write_csv, ".json": _write_json, ".parquet": _write_parquet}[ending]


def write_table(target: Path, writer: Writer, rows: Sequence[Row], kinds: Kinds, option: str) -> None:
    """The file appears whole or not at all. Raises Stop."""
    try:
        atomic.replace_with(target, lambda part: writer(part, rows, kinds))
    except OSError as error:
        raise Stop(
            f"{target} cannot be written ({error.strerror}). Nothing was kept; choose another {option}."
        ) from error


def _write_csv(path: Path, rows: Sequence[Row], kinds: Kinds) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(kinds))
        writer.writeheader()
        writer.writerows(rows)


def _write_json(path: Path, rows: Sequence[Row], _kinds: Kinds) -> None:
    path.write_text(json.dumps(list(rows), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def _polars(instead: str) -> object:
    try:
        import polars  # noqa: PLC0415 - in the [forecast] extra only
    except ImportError:
        command = f"{sys.executable} -m pip install 'nextcour[forecast]'"
        raise Stop(f"Parquet needs polars, which is not installed. Run `{command}`, or write {instead}.") from None
    return polars


def _write_parquet(path: Path, rows: Sequence[Row], kinds: Kinds) -> None:
    import polars  # noqa: PLC0415 - checked by writer_for() before any work

    types: dict[type, type[polars.DataType]] = {
        **{str: polars.String, int: polars.Int64, float: polars.Float64, bool: polars.Boolean, dt.date: polars.Date}
    }
    schema = {column: types[kind] for column, kind in kinds.items()}
    polars.DataFrame(list(rows), schema=schema, orient="row").write_parquet(path)
