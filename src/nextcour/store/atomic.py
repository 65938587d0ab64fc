"""Writing a file in one step: a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def replace_with(path: Path, fill: Callable[[Path], object]) -> None:
    """Has `fill` write a file beside `path`, which then takes its place; makes the folder when there is none.

    Raises OSError, and what `fill` raises; then `path` is as it was and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        fill(part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """As `replace_with`, for bytes that are at hand. Raises OSError."""
    replace_with(path, lambda part: part.write_bytes(data))


def drop_others(path: Path, pattern: str) -> None:
    """Removes the files beside `path` that `pattern` fits: what was made from an earlier state of the data or code.

    Another version's file may be in use by it; where it cannot be removed it does no harm.
    """
    for old in path.parent.glob(pattern):
        if old != path:
            with contextlib.suppress(OSError):
                old.unlink()
