"""Drawn pictures, and those that a page has named and nobody has drawn yet, in one SQLite file in the cache folder.

A key stands for all that a picture shows, so a row is never changed once it is drawn. The file can be deleted at any
time: a page that is made again names its pictures again.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import brotli

_KEPT = 150_000  # pictures; the oldest give way when the file is opened


class PictureFile:
    """For one thread at a time. Raises OSError and sqlite3.Error where the file cannot be used."""

    def __init__(self, path: Path | None) -> None:
        """None: in memory."""
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
        try:
            self._prepare()
        except sqlite3.Error:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS picture "
            "(number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, payload BLOB, svg BLOB)"
        )
        self._connection.execute("DELETE FROM picture WHERE number <= (SELECT MAX(number) FROM picture) - ?", (_KEPT,))
        self._connection.commit()

    @classmethod
    def usable(cls, path: Path) -> PictureFile:
        """The file at `path`; a damaged one is made anew, and where none can be kept pictures stay in memory."""
        try:
            return cls(path)
        except (OSError, sqlite3.OperationalError):  # no room, no right, or somebody holds it: not the file's fault
            return cls(None)
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError, sqlite3.Error):
                path.unlink()
                return cls(path)
            return cls(None)

    def close(self) -> None:
        self._connection.close()

    def want(self, payloads: Mapping[str, bytes]) -> None:
        """Remembers what to draw, by key."""
        rows = [(key, zlib.compress(payload, 1)) for key, payload in payloads.items()]
        with self._connection:
            self._connection.executemany("INSERT OR IGNORE INTO picture (key, payload) VALUES (?, ?)", rows)

    def payload(self, key: str) -> bytes | None:
        """What is to be drawn; None for a key that nobody named."""
        found = self._connection.execute("SELECT payload FROM picture WHERE key = ?", (key,)).fetchone()
        return None if found is None or found[0] is None else zlib.decompress(found[0])

    def keep(self, key: str, svg: bytes) -> bytes:
        """Keeps a drawn picture; gives it compressed (brotli)."""
        packed: bytes = brotli.compress(svg, quality=6)
        with self._connection:
            self._connection.execute(
                "INSERT INTO picture (key, svg) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET svg = excluded.svg, payload = NULL",
                (key, packed),
            )
        return packed

    def drawn(self, key: str) -> bytes | None:
        """The picture, compressed (brotli); None when it is not drawn."""
        found = self._connection.execute("SELECT svg FROM picture WHERE key = ?", (key,)).fetchone()
        return None if found is None or found[0] is None else bytes(found[0])

    def undrawn(self) -> Iterable[str]:
        """Keys of pictures that were named and not drawn, in the order in which they were named."""
        return (key for (key,) in self._connection.execute("SELECT key FROM picture WHERE svg IS NULL ORDER BY number"))

    def keys(self) -> Iterable[str]:
        """Of drawn pictures."""
        return (key for (key,) in self._connection.execute("SELECT key FROM picture WHERE svg IS NOT NULL"))
