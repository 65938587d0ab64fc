"""Which user tags name a person. Tags mix directors, writers and voices, so the role stays unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import IntEnum


class NameShape(IntEnum):
    """How much a text looks like a Japanese person's name to a dictionary."""

    NONE = 0
    SURNAME = 1  # a surname of two characters or more, then one to four characters that could be a given name
    FULL = 2  # a surname and a given name, both in the dictionary


class PeopleRule:
    """Decides over a whole set of tagged works at once.

    A tag is a person when it is `known`; or when it looks like a full name, or like a surname and something, and
    stands on works of at least two different shows: fictional people and catchwords are mostly tied to one. A tag
    in `excluded` never is. Precision is put before recall: a voice with one work in the data is missed.

    `shape` tells how a text looks; `spelling` folds variant characters, so that 黑田洋介 and 黒田洋介 are one person.
    """

    MIN_SHOWS = 2
    # The weaker shape asks for more: `surname + something` also fits places and titles.
    MIN_WORKS_SURNAME = 3

    def __init__(
        self,
        shape: Callable[[str], NameShape],
        spelling: Callable[[str], str],
        known: Collection[str] = (),
        excluded: Collection[str] = (),
    ) -> None:
        self._shape = shape
        self._spelling = spelling
        self._known = frozenset(known)
        self._excluded = frozenset(excluded)

    def names(self, works: Iterable[tuple[int, Collection[str]]]) -> dict[str, str]:
        """Tag to the name it is shown by, for every tag that names a person.

        `works`: a number for the show (equal for its seasons) and the tags of each work. Of several spellings of a
        name the most used one is shown; of equals, the first in code point order.
        """
        uses: Counter[str] = Counter()
        shows: defaultdict[str, set[int]] = defaultdict(set)
        for show, tags in works:
            for tag in set(tags):
                uses[tag] += 1
                shows[tag].add(show)
        people = [tag for tag in uses if self._is_person(tag, uses, shows)]
        shown: dict[str, str] = {}
        for tag in sorted(people, key=lambda tag: (-uses[tag], tag)):
            shown.setdefault(self._spelling(tag), tag)
        return {tag: shown[self._spelling(tag)] for tag in people}

    def _is_person(self, tag: str, uses: Mapping[str, int], shows: Mapping[str, set[int]]) -> bool:
        if tag in self._excluded:
            return False
        if tag in self._known:
            return True
        if len(shows[tag]) < self.MIN_SHOWS:
            return False
        shape = self._shape(tag)
        return shape is NameShape.FULL or (shape is NameShape.SURNAME and uses[tag] >= self.MIN_WORKS_SURNAME)
