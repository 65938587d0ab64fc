"""Under the cache: what really goes out to a host keeps its pace, its rests and its time-outs."""

from __future__ import annotations

import datetime as dt
import email.utils
import time
from collections.abc import Callable, Mapping

import httpx

from nextcour.http.cooldown import Cooldowns, Rest
from nextcour.http.deadline import Deadline, watch
from nextcour.http.errors import CoolingDown, RateLimited
from nextcour.http.pacing import Pace, parse_date
from nextcour.http.policy import DEFAULT, Policy
from nextcour.http.shared_pace import SharedPace

FETCHED = (
    "x-nextcour-fetched"  # seconds since 1970, our clock; kept with a cached answer, renewed when it is revalidated
)
TOTAL = "nextcour_total"  # request extension: seconds for the whole attempt
LEARNT = {"x-ratelimit-limit", "x-ratelimit-remaining"}  # headers that change the pace
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def at_clock(moment: float) -> str:
    return f"{dt.datetime.fromtimestamp(moment, dt.UTC):%d %b %Y %H:%M} UTC"


class PacedTransport(httpx.BaseTransport):
    """Sends through one pool of connections (proxies of the environment included)."""

    def __init__(
        self,
        policies: Mapping[str, Policy],
        cooldowns: Cooldowns,
        shared: SharedPace,
        clock: Callable[[], float],
        pause: Callable[[str, float], None],
    ) -> None:
        self._policies, self._cooldowns, self._clock, self._pause = policies, cooldowns, clock, pause
        self._shared = shared
        self._paces: dict[str, Pace] = {}
        self._deadline = Deadline()
        self._inner = httpx.Client(
            mounts={f"all://{host}": None for host in LOOPBACK},  # never through a proxy
            limits=httpx.Limits(max_connections=10, max_keepalive_connections=10, keepalive_expiry=30.0),
        )
        watch(self._inner, self._deadline)

    def policy(self, host: str) -> Policy:
        return self._policies.get(host, DEFAULT)

    def pace(self, host: str) -> Pace:
        return self._paces.setdefault(host, Pace(self.policy(host)))

    def rest(self, host: str, seconds: float, why: str) -> float:
        """Leaves `host` alone for `seconds`; when it may be asked again, in seconds since 1970."""
        until = self._clock() + seconds
        self._cooldowns.put(host, Rest(until, why))
        return until

    def _wait(self, host: str) -> None:
        now = self._clock()
        rest = self._cooldowns.get(host, now)
        if rest is not None:
            raise CoolingDown(
                f"{host} is left alone until {at_clock(rest.until)}: {rest.why}",
                dt.datetime.fromtimestamp(rest.until, dt.UTC),
            )
        pace = self.pace(host)
        with self._shared.held(host, pace, now):
            wait = pace.delay(now)
            if wait <= pace.policy.longest_wait:
                pace.started(now + wait)
        if wait > pace.policy.longest_wait:
            until = self.rest(host, wait, "its limit of requests is used up")
            raise RateLimited(
                f"{host} lets no more requests through until {at_clock(until)}",
                dt.datetime.fromtimestamp(until, dt.UTC),
            )
        if wait > 0:
            self._pause(host, wait)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        self._wait(host)
        self._deadline.start(float(request.extensions.get(TOTAL, self.policy(host).total_timeout)))
        response = self._inner.send(request, stream=True)
        now = self._clock()
        pace = self.pace(host)
        if LEARNT & response.headers.keys():
            with self._shared.held(host, pace, now):
                pace.answered(response.headers, now)
        return httpx.Response(
            response.status_code,
            headers=_kept(response.headers, now),
            stream=response.stream,
            extensions={**response.extensions, "server_date": response.headers.get("date", "")},
        )

    def close(self) -> None:
        self._inner.close()


def _kept(headers: httpx.Headers, now: float) -> list[tuple[bytes, bytes]]:
    """Headers as the cache may see them.

    `Date` is on our own clock, less the age that a proxy admits, and `Expires` moves with it: the cache reckons with
    both, and a server's clock may be years off. What says nothing of how long it is fresh is asked for anew each time,
    not guessed about. With the moment of fetching, without cookies.
    """
    ours = (b"date", b"expires", b"set-cookie", b"age", FETCHED.encode("ascii"))
    age = headers.get("age", "0")
    passed = min(int(age), 31_536_000) if age.isascii() and age.isdigit() and len(age) < 12 else 0
    date = time.time() - passed
    kept = [(name, value) for name, value in headers.raw if name.lower() not in ours]
    kept.append((b"Date", _http_date(date)))
    kept.append((FETCHED.encode("ascii"), f"{now - passed:.0f}".encode("ascii")))
    if "expires" in headers:
        expires, said = parse_date(headers["expires"]), parse_date(headers.get("date", ""))
        fresh = 0.0 if expires is None else expires - (date if said is None else said)
        kept.append((b"Expires", _http_date(date + min(max(fresh, 0.0), 31_536_000))))
    elif "cache-control" not in headers:
        kept.append((b"Cache-Control", b"no-cache"))
    return kept


def _http_date(moment: float) -> bytes:
    return email.utils.formatdate(moment, usegmt=True).encode("ascii")
