"""Addresses of the pages. Each is there in every language: `/anime/x`, `/ja/anime/x`, `/zh/anime/x`."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from nextcour.site.languages import DEFAULT, LANGUAGES
from nextcour.site.links import Links
from nextcour.site.workroom import Workroom
from nextcour.web.respond import missing, respond
from nextcour.web.views import home as home_view
from nextcour.web.views import title as title_view

router = APIRouter(include_in_schema=False)


def language_of(request: Request) -> str:
    """The language that the address names."""
    first = request.url.path.split("/", 2)[1] if request.url.path.startswith("/") else ""
    return first if first in LANGUAGES and first != DEFAULT else DEFAULT


def day_asked(request: Request) -> dt.date | None:
    """The day of `?as_of=`; None without one, or where it is no day."""
    try:
        return dt.date.fromisoformat(request.query_params.get("as_of", "")[:10])
    except ValueError:
        return None


async def home(request: Request) -> Response:
    return await respond(request, ("home",), language_of(request), home_view.home)


async def title(request: Request, line: str) -> Response:
    day = day_asked(request)
    key = ("title", line, day.isoformat() if day else "")
    return await respond(request, key, language_of(request), lambda renderer: title_view.title(renderer, line, day))


async def by_id(request: Request, provider: str, number: int) -> Response:
    room: Workroom = request.app.state.room
    line = await room.run(lambda site: site.shelf.line_by_id(provider, number) if 0 < number < 2**31 else None)
    if line is None:
        return await missing(request, DEFAULT)
    return RedirectResponse(Links().title(line), 301)


for _prefix in ("", *(f"/{language}" for language in LANGUAGES if language != DEFAULT)):
    router.add_api_route(f"{_prefix}/", home, methods=["GET", "HEAD"])
    router.add_api_route(f"{_prefix}/anime/{{line}}", title, methods=["GET", "HEAD"])


@router.get("/mal/{number}")
async def mal(request: Request, number: int) -> Response:
    return await by_id(request, "mal", number)


@router.get("/anilist/{number}")
async def anilist(request: Request, number: int) -> Response:
    return await by_id(request, "anilist", number)
