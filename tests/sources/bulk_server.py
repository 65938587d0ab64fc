"""A server on loopback that hands out bodies by path, as told; and the least client that streams from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from nextcour.http.errors import Refused, TooLarge, Unreachable


class BulkServer:
    """`bodies` by path, 404 for others. `cut` closes the connection after so many bytes although more are due."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.statuses: dict[str, int] = {}
        self.cut: int | None = None
        self.sent = 0  # bytes
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                body = server.bodies.get(self.path)
                status = server.statuses.get(self.path, 200 if body is not None else 404)
                self.send_response(status)
                self.send_header("Content-Type", "application/octet-stream")
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                whole = (body or b"")[: server.cut]
                try:
                    for start in range(0, len(whole), 65536):
                        server.sent += self.wfile.write(whole[start : start + 65536])
                except OSError:
                    pass  # the client has seen enough
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.home = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class PlainStreams:
    """Streams as `http.client.Http` does, without its manners."""

    @contextmanager
    def stream(self, url: str, *, limit: int) -> Iterator[Iterator[bytes]]:
        try:
            with httpx.Client(timeout=10) as client, client.stream("GET", url) as response:
                if response.status_code >= 500:
                    raise Unreachable(f"the server answered {response.status_code}")
                if response.status_code >= 400:
                    raise Refused(f"the server answered {response.status_code}", response.status_code)
                yield self._bounded(response, limit)
        except httpx.TransportError as error:
            raise Unreachable(str(error)) from error

    @staticmethod
    def _bounded(response: httpx.Response, limit: int) -> Iterator[bytes]:
        for chunk in response.iter_bytes():
            limit -= len(chunk)
            if limit < 0:
                raise TooLarge("it is too large")
            yield chunk
