"""A real HTTP server on the loopback that answers as told, and misbehaves as told.

Subclass it for a provider: `answer` gets a `Sent` (method, path, query, headers, body) and gives a `Reply`; what is
written with `server.misbehave(...)` comes first, one fault a request, so a test reads as a story:

    class Jikan(ReplayServer):
        def answer(self, sent: Sent) -> Reply:
            found = self.records.get(sent.path)
            return Reply.json(found) if found else Reply.json({"status": 404}, status=404)

    with Jikan() as server:
        server.misbehave(too_many(retry_after="2"), reset(), where="/anime/1")
        answer = http.get(f"{server.base}/anime/1")
        assert [sent.path for sent in server.sent] == ["/anime/1"] * 3

`misbehave(..., where="/x")` applies only to paths that contain the text; `always=True` repeats the last fault for good.
`server.sent` records every request. `server.connections` counts connections (reuse). Faults are plain `Reply`s, made by
the functions below: `too_many`, `status`, `silence`, `drip`, `drip_headers`, `truncated`, `oversized`, `gzip_bomb`,
`web_page`, `wrong_type`, `reset`, `skewed`, `encoded`; duplicate and vanishing pages are `pages(...)`. Nothing here
sleeps longer than `PATIENCE` seconds: clients in tests get time-outs below that (`fast_policy`).

A `Clock`'s `sleep` only moves its hands: `Http(..., clock=clock, sleep=clock.sleep)`; `clock.slept` lists the pauses.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from nextcour.http.policy import Limit, Policy
from tests.replay.replies import (
    Reply,
    Sent,
    drip,
    drip_headers,
    encoded,
    gzip_bomb,
    oversized,
    pages,
    reset,
    silence,
    skewed,
    status,
    too_many,
    truncated,
    web_page,
    wrong_type,
)

__all__ = [
    "Clock", "ReplayServer", "Reply", "Sent", "drip", "drip_headers", "encoded", "fast_policy", "gzip_bomb",
    "oversized", "pages", "reset", "silence", "skewed", "status", "too_many", "truncated", "web_page", "wrong_type",
]  # fmt: skip

PATIENCE = 3.0  # seconds that a silent or dripping answer lasts at most; ends early when the server is closed


def fast_policy(**changes: Any) -> Policy:
    """For tests: no pauses, short time-outs. Give it as `policies={"127.0.0.1": fast_policy(...)}`."""
    given: dict[str, Any] = {
        "limits": (Limit(1000, 1.0),),
        "pause": 0.01,
        "connect_timeout": 1.0,
        "read_timeout": 0.1,
        "total_timeout": 0.2,
        "stream_timeout": 0.2,
        **changes,
    }
    return Policy(**given)


class Clock:
    """Seconds since 1970 that move only when somebody sleeps."""

    def __init__(self, now: float = 1_795_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class ReplayServer:
    """See the module. `base` is the address, without a slash at the end; https with a context in `tls`."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.sent: list[Sent] = []
        self.connections = 0
        self._faults: list[tuple[str, Reply, bool]] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.base = f"{'http' if tls is None else 'https'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def answer(self, sent: Sent) -> Reply:
        """What a well-behaved provider says. To be overridden."""
        return Reply.json({"path": sent.path})

    def misbehave(self, *faults: Reply, where: str = "", always: bool = False) -> None:
        """The next requests whose path contains `where` get these, in order; the last one for good with `always`."""
        with self._lock:
            last = len(faults) - 1
            self._faults += [(where, fault, always and place == last) for place, fault in enumerate(faults)]

    def reply(self, sent: Sent) -> Reply:
        with self._lock:
            self.sent.append(sent)
            for place, (where, fault, stays) in enumerate(self._faults):
                if where in sent.path:
                    if not stays:
                        del self._faults[place]
                    return fault
        return self.answer(sent)

    def pause(self, seconds: float) -> bool:
        """Whether the server is being closed."""
        return self._over.wait(seconds)

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        return  # clients in these tests hang up all the time


def _handler(server: ReplayServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            server.connections += 1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(
                server.reply(Sent(self.command, parts.path, unquote(parts.path), query, headers, body)),
            )

        do_POST = do_GET  # noqa: N815
        do_HEAD = do_GET  # noqa: N815

        def _send(self, reply: Reply) -> None:
            if reply.reset:
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True
                self.connection.close()
                return
            if reply.silent:
                server.pause(PATIENCE)
                self.close_connection = True
                return
            given = {name.lower(): value for name, value in reply.headers.items()}
            length = given.pop("content-length", str(len(reply.body)))
            head = [f"HTTP/1.1 {reply.status} {'OK' if reply.status < 400 else 'No'}"]
            head += [f"Date: {given.pop('date', self.date_time_string())}"]
            head += [f"{name}: {value}" for name, value in given.items()]
            if reply.status not in (204, 304):
                head += [f"Content-Length: {length}"] if length else ["Connection: close"]
            self.close_connection = not length or reply.cut is not None
            self._trickle("\r\n".join([*head, "", ""]).encode("utf-8"), reply.drip_headers)
            if reply.status not in (204, 304) and self.command != "HEAD":
                self._trickle(reply.body[: reply.cut], reply.drip)

        def _trickle(self, data: bytes, pause: float) -> None:
            if not pause:
                self.wfile.write(data)
                return
            end = time.monotonic() + PATIENCE
            for place in range(len(data)):
                self.wfile.write(data[place : place + 1])
                if server.pause(pause) or time.monotonic() > end:
                    self.close_connection = True
                    return

        def log_message(self, *args: object) -> None:
            return

    return Handler
