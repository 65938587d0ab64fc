"""Bodies within limits: bytes on the wire are counted, and decompression never makes more than is still allowed.

Only gzip is asked for. httpx would decode whole chunks at once, and some kilobytes of zstd or brotli can stand for
gigabytes; what nobody asked for is refused unread.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from nextcour.http.errors import TooLarge, WrongType

ACCEPT_ENCODING = "gzip"
_PIECE = 256 * 1024


class CutShort(Exception):
    """The compressed body ended before its end."""


def bounded(chunks: Iterable[bytes], encoding: str, *, limit: int, host: str) -> Iterator[bytes]:
    """`chunks` as sent, decompressed after `encoding` (the Content-Encoding header), at most `limit` bytes in all.

    Raises TooLarge, WrongType for another encoding or damaged data, CutShort.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        pieces: Iterable[bytes] = chunks
    elif name in ("gzip", "x-gzip"):
        pieces = _gunzip(chunks, limit=limit, host=host)
    else:
        raise WrongType(f"{host} answered in an encoding that was not asked for ({name[:40]!r})")
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise _too_large(host, limit)
        yield piece


def _too_large(host: str, limit: int) -> TooLarge:
    return TooLarge(f"{host} sent more than the {limit:,} bytes that were expected; nothing of it was kept")


def _gunzip(chunks: Iterable[bytes], *, limit: int, host: str) -> Iterator[bytes]:
    engine = zlib.decompressobj(wbits=31)
    wire, begun = 0, False
    for chunk in chunks:
        wire += len(chunk)
        if wire > limit:
            raise _too_large(host, limit)
        data = chunk
        while data:
            if engine.eof:  # gzip may be several members in a row
                engine = zlib.decompressobj(wbits=31)
            begun = True
            try:
                piece = engine.decompress(data, _PIECE)
            except zlib.error as error:
                raise WrongType(f"{host} answered with damaged compressed data") from error
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
            if piece:
                yield piece
    while begun and not engine.eof:
        try:
            piece = engine.decompress(engine.unconsumed_tail, _PIECE)
        except zlib.error as error:
            raise WrongType(f"{host} answered with damaged compressed data") from error
        if not piece:
            break
        yield piece
    if begun and not engine.eof:
        raise CutShort("the compressed body ended too early")
