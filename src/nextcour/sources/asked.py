"""Which titles a source asks for in one run: those it has a number for, no more than its bound, and in turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nextcour.facts.observation import Key, Problem, Provider

MOST_NUMBER = 2**31 - 1  # ids are 32-bit numbers at AniList, and far smaller everywhere
_NAMED = 10  # ids named in one Problem


@dataclass(frozen=True, order=True)
class Number:
    """A title by its number at a provider."""

    provider: Provider
    number: int


@dataclass(frozen=True)
class Place:
    """Where a run stands: the day it began (it decides whose turn it is), the last number done, how many related titles
    it has asked for."""

    began: dt.date
    after: Number | None = None
    followed: int = 0

    def text(self) -> str:
        """As a cursor; empty where nothing is done yet: then the run begins anew, and says all of it again."""
        if self.after is None and not self.followed:
            return ""
        done = "" if self.after is None else f"{self.after.provider}:{self.after.number}"
        return f"{self.began.isoformat()} {self.followed} {done}".rstrip()

    @classmethod
    def read(cls, cursor: str, today: dt.date) -> Place:
        """From a cursor; one that is empty or not ours is a run that begins today."""
        try:
            began, followed, *rest = cursor.split(" ")
            after = None
            if rest:
                provider, _, number = rest[0].partition(":")
                after = Number(Provider(provider), int(number))
            return cls(dt.date.fromisoformat(began), after, max(0, int(followed)))
        except ValueError:
            return cls(today)


def numbers(wanted: Sequence[Key], providers: Sequence[Provider]) -> tuple[list[Number], int]:
    """What can be asked for, each once, by provider in the order given and by number; and how many others there are."""
    usable: set[Number] = set()
    others: set[Key] = set()
    for key in wanted:
        number = _number(key.id) if key.provider in providers else None
        if number is None:
            others.add(key)
        else:
            usable.add(Number(key.provider, number))
    return sorted(usable, key=lambda each: (providers.index(each.provider), each.number)), len(others)


def turn(rows: Sequence[Number], most: int, began: dt.date) -> list[Number]:
    """At most `most` of `rows`: where there are more they take turns, a share each day."""
    shares = -(-len(rows) // most)
    if shares <= 1:
        return list(rows)
    return list(rows[began.toordinal() % shares :: shares])


def unusable(source: str, title: str, count: int, needed: str) -> list[Problem]:
    """What to say of `count` titles that cannot be asked for."""
    if not count:
        return []
    return [Problem(source, _titles(count), f"{title} knows no title by these ids: it needs {needed}")]


def beyond(source: str, title: str, rows: int, most: int) -> list[Problem]:
    """What to say where a run takes only a share."""
    if rows <= most:
        return []
    return [
        Problem(
            source,
            _titles(rows - most),
            f"one run asks {title} for at most {most:,} titles; the others follow on the next days, in turn",
        )
    ]


def listed(ids: Iterable[int]) -> str:
    """`1, 2, 3 and 7 more`."""
    rows = sorted(ids)
    text = ", ".join(str(row) for row in rows[:_NAMED])
    return text if len(rows) <= _NAMED else f"{text} and {len(rows) - _NAMED:,} more"


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return number if 0 < (number := int(text)) <= MOST_NUMBER else None


def _titles(count: int) -> str:
    return "1 title" if count == 1 else f"{count:,} titles"
