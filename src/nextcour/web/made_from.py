"""What pages are made from, as one word: it changes when anything in them may."""

from __future__ import annotations

import hashlib
from functools import cache

from nextcour import __version__
from nextcour.store.paths import SHIPPED

_MADE_BY = ("answers", "articles", "catalog", "charts", "facts", "feeds", "forecast", "pages", "publishing", "signals",
            "site", "web")  # fmt: skip


@cache
def code() -> str:
    """Of the code and templates that make pages and files; 24 hex digits."""
    seen = hashlib.blake2b(__version__.encode(), digest_size=12)
    package = SHIPPED.parent
    for folder in _MADE_BY:
        for path in sorted((package / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                seen.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def made_from(*parts: object) -> str:
    """Of the code and these; 24 hex digits."""
    return hashlib.blake2b(repr((code(), *parts)).encode(), digest_size=12).hexdigest()
