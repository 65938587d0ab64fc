"""Rendered pages in one SQLite file in the cache folder, written by one process and read by every worker of a site.

The file's name carries what makes pages (code, templates, the site's address), each row the moment it is of (data and
day): after a change rows are written over one by one, so a file holds each page once and its size does not grow. It can
be deleted at any time.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_KEPT_FILES = 3  # of other code or another address; the ones written last
_HOLDS = "status INTEGER NOT NULL, media_type TEXT NOT NULL, fresh INTEGER NOT NULL, tag TEXT NOT NULL, body BLOB"


class PageRow(NamedTuple):
    """A page as it lies in the file. `moment` names data and day, `body` is compressed with brotli."""

    moment: str
    status: int
    media_type: str
    fresh: int
    tag: str
    body: bytes


class PageFile:
    """One connection, for one thread at a time. Raises sqlite3.Error and OSError where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(
            f"CREATE TABLE IF NOT EXISTS page (key TEXT PRIMARY KEY, moment TEXT NOT NULL, {_HOLDS})"
        )
        self._connection.execute("CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()

    def get(self, key: str) -> PageRow | None:
        found = self._connection.execute(
            "SELECT moment, status, media_type, fresh, tag, body FROM page WHERE key = ?", (key,)
        ).fetchone()
        return None if found is None else PageRow(*found)

    def put(self, pages: Iterable[tuple[str, PageRow]]) -> None:
        """Several at once, in one transaction."""
        rows = [(key, *page) for key, page in pages]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def of_moment(self, moment: str) -> set[str]:
        """Keys of pages of this moment."""
        return {key for (key,) in self._connection.execute("SELECT key FROM page WHERE moment = ?", (moment,))}

    def drop_others(self, moment: str) -> int:
        """Removes pages of any other moment; gives how many."""
        with self._connection:
            return self._connection.execute("DELETE FROM page WHERE moment <> ?", (moment,)).rowcount

    def note(self, name: str, value: str) -> None:
        """A word from the process that makes pages to those that show them."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str:
        """The word, empty where there is none."""
        found = self._connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return "" if found is None else str(found[0])

    def remove_others(self) -> None:
        """Removes files of other code or another address, but for those that were written last: they may be in use."""
        others = []
        for path in self._path.parent.glob("pages-*.sqlite"):
            with contextlib.suppress(OSError):
                others.append((path.stat().st_mtime, path))
        for _, path in sorted(others, reverse=True)[_KEPT_FILES:]:
            if path != self._path:
                for ending in ("", "-wal", "-shm"):
                    with contextlib.suppress(OSError):
                        path.with_name(path.name + ending).unlink()
