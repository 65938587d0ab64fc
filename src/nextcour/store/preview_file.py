"""Previews that were drawn, in a SQLite file of the cache folder, by a hash of the drawing. The file can be deleted at
any time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_KEPT = 20_000  # at some 30 KB; the oldest give way when the file is opened


class PreviewFile:
    """For one thread at a time. Raises sqlite3.Error where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS preview "
            "(number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, png BLOB NOT NULL)"
        )
        self._connection.execute("DELETE FROM preview WHERE number <= (SELECT MAX(number) FROM preview) - ?", (_KEPT,))
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()

    def get(self, key: str) -> bytes | None:
        found = self._connection.execute("SELECT png FROM preview WHERE key = ?", (key,)).fetchone()
        return None if found is None else bytes(found[0])

    def keep(self, key: str, png: bytes) -> None:
        with self._connection:
            self._connection.execute("INSERT OR IGNORE INTO preview (key, png) VALUES (?, ?)", (key, png))
