"""Demand made ready: what the fact store holds of it, by entry, in one small file in the data folder.

An answer and a forecast need neither the database nor its libraries: the index and the workbench read this file. It is
made anew from the store whenever the index is prepared, and can be deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from nextcour.signals.placing import Count, Series
from nextcour.store.atomic import write_bytes

SCHEMA = 1


class _Row(msgspec.Struct, frozen=True, array_like=True):
    source: str
    measure: str
    counts: dict[str, tuple[Count, ...]]


class _File(msgspec.Struct, frozen=True, array_like=True):
    schema: int
    rows: tuple[_Row, ...]


_DECODER = msgspec.msgpack.Decoder(_File)


def encode(series: Iterable[Series]) -> bytes:
    """Equal series give equal bytes."""
    ordered = sorted(series, key=lambda one: (one.source, one.measure))
    rows = tuple(
        _Row(one.source, one.measure, {entry: tuple(one.counts[entry]) for entry in sorted(one.counts)})
        for one in ordered
    )
    return msgspec.msgpack.encode(_File(SCHEMA, rows))


def read(path: Path) -> tuple[tuple[Series, ...], str]:
    """The series in `path` and its SHA-256; none and "" when there is no such file. One that cannot be read counts as
    none: it is made again from the store."""
    try:
        content = path.read_bytes()
        file = _DECODER.decode(content)
    except (OSError, msgspec.MsgspecError):
        return (), ""
    if file.schema != SCHEMA:
        return (), ""
    return tuple(Series(row.source, row.measure, row.counts) for row in file.rows), hashlib.sha256(content).hexdigest()


def write(path: Path, series: Iterable[Series]) -> bool:
    """Keeps `series` at `path`; whether the file changed. None and no file: nothing is written. Raises OSError."""
    content = encode(series)
    if content == (path.read_bytes() if path.exists() else encode(())):
        return False
    write_bytes(path, content)
    return True
