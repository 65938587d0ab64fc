"""Addresses of feeds, calendars, badges, previews and the sitemap."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from nextcour.catalog.dates import SEASONS
from nextcour.feeds import asked, badge, calendars, changes, ical, preview, sitemap
from nextcour.feeds.delivery import Files, Route, missing, told
from nextcour.feeds.forms import FORMS
from nextcour.site.site import Site

READ = ["GET", "HEAD"]
_HALF_DAY = 12 * 3600

router = APIRouter(include_in_schema=False)


def _route(path: str) -> Callable[[Route], Route]:
    """A route whose parameters may be unreadable, which is said in words."""

    def decorated(route: Route) -> Route:
        @wraps(route)
        async def answer(request: Request, **given: Any) -> Response:
            if len(request.url.query) > asked.LONGEST_QUERY:
                return told(400, "This address is too long.")
            try:
                return await route(request, **given)
            except asked.Unreadable as error:
                return told(400, str(error))

        router.add_api_route(path, answer, methods=READ)
        return answer

    return decorated


def _files(request: Request) -> Files:
    files: Files = request.app.state.files
    return files


@_route("/feeds/changes.{form}")
async def all_changes(request: Request, form: str) -> Response:
    return await _feed(request, form, "", lambda site, kinds: changes.changes_feed(site, form, kinds))


@_route("/feeds/anime/{line}.{form}")
async def title_changes(request: Request, line: str, form: str) -> Response:
    return await _feed(request, form, f"anime/{line}", lambda site, kinds: changes.title_feed(site, line, form, kinds))


@_route("/feeds/studio/{key:path}.{form}")
async def studio_changes(request: Request, key: str, form: str) -> Response:
    return await _feed(request, form, f"studio/{key}", lambda site, kinds: changes.studio_feed(site, key, form, kinds))


async def _feed(request: Request, form: str, name: str, make: Callable[[Site, Any], bytes | None]) -> Response:
    if form not in FORMS:
        return missing()
    kinds = asked.kinds(request.query_params)
    _, media_type = FORMS[form]
    return await _files(request).give(
        request, ("feed", name, form, kinds), media_type, lambda site: make(site, kinds), fresh=1800
    )


@_route("/calendar.ics")
async def coming(request: Request) -> Response:
    return await _calendar(request, "", calendars.coming)


@_route("/season/{year}/{name}.ics")
async def season(request: Request, year: str, name: str) -> Response:
    if (
        name.upper() not in SEASONS
        or name != name.lower()
        or not (year.isascii() and year.isdigit() and len(year) == 4)
    ):
        return missing()
    wanted = f"{name.upper()} {year}"
    return await _calendar(request, wanted, lambda site, *more: calendars.of_season(site, wanted, *more))


@_route("/anime/{line}.ics")
async def title(request: Request, line: str) -> Response:
    return await _calendar(request, f"anime/{line}", lambda site, *more: calendars.of_title(site, line, *more))


async def _calendar(request: Request, name: str, plan: Callable[..., ical.Plan | None]) -> Response:
    wanted, language = asked.calendar(request.query_params), asked.language(request.query_params)
    return await _files(request).give(
        request,
        ("calendar", name, wanted, language),
        ical.MEDIA_TYPE,
        plan=lambda site: plan(site, wanted, language),
        finish=ical.calendar,
    )


@_route("/badge/{line}.svg")
async def badge_of(request: Request, line: str) -> Response:
    language = asked.language(request.query_params)
    return await _files(request).give(
        request, ("badge", line, language), badge.MEDIA_TYPE, lambda site: badge.badge(site, line, language)
    )


@_route("/og/{line}.png")
async def preview_of(request: Request, line: str) -> Response:
    language, files = asked.language(request.query_params), _files(request)
    return await files.give(
        request,
        ("preview", line, language),
        "image/png",
        plan=lambda site: preview.preview_svg(site, line, language),
        finish=files.preview,
        fresh=_HALF_DAY,
    )


@_route("/sitemap.xml")
async def sitemap_index(request: Request) -> Response:
    return await _files(request).give(request, ("sitemap",), sitemap.MEDIA_TYPE, sitemap.index, fresh=_HALF_DAY)


@_route("/sitemap-{number}.xml")
async def sitemap_part(request: Request, number: str) -> Response:
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        return missing()
    return await _files(request).give(
        request,
        ("sitemap", int(number)),
        sitemap.MEDIA_TYPE,
        plan=lambda site: (found := sitemap.pages(site, int(number))) and (found, site.address),
        finish=lambda planned: sitemap.written(*planned),
        fresh=_HALF_DAY,
    )


@_route("/robots.txt")
async def robots(request: Request) -> Response:
    return await _files(request).give(request, ("robots",), "text/plain; charset=utf-8", sitemap.robots)
