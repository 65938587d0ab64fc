"""How each provider wants to be asked. Its own headers, where it sends them, win over the numbers here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Limit:
    """At most `count` requests in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True)
class Policy:
    """How to ask one host.

    `limits` are kept by waiting. `X-RateLimit-Limit` replaces the count of the limit over `header_window` seconds, both
    ways, never above `most`. `gap` is the least pause between two requests. A pause asked for by the server is waited
    for up to `longest_wait` seconds; longer ones end in RateLimited and are remembered. `stop_on` are pieces of text
    (lower case) in the body of a 403 that mean "stop": nothing is sent for `cool_down` seconds, in other processes too.
    `needs_contact` says that the provider requires a contact in the User-Agent. All times are seconds.
    """

    limits: tuple[Limit, ...] = (Limit(5, 1.0),)
    gap: float = 0.0
    header_window: float = 60.0
    most: int = 600
    attempts: int = 3
    pause: float = 1.0  # before the second attempt; doubles, with jitter
    longest_wait: float = 90.0
    connect_timeout: float = 10.0
    read_timeout: float = 30.0  # without a byte
    total_timeout: float = 120.0  # one attempt, from connecting to the last byte; streams: see `stream_timeout`
    stream_timeout: float = 1800.0
    stop_on: tuple[str, ...] = ()
    cool_down: float = 3600.0
    needs_contact: bool = False


ANILIST = Policy(limits=(Limit(30, 60.0),), gap=0.7, most=90, stop_on=("temporarily disabled",))
JIKAN = Policy(limits=(Limit(3, 1.0), Limit(60, 60.0)), gap=0.34)
ANN = Policy(limits=(Limit(1, 1.0),))
WIKIMEDIA = Policy(limits=(Limit(20, 1.0),), needs_contact=True)
DEFAULT = Policy()

# By host, without port. Tests give their own mapping for 127.0.0.1.
POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "graphql.anilist.co": ANILIST,
        "api.jikan.moe": JIKAN,
        "www.animenewsnetwork.com": ANN,
        "cdn.animenewsnetwork.com": ANN,
        "wikimedia.org": WIKIMEDIA,
        "www.wikidata.org": WIKIMEDIA,
    }
)
