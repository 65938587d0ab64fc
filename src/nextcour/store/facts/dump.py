"""Every row of a store as lines of JSON, compressed with zstd: the backup of a PostgreSQL store, readable anywhere.

The first line says what follows: `{"nextcour_facts":1,"revision":…,"tables":{name:[columns]}}`. Then one array a row,
`[table, value, …]`, days and moments as ISO text. The last line, `{"rows":…,"sha256":…}`, has the hash of all bytes
before it: a dump that is cut short or altered is not loaded.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import zstandard
from sqlalchemy import Boolean, Connection, Date, Table, select, text

from nextcour.store.facts.bulk import insert_rows
from nextcour.store.facts.errors import StoreDamaged
from nextcour.store.facts.tables import Moment, metadata

FORMAT = 1
MAGIC = b"\x28\xb5\x2f\xfd"
LONGEST_LINE = 64 * 1024 * 1024  # bytes: a row holds one value
_PAGE = 5_000
_WITH_SEQUENCE = ("run", "subject", "series", "observation", "ruling")

TableRow = tuple[Table, Sequence[Any]]


class Header(msgspec.Struct, frozen=True):
    nextcour_facts: int
    revision: str
    tables: dict[str, tuple[str, ...]]


class _Trailer(msgspec.Struct, frozen=True):
    rows: int
    sha256: str


def rows_of(connection: Connection) -> Iterator[TableRow]:
    """Every row, table after table, each after those it points to."""
    for table in metadata.sorted_tables:
        order = list(table.primary_key.columns)
        found = connection.execute(select(table).order_by(*order), execution_options={"yield_per": _PAGE})
        for row in found:
            yield table, tuple(row)


def columns() -> dict[str, tuple[str, ...]]:
    return {table.name: tuple(column.name for column in table.columns) for table in metadata.sorted_tables}


def write(rows: Iterable[TableRow], revision: str, file: BinaryIO) -> int:
    """Writes a dump; returns the number of rows."""
    encode = msgspec.json.Encoder(enc_hook=str).encode
    digest = hashlib.sha256()
    count = 0
    with zstandard.ZstdCompressor(level=9).stream_writer(file, closefd=False) as packed:

        def put(value: object) -> None:
            line = encode(value) + b"\n"
            digest.update(line)
            packed.write(line)

        put(Header(FORMAT, revision, columns()))
        for table, row in rows:
            put([table.name, *row])
            count += 1
        packed.write(encode(_Trailer(count, digest.hexdigest())) + b"\n")
    return count


def verify(path: Path) -> Header:
    """Reads all of `path`. Raises StoreDamaged when it is not, to the byte, what `write` wrote."""
    digest = hashlib.sha256()
    header: Header | None = None
    count = 0
    held = b""
    try:
        for line in _lines(path):
            if held:
                if header is None:
                    header = msgspec.json.decode(held, type=Header)
                else:
                    count += 1
                digest.update(held)
            held = line
        trailer = msgspec.json.decode(held, type=_Trailer)
    except (msgspec.MsgspecError, zstandard.ZstdError, ValueError) as error:
        raise StoreDamaged(f"{path} is no backup of facts, or cut short ({error}). Nothing was restored.") from error
    if header is None or header.nextcour_facts != FORMAT or trailer != _Trailer(count, digest.hexdigest()):
        raise StoreDamaged(f"{path} does not match its own checksum. Nothing was restored.")
    return header


def read(path: Path, header: Header) -> Iterator[TableRow]:
    """The rows of a dump that `verify` has found whole."""
    readers = {
        name: [_reader(metadata.tables[name].c[column].type) for column in listed]
        for name, listed in header.tables.items()
    }
    decode = msgspec.json.Decoder(list[Any]).decode
    lines = _lines(path)
    next(lines)
    for line in lines:
        if line.startswith(b"["):
            name, *values = decode(line)
            yield metadata.tables[name], [made(value) for made, value in zip(readers[name], values, strict=True)]


def load(connection: Connection, rows: Iterable[TableRow], names: Mapping[str, Sequence[str]]) -> int:
    """Puts `rows` into empty tables; returns how many there were."""
    count = 0
    for table, group in groupby(rows, key=lambda row: row[0]):
        while part := [values for _, values in islice(group, _PAGE)]:
            insert_rows(connection, table, names[table.name], part)
            count += len(part)
    if connection.dialect.name == "postgresql":
        for name in _WITH_SEQUENCE:
            # Ids go on after the last one.
            set_next = f"SELECT setval('{name}_id_seq', coalesce((SELECT max(id) FROM {name}), 0) + 1, false)"  # noqa: S608
            connection.execute(text(set_next))
    return count


def _reader(kind: object) -> Callable[[Any], Any]:
    if isinstance(kind, Date):
        return lambda value: None if value is None else dt.date.fromisoformat(value)
    if isinstance(kind, Moment):
        return lambda value: None if value is None else dt.datetime.fromisoformat(value)
    if isinstance(kind, Boolean):
        return bool
    return lambda value: value


def _lines(path: Path) -> Iterator[bytes]:
    """Lines without their end, never more than one of them in memory."""
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
        rest = b""
        while chunk := plain.read(1 << 18):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                yield line + b"\n"
            if len(rest) > LONGEST_LINE:
                raise ValueError(f"a line is longer than {LONGEST_LINE:,} bytes")
    if rest:
        raise ValueError("the last line has no end")
