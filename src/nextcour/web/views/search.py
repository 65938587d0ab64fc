"""What a question finds: one clear winner is gone to, several are listed, none says so with the nearest."""

from __future__ import annotations

from typing import Any

from nextcour.catalog.titles.asked import QueryEmpty, QueryTooLong
from nextcour.catalog.titles.match import Match, MatchResult, match
from nextcour.catalog.titles.normalise import MAX_QUERY
from nextcour.pages.item import Item
from nextcour.web.page import Page, moved
from nextcour.web.renderer import Renderer

KEPT = 60  # characters of a question up to which its page is kept: others ask the same


def search(renderer: Renderer, asked: str) -> Page:
    """`asked` as it was typed; anything may stand in it."""
    site = renderer.site
    if not asked:
        return _page(renderer, "", "nothing")
    try:
        found = match(site.engine.library.titles, asked)
    except QueryTooLong:
        return _page(renderer, "", "long", 400, most=MAX_QUERY)
    except QueryEmpty:
        return _page(renderer, "", "unreadable", 400)
    if found.winner is not None and site.shelf.item(found.winner.line) is not None:
        return moved(renderer.links.title(found.winner.line), keep=len(asked) <= KEPT)
    shown = shown_of(renderer, found)
    reason = "several" if found.candidates and shown else "none"
    return _page(renderer, found.asked.query, reason, 200 if shown else 404, shown=shown)


def shown_of(renderer: Renderer, found: MatchResult) -> list[tuple[Match, Item]]:
    """Matches that have a page, in their order."""
    matches = found.candidates or found.nearest
    items = renderer.site.shelf.items_of(one.line for one in matches)
    return [(one, items[one.line]) for one in matches if one.line in items]


def _page(renderer: Renderer, asked: str, outcome: str, status: int = 200, **values: Any) -> Page:
    query = {"q": asked} if asked else {}
    values = {"shown": [], "most": 0, **values}
    body = renderer.render("search.html", "/search", query, asked=asked, outcome=outcome, **values)
    return Page(body, status=status, keep=len(asked) <= KEPT, fresh=300)
