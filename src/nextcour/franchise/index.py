"""Which entries could belong with an entry: lookup by every key that evidence uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from nextcour.franchise.evidence import LONG, SHORT, STEM
from nextcour.franchise.reading import Reading, weight

CROWD = 25  # more owners of one web address: a broadcaster's page, no show's
GENERIC_SHOWS = 4  # a translated or alias base carried by more TMDB shows than this names no show


def generic_bases(readings: Iterable[Reading]) -> frozenset[str]:
    """Translated and alias bases, and heads, that entries of many TMDB shows carry: `Gundam`, `Precure`."""
    shows: defaultdict[str, set[int]] = defaultdict(set)
    for reading in readings:
        if reading.show is None:
            continue
        for base in reading.translated | reading.aliases | reading.heads | reading.other_heads:
            shows[base].add(reading.show)
    return frozenset(base for base, owners in shows.items() if len(owners) > GENERIC_SHOWS)


def _stem(reading: Reading) -> str:
    """The first letters of the native base, as many as make two titles begin alike."""
    base = reading.native.base
    for length in range(1, len(base) + 1):
        if weight(base[:length]) >= STEM:
            return base[:length]
    return base


class Index:
    """Owners (line numbers) by key. Keys are added as lines grow; a lookup returns owners, smallest first."""

    def __init__(self) -> None:
        self._owners: defaultdict[tuple[str, str], set[int]] = defaultdict(set)

    @staticmethod
    def _shows(reading: Reading) -> list[tuple[str, str]]:
        return [("show", str(show)) for show in (reading.show, reading.guess) if show is not None]

    @staticmethod
    def _places(reading: Reading) -> list[tuple[str, str]]:
        site = [("site", reading.site)] if reading.site else []
        return site + [("address", address) for address in reading.addresses]

    def add(self, owner: int, reading: Reading) -> None:
        for kind_and_key in self._shows(reading) + self._places(reading):
            self._owners[kind_and_key].add(owner)
        for base in reading.every_base:
            self._owners["base", base].add(owner)
        self._owners["stem", _stem(reading)].add(owner)
        for base in reading.heads:
            if weight(base) >= LONG:
                self._owners["head", base].add(owner)

    def candidates(self, reading: Reading, generic: frozenset[str]) -> list[int]:
        """Owners that share at least one key with `reading`."""
        found: set[int] = set()
        for kind_and_key in self._shows(reading):
            found |= self._owners.get(kind_and_key, set())
        for kind_and_key in self._places(reading):
            owners = self._owners.get(kind_and_key, set())
            if len(owners) <= CROWD:
                found |= owners
        beginnings = {head for head in reading.heads | reading.other_heads if weight(head) >= SHORT}
        bases = reading.every_base | reading.originals | beginnings
        for base in bases - (generic - reading.bases - reading.heads):
            found |= self._owners.get(("base", base), set())
        for base in reading.bases:
            for length in range(3, len(base)):
                begun = self._owners.get(("base", base[:length]))
                if begun and weight(base[:length]) >= LONG:
                    found |= begun
        for head in reading.heads - generic:
            found |= self._owners.get(("head", head), set())
        owners = self._owners.get(("stem", _stem(reading)), set())
        if len(owners) <= CROWD:
            found |= owners
        return sorted(found)
