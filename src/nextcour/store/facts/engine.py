"""Opening the database: one SQLite file in the data folder, or what NEXTCOUR_DATABASE_URL names."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from nextcour.store import paths
from nextcour.store.facts.errors import StoreUnusable, in_words

VARIABLE = "NEXTCOUR_DATABASE_URL"
FILE = "facts.sqlite"
# How long a writer waits for another one. A batch is stored in well under a second.
PATIENCE = 30.0  # seconds
# Any number that other programs do not use: one writer at a time in a PostgreSQL database.
WRITER_LOCK = 0x6E657874636F7572  # "nextcour"
_WRITES = "nextcour_writes"


def database_url() -> URL:
    """Where facts are kept. Raises StoreUnusable when NEXTCOUR_DATABASE_URL cannot be used."""
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return file_url(paths.data_dir() / FILE)
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = None
    kind = url.get_backend_name() if url is not None else ""
    if url is None or kind not in ("postgresql", "postgres", "sqlite"):
        # What was given may hold a password: it is not repeated.
        raise StoreUnusable(
            f"{VARIABLE} is no address of a database that nextcour can use. Write it like "
            "postgresql://user:password@host:5432/name, or leave it unset to use a file in your data folder."
        )
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreUnusable(f"{VARIABLE} names no file. Write it like sqlite:////home/me/facts.sqlite.")
        return file_url(Path(url.database))
    return url.set(drivername="postgresql+psycopg")


def file_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def place(url: URL) -> str:
    """The database's name for a person, without password or other secrets."""
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return url.set(query={}).render_as_string(hide_password=True).replace("postgresql+psycopg", "postgresql")


def connect(url: URL) -> Engine:
    """An engine; nothing is opened before it is used. Raises StoreUnusable when a file's folder cannot be made."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnusable(
                f"{path} cannot be made ({error.strerror or error}). Set NEXTCOUR_DATA_DIR to a folder you can write."
            ) from error
        # No pool: a file opens in a millisecond, and nothing stays open behind a caller's back.
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE}, hide_parameters=True)
        event.listen(engine, "connect", _tune)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 10,
            "application_name": "nextcour",
            "options": _options(url, f"-c lock_timeout={int(PATIENCE * 1000)} -c timezone=UTC"),
        },
    )


def _options(url: URL, ours: str) -> str:
    given = url.query.get("options", "")
    return f"{given if isinstance(given, str) else ' '.join(given)} {ours}".strip()


def _tune(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
    cursor = connection.cursor()
    # A killed process loses nothing in WAL mode; a power cut may lose the last batches whole, with their cursor.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes the write lock before it reads: what it decides on cannot change under it.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the only writer: committed at the end, undone by any error. Raises StoreError."""
    with in_words(place(engine.url)), engine.connect() as opened:
        connection = opened.execution_options(**{_WRITES: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One unchanging state of the store, for as long as it lasts. Raises StoreError."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with in_words(place(engine.url)), engine.connect() as opened:
        connection = opened.execution_options(**options)
        with connection.begin():
            yield connection
