"""The API as an application of its own, mounted at /api/v1."""

from __future__ import annotations

from fastapi import FastAPI

from nextcour import __version__
from nextcour.answers.answer import Answer
from nextcour.answers.explanation import Explanation
from nextcour.api import problems, schema
from nextcour.api.export import router as export
from nextcour.api.lists import router as lists
from nextcour.api.rate import DEFAULT, RateLimit
from nextcour.api.shows import router as shows
from nextcour.api.types import About, Changes, Found, LineForecast, Shows
from nextcour.site.workroom import Workroom

DESCRIPTION = """Will this anime come back, and when? Facts with source and day, a forecast, and what rests on them.

All days are calendar days (ISO 8601) in UTC, dates of broadcasts those of the Japanese schedule; dates may be fuzzy
(`2024-07`, `2024`) where only so much is known. Probabilities lie in [0, 1]. What is unknown is null. Errors are
problem details (RFC 9457). Lists go on with `cursor`. Facts carry the licences of their sources (see `sources`)."""


def create_api(room: Workroom, allowed: str = DEFAULT) -> FastAPI:
    """`allowed` requests for one address (`240/minute`). Raises ValueError when it cannot be read."""
    api = FastAPI(
        title="nextcour",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    api.state.room = room
    for router in (shows, lists, export):
        api.include_router(router)
    problems.install(api)
    schema.install(api, (Answer, Explanation, Found, Shows, Changes, LineForecast, About))
    api.add_middleware(RateLimit, allowed=allowed)
    return api
