"""One statement for any number of values: neither database takes more than some thousands of them one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, Table, any_, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite


def among(connection: Connection, column: Column[Any], values: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """`column` equals one of `values`, which travel as a single parameter."""
    listed = list(values)
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(listed)).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(cast(bindparam(None, listed, type_=ARRAY(column.type)), ARRAY(column.type)))


def insert_or_pass(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts `rows` but those that are there already."""
    if rows:
        make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(make(table).on_conflict_do_nothing(), rows)
