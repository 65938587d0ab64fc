"""Errors as RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from nextcour.api.types import Problem
from nextcour.site.workroom import Busy

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "The request cannot be read",
    404: "There is no such thing here",
    405: "That cannot be done here",
    410: "This place in the list is gone",
    422: "A parameter is not right",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Too much is asked at once",
}


class ProblemError(Exception):
    """Raised by a route; becomes a problem."""

    def __init__(self, status: int, detail: str, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


def response(
    status: int, detail: str, parameter: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """A problem as a response. `type` is `about:blank`: the status says what kind it is."""
    problem = Problem("about:blank", _TITLES.get(status, "The request failed"), status, detail, parameter)
    return Response(msgspec.json.encode(problem), status, dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Every error of `app` becomes a problem."""

    @app.exception_handler(ProblemError)
    async def told(_request: Request, error: ProblemError) -> Response:
        return response(error.status, error.detail, error.parameter)

    @app.exception_handler(Busy)
    async def busy(_request: Request, _error: Busy) -> Response:
        return response(503, "Please try again in a moment.", headers={"retry-after": "2"})

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        name = str(first["loc"][-1])[:80]
        return response(422, f"{name}: {first['msg']}", name)

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> Response:
        detail = "See /api/v1/openapi.json for what there is." if error.status_code in (404, 405) else str(error.detail)
        return response(error.status_code, detail, headers=error.headers)

    @app.exception_handler(Exception)
    async def unexpected(_request: Request, _error: Exception) -> Response:
        return response(500, "It has been written to the server's log.")
