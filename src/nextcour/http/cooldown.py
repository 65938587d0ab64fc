"""Until when a host is left alone, kept on disk so that the next process keeps it too. One small file a host."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

LONGEST = 86_400.0  # seconds; a later end is a clock that was wrong when it was written


@dataclass(frozen=True)
class Rest:
    """`until` in seconds since 1970; `why` in words."""

    until: float
    why: str


class Cooldowns:
    """Rests by host. `folder` None keeps them in this process only. A file that cannot be read or written is treated
    as absent: the server will say it again."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._here: dict[str, Rest] = {}

    def _path(self, host: str) -> Path | None:
        return None if self._folder is None else self._folder / f"cooldown-{re.sub(r'[^a-z0-9.-]', '_', host)}.json"

    def get(self, host: str, now: float) -> Rest | None:
        """The rest that `host` is in at `now`, None when it may be asked."""
        found = self._here.get(host)
        path = self._path(host)
        if path is not None:
            with contextlib.suppress(OSError, msgspec.DecodeError):
                found = msgspec.json.decode(path.read_bytes(), type=Rest)
        return found if found is not None and now < found.until <= now + LONGEST else None

    def put(self, host: str, rest: Rest) -> None:
        self._here[host] = rest
        path = self._path(host)
        if path is None:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(msgspec.json.encode(rest))
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
