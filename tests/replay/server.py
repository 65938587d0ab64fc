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

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from nextcour.http.policy import Limit, Policy

PATIENCE = 3.0  # seconds that a silent or dripping answer lasts at most; ends early when the server is closed


@dataclass(frozen=True)
class Sent:
    """A request as it came. `raw_path` is still percent-encoded."""

    method: str
    raw_path: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer, and how it is sent. `cut` ends the connection after so many bytes of the body; `drip` waits so many
    seconds after each byte of the body (`drip_headers`: of the headers); `reset` breaks the connection at once;
    `silent` sends nothing."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0
    drip_headers: float = 0.0
    reset: bool = False
    silent: bool = False

    @classmethod
    def json(cls, value: Any, status: int = 200, **headers: str) -> Reply:
        """`headers` by Python name: `etag='"1"'`, `cache_control="no-cache"`."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        body = json.dumps(value, ensure_ascii=False).encode()
        return cls(status, body, {"Content-Type": "application/json", **named})

    @classmethod
    def text(cls, value: str, kind: str, status: int = 200) -> Reply:
        return cls(status, value.encode(), {"Content-Type": kind})


def status(code: int, body: str = "", kind: str = "text/plain", **headers: str) -> Reply:
    """403, 500, 503 …"""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(code, body.encode(), {"Content-Type": kind, **named})


def too_many(retry_after: str = "", **headers: str) -> Reply:
    """429, with `Retry-After` in seconds or as a date, or without."""
    return status(429, "Too Many Requests", **({"Retry-After": retry_after} if retry_after else {}), **headers)


def silence() -> Reply:
    """The connection stays open and nothing comes."""
    return Reply(silent=True)


def drip(reply: Reply, pause: float = 0.02) -> Reply:
    return replace(reply, drip=pause)


def drip_headers(reply: Reply, pause: float = 0.02) -> Reply:
    return replace(reply, drip_headers=pause)


def truncated(reply: Reply) -> Reply:
    """Half the body that Content-Length promises."""
    return replace(reply, cut=len(reply.body) // 2)


def oversized(size: int, kind: str = "application/json", told: bool = True) -> Reply:
    """`size` bytes; `told` says so in Content-Length."""
    return Reply(200, b" " * size, {"Content-Type": kind, **({} if told else {"Content-Length": ""})})


def gzip_bomb(size: int, kind: str = "application/json") -> Reply:
    """Some kilobytes that expand to `size` bytes."""
    return encoded(Reply(200, b" " * size, {"Content-Type": kind}))


def encoded(reply: Reply, encoding: str = "gzip", body: bytes | None = None) -> Reply:
    """`reply` compressed with gzip, or `body` as it is under another `encoding`."""
    packed = gzip.compress(reply.body) if body is None else body
    return replace(reply, body=packed, headers={**reply.headers, "Content-Encoding": encoding})


def web_page(code: int = 200, kind: str = "text/html; charset=utf-8") -> Reply:
    """HTML instead of what was asked for; with `kind="application/json"` it even says so."""
    return Reply(code, b"<!DOCTYPE html><html><title>Just a moment</title></html>", {"Content-Type": kind})


def wrong_type(reply: Reply, kind: str) -> Reply:
    return replace(reply, headers={**reply.headers, "Content-Type": kind})


def reset() -> Reply:
    """Connection reset by peer."""
    return Reply(reset=True)


def skewed(reply: Reply, date: str) -> Reply:
    """Clock skew: `date` in the Date header."""
    return replace(reply, headers={**reply.headers, "Date": date})


def pages(items: Sequence[Any], size: int, *, repeat: int = 0, vanish: frozenset[int] = frozenset()) -> list[list[Any]]:
    """`items` in pages of `size`. With `repeat`, each page begins with the last items of the one before, as when the
    list grew between two requests; pages in `vanish` (from 0) are empty."""
    cut, start = [], 0
    while start < len(items):
        cut.append([] if len(cut) in vanish else list(items[max(0, start - (repeat if cut else 0)) : start + size]))
        start += size
    return cut


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
    """See the module. `base` is the address, without a slash at the end."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.connections = 0
        self._faults: list[tuple[str, Reply, bool]] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.base = f"http://127.0.0.1:{self._server.server_port}"
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
