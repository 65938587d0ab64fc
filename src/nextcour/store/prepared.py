"""What synced sources add to the catalogue, as a file: written after a sync, read when the index is made.

`ask` opens no fact store, and the core install has none: both go by this file. It belongs to the catalogue that it was
made for; with another one it is passed over until it is prepared again.
"""

from __future__ import annotations

import datetime as dt
import lzma
from pathlib import Path

import msgspec

from nextcour.catalog.entry import Entry
from nextcour.facts.assembly import StatedLink
from nextcour.facts.dispute import Dispute
from nextcour.facts.news import Headline
from nextcour.store import atomic

# Raised when the shape changes; a file of another shape is passed over.
SCHEMA = 2
# A cap on what a (possibly hostile) file may expand to.
MAX_EXPANDED = 256 * 1024 * 1024


class Prepared(msgspec.Struct, frozen=True):
    """`catalogue` is the SHA-256 of the catalogue file it was made for. `entries`: new and changed ones; `looked`: the
    last day on which a source looked at an entry, `looked_to` the last of these days. `complete`: the day of the last
    complete look of each source that lists everything; `studios`: the last day on which a source that tells studios
    looked at an entry; `headlines`: those matched to an entry."""

    schema: int
    catalogue: str
    looked_to: dt.date | None
    entries: tuple[Entry, ...]
    links: tuple[StatedLink, ...]
    looked: dict[str, dt.date]
    disputes: tuple[Dispute, ...]
    complete: dict[str, dt.date] = {}
    studios: dict[str, dt.date] = {}
    headlines: tuple[Headline, ...] = ()


def write(prepared: Prepared, path: Path) -> None:
    """Same content, same bytes: then the file is left as it is. Raises OSError; then it is as it was."""
    raw = msgspec.msgpack.encode(prepared, order="deterministic")
    packed = lzma.compress(raw, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=3)
    if not path.exists() or path.read_bytes() != packed:
        atomic.write_bytes(path, packed)


def read(path: Path, catalogue: str) -> Prepared | None:
    """What was prepared for the catalogue with this SHA-256. None when there is nothing, or nothing that can be used:
    all of it can be made again."""
    try:
        decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
        raw = decompressor.decompress(path.read_bytes(), max_length=MAX_EXPANDED)
        if not decompressor.eof:
            return None
        prepared = msgspec.msgpack.decode(raw, type=Prepared)
    except (OSError, lzma.LZMAError, msgspec.MsgspecError, EOFError, ValueError):
        return None
    return prepared if prepared.schema == SCHEMA and prepared.catalogue == catalogue else None
