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
from nextcour.articles.title_words import MARKER, Candidate, candidates, is_common, unknown_title
from nextcour.catalog.entry import Format, Title, TitleKind
from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.catalog.titles.match import Match, MatchResult, Outcome, match
from nextcour.catalog.titles.normalise import has_cjk
from nextcour.franchise.model import Line

MOST_LOOKUPS = 300  # titles looked up for one article
NEAR = {"heading": 0.08, "marked": 0.05, "body": 0.03}
MOST_KEPT = 20_000
# What words mean in a library's titles, kept because articles name the same shows again and again.
_KNOWN: WeakKeyDictionary[Library, dict[str, MatchResult]] = WeakKeyDictionary()
EXACT, WELL_KNOWN = 0.015, 300  # one word alone is a title where it is one to the letter, of a show that many collect
_WEIGHT = {"heading": 5.0, "marked": 2.0, "body": 1.0}
LEAST_ALIAS, LEAST_ALIAS_CJK = 4, 2
LEAST_MARKED, LEAST_MARKED_CJK = 7, 3
LEAST_BESIDE = 5
# Between a title and the same one in another language.
_GLOSS = re.compile(r"[”\"'’」』》]?\s?[(（](?:英題|原題|邦題|原名|英文名|又名)?[:：]?\s?[“\"「『《]?")
_LIVE = re.compile(
    r"live[\s-]action|實寫|实写|実写|真人版|真人剧|真人劇|ドラマ版|\bK-?drama\b|\bTV drama\b|\bsitcom\b", re.I
)


class Mention(msgspec.Struct, frozen=True):
    """A show named in the text. `installment` is set where the title named is a sequel's own, `beside` (an entry's id)
    where it is that of a film, disc or special beside the line."""

    start: int
    end: int
    line: str
    installment: int | None = None
    movie: bool = False
    beside: str | None = None


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
        mentions = self._mentions()
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

    def _mentions(self) -> list[Mention]:
        text = self.document.text
        taken = bytearray(len(text) + 1)
        owners: dict[str, list[Mention]] = {}  # by what is written; offsets are filled in below
        for line_id, found in self.found.items():
            line = next(one for one in self.library.franchise(found.franchise).lines if one.id == line_id)
            aliases = self._aliases(line)
            known = {alias.casefold() for alias, *_ in aliases}
            named = {
                (alias, number, movie, None)
                for alias, number, movie in self.names.get(line_id, ())
                if alias.casefold() not in known
            }
            for alias, number, movie, beside in aliases | named:
                owners.setdefault(alias, []).append(Mention(0, 0, line_id, number, movie, beside))
        hits: list[tuple[int, int, list[Mention]]] = []
        for alias in sorted(owners, key=lambda one: (-len(one), one)):
            for hit in _alias_pattern(alias).finditer(text):
                if not any(taken[hit.start() : hit.end()]) and not self._in_studio(hit.start(), hit.end()):
                    taken[hit.start() : hit.end()] = b"\x01" * (hit.end() - hit.start())
                    hits.append((hit.start(), hit.end(), owners[alias]))
        made: list[Mention] = []
        for start, end, meant in sorted(hits, key=lambda one: one[:2]):
            made.append(msgspec.structs.replace(self._owner(meant, start, made), start=start, end=end))
        return made

    def _in_studio(self, start: int, end: int) -> bool:
        """Whether words are a part of a studio's longer name (Kinema Citrus)."""
        text = self.document.text
        return any(
            text.startswith(name, at)
            for name in self._studios_with(text[start:end].casefold())
            for at in range(max(0, end - len(name)), start + 1)
            if (at, at + len(name)) != (start, end)
        )

    def _studios_with(self, word: str) -> list[str]:
        return [name for name in self.studios if len(name) > len(word) and word in name.casefold()]

    def _owner(self, meant: list[Mention], start: int, before: list[Mention]) -> Mention:
        """Of several shows of one name the one named just before ("X" (name in Japanese)), else the one that the
        article is about most; of several entries of a show the season before what stands beside it."""
        last = before[-1] if before else None
        beside = last is not None and _GLOSS.fullmatch(self.document.text, last.end, start) is not None

        def rank(one: Mention) -> tuple[bool, float, bool, str, int]:
            near = beside and last is not None and one.line == last.line
            weight = self.found[one.line].weight
            return (not near, -weight, one.beside is not None, one.line, one.installment or 0)

        return min(meant, key=rank)

    def _aliases(self, line: Line) -> set[tuple[str, int | None, bool, str | None]]:
        names: set[tuple[str, int | None, bool, str | None]] = set()
        first: set[str] = set()
        known: set[str] = set()
        for installment in line.installments:
            for part in installment.parts:
                for title in self.library.entry(part).titles:
                    text = _written(title)
                    if not text:
                        continue
                    known.add(text.casefold())
                    if installment.number == line.installments[0].number:
                        first.add(text.casefold())
                    own = installment.number if text.casefold() not in first else None
                    names.add((text, own if own and own > 1 else None, False, None))
                    head = re.split(r"\s*[:：~〜～]\s*|\s+[-–—]", text)[0].strip()
                    if head != text and len(head) >= 5 and not is_common(head) and self._leads_here(head, line.id):
                        names.add((head, None, False, None))
        for extra in self.library.franchise(self.found[line.id].franchise).extras:
            if extra.line not in (None, line.id):
                continue
            entry = self.library.entry(extra.entry)
            for title in entry.titles:
                text = _written(title)
                # Sources list the show's own title among those of its extras.
                if len(text) >= LEAST_BESIDE and text.casefold() not in known:
                    names.add((text, None, entry.format is Format.MOVIE, extra.entry))
        return names

    def _leads_here(self, head: str, line: str) -> bool:
        found = self._looked_up(Candidate(head, 0, 0, 0, "body", exact=True))
        return found is not None and found.line == line


def _written(title: Title) -> str:
    """A title as articles may name a show; empty for one that could be any words."""
    text = title.text.strip()
    least = LEAST_ALIAS_CJK if has_cjk(text) else LEAST_ALIAS
    return "" if title.kind is TitleKind.GENERATED or len(text) < least or is_common(text) else text


def _long_enough(text: str) -> bool:
    """Whether words are too many, or too long, to be a title by accident."""
    if has_cjk(text):
        return len(text) >= LEAST_MARKED_CJK
    return (len(text.split()) >= 2 or len(text) >= LEAST_MARKED) and not all(map(is_common, text.split()))


def _alias_pattern(alias: str) -> re.Pattern[str]:
    if has_cjk(alias):
        return re.compile(re.escape(alias))
    words = re.findall(r"\w+", alias)
    if not words:
        return re.compile(r"(?!)")
    return re.compile(
        r"(?<!\w)" + r"\W{1,5}".join(map(re.escape, words)) + r"(?!\w)",
        re.I if len(alias) > 4 and not is_common(alias) else 0,
    )


def heading_of(document: Document, span: Span) -> Span | None:
    """The heading that `span` stands under."""
    return next((block for block in reversed(document.blocks[: span.block + 1]) if block.heading), None)
