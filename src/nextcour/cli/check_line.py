"""One line of `nextcour doctor`."""

from __future__ import annotations

import msgspec


class Check(msgspec.Struct, frozen=True):
    """`state` is ok, missing, stale or broken; `advice` says what to do when it is not ok."""

    name: str
    state: str
    detail: str
    advice: str = ""
