"""What other sites may put into a frame, and icons that are looked for at fixed addresses."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from nextcour.site.languages import DEFAULT, LANGUAGES
from nextcour.web.assets import FOLDER
from nextcour.web.parameters import word
from nextcour.web.respond import respond
from nextcour.web.security import CSP_CARD
from nextcour.web.views import card as card_view

router = APIRouter(include_in_schema=False)
READ = ["GET", "HEAD"]


@router.api_route("/card/{line}", methods=READ)
async def card(request: Request, line: str) -> Response:
    language = word(request, "lang", LANGUAGES) or DEFAULT
    response = await respond(request, ("card", line), language, lambda renderer: card_view.card(renderer, line))
    if response.status_code in (200, 304):
        response.headers["content-security-policy"] = CSP_CARD
    return response


@router.api_route("/favicon.ico", methods=READ)
async def icon(_request: Request) -> Response:
    return FileResponse(FOLDER / "favicon.ico", headers={"cache-control": "public, max-age=86400"})
