"""Writes the index: whole or not at all, in a file or in memory."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from nextcour.catalog.catalogue import Package
from nextcour.evaluation.record import Record
from nextcour.facts.dispute import Dispute
from nextcour.facts.news import Headline
from nextcour.forecast import spells as spell_table
from nextcour.forecast.spells import Spell
from nextcour.franchise.model import Franchise, Line
from nextcour.signals.series import Track
from nextcour.signals.studio import Airing
from nextcour.store.atomic import drop_others
from nextcour.store.forecast_file import Forecasts
from nextcour.store.index import Head, Index, Row

# With row ids: bodies larger than a fraction of a page would each take a page of their own in a WITHOUT ROWID table.
_TABLE = "CREATE TABLE page (name TEXT PRIMARY KEY, body BLOB NOT NULL)"


def pages_of(
    packages: tuple[Package, ...],
    data_day: dt.date,
    records: Iterable[Row],
    franchises: Sequence[Franchise],
    spells: Sequence[Spell],
    past: Mapping[str, Record],
    kept: Forecasts | None,
    productions: Mapping[str, tuple[Airing, ...]],
    titles: Mapping[str, bytes],
    demand: Mapping[str, tuple[Track, ...]] | None = None,
    complete: Mapping[str, dt.date] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of every page. `past` holds the record of each model, `kept` the runs that ship, `demand` the
    tracks of each entry, `complete` the days of complete looks at everything."""
    encode = msgspec.msgpack.Encoder().encode
    count = 0
    looked_to: dt.date | None = None
    for row in records:
        count += 1
        if row.looked is not None:
            looked_to = max(row.looked, looked_to or row.looked)
        yield f"e{row.entry.id}", encode(row)
    for item in franchises:
        yield f"f{item.id}", encode(item)
        for line in item.lines:
            yield f"i{line.id}", item.id.encode()
            series = tuple(one for part in _parts(line) for one in (demand or {}).get(part, ()))
            if series:
                yield f"d{line.id}", encode(series)
    for studio, rows in productions.items():
        yield f"s{studio}", encode(rows)
    for name, body in titles.items():
        yield f"t{name}", body
    yield "spells", spell_table.encode(spells)
    for model, record in past.items():
        yield f"record:{model}", encode(record)
    if kept is not None:
        yield "runs", encode(kept.runs)
        for name, body in kept.pages.items():
            yield f"c{name}", body
    yield "head", encode(Head(data_day, packages, count, len(franchises), looked_to, dict(complete or {})))


def pages_of_disputes(disputes: Mapping[str, tuple[Dispute, ...]]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of what sources disagree on, a page an entry."""
    for entry, rows in disputes.items():
        yield f"v{entry}", msgspec.msgpack.encode(rows)


def pages_of_news(headlines: Iterable[Headline], home: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of headlines, a page a franchise; `home` gives that of an entry."""
    pages: dict[str, list[Headline]] = {}
    for one in headlines:
        pages.setdefault(home[one.entry], []).append(one)
    for franchise, rows in pages.items():
        yield f"n{franchise}", msgspec.msgpack.encode(rows)


def pages_of_studios(
    productions: Mapping[str, tuple[Airing, ...]], read: Mapping[str, dt.date]
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the day on which a synced source looked at a studio's shows, where one did; `read` has that of
    each entry."""
    for studio, rows in productions.items():
        days = [read[row.entry] for row in rows if row.entry in read]
        if days:
            yield f"o{studio}", msgspec.msgpack.encode(max(days))


def _parts(line: Line) -> list[str]:
    return [part for installment in line.installments for part in installment.parts]


def write(pages: Iterable[tuple[str, bytes]], path: Path) -> None:
    """Make the file at `path`, whole or not at all. Raises OSError or sqlite3.Error when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".index-")
    os.close(handle)
    part = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(part)) as connection:
            # Nothing to lose: an interrupted file is thrown away, so journal and syncs would only cost time.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            _sort_into(connection, pages)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    drop_others(path, "index-*.sqlite")


def in_memory(pages: Iterable[tuple[str, bytes]]) -> Index:
    """The same index without a file."""
    connection = sqlite3.connect(":memory:")
    _fill(connection, pages)
    return Index(connection)


def _fill(connection: sqlite3.Connection, pages: Iterable[tuple[str, bytes]]) -> None:
    with connection:
        connection.execute(_TABLE)
        connection.executemany("INSERT INTO page VALUES (?, ?)", sorted(pages))


def _sort_into(connection: sqlite3.Connection, pages: Iterable[tuple[str, bytes]]) -> None:
    """As `_fill`, but pages are put aside in a temporary file as they come: a bulk sync makes some 100 MB of them."""
    with connection:
        connection.execute(_TABLE)
        connection.execute("CREATE TEMP TABLE loose (name TEXT NOT NULL, body BLOB NOT NULL)")
        connection.executemany("INSERT INTO loose VALUES (?, ?)", pages)
        connection.execute("INSERT INTO page SELECT name, body FROM loose ORDER BY name")
