"""Addresses and server texts as they may be shown: no password, no token, no query, nothing a terminal would obey."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from nextcour.catalog.text import clean

LONGEST = 200
_USERINFO = re.compile(r"(?<=://)[^/?#\s@]*@")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s'\")\]]*")


def public(url: str) -> str:
    """`url` without user, password, query and fragment, for messages."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    return clean(f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}")[:LONGEST]


def scrub(text: str) -> str:
    """`text` of an error or a server on one line of at most 200 characters, secrets in addresses left out."""
    return clean(_QUERY.sub("", _USERINFO.sub("", text[:4096])))[:LONGEST]


class ScrubFilter(logging.Filter):
    """For the logger of httpx, which logs whole addresses at level INFO."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(public(str(part)) if "://" in str(part) else part for part in record.args)
        return True


def quiet_libraries() -> None:
    """httpx logs no secrets; hishel, which copes with a broken cache by itself, prints no traceback."""
    logger = logging.getLogger("httpx")
    if not any(isinstance(each, ScrubFilter) for each in logger.filters):
        logger.addFilter(ScrubFilter())
    cache = logging.getLogger("hishel")
    if not cache.handlers:
        cache.addHandler(logging.NullHandler())
