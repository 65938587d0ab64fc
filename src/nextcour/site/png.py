"""SVG to PNG, in few bytes. Needs `[web]`."""

from __future__ import annotations

import struct
import zlib

from nextcour.charts.picture import library

_HEAD = b"\x89PNG\r\n\x1a\n"


def png_of(svg: bytes) -> bytes:
    """The drawing at its own size; the same drawing gives the same bytes on one machine: fonts are the machine's.
    Raises charts.picture.ChartsUnavailable, and what the library raises for what it cannot draw."""
    return smaller(library("vl_convert").svg_to_png(svg.decode()))


def smaller(png: bytes) -> bytes:
    """The same image, compressed anew: the library compresses for speed, and this takes three quarters off."""
    if not png.startswith(_HEAD):
        raise ValueError("not a PNG")
    chunks: list[tuple[bytes, bytes]] = []
    pixels = b""
    at = len(_HEAD)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12
        if kind != b"IDAT":
            chunks.append((kind, body))
        elif pixels:
            pixels += body
        else:
            pixels = body
            chunks.append((kind, b""))
    # The slowest level takes four times as long and saves one part in a hundred.
    packed = zlib.compress(zlib.decompress(pixels), 6)
    return _HEAD + b"".join(_chunk(kind, packed if kind == b"IDAT" else body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
