"""What can go wrong with the database, in words for a person: what happened, what was kept, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy.exc

from nextcour.errors import Expected


class StoreError(Expected):
    """Any of the below."""


class StoreFull(StoreError):
    """No room left."""


class StoreBusy(StoreError):
    """Another process held the store for longer than we wait."""


class StoreDamaged(StoreError):
    """The file is no store, or a damaged one."""


class StoreUnusable(StoreError):
    """Cannot be opened, reached or written."""


class StoreOutdated(StoreError):
    """Made by another version of nextcour."""


KEPT = "Everything stored before is kept, and nothing was stored half."


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """Turns errors of the database into the above. `place` names the store and holds no password."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as error:
        cause = error.orig
        found = _sqlite(cause, place) if isinstance(cause, sqlite3.Error) else _postgres(cause, place)
        if found is None:
            raise
        raise found from error
    except (sqlite3.Error, psycopg.Error) as error:  # of what goes past SQLAlchemy
        found = _sqlite(error, place) if isinstance(error, sqlite3.Error) else _postgres(error, place)
        if found is None:
            raise
        raise found from error


def _sqlite(cause: sqlite3.Error, place: str) -> StoreError | None:
    name = getattr(cause, "sqlite_errorname", "") or ""
    text = str(cause)
    if name.startswith("SQLITE_FULL") or "is full" in text or name == "SQLITE_IOERR_WRITE":
        return StoreFull(f"No room left for {place} ({text}). {KEPT} Free some room and run it again.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(f"Another process is using {place} ({text}). {KEPT} Run it again when that one is done.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamaged(
            f"{place} is damaged or no fact store ({text}). Move it away, then `nextcour db restore FILE` from a "
            "backup, or start anew: the bundled catalogue is loaded again, the rest by `nextcour sync`."
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_AUTH")):
        return StoreUnusable(
            f"{place} cannot be used ({text}). {KEPT} Make the folder writable, or set NEXTCOUR_DATA_DIR to another."
        )
    return None


def _postgres(cause: BaseException | None, place: str) -> StoreError | None:
    if isinstance(cause, (psycopg.errors.DiskFull, psycopg.errors.OutOfMemory)):
        return StoreFull(f"No room left for {place} (the server says so). {KEPT} Free some room and run it again.")
    if isinstance(cause, (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)):
        return StoreBusy(f"Another process is using {place}. {KEPT} Run it again when that one is done.")
    if isinstance(cause, (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
        return StoreUnusable(f"{place} refuses ({_first_line(cause)}). {KEPT} Grant the role what it needs.")
    if isinstance(cause, psycopg.OperationalError):
        return StoreUnusable(
            f"{place} cannot be reached ({_first_line(cause)}). {KEPT} Check that the server runs and that "
            "NEXTCOUR_DATABASE_URL is right."
        )
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
