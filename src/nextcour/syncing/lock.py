"""One process at a time at one source. The operating system frees the lock of a process that is killed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nextcour.errors import Expected
from nextcour.http.file_lock import taken

PATIENCE = 600.0  # seconds
_LOOK = 0.2  # seconds between two looks


class Busy(Expected):
    """Another process has been at it for too long."""


@contextmanager
def only_one(path: Path, patience: float = PATIENCE, waiting: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Holds the lock `path`, waiting for it for up to `patience` seconds; `waiting` is told once who has it.

    Where the folder cannot be written or knows no locks, nothing is locked: the store itself takes one writer at a
    time. Raises Busy.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError:
        yield
        return
    with file:
        end = time.monotonic() + patience
        told = False
        while not taken(file):
            holder = _holder(path)
            if not told:
                waiting(f"waiting for another sync of it{holder}")
                told = True
            if time.monotonic() >= end:
                raise Busy(f"another sync of it{holder} is not done; when it is, what it fetched is here")
            time.sleep(_LOOK)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _holder(path: Path) -> str:
    try:
        number = path.read_text(encoding="utf-8")[:20]
    except (OSError, UnicodeDecodeError):
        return ""
    return f" (process {number})" if number.isdigit() else ""
