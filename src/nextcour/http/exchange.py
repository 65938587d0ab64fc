"""One request and its answer: what is asked, how a status is judged, how the body is read."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import hishel
import httpx
from hishel.httpx import CacheTransport

from nextcour.http.bodies import bounded
from nextcour.http.cooldown import Cooldowns
from nextcour.http.errors import CoolingDown, RateLimited, Refused, TooLarge, Unreachable, WrongType
from nextcour.http.faults import Passing, translated
from nextcour.http.pacing import retry_after, until_reset
from nextcour.http.policy import Policy
from nextcour.http.redact import public
from nextcour.http.shared_pace import SharedPace
from nextcour.http.transport import FETCHED, PacedTransport, at_clock
from nextcour.http.urls import checked, is_loopback

_AGAIN = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_PEEK = 64 * 1024  # bytes of an error's body that are looked at
_CACHE_SIZE = 256 * 1024 * 1024
_CACHE_DAYS = 30
_LOST = 60.0  # seconds to leave a host alone that keeps saying 429 and not for how long


# Reads a body that came with a good status: the status it stands for and its words where it tells of a fault.
Told = Callable[[bytes], tuple[int, str] | None]


@dataclass(frozen=True)
class Ask:
    """One question to a server."""

    method: str
    url: str
    params: Mapping[str, str | int] | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    content: bytes | None = field(repr=False)
    limit: int
    accept: tuple[str, ...]
    allow: frozenset[int]
    fresh: bool
    streamed: bool = False
    told: Told | None = None

    @property
    def cacheable(self) -> bool:
        """Nothing with a password or token is ever written to the cache."""
        private = {name.lower() for name in self.headers} & {"authorization", "cookie", "x-mal-client-id"}
        return self.method == "GET" and not self.streamed and not private and "@" not in self.url.split("?")[0][:300]


class Chunks(Iterator[bytes]):
    """A body as it comes, within its limit. Raises HttpFault, or Passing inside `Http`."""

    def __init__(self, response: httpx.Response, ask: Ask, fetched_at: dt.datetime) -> None:
        self.status = response.status_code
        self.host = response.request.url.host
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        self.fetched_at = fetched_at
        self.from_cache = bool(response.extensions.get("caching", {}).get("from_cache"))
        self._response, self._streamed = response, ask.streamed
        self._pieces = bounded(
            response.iter_raw(), self.headers.get("content-encoding", ""), limit=ask.limit, host=self.host
        )

    def __next__(self) -> bytes:
        try:
            with translated(self.host):
                return next(self._pieces)
        except Passing as error:
            if self._streamed:
                raise error.final from error.__cause__
            raise

    def close(self) -> None:
        self._response.close()


def clients(
    policies: Mapping[str, Policy],
    cooldowns: Cooldowns,
    cache_dir: Path | None,
    clock: Callable[[], float],
    pause: Callable[[str, float], None],
) -> tuple[PacedTransport, httpx.Client, httpx.Client]:
    """The paced transport, a client on it, and a client with the cache between. Raises Refused for a bad proxy."""
    try:
        paced = PacedTransport(policies, cooldowns, SharedPace(cache_dir), clock, pause)
    except (ValueError, ImportError) as error:
        raise Refused(
            "The proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY cannot be used: write it as http://host:port"
        ) from error
    plain = httpx.Client(transport=paced, cookies=_no_cookies())
    if cache_dir is None:
        return paced, plain, plain
    storage = hishel.SqliteStorage(
        database_path=cache_dir / "http.sqlite", default_ttl=_CACHE_DAYS * 86_400.0, max_size=_CACHE_SIZE
    )
    caching = CacheTransport(paced, storage, rfc=hishel.CacheOptions(shared=False))
    return paced, plain, httpx.Client(transport=caching, cookies=_no_cookies())


def _no_cookies() -> CookieJar:
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))


def redirected(request: httpx.Request, response: httpx.Response) -> httpx.Request:
    """The request that a redirect asks for. Raises Refused where it leads out of TLS, or into this machine."""
    following = response.next_request
    assert following is not None
    origin = request.url.host
    if request.method != "GET":
        raise Refused(f"{origin} redirects a question that was posted; that is not followed", response.status_code)
    if request.url.scheme == "https" and following.url.scheme != "https":
        raise Refused(f"{origin} redirects to an address without encryption; that is not followed")
    target = checked(following.url)
    if is_loopback(target.host) and not is_loopback(origin):
        raise Refused(f"{origin} redirects into this machine; that is not followed")
    following.url = target.without_secrets
    return following


def judged(response: httpx.Response, ask: Ask, paced: PacedTransport, now: float) -> Chunks:
    """The body to read when status and type are what was asked for. Raises HttpFault, Passing; the response is closed
    then."""
    host = response.request.url.host
    try:
        if not response.is_success and response.status_code not in ask.allow:
            raise _unwanted(response, paced, now)
        if response.is_success:
            _check_type(response, ask, host)
        length = response.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > ask.limit:
            raise TooLarge(
                f"{host} offers {int(length[:20]):,} bytes where at most {ask.limit:,} were expected; nothing was kept"
            )
        stamp = response.headers.get(FETCHED, "")
        seconds = float(stamp) if stamp.isascii() and stamp.isdigit() else now
        return Chunks(response, ask, dt.datetime.fromtimestamp(seconds, dt.UTC))
    except BaseException:
        response.close()
        raise


def _check_type(response: httpx.Response, ask: Ask, host: str) -> None:
    came = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not came or response.status_code == 204:
        return
    for wanted in ask.accept:
        kind, _, sub = wanted.partition("/")
        if wanted in ("*/*", came) or (sub == "*" and came.startswith(f"{kind}/")):
            return
        if sub in ("json", "xml") and came.endswith(f"+{sub}"):
            return
    what = "a web page" if came in ("text/html", "application/xhtml+xml") else public_type(came)
    raise WrongType(f"{host} answered with {what} instead of {ask.accept[0]}")


def public_type(text: str) -> str:
    return text[:60] if text.isascii() and text.isprintable() else "something unreadable"


def _unwanted(response: httpx.Response, paced: PacedTransport, now: float) -> Exception:
    """The error that a status stands for."""
    status = response.status_code
    headers = {
        **{k.lower(): v for k, v in response.headers.items()},
        "date": response.extensions.get("server_date", ""),
    }
    body = _beginning(response)  # read in any case, so that the connection can be used again
    return fault_of(status, headers, body, str(response.request.url), paced, now)


def fault_of(
    status: int, headers: Mapping[str, str], text: str, url: str, paced: PacedTransport, now: float
) -> Exception:
    """The error that `status` stands for, said by the status line or, in `text`, by the body of a good answer: the host
    is left alone all the same. `headers` have lower-case names."""
    host = httpx.URL(url).host
    policy = paced.policy(host)
    asked = retry_after(headers, now)
    body = text.lower()
    if status == 403 and any(text in body for text in policy.stop_on):
        until = paced.rest(host, max(policy.cool_down, min(asked or 0.0, 86_400.0)), "it is temporarily disabled")
        return CoolingDown(
            f"{host} says that it is temporarily disabled; it is left alone until {at_clock(until)}", _utc(until)
        )
    if status == 429 or (status == 503 and asked is not None):
        if asked is None:
            asked = until_reset(headers, now) if headers.get("x-ratelimit-remaining", "0") == "0" else None
        if asked is not None and asked > policy.longest_wait:
            until = paced.rest(host, min(asked, 86_400.0), f"it asked for a pause of {asked:,.0f} seconds")
            return RateLimited(f"{host} asks for a pause until {at_clock(until)}", _utc(until))
        after = asked if asked is not None else policy.pause * 5 * (1 + random.random())  # noqa: S311 - jitter
        until = now + (asked or _LOST)
        if status == 429:
            final = RateLimited(f"{host} says that we ask too often, even after waiting", _utc(until))
            return Passing(final, after)
        return Passing(Unreachable(f"{host} is not available (503)"), after)
    if status in _AGAIN:
        return Passing(Unreachable(f"{host} has a fault of its own (status {status})"), asked)
    if status >= 500:
        return Unreachable(f"{host} has a fault of its own (status {status})")
    return Refused(f"{public(url)} was refused ({_words(status)})", status)


def _words(status: int) -> str:
    known = {400: "bad request", 401: "log-in needed", 403: "forbidden", 404: "not found", 410: "gone"}
    return f"{status} {known[status]}" if status in known else f"status {status}"


def _utc(moment: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(moment, dt.UTC)


def _beginning(response: httpx.Response) -> str:
    """The first bytes of an error's body as text; empty where they cannot be read."""
    text = bytearray()
    host = response.request.url.host
    try:
        with translated(host):
            for piece in bounded(
                response.iter_raw(), response.headers.get("content-encoding", ""), limit=_PEEK, host=host
            ):
                text += piece
    except (Passing, TooLarge, WrongType):
        pass
    return text.decode("utf-8", "replace")
