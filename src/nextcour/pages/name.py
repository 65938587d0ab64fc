"""One name of a show, as suggestions look for it while somebody types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from nextcour.catalog.entry import Entry
from nextcour.catalog.titles.normalise import clean

_BETWEEN = re.compile(r"[^\w\u2200-\u22ff]+|_+")
LONGEST = 120  # characters of a name that are looked at


class Name(NamedTuple):
    """`text` as a source spells it; `plain` as typed letter by letter (lower case, no signs), `folded` as titles are
    compared. `weight` is higher for shows that more people look for."""

    line: str
    text: str
    plain: str
    folded: str
    weight: int


def plain(text: str) -> str:
    """Lower-case words with one space between them."""
    return _BETWEEN.sub(" ", clean(text[:LONGEST]).lower()).strip()


def names_of(line: str, entries: Sequence[Entry], fold: Callable[[str], str]) -> Iterator[Name]:
    """The names of a line's entries, each spelling once."""
    weight = max((entry.demand.collections for entry in entries if entry.demand), default=0)
    seen = set()
    for entry in entries:
        for title in entry.titles:
            found = Name(line, title.text, plain(title.text), fold(title.text[:LONGEST]), weight)
            if found.plain and (found.plain, found.folded) not in seen:
                seen.add((found.plain, found.folded))
                yield found
