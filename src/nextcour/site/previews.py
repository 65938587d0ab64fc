"""PNG images of drawings, drawn once: in a process beside this one, for drawing holds the interpreter."""

from __future__ import annotations

import hashlib
import sqlite3

from nextcour.site.drawing import Drawer
from nextcour.store import paths
from nextcour.store.preview_file import PreviewFile

_DRAWN_BY = b"2"  # raised when the same drawing would come out otherwise


class Previews:
    """For one thread at a time. Without a cache folder that can be written everything is drawn each time."""

    def __init__(self) -> None:
        self._drawer = Drawer()
        try:
            self._file: PreviewFile | None = PreviewFile(paths.cache_dir() / "previews.sqlite")
        except (OSError, sqlite3.Error):
            self._file = None

    def png(self, svg: bytes) -> bytes:
        """Raises nextcour.site.drawing.NotDrawn."""
        key = hashlib.blake2b(svg, digest_size=16, key=_DRAWN_BY).hexdigest()
        found = self._kept(key)
        if found is None:
            found = self._drawer.draw(svg)
            self._keep(key, found)
        return found

    def close(self) -> None:
        self._drawer.close()
        if self._file is not None:
            self._file.close()

    def _kept(self, key: str) -> bytes | None:
        try:
            return None if self._file is None else self._file.get(key)
        except sqlite3.Error:
            return None

    def _keep(self, key: str, png: bytes) -> None:
        try:
            if self._file is not None:
                self._file.keep(key, png)
        except sqlite3.Error:
            self._file = None
