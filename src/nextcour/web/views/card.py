"""A small page about one show, made to stand in a frame of another site."""

from __future__ import annotations

from nextcour.site.standing import chance_of, standing
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


def card(renderer: Renderer, line: str) -> Page | None:
    """None when there is no such show."""
    item = renderer.site.shelf.item(line)
    if item is None:
        return None
    told = standing(renderer.site.shelf, item, renderer.language)
    path = f"/card/{renderer.links.quoted(line)}"
    return Page(renderer.render("card.html", path, item=item, told=told, chance=chance_of(item)), fresh=3600)
