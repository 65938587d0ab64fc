"""A trained model in one file: compressed JSON, with LightGBM's text inside. No pickle: reading it runs nothing.

Same model, same bytes. The file is checked from its size to every branch of its trees before it is used.
"""

from __future__ import annotations

import hashlib
import lzma
from pathlib import Path

import msgspec

from nextcour.errors import Expected
from nextcour.forecast.model_data import ModelData, Trained, pack, unpack
from nextcour.store import atomic

# Raised when features, design or shape change, so that an older file is refused rather than misread.
SCHEMA = 1
MAX_PACKED = 2_000_000  # bytes of the file
MAX_EXPANDED = 32 * 1024 * 1024  # bytes that a (possibly hostile) file may expand to
_ADVICE = "Reinstall nextcour, or make one with `nextcour train`."


class ModelDamaged(Expected):
    """The model cannot be read, is cut short or changed, or of another schema. The text says which, and what to do."""


class ModelNotWritten(Expected):
    """The model could not be written; what was there before is as it was. The text says why."""


class _File(msgspec.Struct, frozen=True):
    schema: int
    model: ModelData


class _Schema(msgspec.Struct, frozen=True):
    schema: int


def encode(trained: Trained) -> bytes:
    """The file's bytes. Raises ModelNotWritten when they would be too many, or a number is no number."""
    raw = msgspec.json.encode(_File(SCHEMA, pack(trained)), order="deterministic")
    data = lzma.compress(raw, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9 | lzma.PRESET_EXTREME)
    if len(data) > MAX_PACKED or len(raw) > MAX_EXPANDED:
        raise ModelNotWritten(f"The model packs to {len(data):,} bytes, more than {MAX_PACKED:,}. Nothing was written.")
    return data


def decode(data: bytes, *, name: str = "the model") -> Trained:
    """Raises ModelDamaged when `data` is not what `encode` wrote."""
    if len(data) > MAX_PACKED:
        raise ModelDamaged(f"{name} has {len(data):,} bytes, more than {MAX_PACKED:,}. {_ADVICE}")
    try:
        decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MAX_EXPANDED * 8)
        raw = decompressor.decompress(data, max_length=MAX_EXPANDED)
        if not decompressor.eof or decompressor.unused_data:
            raise ModelDamaged(f"{name} is cut short, or larger than {MAX_EXPANDED:,} bytes. {_ADVICE}")
        found = msgspec.json.decode(raw, type=_Schema).schema
        if found != SCHEMA:
            raise ModelDamaged(f"{name} has schema {found}, this version reads {SCHEMA}. {_ADVICE}")
        return unpack(msgspec.json.decode(raw, type=_File).model)
    except (lzma.LZMAError, msgspec.MsgspecError, EOFError, ValueError) as error:
        raise ModelDamaged(f"{name} is damaged ({error}). {_ADVICE}") from error


def read(path: Path) -> Trained | None:
    """The model at `path`; None when there is no such file. Raises ModelDamaged."""
    try:
        if path.stat().st_size > MAX_PACKED:
            raise ModelDamaged(f"{path} is larger than {MAX_PACKED:,} bytes. {_ADVICE}")
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ModelDamaged(f"{path} cannot be read ({error.strerror or error}). {_ADVICE}") from error
    return decode(data, name=str(path))


def write(trained: Trained, path: Path) -> str:
    """Writes the file in one step; returns its SHA-256. Raises ModelNotWritten."""
    data = encode(trained)
    try:
        atomic.write_bytes(path, data)
    except OSError as error:
        raise ModelNotWritten(f"{path} cannot be written ({error.strerror or error}).") from error
    return hashlib.sha256(data).hexdigest()
