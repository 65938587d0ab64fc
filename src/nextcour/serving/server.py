"""Serves the site with uvicorn, by one process or several."""

from __future__ import annotations

import datetime as dt
import functools
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from nextcour.api.rate import DEFAULT
from nextcour.serving.ahead import Ahead, pages_path
from nextcour.serving.protocol import PatientProtocol
from nextcour.site.site import open_site, utc_today
from nextcour.web.app import create_app

MOST_AT_ONCE = 1_000  # connections of one process; more are told to come back later
_WAITING = 1_024  # connections that the system holds until they are taken
_LONGEST_HEAD = 32 * 1024  # bytes of a request's line and headers
_FAREWELL = 5  # seconds for answers under way when the server is stopped
_SWITCH = 0.001  # seconds after which a thread that makes a page lets the one that answers go on


@dataclass(frozen=True)
class Serving:
    """How the site is served. `address` is where readers find it; `day` is fixed for tests; `ahead`: pages are made
    before they are asked for; `allowed` are requests of one address to the API (`240/minute`) in each process;
    `proxies` are addresses whose `X-Forwarded-For` is believed, `*` for any."""

    host: str
    port: int
    address: str
    workers: int = 1
    allowed: str = DEFAULT
    proxies: str = "127.0.0.1"
    ahead: bool = True
    day: dt.date | None = None


def application(serving: Serving, pages: Path) -> FastAPI:
    """In the process that answers."""
    sys.setswitchinterval(_SWITCH)
    clock = utc_today if serving.day is None else functools.partial(_fixed, serving.day)
    return create_app(lambda: open_site(serving.address, clock=clock), allowed=serving.allowed, ahead=pages)


def configured(serving: Serving, made: Callable[[], FastAPI]) -> uvicorn.Config:
    """uvicorn with the limits of the site; `made` makes the application."""
    return uvicorn.Config(
        made,
        factory=True,
        host=serving.host,
        port=serving.port,
        workers=serving.workers,
        http=PatientProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=serving.proxies,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_FAREWELL,
        limit_concurrency=MOST_AT_ONCE,
        backlog=_WAITING,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )


def serve(serving: Serving, bound: socket.socket, ready: Callable[[], None] = lambda: None) -> None:
    """Serves until it is stopped; `ready` is called once it answers, or with several processes once they are started.
    `bound` is a socket that listens on host and port. Raises SystemExit where uvicorn cannot start."""
    pages = pages_path(serving.address)
    config = configured(serving, functools.partial(application, serving, pages))
    ahead = Ahead(serving.address, pages, serving.day, all_pages=serving.ahead)
    try:
        if serving.workers == 1:

            def started() -> None:
                ready()
                ahead.start()

            Server(config, started).run([bound])
        else:
            ready()
            ahead.start()
            Multiprocess(config, [bound]).run()
    finally:
        ahead.close()


def _fixed(day: dt.date) -> dt.date:
    return day


class Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
