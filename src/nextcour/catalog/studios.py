"""One canonical name for each animation studio, whatever a tag calls it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz import fuzz

_NOISE = re.compile(r"[\s_\-.·・･,'’&＆/]+")


# A name that holds what was typed, if that is so long, is about as near as one with a small mistake in it.
_LEAST_PART, _PART = 4, 85.0


def fold(name: str) -> str:
    """`name` for comparing: width, case, accents, spaces and punctuation do not matter (`J.C.STAFF`, `jcstaff`)."""
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    bare = "".join(char for char in wide if char not in "\u0300\u0301\u0302\u0303\u0308\u030a\u0327")
    return _NOISE.sub("", unicodedata.normalize("NFC", bare))


class StudioNames:
    """Looks up canonical names. `table` maps a canonical name to its other spellings.

    Raises ValueError when two studios share a spelling.
    """

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._names: dict[str, str] = {}
        self._spellings = tuple(spelling for canonical, others in table.items() for spelling in (canonical, *others))
        for canonical, spellings in table.items():
            for spelling in (canonical, *spellings):
                key = fold(spelling)
                if not key:
                    raise ValueError(f"{canonical}: {spelling!r} has nothing to compare")
                if self._names.setdefault(key, canonical) != canonical:
                    raise ValueError(f"{spelling!r} is both {self._names[key]} and {canonical}")

    def spellings(self) -> tuple[str, ...]:
        """Every name and other spelling, as written in the table."""
        return self._spellings

    def canonical(self, name: str) -> str | None:
        """The canonical name, or None when `name` is no known studio."""
        return self._names.get(fold(name))

    def near(self, name: str, known: Collection[str], limit: int = 5) -> list[tuple[str, float]]:
        """The `limit` studios among `known` whose spellings are nearest to `name`, best first, with how near: 0 to 100.
        Equally near ones in alphabetical order."""
        wanted = fold(name)
        best: dict[str, float] = {}
        for spelling, canonical in (*self._names.items(), *((fold(one), one) for one in known)):
            if canonical in known:
                score = fuzz.ratio(wanted, spelling)
                if len(wanted) >= _LEAST_PART and wanted in spelling:
                    score = max(score, _PART)
                best[canonical] = max(score, best.get(canonical, 0.0))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def among(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Canonical names of the studios that `tags` name, each once, sorted."""
        return tuple(sorted({name for tag in tags if (name := self.canonical(tag)) is not None}))
