"""Static files: read once, kept compressed; browsers keep them for a year under an address that names their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache

import brotli
from fastapi import APIRouter, Request
from starlette.responses import Response

from nextcour.web.assets import FOLDER, versioned
from nextcour.web.kept_pages import KeptPage
from nextcour.web.parameters import language_of
from nextcour.web.respond import respond, send
from nextcour.web.views import plain

router = APIRouter(include_in_schema=False)
_YEAR, _HOUR = 365 * 24 * 3600, 3600
_TEXTS = ("text/", "application/json", "application/manifest+json", "image/svg+xml")


@cache
def _names() -> frozenset[str]:
    """Every file; nothing else can be asked for."""
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@cache
def _kept(name: str) -> KeptPage:
    body = (FOLDER / name).read_bytes()
    kind = "application/manifest+json" if name.endswith(".webmanifest") else mimetypes.guess_type(name)[0]
    kind = {"application/javascript": "text/javascript"}.get(kind or "", kind or "application/octet-stream")
    text = kind.startswith(_TEXTS)
    return KeptPage(
        200,
        f"{kind}; charset=utf-8" if text else kind,
        _HOUR,
        hashlib.sha256(body).hexdigest()[:20],
        body,
        gzip.compress(body, 9, mtime=0) if text else b"",
        brotli.compress(body, quality=11) if text else b"",
    )


@router.api_route("/static/{name:path}", methods=["GET", "HEAD"])
async def static(request: Request, name: str) -> Response:
    if name not in _names():
        return await respond(request, ("missing",), language_of(request), plain.missing)
    named = request.url.query == versioned(name).partition("?")[2]
    cached = f"public, max-age={_YEAR}, immutable" if named else f"public, max-age={_HOUR}"
    return send(request, _kept(name), {"cache-control": cached, "vary": "accept-encoding"})
