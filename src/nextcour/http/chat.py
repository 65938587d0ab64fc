"""Asking an OpenAI-compatible endpoint that a person chose. Its address may be on this machine or network: it is
theirs, not a stranger's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import msgspec

from nextcour import __version__
from nextcour.http.bodies import ACCEPT_ENCODING, CutShort, bounded
from nextcour.http.deadline import Deadline, watch
from nextcour.http.errors import HttpFault, Refused, Unreachable, WrongType
from nextcour.http.redact import public, scrub

LIMIT = 1024 * 1024
SECONDS = 120.0


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


@dataclass(frozen=True)
class ChatEndpoint:
    """`url` is the base, such as `http://localhost:11434/v1`; `/chat/completions` is added where it is missing."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    def complete(self, messages: Sequence[dict[str, str]], *, seconds: float = SECONDS) -> str:
        """The text of the first answer, at temperature 0; never tried twice. Raises HttpFault."""
        target = self.url.rstrip("/")
        if not target.endswith("/chat/completions"):
            target += "/chat/completions"
        try:
            url = httpx.URL(target)
        except (httpx.InvalidURL, ValueError) as error:
            raise Refused("The extractor's address cannot be read: " + public(target)) from error
        if url.scheme not in ("http", "https") or not url.host:
            raise Refused(f"The extractor's address must be http or https, not {public(target)}")
        headers = {"User-Agent": f"nextcour/{__version__}", "Accept-Encoding": ACCEPT_ENCODING}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        payload = {"model": self.model, "messages": list(messages), "temperature": 0}
        deadline = Deadline()
        deadline.start(seconds)
        try:
            with httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client:
                watch(client, deadline)
                with client.stream("POST", url, json=payload, headers=headers) as response:
                    if not response.is_success:
                        raise Refused(
                            f"The extractor at {url.host} answered {response.status_code}.", response.status_code
                        )
                    encoding = response.headers.get("content-encoding", "")
                    body = b"".join(bounded(response.iter_raw(), encoding, limit=LIMIT, host=url.host))
        except HttpFault:
            raise
        except (httpx.TransportError, CutShort) as error:
            raise Unreachable(
                f"The extractor at {url.host} cannot be used ({scrub(str(error)) or type(error).__name__}). Run "
                "without --extractor: the rules need none."
            ) from error
        return _content(body, url.host)


def _content(body: bytes, host: str) -> str:
    try:
        completion = msgspec.convert(json.loads(body), _Completion)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise WrongType(f"The extractor at {host} answered with something that is no chat completion.") from error
    return (completion.choices[0].message.content or "") if completion.choices else ""
