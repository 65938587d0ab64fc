"""Where an article names the shows that it is about: their titles, and those of what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import msgspec

from nextcour.answers.library import Library
from nextcour.articles.document import Document
from nextcour.articles.title_words import is_common
from nextcour.catalog.entry import Format, Title, TitleKind
from nextcour.catalog.titles.normalise import has_cjk
from nextcour.franchise.model import Line

LEAST_ALIAS, LEAST_ALIAS_CJK = 4, 2
LEAST_BESIDE = 5
# Between a title and the same one in another language.
_GLOSS = re.compile(r"[”\"'’」』》]?\s?[(（](?:英題|原題|邦題|原名|英文名|又名)?[:：]?\s?[“\"「『《]?")
_MADE_BEFORE = re.compile(r"(?:\b(?:animated|produced|made) by|\bstudio|由)\s*$", re.I)
_MADE_AFTER = re.compile(r"\s*(?:制作|製作)")


class Mention(msgspec.Struct, frozen=True):
    """A show named in the text. `installment` is set where the title named is a sequel's own, `beside` (an entry's id)
    where it is that of a film, disc or special beside the line."""

    start: int
    end: int
    line: str
    installment: int | None = None
    movie: bool = False
    beside: str | None = None


class Names(msgspec.Struct, frozen=True):
    """What is known of names. `seen`: by line, titles as the article writes them, each with an installment where it is
    that one's own, and whether it is a film's; `leads_here`: whether a title's beginning alone means a line."""

    seen: Mapping[str, set[tuple[str, int | None, bool]]]
    studios: Sequence[str]
    leads_here: Callable[[str, str], bool]


def find_mentions(document: Document, library: Library, weights: Mapping[str, float], names: Names) -> list[Mention]:
    """Every place that names one of the lines of `weights` (how much the article is about each), in order."""
    return _Mentions(document, library, weights, names).found()


class _Mentions:
    def __init__(self, document: Document, library: Library, weights: Mapping[str, float], names: Names) -> None:
        self.text, self.marked = document.text, document.marked
        self.library, self.weights, self.names = library, weights, names
        self.glossed: dict[str, str] = {}  # an ambiguous title, and the line that its other title tells

    def found(self) -> list[Mention]:
        taken = bytearray(len(self.text) + 1)
        owners: dict[str, list[Mention]] = {}  # by what is written; offsets are filled in below
        for line in self.weights:
            for alias, number, movie, beside in self._names_of(line):
                owners.setdefault(alias, []).append(Mention(0, 0, line, number, movie, beside))
        hits: list[tuple[int, int, list[Mention]]] = []
        short = self._short()
        for start, end in self.marked:
            if (name := self.text[start:end]) in short:
                taken[start:end] = b"\x01" * (end - start)
                hits.append((start, end, [short[name]]))
        for alias in sorted(owners, key=lambda one: (-len(one), one)):
            # A sequel may bear the show's title with a sign more: it is meant only where that is written.
            bare = alias.rstrip("!?:：！？.…☆★♪ ")
            signed = bare != alias and bare in owners
            for hit in _alias_pattern(alias).finditer(self.text):
                if signed and self.text[hit.start() : hit.start() + len(alias)].casefold() != alias.casefold():
                    continue
                if not any(taken[hit.start() : hit.end()]) and not self._is_studio(hit.start(), hit.end()):
                    taken[hit.start() : hit.end()] = b"\x01" * (hit.end() - hit.start())
                    hits.append((hit.start(), hit.end(), owners[alias]))
        hits.sort(key=lambda one: one[:2])
        self._gloss(hits)
        made: list[Mention] = []
        for start, end, meant in hits:
            made.append(msgspec.structs.replace(self._owner(meant, start, end, made), start=start, end=end))
        return made

    def _short(self) -> dict[str, Mention]:
        """Titles beside the main show that are too short to be looked for anywhere but in quotation marks."""
        main = max(self.weights, key=lambda one: self.weights[one], default="")
        home = self.library.home(main)
        made: dict[str, Mention] = {}
        for extra in self.library.franchise(home).extras_of(main) if home is not None else ():
            entry = self.library.entry(extra.entry)
            movie = entry.format is Format.MOVIE
            short = [one.text for one in entry.titles if len(one.text) < LEAST_BESIDE]
            made |= {text: Mention(0, 0, main, None, movie, extra.entry) for text in short}
        return made

    def _names_of(self, line_id: str) -> set[tuple[str, int | None, bool, str | None]]:
        home = self.library.home(line_id)
        if home is None:
            return set()
        line = next(one for one in self.library.franchise(home).lines if one.id == line_id)
        aliases = self._aliases(line, home)
        known = {alias.casefold() for alias, *_ in aliases}
        return aliases | {
            (alias, number, movie, None)
            for alias, number, movie in self.names.seen.get(line_id, ())
            if alias.casefold() not in known
        }

    def _gloss(self, hits: Sequence[tuple[int, int, list[Mention]]]) -> None:
        """Notes which of several shows of one name is meant where its name in another language stands behind it."""
        for (start, end, meant), (after, _, other) in pairwise(hits):
            lines = {one.line for one in meant}
            if len(lines) > 1 and _GLOSS.fullmatch(self.text, end, after):
                shared = lines & {one.line for one in other}
                if len(shared) == 1:
                    self.glossed.setdefault(self.text[start:end].casefold(), shared.pop())

    def _is_studio(self, start: int, end: int) -> bool:
        """Whether words are a part of a studio's longer name (Kinema Citrus), or a studio's where one is named."""
        text, word = self.text, self.text[start:end].casefold()
        for name in self.names.studios:
            if word not in name.casefold():
                continue
            if len(name) == len(word):
                if _MADE_AFTER.match(text, end) or _MADE_BEFORE.search(text[max(0, start - 16) : start]):
                    return True
            elif any(text.startswith(name, at) for at in range(max(0, end - len(name)), start + 1)):
                return True
        return False

    def _owner(self, meant: list[Mention], start: int, end: int, before: list[Mention]) -> Mention:
        """Of several shows of one name the one named just before ("X" (name in Japanese)), else the one that the
        article is about most; of several entries of a show the season before what stands beside it."""
        last = before[-1] if before else None
        beside = last is not None and _GLOSS.fullmatch(self.text, last.end, start) is not None

        told = self.glossed.get(self.text[start:end].casefold())

        def rank(one: Mention) -> tuple[bool, bool, float, bool, str, int]:
            near = beside and last is not None and one.line == last.line
            weight = self.weights[one.line]
            return (not near, one.line != told, -weight, one.beside is not None, one.line, one.installment or 0)

        return min(meant, key=rank)

    def _aliases(self, line: Line, home: str) -> set[tuple[str, int | None, bool, str | None]]:
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
                    if head != text and len(head) >= 5 and not is_common(head) and self.names.leads_here(head, line.id):
                        names.add((head, None, False, None))
        for extra in self.library.franchise(home).extras_of(line.id):
            entry = self.library.entry(extra.entry)
            for title in entry.titles:
                text = _written(title)
                # Sources list the show's own title among those of its extras.
                if len(text) >= LEAST_BESIDE and text.casefold() not in known:
                    names.add((text, None, entry.format is Format.MOVIE, extra.entry))
        return names


def _written(title: Title) -> str:
    """A title as articles may name a show; empty for one that could be any words."""
    text = title.text.strip()
    least = LEAST_ALIAS_CJK if has_cjk(text) else LEAST_ALIAS
    return "" if title.kind is TitleKind.GENERATED or len(text) < least or is_common(text) else text


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
