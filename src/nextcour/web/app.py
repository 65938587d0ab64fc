"""The website as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from nextcour.api.app import create_api
from nextcour.api.rate import DEFAULT
from nextcour.feeds import app as feeds
from nextcour.site.pictures import Pictures
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom
from nextcour.web import check_routes, failures, following
from nextcour.web.card_routes import router as card_router
from nextcour.web.page_maker import PageMaker
from nextcour.web.picture_routes import router as picture_router
from nextcour.web.renderer import SERVED, Form
from nextcour.web.routes import router
from nextcour.web.security import SecurityHeaders
from nextcour.web.static_routes import router as static_router


def create_app(
    open_site: Callable[[], Site], *, allowed: str = DEFAULT, form: Form = SERVED, ahead: Path | None = None
) -> FastAPI:
    """`open_site` is called in the thread that makes pages: once, and again when the data have changed where there is
    `ahead`, a file of pages that another process makes. `allowed`: requests of one address to the API."""
    room = Workroom(open_site)
    desk = Workroom(open_site)  # where articles are checked: nobody who reads waits for that
    pictures = Pictures()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await room.run(lambda site: site.suggestions)  # the first reader does not wait for them
        async with following.follow(room, app.state.maker, ahead):
            yield
        room.close()
        desk.close()
        pictures.close()
        files.close()

    app = FastAPI(title="nextcour", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.room = room
    app.state.desk = desk
    app.state.doorkeeper = check_routes.Doorkeeper()
    app.state.pictures = pictures
    app.state.maker = PageMaker(room, pictures.want, form)
    app.mount("/api/v1", create_api(room, allowed))
    files = feeds.install(app, room)
    app.include_router(router)
    if not form.fixed:
        app.include_router(check_routes.router)
    app.include_router(picture_router)
    app.include_router(card_router)
    app.include_router(static_router)
    failures.install(app)
    app.add_middleware(SecurityHeaders)
    return app
