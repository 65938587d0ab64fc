"""Cursors: where a list goes on. Opaque to whoever asks; of one state of the data only."""

from __future__ import annotations

import base64
import binascii

import msgspec

from nextcour.api.problems import ProblemError

LONGEST = 200
_LAST = 2**31


class _Place(msgspec.Struct, array_like=True):
    state: str
    after: int


def cursor(state: str, after: int) -> str:
    """The cursor for what comes after place `after`, in the data named `state`."""
    return base64.urlsafe_b64encode(msgspec.json.encode(_Place(state, after))).decode().rstrip("=")


def place(text: str | None, state: str) -> int | None:
    """The place of a cursor; None for None. Raises ProblemError: 422 for what is no cursor, 410 for one of other
    data."""
    if text is None:
        return None
    try:
        padded = text[:LONGEST].encode("ascii") + b"=" * (-len(text) % 4)
        found = msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=_Place)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise ProblemError(422, "This is no cursor of ours; leave it out to begin anew.", "cursor") from None
    if not 0 <= found.after < _LAST:
        raise ProblemError(422, "This is no cursor of ours; leave it out to begin anew.", "cursor")
    if found.state != state:
        raise ProblemError(410, "The data have changed since; leave `cursor` out to begin anew.", "cursor")
    return found.after
