"""Suggestions while somebody types, in any script: names that begin with it, hold a word that does, or hold it.

All names stand in one long text, those that more people look for first, so that looking is a search in a string: a
fraction of a millisecond.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from nextcour.catalog.titles.normalise import has_cjk
from nextcour.pages.name import Name, plain

LONGEST = 100  # characters of what was typed that are looked for
_SHORT = 3  # letters; fewer are looked for only where a word begins, unless they are Han, kana or hangul
_MOST = 200  # hits looked at in one way of looking


class Suggestions:
    """`names` come in the order in which they are to be suggested; `fold` is what their `folded` was made with."""

    def __init__(self, names: Sequence[Name], fold: Callable[[str], str]) -> None:
        self._names = names
        self._fold = fold
        self._plain = _Text([name.plain for name in names])
        self._folded = _Text([name.folded for name in names])

    def find(self, typed: str, limit: int = 8) -> list[Name]:
        """The best name of each show that fits, best first; none for text without a letter or digit."""
        letters = plain(typed[:LONGEST])
        folded = self._fold(typed[:LONGEST])
        found: dict[str, Name] = {}
        for before in ("\n", " ", ""):
            if not before and len(letters) < _SHORT and not has_cjk(letters):
                break
            for text, wanted in ((self._plain, letters), (self._folded, folded)):
                if not wanted:
                    continue
                for place in text.holding(before + wanted):
                    found.setdefault(self._names[place].line, self._names[place])
                    if len(found) >= limit:
                        return list(found.values())
        return list(found.values())


class _Text:
    """Many short texts as one."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._starts = []
        at = 0
        for part in parts:
            self._starts.append(at)
            at += len(part) + 1
        self._whole = "".join(f"\n{part}" for part in parts)

    def holding(self, wanted: str) -> Iterator[int]:
        """Places of the texts that hold `wanted` (a text begins with a line break), each once."""
        at = self._whole.find(wanted)
        for _ in range(_MOST):
            if at < 0:
                return
            place = bisect_right(self._starts, at) - 1
            yield place
            if place + 1 == len(self._starts):
                return
            at = self._whole.find(wanted, self._starts[place + 1])
