"""From a maker to a response: kept, compressed, with an ETag, 304 where the reader has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from fastapi import Request
from starlette.responses import Response

from nextcour.site.conditional import encodings, has
from nextcour.site.drawing import NotDrawn
from nextcour.site.kept_files import KeptFile, KeptFiles, ready
from nextcour.site.previews import Previews
from nextcour.site.site import Site
from nextcour.site.workroom import Busy, Workroom

_PLAIN = "text/plain; charset=utf-8"
_WAITING = 20  # files that may be in the making outside of the workroom


class Files:
    """What is behind the routes. `finish` in `give` runs outside of the workroom, one at a time: it is slow, and what
    it is made from has left the site's connections."""

    def __init__(self, room: Workroom) -> None:
        self.room = room
        self.kept = KeptFiles()
        self._previews: Previews | None = None
        self._finishing = asyncio.Semaphore(1)
        self._waiting = 0

    async def give(
        self,
        request: Request,
        key: Hashable,
        media_type: str,
        make: Callable[[Site], bytes | None] | None = None,
        *,
        plan: Callable[[Site], object | None] | None = None,
        finish: Callable[..., bytes] | None = None,
        fresh: int = 3600,
    ) -> Response:
        """The file of `key`. Either `make` gives its bytes, or `plan` gives what `finish` makes them from."""
        whole = (self.room.moment, key)
        found = self.kept.get(whole)
        try:
            if found is None:
                made = await self.room.run(make or plan or (lambda _site: None))
                if made is None:
                    return missing()
                body = made if isinstance(made, bytes) and finish is None else await self._finished(finish, made)
                found = await asyncio.to_thread(ready, body, media_type, fresh)
                self.kept.put(whole, found)
        except Busy:
            return told(503, "Too much is asked at once. Try again in a moment.", {"retry-after": "2"})
        except NotDrawn:
            return told(503, "It cannot be drawn now. Try again later.", {"retry-after": "60"})
        return send(request, found)

    def preview(self, svg: bytes) -> bytes:
        """PNG of an SVG. Raises nextcour.site.drawing.NotDrawn."""
        if self._previews is None:
            self._previews = Previews()
        return self._previews.png(svg)

    def close(self) -> None:
        if self._previews is not None:
            self._previews.close()

    async def _finished(self, finish: Callable[..., bytes] | None, made: object) -> bytes:
        assert finish is not None
        if self._waiting >= _WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with self._finishing:
                return await asyncio.to_thread(finish, made)
        finally:
            self._waiting -= 1


def send(request: Request, file: KeptFile) -> Response:
    """Other sites may read and show these: there is nothing in them that is a reader's own."""
    headers = {
        "etag": f'"{file.tag}"',
        "cache-control": f"public, max-age={file.fresh}, stale-while-revalidate=86400",
        "vary": "accept-encoding",
        "access-control-allow-origin": "*",
    }
    if has(request.headers.get("if-none-match", ""), file.tag):
        return Response(None, 304, headers)
    accepted = encodings(request.headers.get("accept-encoding", ""))
    body = file.plain
    for name, packed in (("br", file.brotlied), ("gzip", file.gzipped)):
        if name in accepted and packed is not None:
            body = packed
            headers["content-encoding"] = name
            break
    return Response(body, 200, headers, media_type=file.media_type)


def missing() -> Response:
    return told(404, "There is no such thing here.")


def told(status: int, text: str, more: dict[str, str] | None = None) -> Response:
    """Words for whoever looks why their reader shows nothing."""
    return Response(f"{text}\n", status, {"cache-control": "no-store", **(more or {})}, media_type=_PLAIN)


Route = Callable[..., Awaitable[Response]]
