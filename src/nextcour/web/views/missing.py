"""The page for an address that leads nowhere."""

from __future__ import annotations

from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


def missing(renderer: Renderer) -> Page:
    return Page(renderer.render("missing.html", "/"), status=404, fresh=60)
