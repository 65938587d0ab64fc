"""Words that say which installment is meant: `s2`, `2nd season`, `第2期`, `第二季`, `part 3`, `完結編`, `the movie`.

The same grammar reads queries and titles, so that both sides come apart in the same way.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

import msgspec

MAX_BARE = 20  # a lone number above this belongs to the title (Mob Psycho 100, Eyeshield 21)


class Wants(StrEnum):
    """What a query asks for."""

    SHOW = "SHOW"  # no installment named
    SEASON = "SEASON"
    PART = "PART"
    COUR = "COUR"
    FINAL = "FINAL"
    NEXT = "NEXT"
    MOVIE = "MOVIE"
    OVA = "OVA"


class Marked(msgspec.Struct, frozen=True):
    """Text without its markers, and what they said. `bare` is set when the season is a lone number at the end."""

    base: str
    season: int | None = None
    part: int | None = None
    cour: int | None = None
    final: bool = False
    following: bool = False
    movie: bool = False
    ova: bool = False
    bare: bool = False

    @property
    def explicit(self) -> bool:
        """A marker other than a lone number was found."""
        numbered = self.season is not None and not self.bare
        return bool(numbered or self.part or self.cour or self.final or self.following or self.movie or self.ova)

    @property
    def wants(self) -> Wants:
        if self.season is not None and not self.movie:
            return Wants.SEASON
        if self.final and not self.movie:
            return Wants.FINAL
        for said, wants in (
            (self.movie, Wants.MOVIE),
            (self.ova, Wants.OVA),
            (self.part, Wants.PART),
            (self.cour, Wants.COUR),
            (self.following, Wants.NEXT),
        ):
            if said:
                return wants
        return Wants.SHOW

    @property
    def number(self) -> int | None:
        """The number of what is wanted."""
        wants = self.wants
        if wants is Wants.PART:
            return self.part
        return self.cour if wants is Wants.COUR else self.season


_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_HAN = "一二三四五六七八九十"
_FORMAL = {"壱": 1, "壹": 1, "弐": 2, "貳": 2, "贰": 2, "貮": 2, "弍": 2, "参": 3, "參": 3, "叁": 3, "肆": 4, "伍": 5}
_VALUES: dict[str, int] = {
    **{word: index for index, word in enumerate(_WORDS, 1)},
    **{word: index for index, word in enumerate(_ORDINALS, 1)},
    **{word: index for index, word in enumerate(_ROMANS, 1)},
    **{word: index for index, word in enumerate(_HAN, 1)},
    **_FORMAL,
    "两": 2,
    "兩": 2,
    "ファースト": 1,
    "セカンド": 2,
    "サード": 3,
}

_CARD = rf"(?:\d{{1,2}}|{'|'.join(sorted(_ROMANS, key=len, reverse=True))}|{'|'.join(_WORDS)})"
_ORD = rf"(?:\d{{1,2}}\s?(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})"
_KNUM = rf"(?:\d{{1,2}}|[{_HAN}两兩]{{1,3}}|[{''.join(_FORMAL)}])"
# Latin words end where Latin letters end: `\b` is no help between Latin and Han letters.
_L, _R = r"(?<![a-z0-9])", r"(?![a-z0-9])"


class _Rule:
    """A pattern that is compiled when a text first holds one of its `hints` (none: always), since compiling costs an
    answer more than matching. Every alternative must contain a hint."""

    def __init__(self, alternatives: tuple[str, ...], hints: tuple[str, ...] = ()) -> None:
        self._source = "|".join(alternatives)
        self._hints = hints
        self._compiled: re.Pattern[str] | None = None

    def matches(self, text: str) -> list[re.Match[str]]:
        """Every match in `text`, from left to right."""
        if self._hints and not any(hint in text for hint in self._hints):
            return []
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return list(self._compiled.finditer(text))


def _rule(*alternatives: str, hints: tuple[str, ...] = ()) -> _Rule:
    return _Rule(alternatives, hints)


_SEASON = _rule(
    rf"{_L}(?:season|series|saison|ssn|シーズン|シリーズ)\s*[.#:\-]?\s*({_CARD}){_R}",
    rf"{_L}(?:s|se)\s?\.?0?(\d{{1,2}}){_R}",
    rf"{_L}({_ORD})\s*-?(?:season|series|ssn|シーズン|シリーズ)",
    r"(ファースト|セカンド|サード)\s*シーズン",
    rf"第\s*({_KNUM})\s*(?:期|季|シーズン|シリーズ)(?:目)?",
    rf"(?<![\d第下新上每这這那{_HAN}])({_KNUM})\s*(?:期目|期|季|シーズン目|シーズン|シリーズ)(?!生)",
    rf"([{''.join(_FORMAL)}])\s*ノ章",
    r"시즌\s*(\d{1,2})",
    r"(\d{1,2})\s*기(?![가-힣])",
    rf"(?<=\s)([{''.join(_FORMAL)}])$",
)
_PART = _rule(
    rf"{_L}(?:part|pt)\s*[.#:\-]?\s*({_CARD}){_R}",
    rf"{_L}({_ORD})\s*(?:part|half){_R}",
    rf"パート\s*({_CARD}|{_KNUM})",
    rf"第\s*({_KNUM})\s*(?:部分|部|パート)",
    r"(?:\(|\s|^)(?:後半戦?|后半段?|後編|后篇|後篇)(?:\)|\s|$)",
    hints=("part", "pt", "half", "パート", "部", "後", "后"),
)
_COUR = _rule(
    rf"{_L}(?:cour|cours)\s*[.#:\-]?\s*({_CARD}){_R}",
    rf"{_L}({_ORD})\s*cour{_R}",
    rf"第\s*({_KNUM})\s*クール",
    rf"({_KNUM})\s*クール目?",
    r"後半クール",
    hints=("cour", "クール"),
)
_FINAL = _rule(
    rf"{_L}(?:the\s+)?(?:final|last)\s*(?:season|シーズン|chapters?|part|arc|series){_R}",
    rf"{_L}the\s+final{_R}",
    r"(?<=\s)final$",
    r"ファイナルシーズン|最終シーズン|最終章|最终章|最終シリーズ|完結[編篇]|完结[編篇]|最[終终][季期篇編部]|ファイナル$",
    hints=("final", "last", "ファイナル", "最", "完"),
)
_NEXT = _rule(
    rf"{_L}(?:(?:the\s+)?(?:next|new|another|more|upcoming|following)\s+)(?:seasons?|series|installment|part|cour|episodes){_R}",
    rf"{_L}(?:sequel|continuation|follow[\s-]?up)s?{_R}",
    r"(?:の)?(?:続編|続き|つづき|次回作|次期|次のシーズン|新シーズン|来期)|[续續][集作篇]|下一?[季部期]|新一?季|后续|後續",
    hints=(
        "next",
        "new",
        "another",
        "more",
        "upcoming",
        "following",
        "sequel",
        "continuation",
        "follow",
        *"続つ次新来续續下后",
    ),
)
_MOVIE = _rule(
    rf"{_L}(?:the\s+)?(?:movie|film)s?(?:\s*({_CARD}){_R})?{_R}",
    r"(?:the\s+)?劇場版|劇場アニメ|映画化?|剧场版|电影版?|電影版?|ムービー",
    hints=("movie", "film", "ムービー", *"劇映剧电電"),
)
_OVA = _rule(
    rf"{_L}(?:ova|oad|specials?){_R}",
    r"スペシャル|特別[編篇]|特别[編篇]|番外[編篇]",
    hints=("ova", "oad", "special", "スペシャル", "特", "番"),
)
_BARE = _rule(
    r"(?<=[^\d.,\-/])\s*(?<![.,\-/:\d])(\d{1,2})$",
    rf"(?:(?<=\s)|(?<=[\u3040-\u9fff\uff00-\uffef!?]))({'|'.join(sorted(_ROMANS[1:], key=len, reverse=True))})$",
)
# Name, rule, and the number when none is said (the second half). An earlier one takes its words from the later ones.
_GRAMMAR = (
    ("season", _SEASON, 0),
    ("final", _FINAL, 0),
    ("cour", _COUR, 2),
    ("part", _PART, 2),
    ("following", _NEXT, 0),
    ("movie", _MOVIE, 0),
    ("ova", _OVA, 0),
)
# Without one of these there is no marker: most titles are done with after one look.
_HINT = re.compile(
    rf"[\d期季部章編篇后後終终続續续映画剧劇电電特番外次目下新来つ기{_HAN}{''.join(_FORMAL)}]|シーズン|シリーズ|クール|パート|ファイナル|ムービー|"
    r"スペシャル|season|series|saison|ssn|part|pt|cour|final|last|next|half|sequel|continuation|follow|movie|film|ova|oad|special"
    r"|installment|episodes"
)
_EDGES = " \t()[]（）【】「」『』:：,，、・･·-–—―~〜～\"'|/.。."
_EMPTY = re.compile(r"[(\[（【「『]\s*[)\]）】」』]")
_SPACES = re.compile(r"\s+")


def value(words: str) -> int | None:
    """The number that `words` spell (`2`, `2nd`, `second`, `ii`, `二`, `十二`, `弐`); None when they spell none."""
    words = words.strip().casefold()
    if words in _VALUES:
        return _VALUES[words]
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits.group())
    if words and all(char in _HAN for char in words):  # 十二, 二十, 二十三
        tens, _, units = words.partition("十")
        if "十" in words and len(tens) <= 1 and len(units) <= 1:
            return (_VALUES.get(tens, 1)) * 10 + (_VALUES.get(units, 0) if units else 0)
    return None


def _cut(rule: _Rule, text: str) -> tuple[str, str | None] | None:
    """Text without the last match of `rule`, and its number words; None when there is no match."""
    matches = rule.matches(text)
    if not matches:
        return None
    last = matches[-1]
    number = next((group for group in last.groups() if group), None)
    return f"{text[: last.start()]} {text[last.end() :]}", number


def tidy(text: str) -> str:
    """Spaces collapsed, empty brackets and loose punctuation at the ends gone (`!` and `?` stay)."""
    text = _EMPTY.sub(" ", text)
    text = _SPACES.sub(" ", text).strip()
    stripped = text.strip(_EDGES)
    if not stripped:
        return ""
    # Keep a bracket whose partner is inside.
    start, end = text.find(stripped), text.find(stripped) + len(stripped)
    if end < len(text) and text[end] in ")]）】」』" and any(char in stripped for char in "([（【「『"):
        end += 1
    return text[start:end]


def lone_number(text: str) -> tuple[str, int] | None:
    """What stands before a lone number (1 … `MAX_BARE`) at the end of cleaned lower-case `text`, and the number."""
    matches = _BARE.matches(text)
    if not matches:
        return None
    match = matches[0]
    number = value(match.group(1) or match.group(2))
    stem = tidy(text[: match.start()])
    return (stem, number) if number and number <= MAX_BARE and stem else None


@lru_cache(maxsize=2048)
def read(text: str, *, bare: bool = True) -> Marked:
    """Markers of cleaned lower-case `text`, wherever they stand. With `bare`, a lone number at the end counts when
    nothing else names a season. The base may be empty."""
    found: dict[str, int | bool] = {}
    rest = text
    for name, rule, fallback in _GRAMMAR if _HINT.search(text) else ():
        cut = _cut(rule, rest)
        if cut is None:
            continue
        number = value(cut[1]) if cut[1] else None
        if name in ("season", "part", "cour"):
            amount = number or fallback
            if not amount:
                continue
            found[name] = amount
        else:
            found[name] = True
            if name == "movie" and number and "season" not in found:
                found["season"] = number
        rest = cut[0]
    base = tidy(rest) if found else text
    if bare and "season" not in found:
        lone = lone_number(base)
        if lone is not None:
            return Marked(base=lone[0], season=lone[1], bare=True, **_flags(found))
    return Marked(
        base=base,
        season=_number(found, "season"),
        part=_number(found, "part"),
        cour=_number(found, "cour"),
        **_flags(found),
    )


def _flags(found: dict[str, int | bool]) -> dict[str, bool]:
    return {name: True for name in ("final", "following", "movie", "ova") if found.get(name)}


def _number(found: dict[str, int | bool], name: str) -> int | None:
    return int(found[name]) if name in found else None
