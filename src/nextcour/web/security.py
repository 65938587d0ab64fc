"""Headers that every response carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A card is made to be embedded elsewhere.
CSP_CARD = CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
# In a `<meta>` of a page that is a file: what may embed it can only be said by a host.
CSP_FIXED = CSP.replace("; frame-ancestors 'none'", "")
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
}


def headers() -> dict[str, str]:
    """All of them, for a response that is sent from outside of the middleware."""
    return {"content-security-policy": CSP, **_ALWAYS}


def own_location(address: bytes) -> bytes:
    """Where a response leads to, as a path: the site leads nowhere else, and the host of an absolute address is what
    the reader, or whoever sent them, put into the request."""
    if not address.startswith((b"http://", b"https://")):
        return address
    _, _, rest = address.partition(b"://")
    return b"/" + rest.partition(b"/")[2].lstrip(b"/\\")


class SecurityHeaders:
    """ASGI middleware. A response that set one of them itself keeps it; one that leads elsewhere stays on the site."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = [
                    (name, own_location(value) if name.lower() == b"location" else value)
                    for name, value in message.get("headers", [])
                ]
                names = {name.lower().decode("latin-1") for name, _ in sent}
                sent += [(name.encode(), value.encode()) for name, value in headers().items() if name not in names]
                message = {**message, "headers": sent}
            await send(message)

        await self._app(scope, receive, with_headers)
