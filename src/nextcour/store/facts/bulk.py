"""Many new rows at once, past the per-row work of Core: the driver's own executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts `rows`, whose values are of the columns `names` in order: numbers, texts, days and aware moments."""
    columns = ", ".join(table.c[name].name for name in names)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        listed = [tuple(map(_for_sqlite, row)) for row in rows]
        if listed:
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", listed)  # noqa: S608
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _for_sqlite(value: Any) -> Any:
    """As Core writes it: a day as ISO text, a moment in UTC without its zone."""
    if type(value) is dt.datetime:
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if type(value) is dt.date else value
