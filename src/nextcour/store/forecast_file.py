"""The shipped forecasts: the curves of many runs in one compressed file. Same runs, same bytes.

A head with schema and checksum, and an xz stream of runs, lines and columns of numbers (`forecast_codes`), the latter
as differences to what their neighbours say (`forecast_columns`).
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from nextcour.errors import Expected
from nextcour.forecast.curve import Curve, Run
from nextcour.store import atomic
from nextcour.store.forecast_codes import columns, curves_of, groups_of
from nextcour.store.forecast_columns import Guess, choose, fold, unfold
from nextcour.store.forecast_rows import numbers_of, page_of

SCHEMA = 1
MAX_PACKED = 3_900_000  # bytes that the file may weigh in the package
MAX_EXPANDED = 64 * 1024 * 1024  # bytes that a (possibly hostile) file may expand to
_MEMORY = 256 * 1024 * 1024  # bytes that expanding may take
_FILTERS = ({"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 0, "lp": 0, "pb": 0},)
_ADVICE = "Reinstall nextcour, or take the file away to be answered by the first forecast."


class ForecastsDamaged(Expected):
    """The file of forecasts cannot be read, is cut short or changed, or of another schema. The text says which."""


class ForecastsNotWritten(Expected):
    """The file of forecasts could not be written; what was there before is as it was. The text says why."""


class _Head(msgspec.Struct, frozen=True):
    schema: int
    sha256: str
    packed: bytes


class _Body(msgspec.Struct, frozen=True):
    """`present` holds a byte for each run and line. `numbers` holds the planes of bytes of all columns: high bytes of a
    column before low ones, run after run, lines in order."""

    runs: tuple[Run, ...]
    lines: tuple[str, ...]
    present: bytes
    guesses: tuple[Guess, ...]
    numbers: bytes


class Forecasts(msgspec.Struct, frozen=True):
    """What a file holds: runs, and a page of rows for each line (`forecast_codes.curves_of` reads one)."""

    runs: tuple[Run, ...]
    pages: dict[str, bytes]

    def curves(self, line: str) -> Mapping[int, Curve]:
        """By the place of their run; empty for an unknown line."""
        return curves_of(self.pages.get(line, b""), self.runs)


def encode(runs: Sequence[tuple[Run, Mapping[str, Curve]]]) -> bytes:
    """The file's bytes. The order of `runs` and of their curves does not count.

    Raises ValueError for a curve that breaks the rules of `Curve`, and ForecastsNotWritten when the file would be too
    large to ship.
    """
    ordered = sorted(runs, key=lambda pair: (pair[0].day, pair[0].model, pair[0].configuration, pair[0].inputs))
    lines = sorted({line for _, curves in ordered for line in curves})
    place = {line: at for at, line in enumerate(lines)}
    groups = groups_of(run for run, _ in ordered)
    layout = columns(groups)
    present: list[list[int]] = []
    tables: list[list[tuple[int, ...]]] = []  # of each run, of each column
    for run, curves in ordered:
        names = sorted(curves)
        present.append([place[name] for name in names])
        rows = [numbers_of(run, curves[name], groups) for name in names]
        tables.append(list(zip(*rows, strict=True)) if rows else [() for _ in layout])
    guesses = choose(layout, present, tables, len(lines))
    body = _Body(
        runs=tuple(run for run, _ in ordered),
        lines=tuple(lines),
        present=_flags(present, len(lines)),
        guesses=guesses,
        numbers=fold(layout, guesses, present, tables, len(lines)),
    )
    raw = msgspec.msgpack.encode(body)
    packed = lzma.compress(raw, format=lzma.FORMAT_XZ, check=lzma.CHECK_NONE, filters=_FILTERS)
    data = msgspec.msgpack.encode(_Head(SCHEMA, hashlib.sha256(packed).hexdigest(), packed))
    if len(data) > MAX_PACKED:
        raise ForecastsNotWritten(f"The forecasts pack to {len(data):,} bytes, more than {MAX_PACKED:,}.")
    return data


def decode(data: bytes, *, name: str = "forecasts") -> Forecasts:
    """Raises ForecastsDamaged when `data` is not what `encode` wrote."""
    try:
        head = msgspec.msgpack.decode(data, type=_Head)
        if head.schema != SCHEMA:
            raise ForecastsDamaged(f"{name} has schema {head.schema}, this version reads {SCHEMA}. {_ADVICE}")
        if hashlib.sha256(head.packed).hexdigest() != head.sha256:
            raise ForecastsDamaged(f"{name} is damaged (its content does not match its SHA-256). {_ADVICE}")
        decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)
        raw = decompressor.decompress(head.packed, max_length=MAX_EXPANDED)
        if not decompressor.eof or decompressor.unused_data:
            raise ForecastsDamaged(f"{name} is cut short or larger than {MAX_EXPANDED:,} bytes. {_ADVICE}")
        return _unfold(msgspec.msgpack.decode(raw, type=_Body))
    except (lzma.LZMAError, msgspec.MsgspecError, EOFError, ValueError, IndexError, OverflowError) as error:
        raise ForecastsDamaged(f"{name} is damaged ({error}). {_ADVICE}") from error


def read(path: Path) -> Forecasts | None:
    """The forecasts at `path`; None when there is no such file. Raises ForecastsDamaged."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ForecastsDamaged(f"{path} cannot be read ({error.strerror or error}). {_ADVICE}") from error
    return decode(data, name=str(path))


def write(runs: Sequence[tuple[Run, Mapping[str, Curve]]], path: Path) -> str:
    """Writes the file in one step: a reader sees the old one or the new one, never a part. Returns its SHA-256.

    Raises ValueError and ForecastsNotWritten.
    """
    data = encode(runs)
    try:
        atomic.write_bytes(path, data)
    except OSError as error:
        raise ForecastsNotWritten(f"{path} cannot be written ({error.strerror or error}).") from error
    return hashlib.sha256(data).hexdigest()


def _flags(present: Sequence[Sequence[int]], lines: int) -> bytes:
    """A byte for each run and line: whether it is there, changed from the run before."""
    found = bytearray()
    before = bytearray(lines)
    for places in present:
        now = bytearray(lines)
        for at in places:
            now[at] = 1
        found += bytes(a ^ b for a, b in zip(before, now, strict=True))
        before = now
    return bytes(found)


def _places(flags: bytes, runs: int, lines: int) -> list[list[int]]:
    """Reverse of `_flags`. Raises ValueError."""
    if len(flags) != runs * lines:
        raise ValueError(f"{len(flags)} flags for {runs} runs of {lines} lines")
    present = []
    before = bytes(lines)
    for start in range(0, len(flags), lines) if lines else ():
        before = bytes(a ^ b for a, b in zip(before, flags[start : start + lines], strict=True))
        present.append([at for at, there in enumerate(before) if there])
    return present or [[] for _ in range(runs)]


def _unfold(body: _Body) -> Forecasts:
    """Reverse of `encode`. Raises ValueError and IndexError for a body that does not fit together."""
    layout = columns(groups_of(body.runs))
    present = _places(body.present, len(body.runs), len(body.lines))
    rows: dict[str, list[tuple[int, bytes]]] = {line: [] for line in body.lines}
    found = unfold(layout, body.guesses, present, body.numbers, len(body.lines))
    for run, (places, table) in enumerate(zip(present, found, strict=True)):
        for place, row in zip(places, table, strict=True):
            rows[body.lines[place]].append((run, row))
    return Forecasts(body.runs, {line: page_of(found) for line, found in rows.items()})
