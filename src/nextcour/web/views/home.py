"""The home page: the search box, and what moved lately."""

from __future__ import annotations

from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


def home(renderer: Renderer) -> Page:
    shelf = renderer.site.shelf
    return Page(
        renderer.render(
            "home.html",
            "/",
            likely=shelf.items("status = 'NOT_ANNOUNCED' AND chance IS NOT NULL", order="chance DESC, line", limit=12),
        )
    )
