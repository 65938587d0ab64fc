"""Addresses of the pages. Each is there in every language: `/anime/x`, `/ja/anime/x`, `/zh/anime/x`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from nextcour.site.languages import DEFAULT, LANGUAGES, TITLES
from nextcour.site.links import Links
from nextcour.site.workroom import Workroom
from nextcour.web import list_routes
from nextcour.web.parameters import LONGEST, day_asked, given, language_of, own_path, word
from nextcour.web.respond import respond
from nextcour.web.views import forecasts as forecasts_view
from nextcour.web.views import home as home_view
from nextcour.web.views import plain
from nextcour.web.views import search as search_view
from nextcour.web.views import suggest as suggest_view
from nextcour.web.views import title as title_view
from nextcour.web.views import track_record as track_record_view

router = APIRouter(include_in_schema=False)
READ = ["GET", "HEAD"]
_YEAR = 365 * 24 * 3600


async def home(request: Request) -> Response:
    return await respond(request, ("home",), language_of(request), home_view.home)


async def title(request: Request, line: str) -> Response:
    day = day_asked(request)
    key = ("title", line, day.isoformat() if day else "")
    return await respond(request, key, language_of(request), lambda renderer: title_view.title(renderer, line, day))


async def title_then(request: Request, line: str, day: str) -> Response:
    """As `?as_of=`, in the path: for a site that is a folder of files."""
    try:
        asked = dt.date.fromisoformat(day)
    except ValueError:
        return await respond(request, ("missing",), language_of(request), plain.missing)
    key = ("title", line, asked.isoformat())
    return await respond(request, key, language_of(request), lambda renderer: title_view.title(renderer, line, asked))


async def forecasts(request: Request, line: str) -> Response:
    key = ("forecasts", line)
    return await respond(request, key, language_of(request), lambda renderer: forecasts_view.forecasts(renderer, line))


async def search(request: Request) -> Response:
    asked = request.query_params.get("q", "").strip()[:LONGEST]
    return await respond(
        request, ("search", asked), language_of(request), lambda renderer: search_view.search(renderer, asked)
    )


async def suggest(request: Request) -> Response:
    typed = request.query_params.get("q", "").strip()[:LONGEST]
    return await respond(
        request, ("suggest", typed), language_of(request), lambda renderer: suggest_view.suggest(renderer, typed)
    )


async def track_record(request: Request) -> Response:
    return await respond(request, ("track-record",), language_of(request), track_record_view.track_record)


async def about(request: Request) -> Response:
    return await respond(request, ("about",), language_of(request), plain.about)


async def preferences(request: Request) -> Response:
    """The form; with `?titles=` what it does: a cookie, and back to where the reader came from."""
    back = own_path(given(request, "back"))
    titles = word(request, "titles", ("auto", *TITLES))
    if titles is None:
        return await respond(
            request, ("preferences", back), language_of(request), lambda renderer: plain.preferences(renderer, back)
        )
    response = RedirectResponse(back, 303, {"cache-control": "no-store"})
    secure = request.url.scheme == "https"
    response.set_cookie("titles", titles, max_age=_YEAR, path="/", secure=secure, httponly=True, samesite="lax")
    return response


async def with_slash(request: Request) -> Response:
    """The home page of a language, typed without its slash."""
    return RedirectResponse(f"/{language_of(request)}/", 301)


PAGES: dict[str, Callable[..., Awaitable[Response]]] = {
    "/": home,
    "/anime/{line}": title,
    "/anime/{line}/as-of/{day}": title_then,
    "/anime/{line}/forecasts": forecasts,
    "/search": search,
    "/suggest": suggest,
    "/track-record": track_record,
    "/about": about,
    "/preferences": preferences,
    **list_routes.PAGES,
}
for _prefix in ("", *(f"/{language}" for language in LANGUAGES if language != DEFAULT)):
    for _path, _page in PAGES.items():
        router.add_api_route(f"{_prefix}{_path}", _page, methods=READ)
    if _prefix:
        router.add_api_route(_prefix, with_slash, methods=READ)


@router.api_route("/mal/{number}", methods=READ)
async def mal(request: Request, number: str) -> Response:
    return await by_id(request, "mal", number)


@router.api_route("/anilist/{number}", methods=READ)
async def anilist(request: Request, number: str) -> Response:
    return await by_id(request, "anilist", number)


async def by_id(request: Request, provider: str, number: str) -> Response:
    """The show of which an installment or film has this id."""
    fits = number.isascii() and number.isdigit() and len(number) <= 9
    room: Workroom = request.app.state.room
    line = await room.run(lambda site: site.shelf.line_by_id(provider, int(number))) if fits else None
    if line is None:
        return await respond(request, ("missing",), language_of(request), plain.missing)
    return RedirectResponse(Links().title(line), 301)
