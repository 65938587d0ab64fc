"""Which shows an article is about, and which one each sentence speaks of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import msgspec

from nextcour.answers.library import Library
from nextcour.articles.document import Document, Span
from nextcour.articles.mentions import Mention, Names, find_mentions
from nextcour.articles.title_words import MARKER, Candidate, candidates, is_common, unknown_title
from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.catalog.titles.match import Match, MatchResult, Outcome, match
from nextcour.catalog.titles.normalise import has_cjk

MOST_LOOKUPS = 300  # titles looked up for one article
NEAR = {"heading": 0.08, "marked": 0.05, "body": 0.03}
MOST_KEPT = 20_000
# What words mean in a library's titles, kept because articles name the same shows again and again.
_KNOWN: WeakKeyDictionary[Library, dict[str, MatchResult]] = WeakKeyDictionary()
EXACT, WELL_KNOWN = 0.015, 300  # one word alone is a title where it is one to the letter, of a show that many collect
_WEIGHT = {"heading": 5.0, "marked": 2.0, "body": 1.0}
LEAST_MARKED, LEAST_MARKED_CJK = 7, 3
_LIVE = re.compile(
    r"live[\s-]action|實寫|实写|実写|真人版|真人剧|真人劇|ドラマ版|\bK-?drama\b|\bTV drama\b|\bsitcom\b", re.I
)


class Found(msgspec.Struct):
    """A line that the article is about, and how strongly."""

    line: str
    franchise: str
    weight: float
    mentions: int = 0


class Shows(msgspec.Struct):
    """`main` is the show that the article is about most; None when it is about none that is known. `sections` gives
    for each block the line and the installment that its heading named. `barred` blocks are about something unknown."""

    main: str | None
    found: list[Found]
    mentions: list[Mention]
    sections: dict[int, tuple[str | None, int | None]]
    unknown: list[str]
    live_action: bool
    barred: frozenset[int] = frozenset()
    notes: list[str] = msgspec.field(default_factory=list)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin between two offsets."""
        low = bisect_right(self.mentions, start - 1, key=lambda one: one.start)
        high = bisect_right(self.mentions, end - 1, key=lambda one: one.start)
        return self.mentions[low:high]


def find_shows(document: Document, library: Library, studios: Sequence[str] = ()) -> Shows:
    """Looks every likely title up, then finds each found show's names throughout the text, but not within the names of
    `studios`. Raises catalog.titles.index.IndexDamaged."""
    seeking = _Seeking(document, library, studios)
    seeking.look_up()
    return seeking.result()


class _Seeking:
    def __init__(self, document: Document, library: Library, studios: Sequence[str]) -> None:
        self.document, self.library, self.studios = document, library, studios
        self.seen: dict[str, Match | None] = {}
        self.found: dict[str, Found] = {}
        self.names: dict[str, set[tuple[str, int | None, bool]]] = {}  # line: (text as written, installment, movie)
        self.headings: dict[int, Match] = {}
        self.unknown: list[str] = []
        self.barred_from: set[int] = set()
        self.titles = Counter[str]()
        self.years: dict[int, int] = {}  # and where each first stands
        for year in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", document.text):
            self.years.setdefault(int(year.group()), year.start())

    def look_up(self) -> None:
        asked = list(candidates(self.document))
        self.titles.update(one.text.casefold() for one in asked if one.where == "body")
        for one in asked:
            found = self._match(one)
            if found is None:
                continue
            weight = _WEIGHT[one.where]
            entry = self.found.setdefault(found.line, Found(found.line, found.franchise, 0.0))
            entry.weight += weight
            own = found.counted if found.counted and found.counted > 1 else None
            name = one.text if (one.where != "heading" or one.exact) and not MARKER.search(one.text) else ""
            if name:
                self.names.setdefault(found.line, set()).add((name, own, found.wants.value == "MOVIE"))
            if one.where == "heading":
                self.headings.setdefault(one.block, found)
        for place, block in enumerate(self.document.blocks):
            if block.heading and place not in self.headings:
                stranger = unknown_title(self.document.words(block))
                if stranger and not self._known_part(stranger):
                    self.barred_from.add(place)
                    if stranger not in self.unknown:
                        self.unknown.append(stranger)

    def _known_part(self, words: str) -> bool:
        folded = self.library.titles.folding.fold(words)
        return any(folding and folding in folded for found in self.found for folding in self._folded_names(found))

    def _folded_names(self, line: str) -> list[str]:
        fold = self.library.titles.folding.fold
        return [fold(name) for name, _, _ in self.names.get(line, ())]

    def _match(self, one: Candidate) -> Match | None:
        if one.text not in self.seen:
            if len(self.seen) >= MOST_LOOKUPS or not self._worth(one):
                return None
            self.seen[one.text] = self._looked_up(one)
        found = self.seen[one.text]
        if found is not None and self.years:
            found = self._of_a_year(found, one.text)
        # A part of a heading must be a title all by itself.
        near = NEAR["body"] if one.exact and one.where == "heading" else NEAR[one.where]
        if found is None or (found.distance > near and not self._to_the_letter(one, found)):
            return None
        if one.where == "marked" and found.distance > NEAR["body"] and not self._to_the_letter(one, found):
            return None
        if one.where == "body" and not self._strong(one, found):
            return None
        if one.where == "marked" and len(one.text.split()) == 1 and is_common(one.text):
            return None
        return found

    def _to_the_letter(self, one: Candidate, found: Match) -> bool:
        """Whether several words are the very title of a show that many know, or what is set off as a title is one."""
        fold = self.library.titles.folding.fold
        if one.where != "body" and one.exact and _long_enough(one.text) and fold(one.text) == fold(found.matched):
            return True
        return (
            found.popularity >= WELL_KNOWN
            and len(one.text.split()) >= 2
            and not all(is_common(word) for word in one.text.split())
            and fold(one.text) == fold(found.matched)
        )

    def _of_a_year(self, found: Match, text: str) -> Match:
        """Of a show and its remakes of the same name the one whose year the article names first."""
        fold = self.library.titles.folding.fold
        wanted = {fold(found.matched), fold(text)}
        best = (self.years.get(found.year or 0, len(self.document.text)), "", found.year)
        for line in self.library.franchise(found.franchise).lines:
            first = self.library.entry(line.installments[0].parts[0])
            at = self.years.get(first.premiere.year or 0)
            if line.id == found.line or at is None or at >= best[0]:
                continue
            if any(fold(title.text) in wanted for title in first.titles):
                best = (at, line.id, first.premiere.year)
        return msgspec.structs.replace(found, line=best[1], year=best[2]) if best[1] else found

    def _worth(self, one: Candidate) -> bool:
        """Whether words of running text are worth a look: looking up takes milliseconds, and there are many words."""
        words = one.text.split()
        if one.where != "body" or has_cjk(one.text):
            return True
        if len(words) == 1:
            return one.followed or self.titles[one.text.casefold()] > 1 or (one.whole and len(one.text) >= 5)
        return not all(is_common(word) or word.isdecimal() for word in words)

    def _strong(self, one: Candidate, found: Match) -> bool:
        """Whether words in running text are a title and no accident."""
        if found.line in self.found:
            return True
        words = one.text.split()
        if has_cjk(one.text):
            return len(one.text) >= 4
        if len(words) == 1:
            if is_common(one.text) and not one.followed:
                return False
            known = one.whole and found.popularity >= WELL_KNOWN and found.distance <= EXACT and len(one.text) >= 5
            return known or (len(one.text) > 3 and (one.followed or self.titles[one.text.casefold()] > 1))
        near = found.distance <= 0.02 or self._to_the_letter(one, found)
        return len(one.text) >= 7 and near and not all(is_common(word) for word in words)

    def _looked_up(self, one: Candidate) -> Match | None:
        known = _KNOWN.setdefault(self.library, {})
        result = known.get(one.text)
        if result is None:
            try:
                result = match(self.library.titles, one.text, written=True)
            except QueryUnusable:
                return None
            if len(known) >= MOST_KEPT:
                known.clear()
            known[one.text] = result
        if result.winner is not None:
            return result.winner
        if result.outcome is Outcome.AMBIGUOUS and one.where != "body":
            return self._settled(result.candidates)
        return None

    def _settled(self, tied: tuple[Match, ...]) -> Match | None:
        """Of shows of one name the one whose year the article names, else the best known."""
        dated = [one for one in tied if one.year in self.years]
        best = max(dated or tied, key=lambda one: one.popularity)
        others = [one.popularity for one in tied if one is not best]
        if dated or best.popularity >= 2 * max(others, default=0):
            return best
        return None

    # What was found, throughout the text.

    def result(self) -> Shows:
        weights = {line: one.weight for line, one in self.found.items()}
        mentions = find_mentions(
            self.document, self.library, weights, Names(self.names, self.studios, self._leads_here)
        )
        for one in mentions:
            self.found[one.line].mentions += 1
        # What is found only as a part of a longer title is no show of the article.
        kept = [one for one in self.found.values() if one.mentions] or list(self.found.values())
        first = self.headings.get(min(self.headings)) if self.headings else None
        text = self.document.text

        def rank(one: Found) -> tuple[float, float]:
            lead = 12.0 if first is not None and first.line == one.line and min(self.headings) <= 1 else 0.0
            return one.weight + 1.5 * one.mentions + lead, -text.find(one.line)

        kept.sort(key=rank, reverse=True)
        sections, barred = self._sections(mentions)
        if not kept and not self.unknown:
            stranger = unknown_title(self.document.title)
            self.unknown += [stranger] if stranger else []
        live = bool(_LIVE.search(self.document.title)) or len(_LIVE.findall(text)) >= 3
        main = kept[0].line if kept else None
        return Shows(main, kept, mentions, sections, self.unknown, live, barred)

    def _sections(self, mentions: list[Mention]) -> tuple[dict[int, tuple[str | None, int | None]], frozenset[int]]:
        sections: dict[int, tuple[str | None, int | None]] = {}
        barred: set[int] = set()
        current: tuple[str | None, int | None] = (None, None)
        shut = False
        for place, block in enumerate(self.document.blocks):
            named = [one for one in mentions if block.heading and block.start <= one.start < block.end]
            if place in self.headings or named:
                found = self.headings.get(place)
                line = max(named, key=lambda one: one.end - one.start).line if named else found.line if found else None
                number = (found.installment or found.counted) if found is not None and found.line == line else None
                current, shut = (line, number), False
            elif place in self.barred_from:
                current, shut = (None, None), not self.headings or min(self.headings) < place
            elif block.heading:
                current = (current[0], None)
            sections[place] = current
            if shut:
                barred.add(place)
        return sections, frozenset(barred)

    def _leads_here(self, head: str, line: str) -> bool:
        found = self._looked_up(Candidate(head, 0, 0, 0, "body", exact=True))
        return found is not None and found.line == line


def _long_enough(text: str) -> bool:
    """Whether words are too many, or too long, to be a title by accident."""
    if has_cjk(text):
        return len(text) >= LEAST_MARKED_CJK
    return (len(text.split()) >= 2 or len(text) >= LEAST_MARKED) and not all(map(is_common, text.split()))


def heading_of(document: Document, span: Span) -> Span | None:
    """The heading that `span` stands under."""
    return next((block for block in reversed(document.blocks[: span.block + 1]) if block.heading), None)
