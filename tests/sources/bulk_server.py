"""A server of large files on loopback, and the client that we really use."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from nextcour.http.client import Http
from tests.replay.server import Clock, ReplayServer, Reply, Sent, fast_policy


class BulkServer(ReplayServer):
    """`bodies` by path, 404 for others; with an ETag when `tagged`."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: dict[str, bytes] = {}
        self.tagged = False
        self.client: Http | None = None  # for tests that ask it with one

    def answer(self, sent: Sent) -> Reply:
        body = self.bodies.get(sent.path)
        if body is None:
            return Reply(404, b"Not Found", {"Content-Type": "text/plain"})
        headers = {"Content-Type": "application/octet-stream"}
        if self.tagged:
            headers["ETag"] = f'"{zlib.crc32(body):x}"'
            if sent.headers.get("if-none-match") == headers["ETag"]:
                return Reply(304, b"", headers)
        return Reply(200, body, headers)


@contextmanager
def client() -> Iterator[Http]:
    """Patient enough for a busy machine, with a clock that only moves in sleep."""
    clock = Clock()
    policy = fast_policy(read_timeout=5.0, total_timeout=20.0, stream_timeout=60.0)
    with Http({"127.0.0.1": policy}, clock=clock, sleep=clock.sleep) as http:
        yield http
