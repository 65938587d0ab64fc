"""What a romaji title of a listing says: the names it begins with, and the season stated behind each."""

from __future__ import annotations

import functools
import re

import msgspec

from nextcour.franchise.kinds import strip_kind_words
from nextcour.franchise.title_base import DIGIT, normal, read

# Where a subtitle begins.
_SUBTITLE = re.compile(r"\s*[::]\s+|\s+[-~〜|]+\s*|\s*[~〜]\s*|\s+[(\"“]|(?<=[!?.])\s+")
# Two digits behind a name (`Foo 16`), which `title_base` takes for a part of the name.
_TAIL = re.compile(r"(?<=[^\W\d])[!?.]* (?P<n>[1-9]\d)$")
# A number spelled out in romaji (`Foo: San no Shou`, `Foo: Sono Ni`, `Foo Ni`).
_SPELLED = re.compile(r"[\s:]+(?:sono )?(?P<n>ni|san|yon|shi|go|roku|nana)(?: no (?:shou|maki))?$", re.IGNORECASE)
_NUMBERS = {"ni": 2, "san": 3, "yon": 4, "shi": 4, "go": 5, "roku": 6, "nana": 7}
_ARC = re.compile(r"(?:\w-|\w\w )hen$")
_MOVIE = re.compile(r"\bmovie\b|\bgekijou-?ban\b|\beiga\b|\bfilm\b")
# Words of what is no installment: recaps, specials, shorts, clips, side stories, tie-ins.
_SIDE = re.compile(
    r"\b(?:sou?shuu-?hen|recaps?|digest|summary|compilation|omnibus|re-?edit\w*|remaster\w*|director's cut"
    r"|special edition|specials?|sp|tokubetsu-?hen|ova|oad|oav|bonus|omake|extras?|picture drama"
    r"|episode (?:0|zero)|prologue|epilogue|pv|cms?|commercials?|teasers?|trailers?|promo\w*|previews?"
    r"|announcement|creditless|pilot|memorial|anniversary"
    r"|music|mv|songs?|karaoke|dance|live|concert|event|talk|radio|interview|reading|opening|ending"
    r"|petit|puchi|mini|chibi|shorts?|break time|gekijou|theat(?:er|re)|lite|kanwa|4-koma|manner"
    r"|gaiden|bangai-?hen|side story|spin-?off|another story|collab\w*|campaign|x|vs\.?|kikaku|fan ?meeting"
    r"|motion comic)(?![\w-])"
)


class Spelling(msgspec.Struct, frozen=True):
    """One beginning of a title. `base` is its key without markers; `season`, `part`, `final` and `strength` as in
    `title_base.TitleReading`. `whole`: nothing follows it. `arc`: what follows names an arc (`…-hen`)."""

    base: str
    season: int | None
    part: int | None
    final: bool
    strength: int
    whole: bool
    arc: bool

    @property
    def stated(self) -> bool:
        return self.season is not None or self.final


def spellings(title: str, *, movie: bool = False) -> tuple[Spelling, ...]:
    """The title and what stands before each of its subtitles, longest first. `movie`: without words that say so."""
    text = strip_kind_words(title) if movie else title
    return _spellings(text)


@functools.lru_cache(maxsize=65536)
def _spellings(text: str) -> tuple[Spelling, ...]:
    cuts = [match.start() for match in _SUBTITLE.finditer(text) if match.start() >= 2]
    made = [_spelling(text, whole=True, arc=False)]
    for cut in sorted(set(cuts), reverse=True):
        arc = bool(_ARC.search(normal(text[cut:])))
        made.append(_spelling(text[:cut].strip(), whole=False, arc=arc))
    return tuple(made)


def _spelling(text: str, *, whole: bool, arc: bool) -> Spelling:
    reading = read(text)
    if reading.season is None and reading.part is None:
        tail = _TAIL.search(text)
        if tail is not None:
            bare = read(text[: tail.start()])
            return Spelling(bare.base, int(tail.group("n")), None, reading.final, DIGIT, whole, arc)
        spelled = _SPELLED.search(text)
        if spelled is not None and spelled.start() >= 2:
            bare = read(text[: spelled.start()])
            number = _NUMBERS[spelled.group("n").lower()]
            return Spelling(bare.base, number, None, reading.final, DIGIT, whole, arc)
    return Spelling(reading.base, reading.season, reading.part, reading.final, reading.strength, whole, arc)


def is_movie(title: str) -> bool:
    """It calls itself a movie."""
    return bool(_MOVIE.search(normal(title)))


def side_words(title: str) -> frozenset[str]:
    """Words in it that name something else than an installment; also part of many names, so compare with the line's."""
    return frozenset(_SIDE.findall(normal(title)))
