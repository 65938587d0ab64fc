"""Fetching a page that a stranger names: only public addresses, and only so much of them.

Every host is resolved by us, every address that comes back must be public, and the connection goes to one of those
addresses: a name that resolves to something else a moment later (DNS rebinding) changes nothing. Each redirect starts
anew. Proxies of the environment are not used, because behind one nobody knows what is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from nextcour import __version__
from nextcour.http.bodies import ACCEPT_ENCODING, CutShort, bounded
from nextcour.http.errors import HttpFault, Refused, TooLarge, Unreachable, WrongType
from nextcour.http.redact import public, scrub

MAX_REDIRECTS = 5
LONGEST_URL = 2_000
PORTS = frozenset({80, 443, 8080, 8443})
TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Reserved names that some resolver may still answer for.
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa", ".onion")
# IPv6 that carries an IPv4 address inside: NAT64, 6to4, Teredo. Where it leads is the network's affair.
_CARRIERS = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10")
)
_SHARED = ipaddress.ip_network("100.64.0.0/10")

Resolve = Callable[[str, int], Sequence[str]]
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class FetchedPage:
    """`url` is where redirects ended, without user and password; `media_type` as the server gave it."""

    url: str
    media_type: str
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        ip: IPAddress = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _CARRIERS):
            return False
    elif ip in _SHARED:
        return False
    return ip.is_global and not (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    )


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of `host`. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_url(text: str) -> httpx.URL:
    """An address that may be asked for. Raises Refused."""
    if len(text) > LONGEST_URL:
        raise Refused("The address is too long to be one of an article.")
    try:
        url = httpx.URL(text.strip())
        port = url.port
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused("This is no web address: " + public(text)) from error
    host = url.host.rstrip(".").casefold()
    if url.scheme not in ("http", "https") or not host:
        raise Refused(f"Only http and https addresses are fetched, not {public(text)}")
    if url.userinfo:
        raise Refused("An address with a user name or password in it is not fetched.")
    if (port or (443 if url.scheme == "https" else 80)) not in PORTS:
        raise Refused(f"Port {port} is not fetched: articles lie on the usual web ports.")
    if host == "localhost" or host.endswith(_PRIVATE_NAMES) or ("." not in host and ":" not in host):
        raise Refused(f"{public(text)} is not on the public web; only public pages are fetched.")
    return url.copy_with(fragment=None)


class _Gate(httpcore.NetworkBackend):
    """Connects to public addresses only, and lets nothing go on past the deadline."""

    def __init__(
        self, inner: httpcore.NetworkBackend, resolver: Resolve, until: float, allowed: Callable[[str], bool]
    ) -> None:
        self._inner, self._resolve, self._until, self._allowed = inner, resolver, until, allowed

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name is not known") from error
        if not addresses or not all(self._allowed(address) for address in addresses):
            raise _NotPublic(host)
        fault: Exception = httpcore.ConnectError("no address")
        for address in addresses[:3]:
            try:
                stream = self._inner.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
                continue
            return _Stream(stream, self._left)
        raise fault

    def connect_unix_socket(self, *_args: Any, **_more: Any) -> httpcore.NetworkStream:
        raise _NotPublic("a socket of this machine")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _NotPublic(Exception):
    """A host with an address that is not public."""


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, left: Callable[[float | None], float]) -> None:
        self._inner, self._left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def fetch_public(
    url: str,
    *,
    limit: int,
    seconds: float,
    accept: tuple[str, ...] = TYPES,
    resolver: Resolve = resolve,
    allowed: Callable[[str], bool] = is_public,
    check: Callable[[str], httpx.URL] = checked_url,
) -> FetchedPage:
    """The page at `url`, at most `limit` bytes after decompression, within `seconds` for everything.

    `resolver`, `allowed` and `check` are for tests. Raises HttpFault: Refused for an address that is not public and for
    4xx, TooLarge, WrongType, Unreachable.
    """
    until = time.monotonic() + seconds
    at = check(url)
    gate = _Gate(httpcore.SyncBackend(), resolver, until, allowed)
    with httpx.Client(trust_env=False, timeout=httpx.Timeout(min(10.0, seconds)), follow_redirects=False) as client:
        transport: Any = client._transport
        transport._pool._network_backend = gate  # as http.deadline does; a test holds the two together
        for _ in range(MAX_REDIRECTS + 1):
            result = _once(client, at, limit, accept)
            if isinstance(result, FetchedPage):
                return result
            following = check(str(result))
            if at.scheme == "https" and following.scheme != "https":
                raise Refused(f"{at.host} redirects to an address without encryption; that is not followed.")
            at = following
    raise Refused(f"{at.host} sends us from one address to the next without end.")


def _once(client: httpx.Client, url: httpx.URL, limit: int, accept: tuple[str, ...]) -> FetchedPage | httpx.URL:
    """The page, or where it redirects to."""
    headers = {
        "User-Agent": f"nextcour/{__version__}",
        "Accept": ", ".join(accept),
        "Accept-Encoding": ACCEPT_ENCODING,
    }
    host = url.host
    try:
        with client.stream("GET", url, headers=headers) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return url.join(response.headers["location"][:LONGEST_URL])
            if not response.is_success:
                raise Refused(f"{public(str(url))} was refused (status {response.status_code}).", response.status_code)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind and kind not in accept:
                shown = kind[:60] if kind.isascii() and kind.isprintable() else "something unreadable"
                raise WrongType(f"{host} answered with {shown}, which is no article. Paste the article's text instead.")
            length = response.headers.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length[:20]) > limit:
                raise _large(host, limit)
            try:
                body = b"".join(
                    bounded(response.iter_raw(), response.headers.get("content-encoding", ""), limit=limit, host=host)
                )
            except TooLarge as error:
                raise _large(host, limit) from error
            return FetchedPage(public_url(url), response.headers.get("content-type", "")[:200], body)
    except HttpFault:
        raise
    except _NotPublic as error:
        raise Refused(f"{host} is not on the public web; only public pages are fetched. Nothing was sent.") from error
    except httpx.TimeoutException as error:
        raise Unreachable(f"{host} did not answer in time.") from error
    except (httpx.TransportError, CutShort) as error:
        raise Unreachable(f"{host} cannot be reached ({scrub(str(error)) or type(error).__name__}).") from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused(f"{host} answered with something that is no HTTP ({scrub(str(error))}).") from error


def _large(host: str, limit: int) -> TooLarge:
    return TooLarge(
        f"{host} offers more than {limit // 1024 // 1024} MB, too much for an article. "
        "Nothing was kept; paste the part that matters."
    )


def public_url(url: httpx.URL) -> str:
    """The address as it may be shown and linked: without what follows `?` and `#`."""
    return str(url.copy_with(query=None, fragment=None))[:LONGEST_URL]
