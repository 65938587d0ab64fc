"""How often one address may ask. Counted in this process: several workers allow as many times as much."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from nextcour.api.problems import response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

DEFAULT = "240/minute"


class RateLimit:
    """ASGI middleware. Every response says what is allowed, what is left and when it is whole again (in seconds)."""

    def __init__(self, app: App, allowed: str = DEFAULT) -> None:
        """`allowed` as `limits` reads it (`240/minute`). Raises ValueError."""
        self._app = app
        self._item: RateLimitItem = parse(allowed)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        who = client[0] if client else "unknown"
        passed = self._limiter.hit(self._item, who)
        reset, left = self._limiter.get_window_stats(self._item, who)
        seconds = max(1, round(reset - time.time()))
        told = {
            "ratelimit-limit": str(self._item.amount),
            "ratelimit-remaining": str(max(0, left)),
            "ratelimit-reset": str(seconds),
        }
        if not passed:
            detail = f"{self._item.amount} requests in {self._item.get_expiry()} s are allowed; see Retry-After."
            refused = response(429, detail, headers={**told, "retry-after": str(seconds)})
            await refused(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in told.items()]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await self._app(scope, receive, with_headers)
