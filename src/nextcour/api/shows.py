"""About one show: search, answer, forecast, franchise."""

from __future__ import annotations

import datetime as dt

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from nextcour import __version__
from nextcour.answers.answer import Answer, Outcome
from nextcour.answers.explanation import Explanation, explain_franchise
from nextcour.answers.refs import candidates
from nextcour.api.parameters import AsOf, FranchiseId, Limit, Line, Text, day_of
from nextcour.api.problems import ProblemError
from nextcour.api.schema import returns
from nextcour.api.types import About, Found, LineForecast
from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.catalog.titles.match import match
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom

router = APIRouter()
FRESH = "public, max-age=600"


def room_of(request: Request) -> Workroom:
    room: Workroom = request.app.state.room
    return room


def answered(value: msgspec.Struct) -> Response:
    """`value` as JSON."""
    return Response(msgspec.json.encode(value), headers={"cache-control": FRESH}, media_type="application/json")


@router.get("/", responses=returns(About), summary="Which data answer")
async def about(request: Request) -> Response:
    def work(site: Site) -> About:
        packages = site.engine.library.packages
        sources = {one.name: f"{one.version}, {one.observed_at}, {one.licence}" for one in packages}
        return About(__version__, site.today, site.known_to, site.shelf.count(), sources)

    return answered(await room_of(request).run(work))


@router.get("/search", responses=returns(Found), summary="Which show a text means")
async def search(request: Request, q: Text, limit: Limit = 10) -> Response:
    def work(site: Site) -> Found:
        try:
            found = match(site.engine.library.titles, q)
        except QueryUnusable as error:
            raise ProblemError(422, str(error), "q") from error
        if found.winner is not None:
            return Found(found.asked.query, Outcome.ANSWERED, candidates(site.engine.library, (found.winner,)))
        outcome = Outcome.AMBIGUOUS if found.candidates else Outcome.NOT_FOUND
        shows = candidates(site.engine.library, (found.candidates or found.nearest)[:limit])
        return Found(found.asked.query, outcome, shows)

    return answered(await room_of(request).run(work))


@router.get("/answer", responses=returns(Answer), summary="The answer to a question")
async def answer(request: Request, q: Text, as_of: AsOf = None, strict: bool = False) -> Response:
    def work(site: Site) -> Answer:
        try:
            return site.engine.ask(q, day_of(site, as_of), strict=strict)
        except QueryUnusable as error:
            raise ProblemError(422, str(error), "q") from error

    return answered(await room_of(request).run(work))


def _of_line(site: Site, line: str, as_of: dt.date | None, *, strict: bool = False) -> Answer:
    if site.engine.library.home(line) is None:
        raise ProblemError(404, f"There is no main line {line!r}; /search finds one by its title.")
    return site.engine.ask(f"id:{line}", day_of(site, as_of), strict=strict)


@router.get("/answer/{line}", responses=returns(Answer, 404), summary="The answer for one show")
async def answer_for(request: Request, line: Line, as_of: AsOf = None, strict: bool = False) -> Response:
    return answered(await room_of(request).run(lambda site: _of_line(site, line, as_of, strict=strict)))


@router.get("/forecast/{line}", responses=returns(LineForecast, 404), summary="The chances of one show")
async def forecast(request: Request, line: Line, as_of: AsOf = None) -> Response:
    def work(site: Site) -> LineForecast:
        found = _of_line(site, line, as_of)
        assert found.franchise is not None
        return LineForecast(
            line,
            found.franchise.id,
            found.as_of,
            found.known_to,
            found.renewal_status,
            found.headline,
            found.forecast,
        )

    return answered(await room_of(request).run(work))


@router.get("/franchise/{franchise}", responses=returns(Explanation, 404), summary="What belongs together, and why")
async def franchise(request: Request, franchise: FranchiseId, as_of: AsOf = None, strict: bool = False) -> Response:
    def work(site: Site) -> Explanation:
        try:
            return explain_franchise(franchise, site.engine.library, day_of(site, as_of), strict=strict)
        except KeyError:
            raise ProblemError(404, f"There is no franchise {franchise!r}.") from None

    return answered(await room_of(request).run(work))
