"""Puts the feeds into an application. Its page routes come after: `/anime/{line}` would take `/anime/x.ics` too."""

from __future__ import annotations

from fastapi import FastAPI

from nextcour.feeds.delivery import Files
from nextcour.feeds.routes import router
from nextcour.site.workroom import Workroom


def install(app: FastAPI, room: Workroom) -> Files:
    """The caller closes what is given."""
    files = Files(room)
    app.state.files = files
    app.include_router(router)
    return files
