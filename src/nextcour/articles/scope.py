"""Of which show and which season a place in the text speaks."""

from __future__ import annotations

import re

import msgspec

from nextcour.articles.claim import FINAL, LATEST, MOVIE, NEXT, WHOLE, Claim, Kind
from nextcour.articles.document import Document, Span
from nextcour.articles.mentions import Mention
from nextcour.articles.shows import Shows
from nextcour.catalog.titles.markers import value

LONGEST_TITLE = 120
OPENING = 45  # characters: a show named so early is what the paragraph is about
_ORD = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))"
_CARD = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|ii|iii|iv|v|vi)"
_SEASON = re.compile(
    rf"\b(?P<o>{_ORD})\s+(?:anime\s+|tv\s+)?(?:seasons?|series|installment|instalment|run|batch|outing|helping|round)\b"
    rf"|\b(?:seasons?|series)\s*(?P<c>{_CARD})\b|(?<![A-Za-z0-9])s(?P<s>\d{{1,2}})(?![A-Za-z0-9])"
    rf"|\bthe\s+(?P<o2>first|second|third|fourth|fifth|sixth)(?:\s+one)?\s+(?=began|started|premiered|debuted|aired|ran|had|has|ended|was|is|in\b|on\b|consisted|finished|concluded|came|arrived|followed|opened|got|went|took|from\b|by\b|bowed|lasted|stretched|only\b|kicked|launched|closed|wrapped|to\b)"
    r"|\b(?P<whole>(?:first|last|opening|previous)\s+(?:two|three|four|five|six|\d)\s+(?:tv\s+|anime\s+)?(?:seasons|series)|(?:earlier|previous|prior|all|both|other|every|these|those|each)\s+(?:\w+\s+){0,2}?seasons?)\b"
    r"|\b(?P<debut>debut|original|initial|inaugural|opening|maiden)\s+(?:[\w-]+\s+)?(?:season|run|series)\b"
    r"|\b(?P<final>final|last)\s+(?:season|series)\b|\b(?P<latest>latest|most recent|newest|current)\s+(?:season|installment)\b"
    r"|\b(?P<next>next|new|another|upcoming|follow-up|follow up)\s+(?:season|installment|series)\b|\b(?P<next2>sequel)\b(?!\s+(?:film|movie))"
    r"|\b(?P<film>movie|film|theatrical|cinemas?|theat(?:re|er)s)\b"
    r"|(?<!これまでに)(?<!共有)(?<!全)第?\s*(?P<k>[一二三四五六七八九十\d]{1,2})\s*(?:期|季)(?!間|待|节|節)|シーズン\s*(?P<k2>\d{1,2})|(?P<k1>1期)"
    r"|(?P<final_k>最終シーズン|最终季|最終季|最終期)|(?P<next_k>続編|续集|續集|续作|續作|次期|下一季|新シーズン|新一季)|(?P<film_k>劇場版|剧场版|映画|电影|電影)",
    re.I,
)
OPENING_SEASON = 20  # characters: a season named so early is the sentence's subject
_ELIDED = re.compile(
    r",\s*(?:and|but)\s+(?:(?:it|then|also|now|still)\s+)?(?:is|was|will|has|had|ran|ended|concluded|began|premiered|started|wrapped)\b",
    re.I,
)
_PART = re.compile(
    rf"\b(?:part|cour)\s+(?P<c>{_CARD})\b|\b(?P<o>{_ORD})\s+(?:part|cour|half)\b|第\s*(?P<k>[12一二])\s*(?:クール|部分)|(?P<late>後半クール|分割2クール目)",
    re.I,
)
_CARRIES = re.compile(
    r"^(?:it|its|it's|this|that|they|the (?:season|series|show|anime|sequel|first|run|story)|directed|animated|produced|consisting|with|and|also"
    r"|(?:part|cour)\s+(?:\d|two|one|three)|the (?:first|second) (?:half|cour|part)|the (?:adaptation|tv series|tv anime)|同|本|全|该|該|それ|これ|監督|导演|由)\b",
    re.I,
)


# A show that is only named beside the one meant: "the people who made Attack on Titan", "like Bocchi the Rock".
_ASIDE = re.compile(
    r"\b(?:made|gave us|behind|like|unlike|than|known for|known from|famous for|such as|including|worked on|brought us|also did|did|creators? of|directors? of|directed|authors? of|writers? of|studios? of|makers? of|team of|fans of|reminds? \w+ of|reminiscent of|similar to|compared (?:to|with)|not to be confused with|veterans? of|next to|alongside|besides?)\s+(?:hits? |shows? |the |both |anime )*[\"'“‘*_]*$",
    re.I,
)
_FAME = re.compile(r"[\"'”’*_]*\s+(?:fame|veteran|alum\w*)\b", re.I)


class Scope(msgspec.Struct, frozen=True):
    """`show` is a line's id. `carried`: which show or which season is meant follows from what stands before, and other
    readings are possible. The rest as in `claim.Claim`."""

    show: str | None
    installment: int | None
    part: int | None
    carried: bool = False
    beside: str | None = None


class Scopes:
    """Reads a document from top to bottom: what a sentence does not say is taken from what it follows."""

    def __init__(self, document: Document, shows: Shows) -> None:
        self._document, self._shows = document, shows
        self._show: str | None = shows.main
        self._installment: int | None = None
        self._topic: str | None = shows.main
        self._block = self._index = -1
        self._sentence: Span | None = None
        self._seasons: list[tuple[int, int, int]] = []
        self._only = len({one.line for one in shows.found if one.weight >= 2}) <= 1
        self.surnames: dict[str, str] = {}  # of people named so far: surname to the whole name
        self._unsure = False  # whether the sentence before named several seasons

    def enter(self, sentence: Span, index: int) -> None:
        """Moves on to `sentence`, the document's number `index`. Sentences come in order."""
        if self._sentence is not None:
            self._leave(self._sentence)
        section = self._shows.sections.get(sentence.block, (None, None))
        if sentence.block != self._block:
            self._block = sentence.block
            self._show = self._topic = self._about(sentence) or section[0] or self._shows.main
            self._installment = None
        words = self._document.words(sentence)
        if not _CARRIES.match(words):
            self._installment = None
            if not self._only:
                self._show = self._topic
        self._sentence, self._index = sentence, index
        self._seasons = self._named_seasons(sentence, words)

    def _named_seasons(self, sentence: Span, words: str) -> list[tuple[int, int, int]]:
        """The seasons that a sentence names; those within a quoted title only where it names no other (Season 4, "Title
        2nd Season", began …)."""
        found = [(m.start(), m.end(), _number(m)) for m in _SEASON.finditer(words)]
        quoted = [
            (start - sentence.start, end - sentence.start)
            for start, end in self._document.marked
            if sentence.start <= start and end <= sentence.end
        ]
        outside = [one for one in found if not any(start <= one[0] < end for start, end in quoted)]
        return outside or found

    def _about(self, first: Span) -> str | None:
        """The show that a paragraph opens with, or the only one that its first sentence names."""
        inside = self._within(first)
        if inside and (inside[0].start - first.start <= OPENING or len({one.line for one in inside}) == 1):
            return inside[0].line
        return None

    def _within(self, sentence: Span) -> list[Mention]:
        """The shows named in a sentence, without those that are only named beside the one it is about."""
        return [
            one
            for one in self._shows.within(sentence.start, sentence.end)
            if one.line == self._shows.main
            or not (
                _ASIDE.search(self._document.text[max(sentence.start, one.start - 60) : one.start])
                or _FAME.match(self._document.text[one.end : one.end + 12])
            )
        ]

    def _leave(self, sentence: Span) -> None:
        at = self.at(sentence.end - sentence.start, sentence.end - sentence.start)
        self._show, self._installment = at.show, at.installment
        self._unsure = len({number for _, _, number in self._seasons if number != WHOLE}) > 1

    @property
    def start(self) -> int:
        """Where the sentence begins in the document."""
        assert self._sentence is not None
        return self._sentence.start

    @property
    def barred(self) -> bool:
        """Whether the sentence stands in a section about a show that is not known."""
        return self._sentence is not None and self._sentence.block in self._shows.barred

    @property
    def section_installment(self) -> int | None:
        assert self._sentence is not None
        return self._shows.sections.get(self._sentence.block, (None, None))[1]

    def at(self, start: int, end: int) -> Scope:
        """What the words from `start` to `end` (offsets in the sentence) speak of."""
        sentence = self._sentence
        assert sentence is not None
        start, end = sentence.start + start, sentence.start + end
        inside = self._within(sentence)
        before = [one for one in inside if one.end <= start or one.start < end]
        mention = before[-1] if before else None
        show = mention.line if mention is not None else self._show
        if mention is None and inside and len({one.line for one in inside}) == 1:
            show = inside[0].line
        named = mention if mention is not None else next((one for one in inside if one.line == show), None)
        numbered, after = self._season(start - sentence.start, end - sentence.start)
        installment = numbered
        own = named.installment if named is not None and named.line == show else None
        if installment == NEXT and own is not None:
            installment = own
        if installment is None and named is not None and named.line == show:
            installment = MOVIE if named.movie else named.installment
        installment = after if installment is None else installment
        sectioned = self._shows.sections.get(sentence.block, (None, None))[0]
        carried = not inside and not self._only and sectioned != show
        if installment is None and not inside:
            installment = self._installment
            carried = carried or (installment is not None and self._unsure)
        show = None if self.barred and not inside else show
        # A season that is named outright may bear a title that something beside it has too.
        beside = mention.beside if mention is not None and (numbered is None or numbered < 0) else None
        return Scope(show, installment, self._part(start - sentence.start), carried, beside)

    def mentions_at(self, start: int, end: int) -> bool:
        """Whether the words from `start` to `end` (offsets in the sentence) are part of a show's title."""
        assert self._sentence is not None
        first = self._sentence.start
        # A sentence may seem to begin within a title ("Stop! It is …").
        inside = self._shows.within(max(0, first - LONGEST_TITLE), self._sentence.end)
        return any(one.start < first + end and first + start < one.end for one in inside)

    def claim(
        self,
        kind: Kind,
        value: str,
        start: int,
        end: int,
        *,
        at: tuple[int, int] | None = None,
        guessed: bool = False,
        loose: bool = False,
    ) -> Claim:
        """A claim of the words from `start` to `end` (offsets in the sentence), of what the words `at` speak of."""
        assert self._sentence is not None
        scope = self.at(*(at or (start, end)))
        first = self._sentence.start
        return Claim(
            kind,
            value,
            first + start,
            first + end,
            self._index,
            scope.show,
            scope.installment,
            scope.part,
            guessed,
            loose,
            scope.carried,
            beside=scope.beside,
        )

    def _season(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The season named nearest before, and in the same breath after."""
        words = self._document.words(self._sentence) if self._sentence else ""
        best: int | None = None
        after: int | None = None
        opening = self._seasons[0] if self._seasons and self._seasons[0][0] <= OPENING_SEASON else None
        for first, last, number in self._seasons:
            if first < end:
                gap = words[last:start] if last <= start else ""
                if ";" in gap:
                    continue
                # "Season 2 was announced when the first one closed, and is due in May": the sentence's subject goes on.
                best = opening[2] if opening is not None and _ELIDED.search(gap) else number
            elif after is None and first - end <= 60 and not re.search(r"[;.]|\b(?:and|but|while)\b", words[end:first]):
                after = number
        return best, after

    def _part(self, at: int) -> int | None:
        words = self._document.words(self._sentence) if self._sentence else ""
        found = [m for m in _PART.finditer(words) if m.start() <= at + 60]
        if not found:
            return None
        last = found[-1]
        if last["late"]:
            return 2
        return value(last["c"] or last["o"] or last["k"] or "")


def _number(found: re.Match[str]) -> int:
    if found["whole"]:
        return WHOLE
    if found["debut"] or found["k1"]:
        return 1
    if found["final"] or found["final_k"]:
        return FINAL
    if found["latest"]:
        return LATEST
    if found["next"] or found["next2"] or found["next_k"]:
        return NEXT
    if found["film"] or found["film_k"]:
        return MOVIE
    said = next((found[name] for name in ("o", "o2", "c", "s", "k", "k2") if found[name]), "")
    return value(said) or WHOLE


def seasons_in(words: str) -> list[tuple[int, int, int]]:
    """Every season that `words` name: start, end, number."""
    return [(found.start(), found.end(), _number(found)) for found in _SEASON.finditer(words)]


def number_in(words: str) -> int | None:
    """The first season that `words` name; None when they name none."""
    found = _SEASON.search(words)
    return None if found is None else _number(found)
