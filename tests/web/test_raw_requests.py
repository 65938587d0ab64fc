"""Requests that no browser sends, over a socket, to the server as it is run."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.served import served


@pytest.fixture(scope="module")
def port(shelf_file: Path) -> Iterator[int]:
    with served(shelf_file) as address:
        yield int(urlsplit(address).port or 0)


def asked(port: int, *parts: bytes) -> bytes:
    """Everything that comes back; empty where the connection is just closed."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one, contextlib.suppress(ConnectionError):
        for part in parts:
            one.sendall(part)
        while part := one.recv(65536):
            found += part
    return found


def get(target: bytes, host: bytes = b"x", more: bytes = b"") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n" + more + b"\r\n"


def status(answer: bytes) -> int:
    """0 where there is no answer."""
    return int(answer[9:12] or 0)


MANY = b"&".join(b"p%d=%d" % (n, n) for n in range(10_000))
LARGE = {
    "100 KB": b"/search?q=" + b"a" * 100_000,
    "a megabyte": b"/search?q=" + b"a" * 1_000_000,
    "a path of 100 KB": b"/" + b"a" * 100_000,
    "10,000 parameters": b"/browse?" + MANY,
    "10,000 parameters for the API": b"/api/v1/shows?" + MANY,
    "10,000 parts": b"/anime" + b"/a" * 10_000,
}


@pytest.mark.parametrize("target", LARGE.values(), ids=LARGE)
def test_large_addresses_are_refused_and_others_still_answered(port: int, target: bytes) -> None:
    # One that arrives in a single piece may be read whole; then it is refused in words.
    assert status(asked(port, get(target))) in (0, 200, 400, 404, 414, 422, 431)
    assert status(asked(port, get(b"/about"))) == 200


@pytest.mark.parametrize(
    "target",
    [b"/search?q=\xff\xfe", b"/search?q=\x00", b"/\x80", b"*", b"x", b"//evil.example/x", b"/..", b"/../../etc/passwd",
     b"/static/../../../../etc/passwd", b"/static/..\\..\\x", b"http://evil.example/about", b"/about#x", b"/%"],
)  # fmt: skip
def test_odd_targets_end_in_an_answer_that_leads_nowhere_else(port: int, target: bytes) -> None:
    answer = asked(port, get(target))
    assert 200 <= status(answer) < 500
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"evil.example" not in head
    assert b"root:" not in answer


def test_a_redirect_stays_on_the_site_whatever_host_is_named(port: int) -> None:
    back = b"/preferences?titles=native&back=//evil.example"
    for target in (b"/mal/41433", b"/ja", b"/search?q=akudama%20drive", back, b"/about/", b"//evil.example/ja",
                   b"/season/", b"/api/v1", b"/api/v1/shows/"):  # fmt: skip
        head = asked(port, get(target, b"evil.example")).partition(b"\r\n\r\n")[0]
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"location:"):
                assert line.split(b":", 1)[1].strip().startswith(b"/"), line
                assert not line.split(b":", 1)[1].strip().startswith(b"//"), line


def test_a_second_request_is_not_smuggled(port: int) -> None:
    hidden = b"GET /search?q=smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    for more in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 0\r\nContent-Length: 60\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: -1\r\n",
    ):
        answer = asked(port, get(b"/about", more=more) + b"0\r\n\r\n" + hidden)
        assert answer.count(b"HTTP/1.1 ") == 1, more
        assert b"smuggled" not in answer


@pytest.mark.parametrize("method", [b"TRACE", b"CONNECT", b"OPTIONS", b"DELETE", b"PUT", b"POST", b"get", b"A" * 5_000])
def test_other_methods_are_refused(port: int, method: bytes) -> None:
    answer = asked(port, method + b" /about HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Secret: told\r\n\r\n")
    assert status(answer) in (400, 405)
    assert b"told" not in answer


def test_half_a_request_from_many_keeps_nobody_waiting(port: int) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            one.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        b"Content-Length: 500000\r\n\r\ntext=")  # fmt: skip
        assert status(asked(port, get(b"/about"))) == 200
        assert status(asked(port, get(b"/anime/akudama-drive"))) == 200
