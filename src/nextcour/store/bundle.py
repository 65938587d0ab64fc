"""The bundled catalogue: one compressed file inside the package. Same catalogue, same bytes."""

from __future__ import annotations

import hashlib
import lzma
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from nextcour.catalog.catalogue import SCHEMA, Catalogue
from nextcour.errors import Expected
from nextcour.store.paths import BUNDLED

# A cap on what a (possibly hostile) file may expand to.
MAX_EXPANDED = 256 * 1024 * 1024
# The most that the file may weigh in the package.
MAX_PACKED = 6 * 1024 * 1024


class CatalogueDamaged(Expected):
    """The catalogue file is missing, cut short, or no catalogue of this schema. The text says which, and what to do."""


class CatalogueNotWritten(Expected):
    """The catalogue file could not be written; what was there before is as it was. The text says why."""


def pack(catalogue: Catalogue) -> bytes:
    """Compressed bytes of `catalogue`. Deterministic: no time stamp, fixed filter chain."""
    raw = msgspec.msgpack.encode(catalogue)
    return lzma.compress(raw, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9 | lzma.PRESET_EXTREME)


def unpack(data: bytes, *, name: str = "catalogue") -> Catalogue:
    """Raises CatalogueDamaged when `data` is not what `pack` wrote."""
    advice = "Reinstall nextcour, or run `nextcour catalog build`."
    try:
        decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
        raw = decompressor.decompress(data, max_length=MAX_EXPANDED)
        if not decompressor.eof:
            raise CatalogueDamaged(f"{name} is cut short or larger than {MAX_EXPANDED:,} bytes. {advice}")
        if decompressor.unused_data:
            raise CatalogueDamaged(f"{name} has something else behind the catalogue. {advice}")
        catalogue = msgspec.msgpack.decode(raw, type=Catalogue)
    except (lzma.LZMAError, msgspec.MsgspecError, EOFError, ValueError) as error:
        raise CatalogueDamaged(f"{name} is damaged ({error}). {advice}") from error
    if catalogue.schema != SCHEMA:
        raise CatalogueDamaged(f"{name} has schema {catalogue.schema}, this version reads {SCHEMA}. {advice}")
    return catalogue


def read(path: Path = BUNDLED) -> tuple[Catalogue, str]:
    """The catalogue at `path` and the SHA-256 of its file. Raises CatalogueDamaged."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CatalogueDamaged(
            f"{path} cannot be read ({reason}). Reinstall nextcour, or run `nextcour catalog build`."
        ) from error
    return unpack(data, name=str(path)), hashlib.sha256(data).hexdigest()


def write(catalogue: Catalogue, path: Path = BUNDLED) -> str:
    """Writes `catalogue` to `path` in one step: a reader sees the old file or the new one, never a part.

    Returns the SHA-256 of the file. Raises CatalogueNotWritten.
    """
    data = pack(catalogue)
    if len(data) > MAX_PACKED:
        raise CatalogueNotWritten(f"The catalogue packs to {len(data):,} bytes, more than {MAX_PACKED:,}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise CatalogueNotWritten(f"{path} cannot be written ({error.strerror or error}).") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise CatalogueNotWritten(f"{path} cannot be written ({error.strerror or error}).") from error
    return hashlib.sha256(data).hexdigest()


def newest(paths: Sequence[Path]) -> tuple[Catalogue, str, Path]:
    """The catalogue of the latest data day among `paths`, its SHA-256 and its place; of equals the first. A damaged one
    is passed over while another can be read. Raises CatalogueDamaged when none can."""
    found: list[tuple[Catalogue, str, Path]] = []
    damaged: list[CatalogueDamaged] = []
    for path in paths:
        try:
            found.append((*read(path), path))
        except CatalogueDamaged as error:
            damaged.append(error)
    if not found:
        raise damaged[0]
    return max(found, key=lambda item: item[0].data_day)
