"""A person's own forecasts: one SQLite file to which runs are added and in which nothing is ever changed.

The file guards itself: triggers refuse every UPDATE and DELETE, and curves are written before their run, after which
the run takes no more. A run that was cut short is rolled back whole.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from nextcour.errors import Expected
from nextcour.forecast.curve import Curve, Run

SCHEMA = 1
_WAIT = 60.0  # seconds for another process to finish its run
_TABLES = (
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL, model TEXT NOT NULL, configuration TEXT NOT NULL, inputs TEXT NOT NULL,
        recorded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
        body BLOB NOT NULL,
        UNIQUE (day, model, configuration, inputs)
    )""",
    "CREATE TABLE curve (line TEXT NOT NULL, run INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (line, run))",
    *(
        f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'kept forecasts are never changed'); END"
        for table in ("run", "curve")
        for verb in ("UPDATE", "DELETE")
    ),
    # REPLACE would delete without asking the triggers above.
    """CREATE TRIGGER run_twice BEFORE INSERT ON run WHEN EXISTS (
        SELECT 1 FROM run WHERE id = NEW.id OR (day, model, configuration, inputs)
            = (NEW.day, NEW.model, NEW.configuration, NEW.inputs)
    ) BEGIN SELECT RAISE(ABORT, 'kept forecasts are never changed'); END""",
    """CREATE TRIGGER curve_late BEFORE INSERT ON curve WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.run)
        OR EXISTS (SELECT 1 FROM curve WHERE line = NEW.line AND run = NEW.run)
    BEGIN SELECT RAISE(ABORT, 'kept forecasts are never changed'); END""",
)


class RunsUnreadable(Expected):
    """The file of own forecasts cannot be read or is of another schema. The text says why, and what to do."""


class RunsUnwritable(Expected):
    """A run could not be kept; the file is as it was. The text says why."""


class OwnRuns:
    """The runs of a file, read only, in the order in which they were kept; implements `forecast.kept.Kept`."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._decoder = msgspec.msgpack.Decoder(Curve)
        rows = self._rows("SELECT id, body FROM run ORDER BY id", ())
        self._places = {number: place for place, (number, _) in enumerate(rows)}
        try:
            self._runs = tuple(msgspec.msgpack.decode(body, type=Run) for _, body in rows)
        except msgspec.MsgspecError as error:
            raise _unreadable(name, error) from error

    def close(self) -> None:
        self._connection.close()

    def runs(self) -> tuple[Run, ...]:
        return self._runs

    def curves(self, line: str) -> Mapping[int, Curve]:
        """What the runs said of a line, by place in `runs`. Raises RunsUnreadable."""
        rows = self._rows("SELECT run, body FROM curve WHERE line = ?", (line,))
        try:
            return {self._places[number]: self._decoder.decode(body) for number, body in rows if number in self._places}
        except msgspec.MsgspecError as error:
            raise _unreadable(self._name, error) from error

    def _rows(self, statement: str, values: tuple[str, ...]) -> list[tuple[int, bytes]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise _unreadable(self._name, error) from error


def read(path: Path) -> OwnRuns:
    """Raises RunsUnreadable when `path` is missing, or no file of runs of this version."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT)
    except (sqlite3.Error, OSError) as error:
        raise _unreadable(str(path), error) from error
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if schema != SCHEMA:
            raise _unreadable(str(path), f"it has schema {schema}, this version reads {SCHEMA}")
        return OwnRuns(connection, str(path))
    except sqlite3.Error as error:
        connection.close()
        raise _unreadable(str(path), error) from error
    except RunsUnreadable:
        connection.close()
        raise


def keep(path: Path, run: Run, curves: Mapping[str, Curve]) -> bool:
    """Adds a run with the curve of each line, whole or not at all; makes the file when there is none.

    A run is known by its day, model, configuration and inputs: one that is there already stays as it is, and False is
    returned. Raises RunsUnwritable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(path, timeout=_WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            with _transaction(connection):
                _make(connection)
                return _add(connection, run, curves)
    except (sqlite3.Error, OSError) as error:
        raise RunsUnwritable(f"{path} cannot be written ({error}). Nothing was kept.") from error


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Alone in the file from the start, so that two processes never add the same run."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make(connection: sqlite3.Connection) -> None:
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema == SCHEMA:
        return
    if schema or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise sqlite3.DatabaseError(f"it is no file of forecasts of schema {SCHEMA}")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _add(connection: sqlite3.Connection, run: Run, curves: Mapping[str, Curve]) -> bool:
    known = (run.day.isoformat(), run.model, run.configuration, run.inputs)
    place = "day = ? AND model = ? AND configuration = ? AND inputs = ?"
    if connection.execute(f"SELECT 1 FROM run WHERE {place}", known).fetchone():  # noqa: S608 - a constant
        return False
    (number,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM run").fetchone()
    encode = msgspec.msgpack.Encoder().encode
    connection.executemany(
        "INSERT INTO curve (line, run, body) VALUES (?, ?, ?)",
        ((line, number, encode(curves[line])) for line in sorted(curves)),
    )
    connection.execute(
        "INSERT INTO run (id, day, model, configuration, inputs, body) VALUES (?, ?, ?, ?, ?, ?)",
        (number, *known, encode(run)),
    )
    return True


def _unreadable(name: str, why: object) -> RunsUnreadable:
    return RunsUnreadable(
        f"{name} cannot be read ({why}). Your own forecasts are left out; move the file away, or make them again with "
        "`nextcour forecast`."
    )
