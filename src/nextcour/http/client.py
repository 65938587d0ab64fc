"""Asking providers over HTTP, the same careful way for all of them.

    with Http(cache_dir=folder, contact="you@example.org") as http:
        answer = http.get("https://api.jikan.moe/v4/anime/1", accept=("application/json",), allow={404})

Every request keeps the host's `Policy` (pace, time-outs, pauses), carries a truthful User-Agent, goes through the
proxies of the environment, is tried again when the fault may pass, and is cached on disk as HTTP says (ETag,
Last-Modified, max-age). All faults are `errors.HttpFault`. One thread at a time uses an `Http`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nextcour.http.answer import Answer
from nextcour.http.policy import POLICIES, Policy

JSON = ("application/json",)
XML = ("application/rss+xml", "application/xml", "text/xml")
MEGABYTE = 1024 * 1024


class Http:
    """`policies` by host without port; `cache_dir` None keeps nothing on disk. `clock` gives seconds since 1970 (UTC);
    tests give their own `clock` and `sleep`."""

    def __init__(
        self,
        policies: Mapping[str, Policy] = POLICIES,
        *,
        cache_dir: Path | None = None,
        contact: str = "",
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None: ...

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        limit: int = 16 * MEGABYTE,
        accept: tuple[str, ...] = ("*/*",),
        allow: Collection[int] = (),
        fresh: bool = False,
    ) -> Answer:
        """The answer to a GET: 2xx, or a status in `allow` (then of any content type). `limit` is bytes after
        decompression. `accept`: content types, anything else is WrongType. `fresh` asks the server even where the
        cache need not. Raises HttpFault."""
        raise NotImplementedError

    def post_json(
        self,
        url: str,
        payload: Any,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = 16 * MEGABYTE,
        accept: tuple[str, ...] = JSON,
        allow: Collection[int] = (),
    ) -> Answer:
        """The answer to a POST that only asks (GraphQL): tried again like a GET, never cached. Raises HttpFault."""
        raise NotImplementedError

    @contextmanager
    def stream(
        self, url: str, *, limit: int, accept: tuple[str, ...] = ("*/*",), headers: Mapping[str, str] | None = None
    ) -> Iterator[Iterator[bytes]]:
        """Chunks of a large body, never whole in memory and not cached. Opening is tried again, reading is not: a
        fault half-way raises HttpFault from the iterator."""
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
