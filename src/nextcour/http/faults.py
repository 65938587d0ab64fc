"""What a library raises, in words for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from nextcour.http.bodies import CutShort
from nextcour.http.errors import HttpFault, Refused, Unreachable
from nextcour.http.redact import scrub


class Passing(Exception):
    """A fault that may be gone at the next attempt, in `after` seconds if the server said so; `final` is what is raised
    once there is no next attempt."""

    def __init__(self, final: HttpFault, after: float | None = None) -> None:
        super().__init__(str(final))
        self.final, self.after = final, after


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Raises Passing or HttpFault for whatever httpx raises inside."""
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise Passing(Unreachable(f"{host} cannot be reached: no connection in time")) from error
    except httpx.TimeoutException as error:
        raise Passing(Unreachable(f"{host} did not answer in time")) from error
    except httpx.ProxyError as error:
        raise Passing(Unreachable(f"The proxy does not let us through to {host} ({scrub(str(error))})")) from error
    except httpx.ConnectError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            why = str(error).rpartition("verify failed: ")[2].partition(" (_ssl")[0]
            raise Refused(f"{host} shows a certificate that is not trusted ({scrub(why)}); nothing was sent") from error
        raise Passing(Unreachable(f"{host} cannot be reached ({scrub(str(error))})")) from error
    except httpx.RemoteProtocolError as error:
        raise Passing(Unreachable(f"{host} broke off its answer ({scrub(str(error))})")) from error
    except httpx.TransportError as error:
        raise Passing(
            Unreachable(f"The connection to {host} broke ({scrub(str(error)) or type(error).__name__})")
        ) from error
    except CutShort as error:
        raise Passing(Unreachable(f"{host} broke off its answer ({error})")) from error
    except RuntimeError as error:  # the cache lost the entry that was being read
        raise Passing(Unreachable(f"The HTTP cache cannot be used ({scrub(str(error))})")) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused(f"{host} answered with something that is no HTTP ({scrub(str(error))})") from error
