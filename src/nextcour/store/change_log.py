"""Every change ever, in order, in a SQLite file of the cache folder: feeds and the API read it, nobody edits it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec

from nextcour.answers.changed import ChangedRow
from nextcour.store.atomic import replace_with

# Raised whenever what the file holds, or how it is made, changes.
SCHEMA = 1


class Placed(NamedTuple):
    """A change with the line that it belongs to, where its franchise has any, and the studios of its entry."""

    change: ChangedRow
    line: str | None
    studios: tuple[str, ...]


class LoggedChange(NamedTuple):
    """`number` counts changes from 1, oldest first, in this file."""

    number: int
    line: str | None
    change: ChangedRow


class ChangeLog:
    """Reads a log. One connection, read only, for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._decoder = msgspec.msgpack.Decoder(ChangedRow)

    def close(self) -> None:
        self._connection.close()

    def newest(
        self,
        *,
        since: str = "",
        until: str = "9999",
        kinds: Sequence[str] = (),
        franchise: str | None = None,
        line: str | None = None,
        studio: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[LoggedChange]:
        """Changes after `since` up to and with `until` (ISO days), newest first, of the kinds and shows given; `before`
        goes on from a number."""
        where, given = ["day > ?", "day <= ?"], [since, until]
        numbers: list[int] = []
        if kinds:
            where.append(f"kind IN ({','.join('?' * len(kinds))})")
            given += kinds
        for column, value in (("franchise", franchise), ("line", line)):
            if value is not None:
                where.append(f"{column} = ?")
                given.append(value)
        if studio is not None:
            where.append("number IN (SELECT number FROM made_by WHERE studio = ?)")
            given.append(studio)
        if before is not None:
            where.append("number < ?")
            numbers.append(before)
        found = self._connection.execute(
            f"SELECT number, line, body FROM change WHERE {' AND '.join(where)} ORDER BY number DESC LIMIT ?",  # noqa: S608 - our own words
            (*given, *numbers, limit),
        )
        return [LoggedChange(number, home, self._decoder.decode(body)) for number, home, body in found]

    def last_days(self) -> dict[str, str]:
        """The day (ISO) of the last change of every line that has any."""
        found = self._connection.execute("SELECT line, MAX(day) FROM change WHERE line NOT NULL GROUP BY line")
        return dict(found.fetchall())


def write(changes: Iterable[Placed], path: Path) -> None:
    """Makes the file at `path`; `changes` come oldest first. Raises OSError and sqlite3.Error."""
    replace_with(path, lambda beside: _fill(beside, changes))


def _fill(path: Path, changes: Iterable[Placed]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(
            "CREATE TABLE change (number INTEGER PRIMARY KEY, day TEXT NOT NULL, kind TEXT NOT NULL, "
            "franchise TEXT NOT NULL, line TEXT, body BLOB NOT NULL)"
        )
        connection.execute("CREATE TABLE made_by (studio TEXT NOT NULL, number INTEGER NOT NULL)")
        encode = msgspec.msgpack.Encoder().encode
        for number, (change, line, studios) in enumerate(changes, 1):
            connection.execute(
                "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
                (number, change.day.isoformat(), change.kind.value, change.franchise, line, encode(change)),
            )
            connection.executemany("INSERT INTO made_by VALUES (?, ?)", [(studio, number) for studio in studios])
        for name in ("day", "franchise", "line"):
            connection.execute(f"CREATE INDEX change_{name} ON change ({name})")
        connection.execute("CREATE INDEX made_by_studio ON made_by (studio, number)")
        connection.commit()
