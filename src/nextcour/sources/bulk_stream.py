"""Large files as they come: decompressed, cut into records, and bounded in every direction. Nothing is held whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nextcour.errors import Expected

MEGABYTE = 1024 * 1024
MAX_PLAIN = 1024 * MEGABYTE  # bytes after decompression; the database has about 60 MB
MAX_RATIO = 100  # plain bytes for each packed one; the database has about 10
MAX_RECORD = MEGABYTE  # bytes of one record; the longest have some 20 kB
MAX_WINDOW = 128 * MEGABYTE  # of memory for decompression, as the packer may ask for
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
# A block of zstd expands to at most 128 KiB and takes at least four bytes, so that a piece of this size expands to at
# most 32 MiB before the limits are looked at.
_PIECE = 1024
_DATA = re.compile(rb'"data"\s*:\s*\[')
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|["{}\]]', re.DOTALL)


class BulkUnreadable(Expected):
    """What came is not the file that was asked for, is cut short, or expands too far. The text says which."""


def unpacked(chunks: Iterable[bytes], *, max_plain: int = MAX_PLAIN, max_ratio: int = MAX_RATIO) -> Iterator[bytes]:
    """Plain bytes of `chunks`, which are zstd or plain JSON. Raises BulkUnreadable."""
    packed = plain = 0
    for piece, size in _pieces(chunks):
        packed += size
        plain += len(piece)
        if plain > max_plain:
            raise BulkUnreadable(f"it expands to more than {max_plain:,} bytes")
        if plain > MEGABYTE and plain > packed * max_ratio:
            raise BulkUnreadable(f"it expands to more than {max_ratio} times its size, as no honest file does")
        if piece:
            yield piece
    if not plain:
        raise BulkUnreadable("it is empty")


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """(plain bytes, packed bytes that they came from)."""
    source = iter(chunks)
    head = b""
    for chunk in source:
        head += chunk
        if len(head) >= len(_ZSTD):
            break
    if head.startswith(_ZSTD) or _SKIPPABLE.match(head):
        yield from _zstd(head, source)
        return
    if head and not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        kind = "a web page" if head.lstrip().startswith(b"<") else "something else"
        raise BulkUnreadable(f"{kind} came where zstd or JSON was asked for")
    if head:
        yield head.removeprefix(b"\xef\xbb\xbf"), len(head)
    for chunk in source:
        yield chunk, len(chunk)


def _zstd(head: bytes, source: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    try:
        import zstandard  # noqa: PLC0415 - in the [sources] extra
    except ImportError as error:
        raise BulkUnreadable("reading it needs zstandard: pip install 'nextcour[sources]'") from error
    context = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
    frame = context.decompressobj()
    whole = False  # whether the last frame is complete
    try:
        for chunk in _chain(head, source):
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                size = len(piece)
                while piece:
                    if whole:
                        frame, whole = context.decompressobj(), False
                    yield frame.decompress(piece), size
                    size = 0
                    whole = bool(frame.eof)
                    piece = frame.unused_data if whole else b""
    except zstandard.ZstdError as error:
        raise BulkUnreadable(f"it is damaged ({error})") from error
    if not whole:
        raise BulkUnreadable("it is cut short")


def _chain(head: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from source


def lines(plain: Iterable[bytes], *, limit: int = MAX_RECORD) -> Iterator[bytes | None]:
    """Lines without their ends, blank ones included; None in place of one that is longer than `limit` bytes."""
    rest = b""
    skipping = False
    for chunk in plain:
        parts = (rest + chunk).split(b"\n")
        rest = parts.pop()
        for part in parts:
            yield None if skipping or len(part) > limit else part.rstrip(b"\r")
            skipping = False
        if len(rest) > limit:
            skipping, rest = True, b""
    if skipping:
        yield None
    elif rest:
        yield rest


def members(plain: Iterable[bytes], *, limit: int = MAX_RECORD) -> Iterator[bytes]:
    """Of one JSON document `{…, "data": [{…}, {…}], …}`: what stands before `data`, closed to be an object of its own,
    then each object of the list. Raises BulkUnreadable for another shape, and one object of more than `limit` bytes."""
    source = iter(plain)
    buffer = b""
    opened = None
    for chunk in source:
        buffer += chunk
        opened = _DATA.search(buffer)
        if opened or len(buffer) > limit:
            break
    if opened is None:
        raise BulkUnreadable('it is no JSON document with a list called "data"')
    yield buffer[: opened.start()].rstrip().rstrip(b",") + b"}"
    buffer = buffer[opened.end() :]
    while True:
        found, used, ended = _objects(buffer)
        yield from found
        if ended:
            return
        buffer = buffer[used:]
        if len(buffer) > limit:
            raise BulkUnreadable(f"one record has more than {limit:,} bytes")
        more = next(source, None)
        if more is None:
            raise BulkUnreadable("it is cut short")
        buffer += more


def _objects(buffer: bytes) -> tuple[list[bytes], int, bool]:
    """Whole objects in `buffer`, up to where they are used, and whether the list ends there."""
    found: list[bytes] = []
    depth = start = used = 0
    for match in _TOKEN.finditer(buffer):
        token = match.group()
        if token == b"{":
            if depth == 0:
                start = match.start()
            depth += 1
        elif token == b"}":
            depth -= 1
            if depth < 0:
                raise BulkUnreadable("its brackets do not match")
            if depth == 0:
                used = match.end()
                found.append(buffer[start:used])
        elif token == b"]":
            if depth == 0:
                return found, match.end(), True
        elif token == b'"':
            break  # a text that goes on in the next chunk
    return found, used, False
