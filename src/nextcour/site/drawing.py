"""A process that draws, one picture after another: drawing holds the interpreter's lock for tens of milliseconds.

`python -m nextcour.site.drawing` reads payloads of sketches from its standard input and writes pictures to its standard
output (or a drawing, `<svg …`, and writes the PNG of it), each behind its length (four bytes, big endian; a length of 0
says that a picture could not be drawn).
"""

from __future__ import annotations

import contextlib
import os
import selectors
import struct
import subprocess
import sys
from typing import IO

_LENGTH = struct.Struct(">I")
_PATIENCE = 30.0  # seconds; the first picture of a process takes one or two
_LARGEST = 4 * 2**20
_NICE = 10  # pages come first


class NotDrawn(Exception):
    """A picture could not be drawn. The page that wanted it has its table."""


class Drawer:
    """One such process, started when it is first needed. For one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, payload: bytes) -> bytes:
        """The SVG of a sketch's payload, or the PNG of an SVG. Raises NotDrawn."""
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "nextcour.site.drawing"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(_LENGTH.pack(len(payload)) + payload)
            process.stdin.flush()
            svg = _taken(process.stdout)
        except (OSError, EOFError) as error:
            self.close()
            raise NotDrawn(str(error)) from error
        if not svg:
            raise NotDrawn("the picture's data could not be drawn")
        return svg

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()


def _taken(stream: IO[bytes]) -> bytes:
    """What the process answers. Raises EOFError when it ends and OSError when it takes too long."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        if not waiting.select(_PATIENCE):
            raise TimeoutError(f"nothing was drawn in {_PATIENCE:.0f} seconds")
    svg = _frame(stream)
    if svg is None:
        raise EOFError("the process that draws has ended")
    return svg


def _frame(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LARGEST:
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def main() -> None:
    from nextcour.charts.sketch import svg_of  # noqa: PLC0415 - only where something is drawn
    from nextcour.site.png import png_of  # noqa: PLC0415 - only where something is drawn

    with contextlib.suppress(OSError):
        os.nice(_NICE)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (payload := _frame(source)) is not None:
        try:
            svg = png_of(payload) if payload.startswith(b"<svg") else svg_of(payload).encode()
        except Exception as error:  # noqa: BLE001 - whatever the library raises, the next picture may be well
            print(f"nextcour: a picture was not drawn: {error}", file=sys.stderr)  # noqa: T201
            svg = b""
        sink.write(_LENGTH.pack(len(svg)) + svg)
        sink.flush()


if __name__ == "__main__":
    main()
