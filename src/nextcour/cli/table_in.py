"""Reading a person's CSV file, with the reason in words when it cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from nextcour.cli.errors import USAGE, Stop

MAX_BYTES = 64 * 1024 * 1024
# What spreadsheets write, by the language they are set to.
DELIMITERS = (",", ";", "\t")


def read_csv(source: Path, needs: str) -> tuple[list[str], list[list[str]]]:
    """(header in lower case, rows) of a UTF-8 CSV file, with or without a byte-order mark.

    `needs` says what the header must hold, for the message when the file is empty. Raises Stop.
    """
    return _cells(source, _text(source), ",", needs)


def read_any_csv(source: Path, names: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """As `read_csv`, with commas, semicolons or tabs between the cells: the first that give a column of `names`.
    Raises Stop when none does."""
    wanted = ", ".join(f"`{name}`" for name in names)
    text = _text(source)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    for delimiter in DELIMITERS:
        if set(_header(first.rstrip("\r").split(delimiter))) & set(names):
            return _cells(source, text, delimiter, f"one of the columns {wanted}")
    header, _ = _cells(source, text, ",", f"one of the columns {wanted}")
    raise Stop(f"{source} has none of the columns {wanted}; it has: {', '.join(header)[:200]}.", USAGE)


def _text(source: Path) -> str:
    try:
        if source.stat().st_size > MAX_BYTES:
            raise Stop(f"{source} is larger than {MAX_BYTES:,} bytes. Split it and run again.", USAGE)
        data = source.read_bytes()
    except OSError as error:
        raise Stop(f"{source} cannot be read ({error.strerror}).", USAGE) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Stop(f"{source} is not UTF-8 (byte {error.start}). Save it as UTF-8 and run again.", USAGE) from error


def _cells(source: Path, text: str, delimiter: str, needs: str) -> tuple[list[str], list[list[str]]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Stop(f"{source} is no CSV file ({error}).", USAGE) from error
    if not rows:
        raise Stop(f"{source} is empty: it needs a header with {needs}.", USAGE)
    return _header(rows[0]), rows[1:]


def _header(cells: Sequence[str]) -> list[str]:
    return [cell.strip().strip('"').strip().lower() for cell in cells]
