"""How long to wait before the next request to a host: its limits, and what its last answers said. Pure: no clock."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections import deque
from collections.abc import Mapping

import msgspec

from nextcour.http.policy import Policy

_LONGEST = 86_400.0  # seconds that a server can make us wait
_EPOCH = 1_000_000_000  # a reset above this is a time, below it seconds from now


def parse_date(text: str) -> float | None:
    """An HTTP date as seconds since 1970, None when it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    try:
        return moment.timestamp()
    except (OverflowError, OSError):
        return None


def _number(text: str | None) -> float | None:
    text = (text or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 15 else None


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that `Retry-After` asks for: a number, or a date read against the server's own `Date` (its clock may be
    wrong), else against `now`. None when it says nothing."""
    text = headers.get("retry-after", "")
    seconds = _number(text)
    if seconds is not None:
        return seconds
    moment = parse_date(text) if text else None
    if moment is None:
        return None
    server_now = parse_date(headers.get("date", ""))
    return max(0.0, moment - (now if server_now is None else server_now))


def until_reset(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until `X-RateLimit-Reset`, a time or a number of seconds. None when it says nothing."""
    reset = _number(headers.get("x-ratelimit-reset"))
    if reset is None:
        return None
    if reset < _EPOCH:
        return reset
    server_now = parse_date(headers.get("date", ""))
    return max(0.0, reset - (now if server_now is None else server_now))


class Past(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a pace remembers, for other processes: when requests start, a few of them perhaps not yet; what the server
    allows over each limit of the policy; before when it wants no more. Times are seconds since 1970."""

    starts: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    not_before: float = 0.0


class Pace:
    """The requests to one host. Times are seconds on the caller's clock."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._counts = [limit.count for limit in policy.limits]
        self._starts: list[deque[float]] = [deque() for _ in policy.limits]
        self._last: float | None = None
        self._not_before = 0.0

    def delay(self, now: float) -> float:
        """Seconds to wait before a request may start."""
        if self._last is not None and self._last > now + self.policy.longest_wait:  # the clock was set back
            self._forget()
        wait = max(0.0, self._not_before - now)
        if self._last is not None:
            wait = max(wait, self._last + self.policy.gap - now)
        for limit, count, starts in zip(self.policy.limits, self._counts, self._starts, strict=True):
            while starts and starts[0] <= now - limit.seconds:
                starts.popleft()
            if len(starts) >= count:
                wait = max(wait, starts[len(starts) - count] + limit.seconds - now)
        return wait

    def started(self, now: float) -> None:
        self._last = now
        for starts in self._starts:
            starts.append(now)

    def past(self) -> Past:
        """What another process has to know."""
        windows = [limit.seconds for limit in self.policy.limits]
        starts = tuple(self._starts[windows.index(max(windows))]) if windows else ()  # the longest has all that count
        if not starts and self._last is not None:
            starts = (self._last,)
        return Past(starts, tuple(self._counts), self._not_before)

    def recall(self, past: Past, now: float) -> None:
        """Takes over what is known of the host, in place of what this process knew. Times that a clock cannot have
        given that is right now are passed over."""
        end = now + self.policy.longest_wait
        starts = sorted(start for start in past.starts if start <= end)
        self._last = starts[-1] if starts else None
        for place, limit in enumerate(self.policy.limits):
            self._starts[place] = deque(start for start in starts if start > now - limit.seconds)
        if len(past.counts) == len(self._counts):
            self._counts = [max(1, min(count, self.policy.most)) for count in past.counts]
        self._not_before = past.not_before if past.not_before <= now + _LONGEST else 0.0

    def _forget(self) -> None:
        self._last, self._not_before = None, 0.0
        for starts in self._starts:
            starts.clear()

    def answered(self, headers: Mapping[str, str], now: float) -> None:
        """Learns from `X-RateLimit-Limit`, `-Remaining` and `-Reset` (names in lower case)."""
        told = _number(headers.get("x-ratelimit-limit"))
        if told is not None and told >= 1:
            for place, limit in enumerate(self.policy.limits):
                if limit.seconds == self.policy.header_window:
                    self._counts[place] = min(int(told), self.policy.most)
        if _number(headers.get("x-ratelimit-remaining")) == 0:
            wait = until_reset(headers, now)
            if wait is None:
                wait = retry_after(headers, now)
            if wait is not None:
                self._not_before = max(self._not_before, now + wait)
