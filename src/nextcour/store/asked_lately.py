"""Which lines were asked about lately, so that a sync can look at them: `asked.log` in the data folder.

A line of the file is a day and the id of a main line, nothing of what was typed. A record is one short append, so that
several processes can write at once; it begins with a line end of its own, so that one torn by a power cut spoils none
after it. A file that has grown is moved to `asked.log.old`, in place of the one before: the two never hold more than
four times MOST_BYTES, mostly two. `NEXTCOUR_REMEMBER=0` keeps no record.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

from nextcour.store import paths

FILE = "asked.log"
OLD = "asked.log.old"
VARIABLE = "NEXTCOUR_REMEMBER"
MOST_BYTES = 32 * 1024  # about a thousand records
DAYS = 90  # what was asked longer ago is no longer lately
_TAIL = 2048  # bytes at the end in which a record is not repeated
_LONGEST = 120  # characters of an id
_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_OFF = frozenset({"0", "no", "off", "false"})


def note(line: str, day: dt.date) -> None:
    """Keeps that `line` was asked about on `day`. Never raises for a file or folder that cannot be written."""
    if os.environ.get(VARIABLE, "").strip().lower() in _OFF or not _is_id(line):
        return
    try:
        folder = paths.data_dir()
        try:
            handle = _open(folder / FILE)
        except FileNotFoundError:
            folder.mkdir(parents=True, exist_ok=True)
            handle = _open(folder / FILE)
    except (OSError, ValueError, RuntimeError):  # no folder, no room, no home, no such name
        return
    try:
        _append(handle, f"\n{day.isoformat()} {line}\n".encode("ascii"), folder)
    except OSError:
        pass
    finally:
        os.close(handle)


def lately(day: dt.date, most: int, folder: Path | None = None) -> tuple[str, ...]:
    """At most `most` distinct ids asked about within DAYS before `day`, the one asked last first. They need not exist
    any more. What cannot be read is passed over."""
    folder = folder or paths.data_dir()
    found: dict[str, None] = {}
    for name in (FILE, OLD):
        for record in reversed(_lines(folder / name)):
            when, _, line = record.partition(" ")
            if line in found or not _is_id(line):
                continue
            try:
                age = (day - dt.date.fromisoformat(when)).days
            except ValueError:
                continue
            if 0 <= age <= DAYS:
                found[line] = None
                if len(found) == most:
                    return tuple(found)
    return tuple(found)


def _is_id(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and _ID.issuperset(line)


def _open(path: Path) -> int:
    # A pipe or a device that somebody put there must not hold up an answer, and a link must not lead elsewhere.
    careful = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | careful, 0o600)


def _append(handle: int, record: bytes, folder: Path) -> None:
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode) or state.st_size > 2 * MOST_BYTES:  # … which cannot be moved away
        return
    if state.st_size:
        os.lseek(handle, max(0, state.st_size - _TAIL), os.SEEK_SET)
        if record in os.read(handle, _TAIL):
            return
    os.write(handle, record)
    if state.st_size > MOST_BYTES:
        _put_aside(handle, folder)


def _put_aside(handle: int, folder: Path) -> None:
    """Moves the file away, once: of several processes the one that has its lock, and while the name still means it."""
    try:
        import fcntl  # noqa: PLC0415 - one time in a thousand, and not on Windows
    except ImportError:
        pass
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if os.path.samestat(os.fstat(handle), os.stat(folder / FILE)):
        os.replace(folder / FILE, folder / OLD)


def _lines(path: Path) -> list[str]:
    """Lines of the last bytes of a file; none where it cannot be read."""
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 2 * MOST_BYTES))
            return file.read(2 * MOST_BYTES).decode("ascii", "replace").splitlines()
    except OSError:
        return []
