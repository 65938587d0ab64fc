"""Lists: shows, seasons, changes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from nextcour.answers.answer import RenewalStatus
from nextcour.api.cursor import cursor as make_cursor
from nextcour.api.cursor import place
from nextcour.api.parameters import SLUG, Cursor, Limit, SeasonName, Year
from nextcour.api.problems import ProblemError
from nextcour.api.schema import returns
from nextcour.api.shows import answered, room_of
from nextcour.api.types import Changes, LoggedRow, Shows
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.facts.changes import Kind
from nextcour.site.site import Site

router = APIRouter()
Order = Literal["line", "chance", "newest", "popular"]
_ORDERS = {
    "line": "line",
    "chance": "chance IS NULL, chance DESC, line",
    "newest": "last_premiere IS NULL, last_premiere DESC, line",
    "popular": "collections IS NULL, collections DESC, line",
}


def _shows(site: Site, where: list[str], given: list[object], order: str, cursor: str | None, limit: int) -> Shows:
    start = place(cursor, site.state) or 0
    condition = " AND ".join(where) or "1"
    total = site.shelf.count(condition, given)
    found = site.shelf.items(condition, given, order, limit, start)
    after = start + len(found)
    return Shows(site.known_to, total, tuple(found), make_cursor(site.state, after) if after < total else None)


@router.get(
    "/shows", responses=returns(Shows, 410), summary="The catalogue, by status, chance and what it was made from"
)
async def shows(
    request: Request,
    status: RenewalStatus | None = None,
    source: SourceMaterial | None = None,
    format: Format | None = None,
    studio: Annotated[str | None, Query(max_length=100)] = None,
    year: Annotated[int | None, Query(ge=1900, le=2100)] = None,
    min_chance: Annotated[float | None, Query(ge=0, le=1)] = None,
    order: Order = "line",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """`order`: `chance` is that of an announcement within 24 months, highest first; `newest` by latest premiere;
    `popular` by counted collections."""
    where: list[str] = []
    given: list[object] = []
    for column, wanted in (("status", status), ("source", source), ("format", format)):
        if wanted is not None:
            where.append(f"{column} = ?")
            given.append(wanted.value)
    for condition, number in (("year = ?", year), ("chance >= ?", min_chance)):
        if number is not None:
            where.append(condition)
            given.append(number)
    if studio is not None:
        where.append("line IN (SELECT line FROM made_by WHERE studio = ?)")
        given.append(studio)
    return answered(await room_of(request).run(lambda site: _shows(site, where, given, _ORDERS[order], cursor, limit)))


@router.get(
    "/season/{year}/{season}", responses=returns(Shows, 404, 410), summary="Shows whose latest season began then"
)
async def season(
    request: Request, year: Year, season: SeasonName, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    given: list[object] = [f"{season.upper()} {year}"]
    order = "last_premiere, line"
    return answered(await room_of(request).run(lambda site: _shows(site, ["season = ?"], given, order, cursor, limit)))


@router.get("/changes", responses=returns(Changes, 410), summary="What became known, newest first")
async def changes(
    request: Request,
    since: Annotated[dt.date | None, Query(description="After this day.")] = None,
    until: Annotated[dt.date | None, Query(description="Up to and with this day.")] = None,
    kind: Annotated[list[Kind] | None, Query()] = None,
    franchise: Annotated[str | None, Query(pattern=SLUG)] = None,
    line: Annotated[str | None, Query(pattern=SLUG)] = None,
    studio: Annotated[str | None, Query(max_length=100)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    if since is not None and until is not None and since > until:
        raise ProblemError(422, f"{since} is after {until}: `since` has to come first.", "since")

    def work(site: Site) -> Changes:
        found = site.changes.newest(
            since=since.isoformat() if since else "",
            until=until.isoformat() if until else "9999",
            kinds=tuple(dict.fromkeys(one.value for one in kind or ())),
            franchise=franchise,
            line=line,
            studio=studio,
            before=place(cursor, site.state),
            limit=limit + 1,
        )
        rows = tuple(LoggedRow(one.line, one.change) for one in found[:limit])
        more = make_cursor(site.state, found[limit - 1].number) if len(found) > limit else None
        return Changes(site.known_to, rows, more)

    return answered(await room_of(request).run(work))
