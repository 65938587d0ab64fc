"""Files that are made on demand (feeds, calendars, badges), kept in memory until the data or the day change."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

import brotli

_SMALL = 500  # bytes; compressing less gains nothing


class KeptFile(NamedTuple):
    """A file ready to send. `tag` is its ETag, without quotes. Compressed forms are absent where they gain
    nothing."""

    media_type: str
    fresh: int
    tag: str
    plain: bytes
    gzipped: bytes | None = None
    brotlied: bytes | None = None

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.gzipped or b"") + len(self.brotlied or b"")


def ready(body: bytes, media_type: str, fresh: int) -> KeptFile:
    """`fresh` is for how many seconds it may be used without asking."""
    tag = hashlib.sha256(body).hexdigest()[:20]
    if len(body) < _SMALL or media_type == "image/png":
        return KeptFile(media_type, fresh, tag, body)
    zipped = gzip.compress(body, 6, mtime=0)
    return KeptFile(media_type, fresh, tag, body, zipped, brotli.compress(body, quality=5))


class KeptFiles:
    """The files asked for last, up to `limit` bytes. For one thread."""

    def __init__(self, limit: int = 64 * 2**20) -> None:
        self._limit = limit
        self._bytes = 0
        self._files: OrderedDict[Hashable, KeptFile] = OrderedDict()

    def get(self, key: Hashable) -> KeptFile | None:
        found = self._files.get(key)
        if found is not None:
            self._files.move_to_end(key)
        return found

    def put(self, key: Hashable, file: KeptFile) -> None:
        old = self._files.pop(key, None)
        self._bytes += file.size - (old.size if old is not None else 0)
        self._files[key] = file
        while self._bytes > self._limit and len(self._files) > 1:
            _, dropped = self._files.popitem(last=False)
            self._bytes -= dropped.size
