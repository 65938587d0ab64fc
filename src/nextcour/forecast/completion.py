"""Sequels that a catalogue does not hold yet: announced, and not out when it was made.

A catalogue that lists shows once they are out misses the announcements of its last two or three years, so that a
forecast trained on it learns that nothing returns any more. A listing (titles of every MyAnimeList entry on one later
day) names those sequels. Its titles are romaji and carry no kind and no date, so a sequel is known by its title alone:

- it begins with the title of a line (read with `franchise.title_base`, season markers removed), compared with the
  titles that the same listing gives to the line's own entries;
- it states a season beyond the line's last one directly after that title (`Foo 3rd Season: Bar`, not
  `Foo: Bar 3rd Season`), or that it is the final one, or names an arc (`Foo: Bar-hen`), or calls itself a movie;
- nothing in it names a recap, special, short, clip or side story, unless the line's own title has the word as well.

Precision comes before recall. A further part of a season (split cour) is no renewal and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec

from nextcour.catalog.dates import Precision
from nextcour.catalog.entry import Entry
from nextcour.facts.announced import Clock
from nextcour.forecast.listed_titles import Spelling, is_movie, side_words, spellings
from nextcour.franchise.kinds import SERIES
from nextcour.franchise.model import Franchise, Line, Relation
from nextcour.franchise.title_base import DIGIT, NUMERAL, key

FURTHEST = 2  # a stated season further beyond the last one than this belongs to another line
LONG_SILENCE = 12 * 365  # days: without a stated number, the same name so long after the finale is a story told anew
ENDLESS = 2 * 365  # days on air without a known last day
ARC_SHARE = 0.03  # members of an arc by those of the season before it: less is a side piece
# Scores are given to what can be seen; a few people score what cannot.
OUT_SHARE = 0.04  # scored_by / members from which an entry is out
AHEAD_SHARE, AHEAD_MEMBERS = 0.002, 300  # below this share, with that many members at least, it is not


class Listing(msgspec.Struct, frozen=True, gc=False):
    """One entry of a listing. `members` have it on their list, `scored_by` gave a score, `score` is their mean; None is
    unknown (`score`: or too few)."""

    mal_id: int
    title: str
    members: int | None = None
    scored_by: int | None = None
    score: float | None = None


class Completion(msgspec.Struct, frozen=True):
    """A sequel that the catalogue lacks.

    `line` is a Line.id and `after` the number of its last installment in the catalogue, `kind` SEASON or MOVIE,
    `announced` an ordinal. `out` says whether it could be seen on the listing's day; None: not known. `order` counts
    from 1 within line and kind: the SEASON with 1 is the line's next installment.
    """

    line: str
    after: int
    mal_id: int
    title: str
    kind: Relation
    announced: int
    out: bool | None
    order: int


class _Known(msgspec.Struct, frozen=True):
    """A line as the listing spells it. `bases` are its titles without markers; `heads` what stands before their
    subtitles. `season` is the number of the last installment as its title states it, else our own."""

    id: str
    number: int
    season: int
    final: bool
    premiere: int  # of the last installment
    silence_from: int | None  # its finale; None: it may be on air
    first_id: int  # MAL id of the last installment; 0 when unknown
    members: int
    bases: frozenset[str]
    heads: frozenset[str]
    words: frozenset[str]
    series: bool  # its last installment is no film, OVA or special


class _Found(msgspec.Struct, frozen=True):
    """A completion before its place in the line is known. `rank` orders those that state one season: best first."""

    line: _Known
    listing: Listing
    kind: Relation
    season: int
    stated: bool
    rank: tuple[bool, int, int]
    announced: int


def complete(
    franchises: Iterable[Franchise],
    entries: Mapping[str, Entry],
    listings: Sequence[Listing],
    listing_day: int,
    clock: Clock,
) -> tuple[Completion, ...]:
    """What continues a main line and is not in the catalogue, ordered by line, seasons first, then `order`.

    `entries` are the catalogue's by id, `listing_day` an ordinal, `clock` that of the catalogue
    (`facts.announced.clock_of`). Ids before the clock's use are passed over. `announced` is never after `listing_day`.
    Raises KeyError when a franchise names an entry that is not in `entries`.
    """
    by_id = {listing.mal_id: listing for listing in listings}
    lines = [
        known
        for franchise in franchises
        for line in franchise.lines
        if (known := _known(line, entries, by_id)) is not None
    ]
    index: defaultdict[str, list[_Known]] = defaultdict(list)
    heads: defaultdict[str, list[_Known]] = defaultdict(list)
    for known in lines:
        for base in known.bases:
            index[base].append(known)
        for head in known.heads:
            heads[head].append(known)
    taken = {entry.ids.mal for entry in entries.values()}
    nameless = {key(title.text) for entry in entries.values() if entry.ids.mal is None for title in entry.titles}
    days = _Days(clock, entries, max(by_id, default=0), listing_day)
    found: list[_Found] = []
    for mal_id, listing in by_id.items():
        if mal_id in taken or key(listing.title) in nameless:
            continue
        announced = days.day(mal_id)
        if announced is not None:
            one = _continuation(listing, announced, index, heads)
            if one is not None:
                found.append(one)
    return tuple(_ordered(found))


class _Days:
    """Announcement days: the catalogue's clock, and a straight line from its last point to the listing's end."""

    def __init__(self, clock: Clock, entries: Mapping[str, Entry], last_listed: int, listing_day: int) -> None:
        self._clock, self._listed, self._end = clock, last_listed, listing_day
        # A clock has a point for each dated entry with an id.
        self._last = max((one.ids.mal or 0 for one in entries.values() if _premiere(one) is not None), default=0)

    def day(self, mal_id: int) -> int | None:
        found = self._clock.day(mal_id)
        if found is None:
            return None
        day = found[1]
        if mal_id > self._last:
            day += (self._end - day) * (mal_id - self._last) / (self._listed - self._last)
        return min(round(day), self._end)


def _premiere(entry: Entry) -> int | None:
    day = entry.premiere.latest if entry.premiere.precision is Precision.YEAR else entry.premiere.earliest
    return None if day is None else day.toordinal()


def _known(line: Line, entries: Mapping[str, Entry], by_id: Mapping[int, Listing]) -> _Known | None:
    """None when the listing names none of its entries, or its last premiere is unknown."""
    listed = {
        part: by_id[mal]
        for installment in line.installments
        for part in installment.parts
        if (mal := entries[part].ids.mal) is not None and mal in by_id
    }
    if not listed:
        return None
    last = line.installments[-1]
    first = entries[last.parts[0]]
    premiere, finale = _premiere(first), entries[last.parts[-1]].finale.latest
    if premiere is None:
        return None
    spelled = {part: spellings(listing.title) for part, listing in listed.items()}
    every = [spelling for some in spelled.values() for spelling in some]
    # What a title has before a subtitle is its name where it states a season, and else may be a franchise's.
    bases = frozenset(one.base for one in every if one.whole or one.stated)
    final = any(one.final for part in last.parts for one in spelled.get(part, ()))
    # A lone digit in a first season's title is a part of its name.
    seasons = [
        one.season
        for part in last.parts
        for one in spelled.get(part, ())
        if one.season is not None and (one.strength > DIGIT or last.number > 1)
    ]
    return _Known(
        id=line.id,
        number=last.number,
        season=max(seasons, default=last.number),
        final=final,
        premiere=premiere,
        silence_from=finale.toordinal() if finale is not None else None,
        first_id=first.ids.mal or 0,
        members=max((listed[part].members or 0 for part in last.parts if part in listed), default=0),
        bases=bases,
        heads=frozenset(one.base for one in every) - bases,
        words=frozenset(word for listing in listed.values() for word in side_words(listing.title)),
        series=first.format in SERIES,
    )


def _continuation(
    listing: Listing,
    announced: int,
    index: Mapping[str, Sequence[_Known]],
    heads: Mapping[str, Sequence[_Known]],
) -> _Found | None:
    """The line that `listing` continues, by the longest beginning of its title that names one."""
    movie = is_movie(listing.title)
    words = side_words(listing.title)
    judge = _movie if movie else _season
    for spelling in spellings(listing.title, movie=movie):
        if (spelling.part or 1) > 1 and not movie:
            return None
        lines = index.get(spelling.base, ())
        if not lines and spelling.strength >= NUMERAL and len(heads.get(spelling.base, ())) == 1:
            lines = heads[spelling.base]
        fitting = [
            one
            for line in lines
            if not words - line.words and (one := judge(line, listing, spelling, announced)) is not None
        ]
        if fitting:
            return max(fitting, key=lambda one: (one.line.series, one.line.premiere, one.line.id))
        if lines:
            return None
    return None


def _told_anew(line: _Known, announced: int) -> bool:
    return line.silence_from is not None and announced - line.silence_from > LONG_SILENCE


def _movie(line: _Known, listing: Listing, spelling: Spelling, announced: int) -> _Found | None:
    if announced < line.premiere or _told_anew(line, announced):
        return None
    rank = (not spelling.whole, -(listing.members or 0), listing.mal_id)
    return _Found(line, listing, Relation.MOVIE, 0, False, rank, announced)


def _season(line: _Known, listing: Listing, spelling: Spelling, announced: int) -> _Found | None:
    rank = (not spelling.whole, -(listing.members or 0), listing.mal_id)
    if spelling.season is not None:
        # Ids rise with the days of announcement: a later season has a later id, also when announced early.
        if not line.season < spelling.season <= line.season + FURTHEST or listing.mal_id < line.first_id:
            return None
        return _Found(line, listing, Relation.SEASON, spelling.season, True, rank, announced)
    if announced < line.premiere or _told_anew(line, announced):
        return None
    arc = spelling.arc and line.series and (listing.members or 0) >= ARC_SHARE * line.members
    if line.silence_from is None and announced - line.premiere > ENDLESS:
        arc = False  # what is on air without end has arcs of its own
    if not (arc or (spelling.final and not line.final)):
        return None
    return _Found(line, listing, Relation.SEASON, line.season + 1, False, rank, announced)


def _ordered(found: Iterable[_Found]) -> Iterable[Completion]:
    """Of several that state one season of one line only the first by rank stays."""
    seen: set[tuple[str, int]] = set()
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: one.rank):
        if one.stated and (one.line.id, one.season) in seen:
            continue
        if one.stated:
            seen.add((one.line.id, one.season))
        kept.append(one)
    kept.sort(key=_place)
    for _, group in groupby(kept, key=lambda one: (one.line.id, one.kind)):
        for order, one in enumerate(group, start=1):
            line, listing = one.line, one.listing
            out = _is_out(listing)
            yield Completion(
                line.id, line.number, listing.mal_id, listing.title, one.kind, one.announced, out, order
            )  # fmt: skip


def _place(one: _Found) -> tuple[str, bool, int, bool, int]:
    return one.line.id, one.kind is Relation.MOVIE, one.season, not one.stated, one.listing.mal_id


def _is_out(listing: Listing) -> bool | None:
    if listing.score is not None:
        return True
    if listing.scored_by is None or not listing.members:
        return None
    share = listing.scored_by / listing.members
    if share >= OUT_SHARE:
        return True
    return False if share < AHEAD_SHARE and listing.members >= AHEAD_MEMBERS else None
