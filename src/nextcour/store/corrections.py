"""An editor's corrections of the franchise graph: JSON Lines, one correction a line, only ever appended.

Two files are read: the one shipped with the package, then the user's own, so that what the user recorded later wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from nextcour.errors import Expected
from nextcour.franchise.correction import Correction

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "corrections.jsonl"
LONGEST_LINE = 64 * 1024  # bytes: no honest correction is longer


class CorrectionsUnreadable(Expected):
    """A corrections file exists and cannot be read. The text says which, why, and what to do."""


class CorrectionsUnwritable(Expected):
    """A correction could not be recorded; the file is as it was. The text says which file and why."""


class Corrections(msgspec.Struct, frozen=True):
    """Corrections in the order in which they were recorded, and the lines that are none, in words."""

    corrections: tuple[Correction, ...]
    problems: tuple[str, ...] = ()


def encode(correction: Correction) -> bytes:
    """One line with its newline. Keys in a fixed order."""
    return msgspec.json.encode(correction) + b"\n"


def decode(data: bytes, *, name: str = "corrections") -> Corrections:
    """Reads what `encode` wrote. A line that is no correction is reported and skipped, empty lines are skipped."""
    found: list[Correction] = []
    problems: list[str] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            problems.append(f"{name}, line {number}: longer than {LONGEST_LINE:,} bytes")
            continue
        try:
            found.append(msgspec.json.decode(line, type=Correction))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            problems.append(f"{name}, line {number}: {error}")
    return Corrections(tuple(found), tuple(problems))


def read(path: Path) -> Corrections:
    """Corrections of one file; none when there is no such file. Raises CorrectionsUnreadable."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Corrections(())
    except OSError as error:
        reason = error.strerror or str(error)
        raise CorrectionsUnreadable(
            f"{path} cannot be read ({reason}). Make it readable, or move it away to go on without your corrections."
        ) from error
    return decode(data, name=str(path))


def load(paths: Iterable[Path] = (), *, shipped: Path = SHIPPED) -> Corrections:
    """The shipped corrections, then those of `paths` in order. Raises CorrectionsUnreadable."""
    parts = [read(path) for path in (shipped, *paths)]
    return Corrections(
        tuple(correction for part in parts for correction in part.corrections),
        tuple(problem for part in parts for problem in part.problems),
    )


def append(path: Path, correction: Correction) -> None:
    """Adds one line at the end of `path`, whole or not at all; makes the file and its folder when there are none.

    Raises CorrectionsUnwritable.
    """
    line = encode(correction)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            _append_whole(handle, line)
        finally:
            os.close(handle)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CorrectionsUnwritable(
            f"{path} cannot be written ({reason}). Nothing was recorded; choose another place or free some room."
        ) from error


def _append_whole(handle: int, line: bytes) -> None:
    """One write at the end; a short one is taken back. A line that an earlier writer left open is closed first."""
    before = os.fstat(handle).st_size
    if before and os.pread(handle, 1, before - 1) != b"\n":
        line = b"\n" + line
    written = os.write(handle, line)
    if written != len(line):
        os.ftruncate(handle, before)
        raise OSError(f"only {written} of {len(line)} bytes fitted")
    os.fsync(handle)
