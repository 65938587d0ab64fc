"""Asking providers over HTTP, the same careful way for all of them.

    with Http(cache_dir=folder, contact="you@example.org") as http:
        answer = http.get("https://api.jikan.moe/v4/anime/1", accept=JSON, allow={404})

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
from typing import Any, Self, TypeVar

import httpx
import msgspec
import tenacity

from nextcour.http import exchange, faults
from nextcour.http.answer import Answer
from nextcour.http.bodies import ACCEPT_ENCODING
from nextcour.http.cooldown import Cooldowns
from nextcour.http.errors import RateLimited, Refused
from nextcour.http.exchange import Ask, Chunks, Told
from nextcour.http.faults import Passing
from nextcour.http.policy import POLICIES, Policy
from nextcour.http.redact import quiet_libraries
from nextcour.http.transport import TOTAL, PacedTransport
from nextcour.http.urls import checked, user_agent

JSON = ("application/json",)
XML = ("application/rss+xml", "application/xml", "text/xml")
MEGABYTE = 1024 * 1024
MAX_REDIRECTS = 5

T = TypeVar("T")


class Http:
    """`policies` by host without port; `cache_dir` None keeps nothing on disk. `waiting(host, seconds)` is told before
    each pause of a second or more. `clock` gives seconds since 1970 (UTC); tests bring their own, and a `sleep`."""

    def __init__(
        self,
        policies: Mapping[str, Policy] = POLICIES,
        *,
        cache_dir: Path | None = None,
        contact: str = "",
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        waiting: Callable[[str, float], None] | None = None,
    ) -> None:
        quiet_libraries()
        self._contact, self._clock, self._sleep, self._waiting = contact, clock, sleep, waiting
        self._cache_dir, self._policies = cache_dir, policies
        self._agent = user_agent(contact)
        self._clients: tuple[PacedTransport, httpx.Client, httpx.Client] | None = None

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
        ask = Ask("GET", url, params, dict(headers or {}), None, limit, accept, frozenset(allow), fresh)
        return self._answer(ask)

    def post_json(
        self,
        url: str,
        payload: Any,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = 16 * MEGABYTE,
        accept: tuple[str, ...] = JSON,
        allow: Collection[int] = (),
        told: Told | None = None,
    ) -> Answer:
        """The answer to a POST that only asks (GraphQL): tried again like a GET, never cached. `told` finds the status
        that a body speaks of, whatever the status line says: with a 403, 429 or 503 the same is done. Raises
        HttpFault."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        content = msgspec.json.encode(payload)
        return self._answer(Ask("POST", url, None, sent, content, limit, accept, frozenset(allow), True, told=told))

    @contextmanager
    def stream(
        self,
        url: str,
        *,
        limit: int,
        accept: tuple[str, ...] = ("*/*",),
        headers: Mapping[str, str] | None = None,
        allow: Collection[int] = (),
    ) -> Iterator[Chunks]:
        """Chunks of a large body, never whole in memory and not cached; `Chunks` is an iterator that knows `status`,
        `headers` and `fetched_at` too (`If-None-Match` in `headers` with `allow={304}` saves a download). Opening is
        tried again, reading is not: a fault half-way raises HttpFault from the iterator."""
        ask = Ask("GET", url, None, dict(headers or {}), None, limit, accept, frozenset(allow), True, streamed=True)
        chunks = self._tried(ask, self._open)
        try:
            yield chunks
        finally:
            chunks.close()

    def close(self) -> None:
        if self._clients is not None:
            for client in self._clients[1:]:
                client.close()
            self._clients = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # How it works: _tried repeats _open, which follows redirects and judges status and type; the transports below it
    # pace and cache.

    def _ready(self) -> tuple[PacedTransport, httpx.Client, httpx.Client]:
        if self._clients is None:
            self._clients = exchange.clients(
                self._policies, Cooldowns(self._cache_dir), self._cache_dir, self._clock, self._pause
            )
        return self._clients

    def _pause(self, host: str, seconds: float) -> None:
        if self._waiting is not None and seconds >= 1:
            self._waiting(host, seconds)
        self._sleep(seconds)

    def _answer(self, ask: Ask) -> Answer:
        return self._tried(ask, self._whole)

    def _whole(self, ask: Ask, attempt: int) -> Answer:
        chunks = self._open(ask, attempt)
        try:
            body = b"".join(chunks)
        finally:
            chunks.close()
        found = ask.told(body) if ask.told is not None else None
        if found is not None:
            raise exchange.fault_of(found[0], chunks.headers, found[1], ask.url, self._ready()[0], self._clock())
        return Answer(chunks.status, chunks.headers, body, chunks.fetched_at, chunks.from_cache, chunks.host)

    def _tried(self, ask: Ask, work: Callable[[Ask, int], T]) -> T:
        """`work`, again after faults that may pass. Raises HttpFault."""
        url = checked(ask.url)
        policy = self._ready()[0].policy(url.host)
        if policy.needs_contact and not self._contact:
            raise Refused(
                f"{url.host} wants to know whom to write to: set NEXTCOUR_CONTACT to an e-mail address or a page"
            )
        back_off = tenacity.wait_exponential_jitter(
            multiplier=policy.pause, max=policy.longest_wait, jitter=policy.pause
        )

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.after if isinstance(error, Passing) else None
            return back_off(state) if asked is None else asked + back_off(state) / 4

        retrying = tenacity.Retrying(
            sleep=lambda seconds: self._pause(url.host, seconds),
            stop=tenacity.stop_after_attempt(policy.attempts),
            wait=wait,
            retry=tenacity.retry_if_exception_type(Passing),
            reraise=True,
        )
        attempt = 0

        def once() -> T:
            nonlocal attempt
            attempt += 1
            return work(ask, attempt)

        try:
            return retrying(once)
        except Passing as error:
            if isinstance(error.final, RateLimited):  # the next one to ask, or the next process, keeps to it too
                self._ready()[0].rest(url.host, error.final.until.timestamp() - self._clock(), "it was asked too often")
            raise error.final from error.__cause__

    def _open(self, ask: Ask, attempt: int) -> Chunks:
        paced, plain, cached = self._ready()
        request = self._request(cached, ask, attempt)
        client = cached if ask.cacheable else plain
        for _ in range(MAX_REDIRECTS + 1):
            with faults.translated(request.url.host):
                response = client.send(request, stream=True, follow_redirects=False)
            if response.next_request is None:
                return exchange.judged(response, ask, paced, self._clock())
            response.close()
            request = exchange.redirected(request, response)
        raise Refused(f"{request.url.host} sends us from one address to the next without end")

    def _request(self, client: httpx.Client, ask: Ask, attempt: int) -> httpx.Request:
        url = checked(ask.url)
        policy = self._ready()[0].policy(url.host)
        headers = {"User-Agent": self._agent, "Accept": ", ".join(ask.accept), "Accept-Encoding": ACCEPT_ENCODING}
        if ask.method == "GET" and (ask.fresh or attempt > 1):
            headers["Cache-Control"] = "no-cache"
        total = policy.stream_timeout if ask.streamed else policy.total_timeout
        timeout = httpx.Timeout(policy.read_timeout, connect=policy.connect_timeout)
        return client.build_request(
            ask.method,
            url.without_secrets,
            params=dict(ask.params) if ask.params else None,
            headers={**headers, **url.authorization, **ask.headers},
            content=ask.content,
            timeout=timeout,
            extensions={TOTAL: total},
        )
