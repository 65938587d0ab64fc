"""Addresses of pages that list shows: seasons, the calendar, studios, browsing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.responses import Response

from nextcour.answers.answer import RenewalStatus
from nextcour.catalog.dates import SEASONS
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.site.browsing import FALLING, ORDERS, Wanted
from nextcour.site.links import UNKNOWN_YEAR
from nextcour.web.page import Page
from nextcour.web.parameters import given, language_of, number, word
from nextcour.web.renderer import Renderer
from nextcour.web.respond import respond
from nextcour.web.views import browse as browse_view
from nextcour.web.views import calendar as calendar_view
from nextcour.web.views import catalogue as catalogue_view
from nextcour.web.views import plain
from nextcour.web.views import season as season_view
from nextcour.web.views import studio as studio_view

FIRST_YEAR, LAST_YEAR = 1900, 2100
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
MOST_PAGES = 99_999


async def missing(request: Request) -> Response:
    return await respond(request, ("missing",), language_of(request), plain.missing)


async def season(request: Request, year: str, name: str) -> Response:
    wanted = name.upper()
    if not _YEAR.fullmatch(year) or wanted not in SEASONS or name != name.lower():
        return await missing(request)
    asked = f"{wanted} {year}"
    return await respond(
        request, ("season", asked), language_of(request), lambda renderer: season_view.season(renderer, asked)
    )


async def present_season(request: Request) -> Response:
    """The season of the last day of data."""

    def make(renderer: Renderer) -> Page | None:
        return season_view.season(renderer, season_view.season_on(renderer.site.known_to))

    return await respond(request, ("season",), language_of(request), make)


async def month(request: Request, month: str) -> Response:
    if not _MONTH.fullmatch(month):
        return await missing(request)
    first = dt.date.fromisoformat(f"{month}-01")
    return await respond(
        request, ("calendar", month), language_of(request), lambda renderer: calendar_view.calendar(renderer, first)
    )


async def present_month(request: Request) -> Response:
    """The month of the last day of data."""

    def make(renderer: Renderer) -> Page | None:
        return calendar_view.calendar(renderer, renderer.site.known_to.replace(day=1))

    return await respond(request, ("calendar",), language_of(request), make)


async def studio(request: Request, key: str) -> Response:
    return await respond(
        request, ("studio", key), language_of(request), lambda renderer: studio_view.studio(renderer, key)
    )


async def studios(request: Request) -> Response:
    return await respond(request, ("studios",), language_of(request), studio_view.studios)


async def browse(request: Request) -> Response:
    wanted = browsed(request)
    key = ("browse", *(f"{name}={value}" for name, value in wanted.query().items()))

    def make(renderer: Renderer) -> Page | None:
        return catalogue_view.years(renderer) if renderer.form.fixed else browse_view.browse(renderer, wanted)

    return await respond(request, key, language_of(request), make)


async def browse_year(request: Request, year: str) -> Response:
    """A plain list of a year's shows."""
    if year != UNKNOWN_YEAR and not _YEAR.fullmatch(year):
        return await missing(request)
    return await respond(
        request, ("browse", year), language_of(request), lambda renderer: catalogue_view.year(renderer, year)
    )


def browsed(request: Request) -> Wanted:
    """What the address asks for. Raises Unusable."""
    sort = word(request, "sort", ORDERS) or "chance"
    order = word(request, "order", ("up", "down"))
    return Wanted(
        status=word(request, "status", tuple(RenewalStatus)),
        source=word(request, "source", tuple(SourceMaterial)),
        format=word(request, "format", tuple(Format)),
        studio=given(request, "studio")[:100] or None,
        since=number(request, "from", FIRST_YEAR, LAST_YEAR),
        until=number(request, "to", FIRST_YEAR, LAST_YEAR),
        chance=number(request, "chance", 0, 100),
        sort=sort,
        falling=order == "down" if order else sort in FALLING,
        page=number(request, "page", 1, MOST_PAGES) or 1,
    )


PAGES: dict[str, Callable[..., Awaitable[Response]]] = {
    "/season": present_season,
    "/season/{year}/{name}": season,
    "/calendar": present_month,
    "/calendar/{month}": month,
    "/studios": studios,
    "/studio/{key:path}": studio,
    "/browse": browse,
    "/browse/{year}": browse_year,
}
