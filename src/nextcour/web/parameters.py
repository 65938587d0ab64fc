"""What an address asks for, read with care: anything may stand in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from fastapi import Request

from nextcour.site.languages import DEFAULT, LANGUAGES, N_

LONGEST = 2000  # characters of a query string that are read


@dataclass(eq=False)
class Unusable(Exception):
    """An address that asks for something that cannot be read. `words` is a message with placeholders for `given`."""

    words: str
    given: Mapping[str, str] = field(default_factory=dict)
    status: int = 400


def language_of(request: Request) -> str:
    """The language that the address names."""
    first = request.url.path.split("/", 2)[1] if request.url.path.startswith("/") else ""
    return first if first in LANGUAGES and first != DEFAULT else DEFAULT


def given(request: Request, name: str) -> str:
    """A parameter without the white space around it; empty where it is missing. Raises Unusable where the whole query
    is longer than any of ours."""
    if len(request.url.query) > LONGEST * 6:  # a character may take six: %E3%81
        raise Unusable(N_("This address is too long."))
    return request.query_params.get(name, "").strip()


def number(request: Request, name: str, low: int, high: int) -> int | None:
    """A whole number between `low` and `high`; None where it is missing. Raises Unusable."""
    text = given(request, name)
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high:
        return int(text)
    raise Unusable(
        N_("“%(name)s” has to be a whole number from %(low)s to %(high)s, not “%(value)s”."),
        {"name": name, "low": str(low), "high": str(high), "value": shown(text)},
    )


def word(request: Request, name: str, known: Collection[str]) -> str | None:
    """One of the `known` words; None where it is missing. Raises Unusable."""
    text = given(request, name)
    if not text:
        return None
    if text in known:
        return text
    raise Unusable(
        N_("“%(value)s” is nothing that “%(name)s” can be. It can be: %(known)s."),
        {"name": name, "value": shown(text), "known": ", ".join(known)},
    )


def day_asked(request: Request) -> dt.date | None:
    """The day of `?as_of=`; None without one, or where it is no day."""
    try:
        return dt.date.fromisoformat(request.query_params.get("as_of", "")[:10])
    except ValueError:
        return None


def shown(text: str) -> str:
    """What somebody gave, short enough and fit to be shown."""
    plain = "".join(char if char.isprintable() else "�" for char in text[:60])
    return f"{plain}…" if len(text) > 60 else plain


def own_path(text: str) -> str:
    """`text` where it is a path of this site, else its home: nobody is sent elsewhere, and no header is split."""
    plain = text.isprintable() and len(text) <= LONGEST and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else "/"
