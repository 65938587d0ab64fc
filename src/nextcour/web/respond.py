"""From a kept page to a response: language, preference, ETag, compression, cache headers."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import Request
from starlette.responses import Response

from nextcour.site.languages import TITLES
from nextcour.site.workroom import Busy
from nextcour.web.kept_pages import KeptPage
from nextcour.web.page import Page
from nextcour.web.page_maker import PageMaker
from nextcour.web.renderer import Renderer


def preference_of(request: Request) -> str:
    """Which titles the reader prefers: a cookie that the preferences form sets; `auto` without."""
    wanted = request.cookies.get("titles", "auto")
    return wanted if wanted in TITLES else "auto"


async def respond(
    request: Request, key: tuple[str, ...], language: str, make: Callable[[Renderer], Page | None]
) -> Response:
    """The page as a response; 404 where `make` gives none, 503 when too much is asked at once."""
    maker: PageMaker = request.app.state.maker
    try:
        page = await maker.page(key, language, preference_of(request), make)
    except Busy:
        return Response("Too much is asked at once; please try again in a moment.", 503, {"retry-after": "2"})
    if page is None:
        return await missing(request, language)
    return send(request, page)


async def missing(request: Request, language: str) -> Response:
    """The page that says there is none."""
    from nextcour.web.views.missing import missing as view  # noqa: PLC0415 - views import nothing of this

    maker: PageMaker = request.app.state.maker
    page = await maker.page(("missing",), language, preference_of(request), view)
    assert page is not None
    return send(request, page)


def send(request: Request, page: KeptPage) -> Response:
    """`page`, compressed as the reader can take it; 304 where they have it."""
    headers = {
        "etag": f'"{page.tag}"',
        "cache-control": f"public, max-age={page.fresh}, stale-while-revalidate=86400",
        "vary": "accept-encoding, cookie",
    }
    if page.status == 200 and f'"{page.tag}"' in _tags(request.headers.get("if-none-match", "")):
        return Response(None, 304, headers)
    body, encoding = page.plain, None
    accepted = request.headers.get("accept-encoding", "")
    if "br" in accepted:
        body, encoding = page.brotlied, "br"
    elif "gzip" in accepted:
        body, encoding = page.gzipped, "gzip"
    if encoding is not None:
        headers["content-encoding"] = encoding
    return Response(body, page.status, headers, media_type=page.media_type)


def _tags(header: str) -> set[str]:
    return set(re.findall(r'"[^"]*"', header[:1000]))
