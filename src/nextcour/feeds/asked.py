"""Parameters of feeds and calendars, read with care: anything may stand in an address."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import QueryParams

from nextcour.facts.changes import Kind
from nextcour.feeds.calendars import Asked
from nextcour.site.languages import DEFAULT, LANGUAGES

PAST, FUTURE = 366, 1827  # days at most: a year back, five ahead
LONGEST_QUERY = 12_000  # characters of an address after its question mark
_TAGS, _LONGEST = 100, 4000
_YES_NO = {"true": True, "false": False, "1": True, "0": False}


class Unreadable(Exception):
    """A parameter cannot be read. The text says which and why."""


def kinds(given: QueryParams) -> tuple[Kind, ...]:
    """`?kind=ANNOUNCED&kind=DATED`, in any case; empty for all. Raises Unreadable."""
    found = []
    for text in given.getlist("kind"):
        try:
            found.append(Kind(text.upper()))
        except ValueError:
            raise Unreadable(f"kind: {_shown(text)} is none of {', '.join(Kind)}.") from None
    return tuple(sorted(set(found)))


def language(given: QueryParams) -> str:
    """`?lang=ja`; English without. Raises Unreadable."""
    text = given.get("lang", DEFAULT)
    if text not in LANGUAGES:
        raise Unreadable(f"lang: {_shown(text)} is none of {', '.join(LANGUAGES)}.")
    return text


def calendar(given: QueryParams) -> Asked:
    """Sonarr's names. `asAllDay` may be given, and changes nothing: only days are known. Raises Unreadable."""
    _yes_no(given, "asAllDay")
    return Asked(
        past_days=_days(given, "pastDays", Asked.past_days, PAST),
        future_days=_days(given, "futureDays", Asked.future_days, FUTURE),
        tags=frozenset(_tags(given.getlist("tags"))),
        unmonitored=_yes_no(given, "unmonitored"),
        premieres_only=_yes_no(given, "premieresOnly"),
    )


def _days(given: QueryParams, name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= most:
        return int(text)
    raise Unreadable(f"{name}: has to be a whole number from 0 to {most}, not {_shown(text)}.")


def _yes_no(given: QueryParams, name: str) -> bool:
    text = given.get(name, "false").lower()
    if text not in _YES_NO:
        raise Unreadable(f"{name}: has to be true or false, not {_shown(text)}.")
    return _YES_NO[text]


def _tags(given: Sequence[str]) -> list[str]:
    found = [word for text in given for part in text.split(",") if (word := part.strip())]
    if len(found) > _TAGS or sum(map(len, found)) > _LONGEST:
        raise Unreadable(f"tags: at most {_TAGS}, of {_LONGEST} characters together.")
    return found


def _shown(text: str) -> str:
    plain = "".join(char if char.isprintable() else "�" for char in text[:40])
    return f"“{plain}”" if len(text) <= 40 else f"“{plain}…”"
