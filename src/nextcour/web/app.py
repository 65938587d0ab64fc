"""The website as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from nextcour.api.app import create_api
from nextcour.api.rate import DEFAULT
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom
from nextcour.web import assets, failures
from nextcour.web.page_maker import PageMaker
from nextcour.web.routes import router
from nextcour.web.security import SecurityHeaders


def create_app(open_site: Callable[[], Site], *, allowed: str = DEFAULT) -> FastAPI:
    """`open_site` is called once, in the thread that makes pages. `allowed`: requests of one address to the API."""
    room = Workroom(open_site)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await room.run(lambda _site: None)
        yield
        room.close()

    app = FastAPI(title="nextcour", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.room = room
    app.state.maker = PageMaker(room)
    app.mount("/api/v1", create_api(room, allowed))
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=assets.FOLDER), name="static")
    failures.install(app)
    app.add_middleware(SecurityHeaders)
    return app
