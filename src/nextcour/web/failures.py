"""What is sent when no route answers, or one fails: pages in the language of the address, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from nextcour.site.workroom import Busy
from nextcour.web.parameters import Unusable, language_of
from nextcour.web.respond import respond
from nextcour.web.trouble import BROKEN, BUSY, NOT_ALLOWED, trouble
from nextcour.web.views import plain

_log = logging.getLogger("nextcour.web")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path == "/api" or request.url.path.startswith("/api/"):
        body = {"type": "about:blank", "title": error.detail, "status": error.status_code}
        return JSONResponse(body, error.status_code, error.headers, "application/problem+json")
    if error.status_code == 405:
        return trouble(NOT_ALLOWED, language_of(request), error.headers)
    if error.status_code == 404:
        return await respond(request, ("missing",), language_of(request), plain.missing)
    return Response(error.detail, error.status_code, error.headers, media_type="text/plain; charset=utf-8")


async def _unusable(request: Request, error: Exception) -> Response:
    assert isinstance(error, Unusable)
    words, given, status = error.words, error.given, error.status
    return await respond(
        request, ("problem",), language_of(request), lambda renderer: plain.problem(renderer, status, words, given)
    )


async def _invalid(request: Request, _error: Exception) -> Response:
    return await respond(request, ("missing",), language_of(request), plain.missing)


async def _busy(request: Request, _error: Exception) -> Response:
    return trouble(BUSY, language_of(request), {"retry-after": "2"})


async def _broken(request: Request, error: Exception) -> Response:
    _log.error("%s failed: %r", request.url.path[:200], error)
    return trouble(BROKEN, language_of(request))


def install(app: FastAPI) -> None:
    """Has `app` answer so."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        HTTPException: _http,
        Unusable: _unusable,
        RequestValidationError: _invalid,
        Busy: _busy,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
