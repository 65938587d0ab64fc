"""From a kept page to a response: language, preference, ETag, compression, cache headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Request
from starlette.responses import Response

from nextcour.site.conditional import encodings, has
from nextcour.site.languages import TITLES
from nextcour.site.workroom import Busy
from nextcour.web.kept_pages import KeptPage
from nextcour.web.page import Page
from nextcour.web.page_maker import PageMaker
from nextcour.web.renderer import Renderer
from nextcour.web.trouble import BUSY, trouble


def preference_of(request: Request) -> str:
    """Which titles the reader prefers: a cookie that the preferences form sets; `auto` without."""
    wanted = request.cookies.get("titles", "auto")
    return wanted if wanted in TITLES else "auto"


def form_of(request: Request) -> str:
    """The compression that the reader takes: `br`, `gzip` or none."""
    accepted = encodings(request.headers.get("accept-encoding", ""))
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


async def respond(
    request: Request,
    key: tuple[str, ...],
    language: str,
    make: Callable[[Renderer], Page | None],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page as a response; 404 where `make` gives none, 503 when too much is asked at once."""
    from nextcour.web.views.plain import missing  # noqa: PLC0415 - views import nothing of this

    maker: PageMaker = request.app.state.maker
    preference = preference_of(request)
    form = form_of(request)
    try:
        page = await maker.page(key, language, preference, make, form)
        if page is None:
            page = await maker.page(("missing",), language, preference, missing, form)
    except Busy:
        return trouble(BUSY, language, {"retry-after": "2"})
    assert page is not None
    return send(request, page, headers or {})


def send(request: Request, page: KeptPage, more: Mapping[str, str]) -> Response:
    """`page`, compressed as the reader can take it; 304 where they have it."""
    headers = {
        "etag": f'"{page.tag}"',
        "cache-control": f"public, max-age={page.fresh}, stale-while-revalidate=86400" if page.fresh else "no-store",
        "vary": "accept-encoding, cookie",
        **more,
    }
    if page.location:
        return Response(None, page.status, {**headers, "location": page.location})
    if page.status == 200 and has(request.headers.get("if-none-match", ""), page.tag):
        return Response(None, 304, headers)
    form = form_of(request)
    packed = {"br": page.brotlied, "gzip": page.gzipped, "": b""}[form]
    body, encoding = (packed, form) if packed else (page.plain, None)
    if encoding is not None:
        headers["content-encoding"] = encoding
    return Response(body, page.status, headers, media_type=page.media_type)
