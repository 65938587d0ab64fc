"""Text from elsewhere, made fit for XML, JSON and calendars: whatever a title holds, the file stays well-formed."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# What XML 1.0 cannot hold, escaped or not: controls, halves of surrogate pairs, two non-characters. And signs that turn
# the direction of a text, with which a title could disguise what stands beside it.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 300  # characters of a title; the longest real one has under 200


def fit(text: str) -> str:
    """One line without what cannot be shown."""
    plain = " ".join(_UNFIT.sub(" ", text).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def host_of(address: str) -> str:
    """Who names things: the site's host, without its port."""
    return urlsplit(address).hostname or "localhost"


def tag_uri(address: str, *parts: str) -> str:
    """A name that stays (RFC 4151): the same parts, the same name, wherever the page moves on the site."""
    return f"tag:{host_of(address)},2026:" + "/".join(quote(part, safe="") for part in parts)
