"""The title page: the answer first, then what it rests on."""

from __future__ import annotations

import datetime as dt

from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


def title(renderer: Renderer, line: str, as_of: dt.date | None = None) -> Page | None:
    """None when there is no such show. `as_of` replays a day."""
    site = renderer.site
    item = site.shelf.item(line)
    if item is None:
        return None
    day = as_of or site.today
    answer = site.engine.ask(f"id:{line}", day)
    return Page(renderer.render("title.html", f"/anime/{line}", item=item, answer=answer, as_of=as_of))
