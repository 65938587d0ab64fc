"""Corrections in the form in which the graph asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from nextcour.franchise.correction import Correction, CorrectionKind


class Rulings:
    """Corrections by what they are about. Of two about the same pair or entry the one recorded later in the file holds.

    `unknown` are the corrections that name an entry which the catalogue does not hold; they have no effect.
    """

    def __init__(self, corrections: Sequence[Correction], known: Collection[str]) -> None:
        self.unknown: list[Correction] = []
        last: dict[tuple[str, ...], Correction] = {}
        for correction in corrections:
            if any(name not in known for name in correction.entries()):
                self.unknown.append(correction)
                continue
            subject = tuple(sorted(correction.entries()))
            last.pop(subject, None)
            last[subject] = correction
        self._links: defaultdict[str, list[Correction]] = defaultdict(list)
        self._barred: set[frozenset[str]] = set()
        self._numbers: dict[str, Correction] = {}
        self.promoted: set[str] = set()  # entries that a link or renumber puts on a main line whatever they are
        for correction in last.values():
            if correction.kind is CorrectionKind.UNLINK:
                self._barred.add(frozenset(correction.entries()))
                continue
            self.promoted.update(correction.entries())
            if correction.kind is CorrectionKind.LINK:
                self._links[correction.later or ""].insert(0, correction)
            else:
                self._numbers[correction.entry or ""] = correction

    def links_to(self, later: str) -> list[Correction]:
        """Links that force `later` onto a line, the one recorded last first."""
        return self._links.get(later, [])

    def barred(self, one: str, other: str) -> bool:
        """True when an editor said that the two do not continue each other."""
        return bool(self._barred) and frozenset((one, other)) in self._barred

    def number(self, entry: str) -> Correction | None:
        """The renumbering of `entry`, if any."""
        return self._numbers.get(entry)
