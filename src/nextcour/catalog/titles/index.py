"""Reads the pages that `build` made: only those that a query needs."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from nextcour.catalog.titles.grams import grams
from nextcour.catalog.titles.normalise import Folding
from nextcour.catalog.titles.rows import SCHEMA, Expansion, Key, LineRecord
from nextcour.errors import Expected

_T = TypeVar("_T")
_DAMAGED = "The title index is damaged"
_ADVICE = "run `nextcour doctor`."

# Longer postings say little; they are used only while a query has no better ones.
LONG_POSTING = 1500
ENOUGH_SHORT = 5
MAX_POSTINGS = 60_000
KEPT_POSTINGS = 2000  # in memory, for the next text or query
LEAST_SHARE = 0.3  # of the grams that the best key shares
MOST_NEAR = 1500


def _floor(counts: Counter[int]) -> float:
    """How many shared grams a key needs so that about `MOST_NEAR` are looked at more closely."""
    floor = max(counts.values()) * LEAST_SHARE
    sizes = Counter(counts.values())
    room = MOST_NEAR
    for shared in sorted(sizes, reverse=True):
        room -= sizes[shared]
        if room < 0:
            return max(floor, shared)
        if shared <= floor:
            break
    return floor


class IndexDamaged(Expected):
    """A page of the index is missing or cannot be read. Building it again helps."""


class Pages(Protocol):
    """Where pages lie: a dict, or a table of a database."""

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """The pages among `names` that exist."""


class MemoryPages:
    """Pages in a dict."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self._pages = pages

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        pages = self._pages
        return {name: pages[name] for name in names if name in pages}


class TitleIndex:
    """Candidates for a folded text, and the records behind them. Decoded pages are kept for the next query.

    Raises IndexDamaged at construction when the pages were made by another version, and whenever a page that must
    exist does not.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._key = msgspec.msgpack.Decoder(Key)
        self._expansion = msgspec.msgpack.Decoder(Expansion)
        self._line = msgspec.msgpack.Decoder(LineRecord)
        self._postings: dict[str, array[int]] = {}
        self._keys: dict[int, Key] = {}
        self._lines: dict[int, LineRecord] = {}
        head = pages.get_many(("schema", "lengths", "han"))
        if head.get("schema") != str(SCHEMA).encode() or "lengths" not in head or "han" not in head:
            raise IndexDamaged(f"The title index is missing or of another version: {_ADVICE}")
        self._lengths = head["lengths"]
        try:
            variants, plain = msgspec.msgpack.decode(head["han"], type=tuple[str, str])
        except msgspec.MsgspecError as error:
            raise IndexDamaged(f"{_DAMAGED} ({error}): {_ADVICE}") from error
        self.folding = Folding(dict(zip(map(ord, variants), map(ord, plain), strict=True)))

    def candidates(self, compacted: str, limit: int) -> list[int]:
        """Numbers of at most `limit` keys that share grams with `compacted`, most alike first.

        Half are chosen by the Dice coefficient (alike in whole), half by how much of the query they contain.
        """
        wanted = grams(compacted)
        if not wanted:
            return []
        counts: Counter[int] = Counter()
        read = 0
        for used, posting in enumerate(sorted(self._read(wanted), key=len)):
            read += len(posting)
            if used >= ENOUGH_SHORT and (len(posting) > LONG_POSTING or read > MAX_POSTINGS):
                break
            counts.update(posting)
        if not counts:
            return []
        lengths, own = self._lengths, len(wanted)
        if max(counts) >= len(lengths):
            raise IndexDamaged(f"{_DAMAGED} (a key has no length): {_ADVICE}")
        floor = _floor(counts)
        near = [(count, number) for number, count in counts.items() if count >= floor]
        half = limit // 2
        alike = heapq.nsmallest(half, [(-count / (own + lengths[number]), number) for count, number in near])
        inside = heapq.nsmallest(half, [(lengths[number] / 512 - count, number) for count, number in near])
        return list(dict.fromkeys(number for _, number in (*alike, *inside)))

    def _read(self, wanted: frozenset[str]) -> list[array[int]]:
        missing = [gram for gram in sorted(wanted) if gram not in self._postings]
        if missing:
            if len(self._postings) > KEPT_POSTINGS:
                self._postings.clear()
                missing = sorted(wanted)
            pages = self._pages.get_many([f"g{gram}" for gram in missing])
            for gram in missing:
                numbers = self._postings[gram] = array("I")
                page = pages.get(f"g{gram}", b"")
                if len(page) % numbers.itemsize:
                    raise IndexDamaged(f"{_DAMAGED} (a posting is cut short): {_ADVICE}")
                numbers.frombytes(page)
        return [self._postings[gram] for gram in wanted]

    def keys(self, numbers: Sequence[int]) -> list[Key]:
        """Keys by number. Raises IndexDamaged."""
        missing = [number for number in numbers if number not in self._keys]
        if missing:
            pages = self._pages.get_many([f"k{number}" for number in missing])
            for number in missing:
                self._keys[number] = self._decode(self._key, pages.get(f"k{number}"))
        return [self._keys[number] for number in numbers]

    def lines(self, numbers: Sequence[int]) -> list[LineRecord]:
        """Lines by number. Raises IndexDamaged."""
        missing = [number for number in numbers if number not in self._lines]
        if missing:
            pages = self._pages.get_many([f"l{number}" for number in missing])
            for number in missing:
                self._lines[number] = self._decode(self._line, pages.get(f"l{number}"))
        return [self._lines[number] for number in numbers]

    def expansions(self, shorts: Sequence[str]) -> dict[str, Expansion]:
        """What curated abbreviations (folded, compact) stand for. Raises IndexDamaged."""
        pages = self._pages.get_many([f"a{short}" for short in shorts])
        return {name[1:]: self._decode(self._expansion, page) for name, page in pages.items()}

    @staticmethod
    def _decode(decoder: msgspec.msgpack.Decoder[_T], page: bytes | None) -> _T:
        try:
            return decoder.decode(page or b"")
        except msgspec.MsgspecError as error:
            raise IndexDamaged(f"{_DAMAGED} ({error}): {_ADVICE}") from error
