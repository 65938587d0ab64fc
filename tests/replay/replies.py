"""What a server gets and gives in tests, and the faults it can have. See `tests.replay.server`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any


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
