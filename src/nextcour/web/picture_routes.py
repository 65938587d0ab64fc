"""`/pictures/<key>.svg`: what lies under a key never changes, so it is kept for a year by whoever fetched it."""

from __future__ import annotations

import asyncio
import re

import brotli
from fastapi import APIRouter, Request
from starlette.responses import Response

from nextcour.site.drawing import NotDrawn
from nextcour.site.pictures import Pictures

router = APIRouter(include_in_schema=False)
_KEY = re.compile(r"[0-9a-f]{24}", re.ASCII)
# A picture has a style of its own, for dark paper. Shown in a page it is not bound by this; opened alone it is.
_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_PATIENCE = 25.0  # seconds


@router.api_route("/pictures/{name}", methods=["GET", "HEAD"])
async def picture(request: Request, name: str) -> Response:
    key = name.removesuffix(".svg")
    pictures: Pictures = request.app.state.pictures
    if key == name or not _KEY.fullmatch(key):
        return _none()
    headers = {
        "etag": f'"{key}"',
        "cache-control": "public, max-age=31536000, immutable",
        "vary": "accept-encoding",
        "content-security-policy": _CSP,
    }
    if f'"{key}"' in request.headers.get("if-none-match", "")[:1000]:
        return Response(None, 304, headers)
    try:
        packed = await asyncio.wait_for(asyncio.wrap_future(pictures.look(key)), _PATIENCE)
    except (NotDrawn, TimeoutError):
        return Response("The picture is not drawn yet.", 503, {"retry-after": "5", "cache-control": "no-store"})
    if packed is None:
        return _none()
    if "br" in re.findall(r"[a-z*]+", request.headers.get("accept-encoding", "")[:500].lower().replace("br;q=0", "")):
        return Response(packed, 200, {**headers, "content-encoding": "br"}, media_type="image/svg+xml")
    return Response(brotli.decompress(packed), 200, headers, media_type="image/svg+xml")


def _none() -> Response:
    return Response("There is no such picture.", 404, {"cache-control": "no-store"}, media_type="text/plain")
