"""`/check`: an article, pasted or by address, with a verdict on each of its claims. Nothing of it is kept."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs

import anyio
from fastapi import APIRouter, Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.responses import Response

from nextcour.articles.checked import Checked
from nextcour.articles.document import ArticleUnusable
from nextcour.http.errors import HttpFault
from nextcour.http.public_only import FetchedPage, fetch_public
from nextcour.site.languages import DEFAULT, LANGUAGES, N_
from nextcour.site.site import Site
from nextcour.site.workroom import Busy, Workroom
from nextcour.web.parameters import Unusable, language_of
from nextcour.web.respond import respond
from nextcour.web.views import check as view

router = APIRouter(include_in_schema=False)
LONGEST = 60_000  # characters of a pasted article
_LARGEST = 600_000  # bytes of a form: a character may take nine
_PAGE = 2 * 2**20  # bytes of a page that is fetched
_SECONDS = 15.0
_FETCHES = anyio.CapacityLimiter(4)
_log = logging.getLogger("nextcour.web")


class Doorkeeper:
    """How often one address may have something checked: it costs more than reading."""

    def __init__(self, allowed: str = "12/minute") -> None:
        self._item = parse(allowed)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def lets_in(self, who: str) -> bool:
        return self._limiter.hit(self._item, who)


async def form(request: Request) -> Response:
    """The empty form."""
    return await respond(request, ("check",), language_of(request), view.form)


async def check(request: Request) -> Response:
    """What was sent, checked."""
    keeper: Doorkeeper = request.app.state.doorkeeper
    if not keeper.lets_in(request.client.host if request.client else "unknown"):
        raise Unusable(N_("You have had many articles checked just now. Try again in a minute."), status=429)
    given = await _given(request)
    text, address = given.get("text", "").strip(), given.get("url", "").strip()
    language = language_of(request)
    if not text and not address:
        return await respond(
            request,
            ("check", "again"),
            language,
            lambda renderer: view.form(renderer, problem=view.NOTHING, status=400),
        )
    if len(text) > LONGEST or len(address) > 2000:
        return await respond(
            request, ("check", "again"), language, lambda renderer: view.form(renderer, problem=view.LONG, status=413)
        )
    try:
        checked = await _checked(request, text, address)
    except (ArticleUnusable, HttpFault) as error:
        said = str(error)
        return await respond(
            request,
            ("check", "again"),
            language,
            lambda renderer: view.form(renderer, text=text, address=address, said=said, status=422),
        )
    return await respond(request, ("checked",), language, lambda renderer: view.result(renderer, checked))


async def _checked(request: Request, text: str, address: str) -> Checked:
    """At a desk of its own, so that no page waits for it. Raises ArticleUnusable, HttpFault, Busy and Unusable."""
    try:
        from nextcour.checking import check_text  # noqa: PLC0415 - needs another extra
    except ImportError as error:
        _log.warning("articles cannot be checked: %s is not installed", error.name)
        raise Unusable(N_("Articles cannot be checked on this site: a part of it is not installed.")) from None
    page: FetchedPage | None = None
    if not text:
        page = await _fetched(address)
    content, kind, url = (page.body, page.media_type, page.url) if page is not None else (text, "", None)

    def work(site: Site) -> Checked:
        return check_text(content, kind, site.engine, site.today, url=url)

    desk: Workroom = request.app.state.desk
    return await desk.run(work)


async def _fetched(address: str) -> FetchedPage:
    """The page at an address of anybody's choice: bounded, and never of a private network. Raises HttpFault, Busy."""
    if _FETCHES.available_tokens < 1:
        raise Busy

    def fetch() -> FetchedPage:
        return fetch_public(address, limit=_PAGE, seconds=_SECONDS)

    return await anyio.to_thread.run_sync(fetch, limiter=_FETCHES)


async def _given(request: Request) -> dict[str, str]:
    """The fields of the form. Raises Unusable for what is none, or too large."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Unusable(N_("This page takes its own form and nothing else."))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            raise Unusable(N_("That is too long to be checked. Paste the article alone."), status=413)
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10, encoding="utf-8", errors="replace")
    except ValueError:
        raise Unusable(N_("This page takes its own form and nothing else.")) from None
    return {name: values[0] for name, values in fields.items()}


for _prefix in ("", *(f"/{language}" for language in LANGUAGES if language != DEFAULT)):
    router.add_api_route(f"{_prefix}/check", form, methods=["GET", "HEAD"])
    router.add_api_route(f"{_prefix}/check", check, methods=["POST"])
