"""Makes the files of a site: the same application that serves it, asked in this process, without a socket.

Several processes do so at once; each opens a site of its own.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import httpx

from nextcour.site.site import Site, open_site
from nextcour.web.app import create_app
from nextcour.web.renderer import Form

PATIENCE = 5  # times that a picture which is not drawn yet is asked for


class Made(NamedTuple):
    """What the site has under `path`. `page`: it is one that people read, in HTML."""

    path: str
    status: int
    page: bool
    body: bytes


class Worker:
    """One application with its event loop."""

    def __init__(self, opened: Callable[[], Site], form: Form) -> None:
        self._loop = asyncio.new_event_loop()
        self._app = create_app(opened, allowed="1000000000/second", form=form)
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self._app),
            base_url="http://site.invalid",
            headers={"accept-encoding": "identity"},
            follow_redirects=False,
        )

    def make(self, path: str) -> Made:
        """`path` as an address has it, quoted. Raises what the application raises."""
        return self._loop.run_until_complete(self._make(path))

    async def _make(self, path: str) -> Made:
        for _ in range(PATIENCE):
            response = await self._client.get(path)
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
        page = response.headers.get("content-type", "").startswith("text/html")
        return Made(path, response.status_code, page, response.content)

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._app.state.room.close()
        self._app.state.pictures.close()
        self._app.state.files.close()
        self._loop.close()


_worker: Worker | None = None


def start(address: str, form: Form, day: str, opened: Callable[[], Site] | None = None) -> None:
    """In a process of its own, before `make`. `day` is the one that all pages are of; `opened` is for tests."""
    global _worker  # noqa: PLW0603 - one a process
    known = dt.date.fromisoformat(day)
    _worker = Worker(opened or (lambda: open_site(address, clock=lambda: known)), form)


def make(paths: list[str]) -> list[Made]:
    """Several paths at once: fewer ways between processes."""
    assert _worker is not None
    return [_worker.make(path) for path in paths]
