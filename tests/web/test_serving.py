"""The server as it is run: slow clients, large requests, many connections, proxies."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nextcour.serving import protocol
from nextcour.serving.server import Server, Serving, configured
from nextcour.web.app import create_app
from tests.sample_site import open_sample

PATIENCE = 1.0


@pytest.fixture(scope="module")
def port(shelf_file: Path) -> Iterator[int]:
    """Of a server with little patience."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen(64)
    number = int(bound.getsockname()[1])
    ready = threading.Event()
    serving = Serving("127.0.0.1", number, f"http://127.0.0.1:{number}", allowed="3/minute")
    app = create_app(lambda: open_sample(shelf_file), allowed=serving.allowed)
    server = Server(configured(serving, lambda: app), ready.set)
    before, protocol.PATIENCE = protocol.PATIENCE, PATIENCE
    thread = threading.Thread(target=server.run, args=([bound],))
    thread.start()
    assert ready.wait(300)
    yield number
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()
    protocol.PATIENCE = before
    bound.close()


@contextlib.contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as found:
        yield found


def asked(port: int, path: str, head: str = "") -> bytes:
    with connected(port) as one:
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n".encode())
        return rest(one)


def rest(one: socket.socket) -> bytes:
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while part := one.recv(65536):
            found += part
    return found


def test_slow_clients_keep_nobody_waiting(port: int) -> None:
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connected(port)) for _ in range(100)]
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHos")
        began = time.monotonic()
        assert asked(port, "/about").startswith(b"HTTP/1.1 200")
        assert time.monotonic() - began < PATIENCE


def test_a_request_that_does_not_arrive_is_given_up_even_where_it_drips(port: int) -> None:
    with connected(port) as one:
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                one.sendall(b"X")
                time.sleep(0.05)
        assert PATIENCE / 2 < time.monotonic() - began < 8 * PATIENCE


def test_one_that_reads_slowly_keeps_nobody_waiting(port: int) -> None:
    with connected(port) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        one.sendall(b"GET /anime/attack-on-titan HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
        assert asked(port, "/about").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "head", ["X-Long: " + "a" * 1_000_000 + "\r\n", "".join(f"X-{n}: {n}\r\n" for n in range(90_000))]
)
def test_large_heads_are_refused(port: int, head: str) -> None:
    # One that arrives in one piece of at most 256 KiB is read; what does not fit into it is not waited for.
    with contextlib.suppress(ConnectionError):
        assert b" 200 " not in asked(port, "/about", head)[:20]
    assert asked(port, "/about").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /about\r\n\r\n", b"\x00" * 500, b"GET / HTTP/1.1\r\n\r\n",
     b"GET /a\nb HTTP/1.1\r\nHost: x\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_request_is_refused(port: int, sent: bytes) -> None:
    with connected(port) as one:
        one.sendall(sent)
        answer = rest(one)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


def test_a_body_is_not_waited_for(port: int) -> None:
    with connected(port) as one:
        one.sendall(b"POST /about HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
        assert one.recv(100).startswith(b"HTTP/1.1 405")


def test_the_reader_behind_a_proxy_is_counted_and_not_the_proxy(port: int) -> None:
    def status(reader: str) -> bytes:
        return asked(port, "/api/v1/", f"X-Forwarded-For: {reader}\r\n")[9:12]

    assert [status("203.0.113.1") for _ in range(4)] == [b"200", b"200", b"200", b"429"]
    assert status("203.0.113.2") == b"200"
