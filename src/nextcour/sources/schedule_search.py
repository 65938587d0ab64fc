"""anime-sachedule-search-data: episodes, collection counts and ratings at Bangumi, counted on 29-30 January 2022."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.catalog.entry import Demand
from nextcour.sources.bgmd import parse_day

NAME = "anime-sachedule-search-data"
COUNTED_FROM = dt.date(2022, 1, 29)
COUNTED_TO = dt.date(2022, 1, 30)


class Rating(msgspec.Struct, frozen=True):
    """Votes by mark, `{"1": 39, …, "10": 18}`, and their mean."""

    count: dict[str, int] = {}
    score: float = 0.0


class Collection(msgspec.Struct, frozen=True):
    """How many users keep the subject in which list; absent is none."""

    wish: int = 0
    collect: int = 0
    doing: int = 0
    on_hold: int = 0
    dropped: int = 0


class Subject(msgspec.Struct, frozen=True):
    """One file. `eps` is a number, or in 148 files a list of episodes with their own text, which is not read."""

    id: int
    air_date: str = ""
    eps: int | list[msgspec.Raw] | None = None
    eps_count: int | None = None
    rating: Rating | None = None
    collection: Collection | None = None

    @property
    def air_day(self) -> dt.date | None:
        return parse_day(self.air_date)

    @property
    def episodes(self) -> int | None:
        """Stated number of episodes, None when unknown (written as 0 or as a list)."""
        count = self.eps if isinstance(self.eps, int) else self.eps_count
        return count if count and count > 0 else None

    def demand(self) -> Demand | None:
        """Counts of 29-30 January 2022, None where the subject has none."""
        if self.collection is None:
            return None
        rating = self.rating or Rating()
        votes = tuple(rating.count.get(str(mark), 0) for mark in range(1, 11))
        kept = self.collection
        counts = (kept.wish, kept.collect, kept.doing, kept.on_hold, kept.dropped)
        score = rating.score if sum(votes) and rating.score else None
        return Demand("bangumi", COUNTED_FROM, COUNTED_TO, *counts, votes, score)


def decode(files: dict[str, bytes]) -> dict[int, Subject]:
    """Subjects by Bangumi id. Raises msgspec.ValidationError when a file does not have the expected shape."""
    decoder = msgspec.json.Decoder(Subject)
    subjects = (decoder.decode(files[name]) for name in sorted(files))
    return {subject.id: subject for subject in subjects}
