"""Serves the site with uvicorn."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
from collections.abc import Callable

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from nextcour.site.site import open_site, utc_today
from nextcour.web.app import create_app

PATIENCE = 20.0  # seconds that a request may take to arrive
MOST_AT_ONCE = 1_000  # connections; more are told to come back later
_LONGEST_HEAD = 32 * 1024  # bytes of a request's line and headers
_FAREWELL = 5  # seconds for answers under way when the server is stopped


class PatientProtocol(H11Protocol):
    """Ends a connection on which no whole request arrives in time, so that slow clients cannot hold all of them."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._answering():
            self._stop_waiting()
        elif self._late is None and not self.transport.is_closing():
            self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # What comes next has its time, too; between requests uvicorn's own keep-alive is shorter.
        if self._late is None and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._late = self.loop.call_later(PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if not self._answering():
            self.transport.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(
    host: str,
    port: int,
    address: str,
    *,
    bound: socket.socket | None = None,
    clock: Callable[[], dt.date] = utc_today,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serves until it is stopped; `ready` is called once it answers. `bound` is a socket that listens on host and port
    already. Raises OSError where the port is taken, and SystemExit where uvicorn cannot start."""
    app = create_app(lambda: open_site(address, clock=clock))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=PatientProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_FAREWELL,
        limit_concurrency=MOST_AT_ONCE,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )
    _Server(config, ready).run([bound] if bound is not None else None)
