"""One rendered page, before it meets HTTP or a folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`body` is the whole document. `keep` says whether the same address gives the same body until the data or the day
    change; `fresh` for how many seconds a browser or CDN may go without asking. `location` is set where the reader is
    sent elsewhere."""

    body: str
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    keep: bool = True
    fresh: int = 600
    location: str = ""


def moved(location: str, *, keep: bool = False) -> Page:
    """Sends the reader to an address of the site, this time."""
    return Page("", 302, keep=keep, fresh=60, location=location)
