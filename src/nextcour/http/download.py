"""One file by http(s), whole and within limits. In the `[sources]` extra: a core install fetches nothing."""

from __future__ import annotations

import httpx
import tenacity

from nextcour import __version__
from nextcour.http.bodies import ACCEPT_ENCODING, CutShort, bounded
from nextcour.http.errors import TooLarge, Unreachable, WrongType
from nextcour.http.redact import scrub

__all__ = ["TooLarge", "Unreachable", "download"]

USER_AGENT = f"nextcour/{__version__}"
TIMEOUT = 60.0  # seconds without a byte
ATTEMPTS = 3
LONGEST_WAIT = 8.0  # seconds between two attempts
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class _Passing(Exception):
    """A fault that may be gone at the next attempt."""


def download(
    url: str, *, limit: int, accept: str = "*/*", timeout: float = TIMEOUT, pause: float = 1.0, attempts: int = ATTEMPTS
) -> bytes:
    """The body at `url`, at most `limit` bytes after decompression. Faults that may pass are tried again after `pause`
    seconds and a random part of it, doubling. Raises Unreachable and TooLarge."""
    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(attempts),
        wait=tenacity.wait_exponential_jitter(multiplier=pause, max=LONGEST_WAIT, jitter=pause),
        retry=tenacity.retry_if_exception_type(_Passing),
        reraise=True,
    )
    try:
        return retrying(_once, url, limit=limit, accept=accept, timeout=timeout)
    except _Passing as error:
        raise Unreachable(str(error)) from error


def _once(url: str, *, limit: int, accept: str, timeout: float) -> bytes:
    headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": ACCEPT_ENCODING}
    try:
        with (
            httpx.Client(follow_redirects=True, max_redirects=5, timeout=timeout, headers=headers) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code in _AGAIN:
                raise _Passing(f"the server answered {response.status_code}")
            if not response.is_success:
                raise Unreachable(f"the server answered {response.status_code}")
            encoding = response.headers.get("content-encoding", "")
            return b"".join(bounded(response.iter_raw(), encoding, limit=limit, host=response.request.url.host))
    except TooLarge as error:
        raise TooLarge(f"it is larger than {limit:,} bytes") from error
    except WrongType as error:
        raise Unreachable(str(error)) from error
    except CutShort as error:
        raise _Passing(str(error)) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
        raise Unreachable(scrub(str(error))) from error
    except httpx.TransportError as error:
        raise _Passing(scrub(str(error)) or type(error).__name__) from error
