"""What synced sources add to the catalogue, as a file: written after a sync, read when the index is made.

`ask` opens no fact store, and the core install has none: both go by this file. It belongs to the catalogue that it was
made for; with another one it is passed over until it is prepared again.
"""

from __future__ import annotations

import datetime as dt
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from nextcour.catalog.entry import Entry, Seen, Title
from nextcour.facts.assembly import StatedLink
from nextcour.facts.dispute import Dispute, Voice
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
        del decompressor
        prepared = _decoded(raw)
    except (OSError, lzma.LZMAError, msgspec.MsgspecError, EOFError, ValueError):
        return None
    return prepared if prepared.schema == SCHEMA and prepared.catalogue == catalogue else None


class _Packed(msgspec.Struct):
    """The long parts of Prepared, not decoded yet."""

    entries: list[msgspec.Raw]
    disputes: list[msgspec.Raw]


def _decoded(raw: bytes) -> Prepared:
    """As decoding `Prepared` at once, in half of the memory: entry by entry, and what most of them repeat (sources,
    days, the page that tells five fields) is held once. Raises msgspec.MsgspecError."""
    rest = msgspec.msgpack.decode(raw, type=_Rest)
    packed = msgspec.msgpack.decode(raw, type=_Packed)
    common: dict[Any, Any] = {}
    entries, disputes = tuple(_entries(packed.entries, common)), tuple(_disputes(packed.disputes, common))
    return Prepared(
        rest.schema,
        rest.catalogue,
        rest.looked_to,
        entries,
        rest.links,
        rest.looked,
        disputes,
        rest.complete,
        rest.studios,
        rest.headlines,
    )


class _Rest(msgspec.Struct):
    """Prepared without its long parts."""

    schema: int
    catalogue: str
    looked_to: dt.date | None
    links: tuple[StatedLink, ...]
    looked: dict[str, dt.date]
    complete: dict[str, dt.date] = {}
    studios: dict[str, dt.date] = {}
    headlines: tuple[Headline, ...] = ()


def _entries(packed: list[msgspec.Raw], common: dict[Any, Any]) -> Iterator[Entry]:
    decoder = msgspec.msgpack.Decoder(Entry)
    for one in packed:
        yield _shared(decoder.decode(one), common)


def _shared(entry: Entry, common: dict[Any, Any]) -> Entry:
    """`entry` with one object for what others have too."""

    def same(value: Any) -> Any:
        return common.setdefault(value, value)

    return msgspec.structs.replace(
        entry,
        titles=tuple(
            Title(one.text, same(one.lang), same(one.script), one.kind, same(one.source)) for one in entry.titles
        ),
        seen=tuple(
            Seen(same(one.field), same(one.source), same(one.observed), same(one.url), one.replaced)
            for one in entry.seen
        ),
        before=None if entry.before is None else _shared(entry.before, common),
    )


def _disputes(packed: list[msgspec.Raw], common: dict[Any, Any]) -> Iterator[Dispute]:
    def same(value: Any) -> Any:
        return common.setdefault(value, value)

    def voice(one: Voice) -> Voice:
        return Voice(same(one.source), same(one.value), same(one.observed_at), same(one.last_seen), same(one.url))

    decoder = msgspec.msgpack.Decoder(Dispute)
    for raw in packed:
        one = decoder.decode(raw)
        others = tuple(voice(other) for other in one.others)
        yield Dispute(same(one.entry), same(one.field), voice(one.shown), others, same(one.reason))
