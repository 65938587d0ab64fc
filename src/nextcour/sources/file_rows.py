"""Rows of a CSV, JSON, NDJSON or Parquet file, gzipped or not, in bounded memory and with their place in the file."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from io import BufferedIOBase
from pathlib import Path
from typing import Any

import msgspec

from nextcour.errors import Expected

MEGABYTE = 1024 * 1024
MAX_FILE = 256 * MEGABYTE  # bytes as it lies there
MAX_PLAIN = 1024 * MEGABYTE  # bytes after gzip
MAX_RATIO = 200  # plain bytes for each packed one; tables have 3 to 30
MAX_JSON = 64 * MEGABYTE  # bytes of one JSON document, which is read whole
MAX_LINE = 256 * 1024  # bytes
MAX_ROWS = 5_000_000
_SLICE = 10_000  # rows of Parquet at a time
_MAGIC = {
    b"PK\x03\x04": "a zip or Excel file; save it as CSV",
    b"\xd0\xcf\x11\xe0": "an Excel file; save it as CSV",
    b"\xff\xfe": "UTF-16 text; save it as UTF-8",
    b"\xfe\xff": "UTF-16 text; save it as UTF-8",
    b"%PDF": "a PDF; export the table as CSV",
    b"<!DO": "a web page",
    b"<htm": "a web page",
}

Row = tuple[str, dict[str, Any] | None, str]  # place, cells by column, or what is wrong with it


class FileUnreadable(Expected):
    """The file cannot be used at all. The text says why and what to do."""


def rows(path: Path, columns: Sequence[str], *, name: str) -> Iterator[Row]:
    """Each row with its place (`line 17`, `row 3`), with at least `columns`. Raises FileUnreadable, naming `name`."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
        if size > MAX_FILE:
            raise FileUnreadable(f"{name} has more than {MAX_FILE:,} bytes.")
        for magic, what in _MAGIC.items():
            if head.startswith(magic):
                raise FileUnreadable(f"{name} is {what}.")
        if head.startswith(b"PAR1"):
            yield from _parquet(path, columns, name)
            return
        packed = head.startswith(b"\x1f\x8b")
        with gzip.open(path, "rb") if packed else path.open("rb") as plain:
            yield from _text(_Lines(plain, name, size * MAX_RATIO if packed else MAX_FILE), columns, name)
    except FileNotFoundError as error:
        raise FileUnreadable(f"{name} is not there.") from error
    except IsADirectoryError as error:
        raise FileUnreadable(f"{name} is a folder.") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileUnreadable(f"{name} is no whole gzip file ({error}). Get it again.") from error
    except OSError as error:
        raise FileUnreadable(f"{name} cannot be read ({error.strerror or error}).") from error


class _Lines:
    """Lines of text with their number; what is wrong with a line is put aside in `faults`."""

    def __init__(self, file: BufferedIOBase, name: str, most: int) -> None:
        self.number = 0
        self.faults: list[Row] = []
        self._file, self._name = file, name
        self._left = min(max(most, MEGABYTE), MAX_PLAIN)
        self._first: bytes | None = None

    def peek(self) -> bytes:
        """The first line that is not blank, which comes again."""
        self._first = self._read()
        while self._first and not self._first.strip():
            self.number += 1
            self._first = self._read()
        self._first = self._first.removeprefix(b"\xef\xbb\xbf")
        return self._first

    def rest(self, most: int) -> bytes:
        """Everything, as it stands. Raises FileUnreadable when it is more than `most` bytes."""
        found = (self._first or b"") + self._file.read(most + 1)
        if len(found) > most:
            raise FileUnreadable(f"{self._name} has more than {most:,} bytes of JSON: write a row a line (NDJSON).")
        return found

    def __iter__(self) -> Iterator[str]:
        while True:
            line = self._read() if self._first is None else self._first
            self._first = None
            if not line:
                return
            self.number += 1
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = self._read()
                self._fault(f"it has more than {MAX_LINE:,} bytes")
                continue
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                self._fault("it is not UTF-8; save the file as UTF-8")

    def _fault(self, why: str) -> None:
        self.faults.append((f"line {self.number}", None, why))

    def _read(self) -> bytes:
        line = self._file.readline(MAX_LINE + 1)
        self._left -= len(line)
        if self._left < 0:
            raise FileUnreadable(f"{self._name} expands to far more than its size, as no honest table does.")
        return line


def _text(lines: _Lines, columns: Sequence[str], name: str) -> Iterator[Row]:
    first = lines.peek().lstrip()
    if not first:
        raise FileUnreadable(f"{name} is empty.")
    if first.startswith(b"["):
        yield from _json(lines, name)
    elif first.startswith(b"{"):
        yield from _ndjson(lines)
    else:
        yield from _csv(lines, columns, name)


def _json(lines: _Lines, name: str) -> Iterator[Row]:
    try:
        found = msgspec.json.decode(lines.rest(MAX_JSON), type=list[Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FileUnreadable(f"{name} is no JSON list that can be read ({error}).") from error
    for number, row in enumerate(found[:MAX_ROWS], 1):
        yield (f"row {number}", row, "") if isinstance(row, dict) else (f"row {number}", None, "it is no object")


def _ndjson(lines: _Lines) -> Iterator[Row]:
    for line in lines:
        yield from _drained(lines)
        if not line.strip():
            continue
        place = f"line {lines.number}"
        try:
            yield place, msgspec.json.decode(line, type=dict[str, Any]), ""
        except (msgspec.MsgspecError, RecursionError) as error:
            yield place, None, f"it is no JSON object ({error})"
    yield from _drained(lines)


def _drained(lines: _Lines) -> Iterator[Row]:
    yield from lines.faults
    lines.faults = []


def _csv(lines: _Lines, columns: Sequence[str], name: str) -> Iterator[Row]:
    texts = iter(lines)
    heading = next(texts, "")
    if lines.faults:
        raise FileUnreadable(f"{name}: the heading cannot be read: {lines.faults[0][2]}.")
    delimiter, header = _header(heading, columns, name)
    table = csv.reader(texts, delimiter=delimiter)
    while True:
        before = table.line_num
        fault = ""
        try:
            cells = next(table)
        except StopIteration:
            yield from _drained(lines)
            return
        except csv.Error as error:
            cells, fault = [], f"it cannot be read ({error})"
        yield from _drained(lines)
        place = f"line {lines.number - (table.line_num - before) + 1}"  # a row may go over several lines
        if cells and len(cells) != len(header):
            fault = f"it has {len(cells)} cells where {len(header)} are due"
        if fault:
            yield place, None, fault
        elif cells:
            yield place, dict(zip(header, cells, strict=True)), ""


def _header(heading: str, columns: Sequence[str], name: str) -> tuple[str, list[str]]:
    """The delimiter with which `heading` has all `columns`. Raises FileUnreadable."""
    best: list[str] = []
    for delimiter in ",;\t":
        header = [cell.strip() for cell in next(csv.reader([heading], delimiter=delimiter), [])]
        if len(header) > len(best):
            best = header
        if set(columns) <= set(header):
            twice = [column for column in columns if header.count(column) > 1]
            if twice:
                raise FileUnreadable(f"{name} has the column {twice[0]!r} twice.")
            return delimiter, header
    raise FileUnreadable(_missing(columns, best, name))


def _missing(columns: Sequence[str], there: Sequence[str], name: str) -> str:
    lacking = ", ".join(column for column in columns if column not in there)
    return f"{name} lacks the columns {lacking}. It has: {', '.join(column[:40] for column in there[:30])}."


def _parquet(path: Path, columns: Sequence[str], name: str) -> Iterator[Row]:
    try:
        import polars as pl  # noqa: PLC0415 - in the [forecast] extra
    except ImportError as error:
        raise FileUnreadable(f"{name} is Parquet, which needs polars: pip install 'nextcour[forecast]'") from error
    try:
        frame = pl.scan_parquet(path)
        there = frame.collect_schema().names()
        if not set(columns) <= set(there):
            raise FileUnreadable(_missing(columns, there, name))
        total = frame.select(pl.len()).collect().item()
        if total > MAX_ROWS:
            raise FileUnreadable(f"{name} has more than {MAX_ROWS:,} rows.")
        for start in range(0, total, _SLICE):
            part = frame.select(list(columns)).slice(start, _SLICE).collect()
            for offset, row in enumerate(part.iter_rows(named=True), start + 1):
                yield f"row {offset}", row, ""
    except pl.exceptions.PolarsError as error:
        raise FileUnreadable(f"{name} is no Parquet that can be read ({str(error).splitlines()[0][:200]}).") from error
