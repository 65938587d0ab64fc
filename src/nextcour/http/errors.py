"""What can go wrong with a request, each in words for a person. No text ever holds a password, a token or a query."""

from __future__ import annotations

import datetime as dt

from nextcour.errors import Expected


class HttpFault(Expected):
    """The root of them all: catch this to turn a fault into a `Problem` and go on with other work."""


class Unreachable(HttpFault):
    """Nothing of use came, and trying again did not help: no connection, no answer in time, a body cut short, 5xx."""


class TooLarge(HttpFault):
    """More came than was asked for, on the wire or after decompression; nothing of it was kept."""


class RateLimited(HttpFault):
    """The provider asks for a longer pause than we wait. `until` (UTC) is when it may be asked again."""

    def __init__(self, text: str, until: dt.datetime) -> None:
        super().__init__(text)
        self.until = until


class CoolingDown(RateLimited):
    """Nothing was sent: the provider told us to stop, perhaps in an earlier run, until `until` (UTC)."""


class Refused(HttpFault):
    """The server answered, and said no (4xx), or we refuse to go where it points. `status` is 0 in the latter case."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class WrongType(HttpFault):
    """Something else came than what was asked for: a web page for JSON, JSON of another shape, an unknown encoding."""
