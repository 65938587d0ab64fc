"""What a title says: its base (season markers removed), the season it states, the part of a season it states.

Titles are compared by `key`: NFKC, lower case, letters and digits only. No title is special-cased; only the ways in
which titles spell seasons and parts are listed.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import msgspec

from nextcour.franchise import numerals as n

_ANY = f"(?:{n.DIGITS}|{n.KANJI_NUMBER}|{n.FORMAL_DIGIT})"
_WORDY = rf"(?:{n.DIGITS}|{n.ROMAN_NUMBER}|v|x|{n.WORD})"

# A part of a season: `(?P<n>)` its number. Checked before seasons, because `2nd cour` is no second season.
_PARTS = [
    rf"第? ?(?P<n>{_ANY}) ?(?:クール|部分)(?:目)?",
    rf"(?P<n>{n.ORDINAL})[ -]*(?:cour|half|part)s?\b",
    rf"\b(?:cour|pt\.?|part\.?|パート) ?(?P<n>{_WORDY})(?![a-z0-9])",
    r"(?P<second>(?:後半|后半|下半|後期|后期)(?:戦|クール|篇|编|編|季|部分|部)?|(?<=[\s(])下$)",
    r"(?P<second>[(\[「【 -][後后中][編篇编][)\]」】 -]*(?= |$))",
    r"(?P<first>[(\[「【 -][前][編篇编][)\]」】 -]*(?= |$))",
    r"(?P<first>(?:前半|上半|前期)(?:戦|クール|篇|编|編|季|部分|部)?|分割1クール)",
]
# A season. Order matters: the most explicit first.
_SEASONS = [
    rf"第 ?(?P<n>{_ANY}) ?(?:シーズン|シリーズ|ステージ|期|季|幕|部|章|シーズ|輯|辑|系列|弾|期生)(?!生)",
    rf"(?P<n>{_ANY}) ?(?:シーズン|シリーズ|学期)(?![ぁ-んァ-ヶ一-龠])",
    rf"(?<![一-龠\d])(?P<n>{_ANY}) ?(?:期|季)$",
    rf"(?P<n>{n.WORD}|{n.ORDINAL}) ?(?:シーズン|ステージ|シリーズ|期)",
    rf"(?:シーズン|ステージ|シリーズ) ?(?P<n>{n.DIGITS}|{n.ROMAN_NUMBER})",
    rf"\b(?:the )?(?P<n>{n.ORDINAL})[ -]*(?:season|stage|series|act|gig|attack|term|beat|shot|year|grade|set)s?\b",
    rf"\b(?:the )?(?:season|series|saison) ?(?P<n>{n.DIGITS}|{n.ROMAN_NUMBER}|{n.WORD})(?![a-z0-9])",
    rf"(?P<n>{n.FORMAL_DIGIT}) ?[ノの之] ?[一-龠](?![一-龠])",
    rf"[- (](?:the )?(?P<n>{n.ORDINAL})[)!! -]*$",
    r"(?<![a-z0-9])s(?P<n>[2-9])$",
    r"(?<=\S)[×x] ?(?P<n>[2-9])(?![\d.])(?=\W|[承転結]|$)",
    rf"(?<![a-z0-9])(?P<n>{n.ROMAN_NUMBER})(?![a-z0-9世])",
    r"(?P<sequel>^続[・ ]*|[ ・]*続$|(?<= )続(?= ))",
]
_WORDED = 7  # how many of these carry a season word
# A lone digit closes a title (`化物語2`): weaker, and never when digits stand before it.
_TAIL = re.compile(rf"(?:(?<=[^\da-z.,:/×+#№])(?P<n>[2-9])|(?<= )(?P<k>{n.FORMAL_DIGIT}))[!! ]*$")
# The single roman letters count only as roman characters of their own, or as the last word of a Latin title.
# The same before a subtitle.
_TAIL_INNER = re.compile(r"(?<=[^\da-z\s.,:/×x+#№])(?P<n>[2-9])(?= ?[-~「『(:])")
_TAIL_UPPER = re.compile(r"(?P<r>[ⅤⅩ])(?=\s|$|\W)|(?<=[a-z]\s)(?P<m>V)$")
_FINAL = re.compile(
    r"\b(?:the )?(?:final|last) ?(?:season|series|stage|act|cour)?\b"
    r"|最終(?:章|シーズン|季)|最终(?:章|季)|ファイナル(?:シーズン)?|完結[編篇]|完结[编篇]"
)
_NOISE = re.compile(
    r"\(\d{4}\)|\((?:tv|tv版|web|ona)\)|\(?(?:tvアニメ|テレビアニメ|アニメ)\)?版?(?=$|\W)"
    r"|^(?:tvアニメ|テレビアニメ|アニメ) ?|\btv ?版|\(?リメイク版\)?|(?:tv|テレビ)シリーズ"
    r"|\btv(?: series)?$|\bthe animation$"
)
_NOISE_AFTER = re.compile(r"(?:season|シーズン|(?<= )(?:新シリーズ|新章))$")
_PART_RULES = [re.compile(p) for p in _PARTS]
_SEASON_RULES = [re.compile(p) for p in _SEASONS]
# Most titles state nothing: what a rule cannot do without is looked for first.
_PART_HINT = re.compile(r"クール|部分|パート|cour|part|half|pt|[前後后上下]半|[前後后]期|[前後后中][編篇编]|下|2/2|1/2")
_SEASON_HINT = re.compile(rf"\d|{n.KANJI_NUMBER}|{n.FORMAL_DIGIT}|{n.ROMAN_NUMBER}|{n.WORD}|第|続")
_SEPARATORS = re.compile(r"[\s!?:;~〜|/「」『』【】\[\]()<>《》“”\"]+|(?<![a-z0-9])-+|-+(?![a-z0-9])|\.{2,}|…+|・{2,}")
_DASHES = re.compile(r"[‐‑‒–—―−─━]")
_KEPT = re.compile(r"[\W_]+")

# How plainly a season is stated.
TRANSLATED, DIGIT, NUMERAL, WORD = 1, 2, 3, 4


class TitleReading(msgspec.Struct, frozen=True):
    """What one title says. `base` is a key with markers removed; `heads` the keys of what stands before each
    subtitle separator, shortest first, without `base` itself. `season` and `part` start at 1; None where not stated.
    `strength` says how the season is spelled: 0 not at all, 2 a lone digit at the end, 3 a numeral, 4 a season word
    (1 is kept for what only a translation states)."""

    base: str
    heads: tuple[str, ...]
    season: int | None
    part: int | None
    final: bool
    strength: int


@functools.lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """NFKC, lower case, one kind of dash and of space."""
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\s+", " ", _DASHES.sub("-", text)).strip()


def key(text: str) -> str:
    """Letters and digits of `text` only, for comparing. When nothing is left, the text itself without spaces."""
    text = normal(text)
    return _KEPT.sub("", text) or text.replace(" ", "")


def _cut(text: str, match: re.Match[str]) -> str | None:
    """`text` without the match, or None when hardly anything would be left."""
    rest = text[: match.start()] + " " + text[match.end() :]
    return rest if len(_KEPT.sub("", rest)) >= 2 else None


@functools.lru_cache(maxsize=65536)
def read(text: str) -> TitleReading:
    """Reads one title in any script."""
    season: int | None = None
    part: int | None = None
    strength = 0
    final = False
    upper = _TAIL_UPPER.search(text.strip())
    if upper and upper.start() > 0:
        strength = NUMERAL if upper.group("r") else DIGIT
        season = 10 if upper.group() == "Ⅹ" else 5
        text = text.strip()
        text = text[: upper.start()] + " " + text[upper.end() :]
    left = normal(text)
    left = _NOISE.sub(" ", left).strip() or left
    for rule in _PART_RULES if _PART_HINT.search(left) else ():
        match = rule.search(left)
        if match is None:
            continue
        rest = _cut(left, match)
        if rest is None:
            continue
        groups = match.groupdict()
        number = n.value(groups["n"]) if groups.get("n") else 2 if groups.get("second") else 1
        if number is not None:
            part = part or number
            left = rest.strip()
    match = _FINAL.search(left)
    if match is not None and match.start() > 0:
        rest = _cut(left, match)
        if rest is not None:
            final, left = True, rest.strip()
    for position, rule in enumerate(_SEASON_RULES if _SEASON_HINT.search(left) else ()):
        match = rule.search(left)
        if match is None:
            continue
        rest = _cut(left, match)
        if rest is None or (match.start() == 0 and not match.groupdict().get("sequel")):
            continue
        number = 2 if match.groupdict().get("sequel") else n.value(match.group("n"))
        if number is not None and 1 <= number <= 99:
            if season is None:
                season, strength = number, WORD if position < _WORDED else NUMERAL
            left = rest.strip()
    left = _NOISE_AFTER.sub("", left).strip(" :・,.!?~-") or left
    # A digit at the end beats a numeral within, which is then a part of the name (キン肉マンII世 … 2).
    if strength < WORD:
        match = _TAIL.search(left) or (None if season else _TAIL_INNER.search(left))
        if match is not None and (rest := _cut(left, match)) is not None:
            season, strength, left = n.value(match.groupdict().get("n") or match.group("k")), DIGIT, rest
    base = key(left)
    pieces = [p for p in _SEPARATORS.split(left) if _KEPT.sub("", p)]
    heads: list[str] = []
    joined = ""
    for piece in pieces[:-1]:
        joined += _KEPT.sub("", piece)
        if joined != base:
            heads.append(joined)
    return TitleReading(base, tuple(heads), season, part, final, strength)
