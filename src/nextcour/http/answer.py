"""What came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from nextcour.http.errors import WrongType

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """`headers` have lower-case names. `body` is decompressed. `fetched_at` (UTC) is when the server showed it: for a
    cached answer the moment it was fetched or last revalidated, so `fetched_at.date()` is the day observed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    fetched_at: dt.datetime
    from_cache: bool = False  # the body is the stored one, whether or not the server was asked if it still holds
    host: str = ""

    def json(self, shape: type[T]) -> T:
        """The body as `shape` (a msgspec Struct, `dict`, …). Raises WrongType."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            what = "a web page instead of JSON" if self.body.lstrip()[:1] == b"<" else f"JSON we cannot read: {error}"
            raise WrongType(f"{self.host} answered with {what}") from error
