"""Which main line an id belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nextcour.catalog.entry import Entry
from nextcour.franchise.model import Franchise

LINE, MAL, ANILIST = "line", "mal_id", "anilist_id"
_PROVIDERS = {MAL: "MyAnimeList", ANILIST: "AniList"}
_MOST_DIGITS = 10


class Unmatched(LookupError):
    """No main line was found; the text says why."""


class Finder:
    """Finds lines by our id, or by the id that a provider gives to any of their entries or to what hangs on them."""

    def __init__(self, franchises: Iterable[Franchise], entries: Mapping[str, Entry]) -> None:
        """Raises KeyError when a franchise names an entry that is not in `entries`."""
        self._lines: set[str] = set()
        self._by: dict[str, dict[int, str | None]] = {MAL: {}, ANILIST: {}}
        extras: list[tuple[str, str | None]] = []
        for franchise in franchises:
            home = franchise.lines[0].id if franchise.lines else None
            for line in franchise.lines:
                self._lines.add(line.id)
                for installment in line.installments:
                    for part in installment.parts:
                        self._add(entries[part], line.id)
            extras += [(extra.entry, extra.line or home) for extra in franchise.extras]
        for entry, found in extras:  # an id that two entries share is the main one's
            self._add(entries[entry], found)

    def _add(self, entry: Entry, line: str | None) -> None:
        if entry.ids.mal is not None:
            self._by[MAL].setdefault(entry.ids.mal, line)
        if entry.ids.anilist is not None:
            self._by[ANILIST].setdefault(entry.ids.anilist, line)

    def find(self, by: str, asked: str) -> str:
        """The line's id. `by` is LINE, MAL or ANILIST. Raises Unmatched."""
        if by == LINE:
            if asked not in self._lines:
                raise Unmatched("no main line has this id")
            return asked
        digits = asked.removesuffix(".0")  # as a table with gaps writes whole numbers
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
            raise Unmatched(f"not an id of {_PROVIDERS[by]}: those are whole numbers")
        number = int(digits)
        if number not in self._by[by]:
            raise Unmatched(f"the catalogue has no entry with this id of {_PROVIDERS[by]}")
        line = self._by[by][number]
        if line is None:
            raise Unmatched("the entry belongs to no main line")
        return line
