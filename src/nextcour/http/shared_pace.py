"""The pace of a host shared by all processes of a person: a small file a host, read and written under its lock.

A request's turn is written down before it is waited for, so that two processes never take the same one. Where the
folder cannot be written, or the lock is not to be had in time, each process keeps its own count.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from nextcour.http.file_lock import taken
from nextcour.http.pacing import Pace, Past

_PATIENCE = 2.0  # seconds for a lock that is held for less than a millisecond
_LOOK = 0.005  # seconds between two looks
_LARGEST = 256 * 1024  # bytes; 600 requests are 12 kB


class SharedPace:
    """`folder` None shares nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @contextmanager
    def held(self, host: str, pace: Pace, now: float) -> Iterator[None]:
        """Within it `pace` knows the requests of other processes too; what it learns within is kept for them."""
        file = self._opened(host)
        if file is None:
            yield
            return
        with file:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                file.seek(0)
                pace.recall(msgspec.json.decode(file.read(_LARGEST), type=Past), now)
            try:
                yield
            finally:
                with contextlib.suppress(OSError):
                    file.seek(0)
                    file.truncate()
                    file.write(msgspec.json.encode(pace.past()))
                    file.flush()

    def _opened(self, host: str) -> BinaryIO | None:
        """The host's file, locked; None where that cannot be done."""
        if self._folder is None:
            return None
        path = self._folder / f"pace-{re.sub(r'[^a-z0-9.-]', '_', host)}.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = path.open("a+b")
        except OSError:
            return None
        end = time.monotonic() + _PATIENCE
        while not taken(file):
            if time.monotonic() >= end:
                file.close()
                return None
            time.sleep(_LOOK)
        return file
