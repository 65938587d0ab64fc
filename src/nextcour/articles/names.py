"""Whether two spellings of a person's name are one name, across scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz

from nextcour.catalog.titles.normalise import has_cjk


class Nearness(IntEnum):
    """How alike two names are."""

    APART = 0
    NEAR = 1  # close, not the same: a misspelling, or another reading of the same characters
    SAME = 2


class Readings(Protocol):
    """Turns a Japanese name into romaji (`田口智久` into `Taguchi Tomohisa`), the likeliest reading first."""

    def __call__(self, name: str, /) -> Sequence[str]: ...


class NearName(NamedTuple):
    name: str
    reading: str
    nearness: Nearness
    score: float  # 0 to 100


NEAR_SCORE = 80.0
GIVEN_SCORE = 50.0
RARE_SCORE = 92.0  # among the many readings that are not the likeliest one something comes near by chance
# A surname alone says little: the given name must at least begin alike, or be read otherwise.
_SOUNDS = (("ou", "o"), ("oo", "o"), ("uu", "u"), ("oh", "o"), ("tsu", "tu"), ("shi", "si"), ("chi", "ti"), ("ji", "zi"), ("fu", "hu"), ("sho", "syo"),
           ("sha", "sya"), ("shu", "syu"), ("cho", "tyo"), ("cha", "tya"), ("chu", "tyu"), ("mb", "nb"), ("mp", "np"), ("'", ""), ("-", ""))  # fmt: skip


def _key(name: str) -> list[str]:
    plain = name.casefold().translate(str.maketrans("āīūēōâîûêô", "aiueoaiueo"))
    for old, new in _SOUNDS:
        plain = plain.replace(old, new)
    return sorted(re.findall(r"[a-z]+", plain))


def romaji_score(one: str, other: str) -> float:
    """How alike two romanised names are, 0 to 100, whichever part comes first."""
    left, right = _key(one), _key(other)
    if not left or not right:
        return 0.0
    whole = fuzz.ratio("".join(left), "".join(right))
    if len(left) == len(right) == 2:
        straight = (fuzz.ratio(left[0], right[0]), fuzz.ratio(left[1], right[1]))
        crossed = (fuzz.ratio(left[0], right[1]), fuzz.ratio(left[1], right[0]))
        best = max(straight, crossed, key=sum)
        return float(sum(best) / 2) if min(best) >= 45 else min(float(whole), 60.0)
    return float(whole)


def _same_surname(latin: str, reading: str) -> bool:
    surname, _, given = reading.casefold().partition(" ")
    parts = re.findall(r"[a-z]+", latin.casefold())
    if len(parts) != 2 or not given:
        return False
    return any(
        fuzz.ratio("".join(_key(parts[i])), "".join(_key(surname))) >= 95
        and fuzz.ratio(parts[1 - i], given.replace(" ", "")) >= GIVEN_SCORE
        for i in (0, 1)
    )


class People:
    """Compares a name with people whose role is not known. `fold` brings variants of Han characters together
    (`谏山创`, `諫山創`); `japanese` gives the form a Japanese dictionary knows. Without `reading` names in two scripts
    cannot be compared."""

    def __init__(self, fold: Callable[[str], str], japanese: Callable[[str], str], reading: Readings | None) -> None:
        self._fold, self._japanese = fold, japanese
        self._read = lru_cache(maxsize=4096)(reading) if reading is not None else None

    def nearest(self, name: str, known: Iterable[str]) -> NearName | None:
        """The person among `known` that is nearest to `name`; None when all are far."""
        found = [self._compare(name, other) for other in known]
        near = [one for one in found if one.nearness > Nearness.APART]
        return max(near, key=lambda one: (one.nearness, one.score, one.name), default=None)

    def _compare(self, name: str, other: str) -> NearName:
        if has_cjk(name) and has_cjk(other):
            one, two = self._fold(name).replace(" ", ""), self._fold(other).replace(" ", "")
            score = fuzz.ratio(one, two)
            if one == two:
                return NearName(other, "", Nearness.SAME, 100.0)
            alike = (
                len(one) == len(two) >= 3
                and sum(a != b for a, b in zip(one, two, strict=True)) == 1
                and one[0] == two[0]
            )
            return NearName(other, "", Nearness.NEAR if alike else Nearness.APART, score)
        if not has_cjk(name) and not has_cjk(other):
            return self._scored(name, other, other, "")
        if self._read is None:
            return NearName(other, "", Nearness.APART, 0.0)
        native, latin = (name, other) if has_cjk(name) else (other, name)
        # Given names have many readings; a dictionary knows some of them.
        readings = [one for one in self._read(self._japanese(native)) if one]
        if not readings:
            return NearName(other, "", Nearness.APART, 0.0)
        tried = [self._scored(latin, reading, other, reading) for reading in readings]
        likeliest, best = tried[0], max(tried, key=lambda one: one.score)
        if best.score >= RARE_SCORE:
            return best
        if likeliest.nearness is Nearness.APART and _same_surname(latin, readings[0]):
            return likeliest._replace(nearness=Nearness.NEAR)
        return likeliest

    def _scored(self, one: str, two: str, other: str, reading: str) -> NearName:
        score = romaji_score(one, two)
        nearness = Nearness.SAME if score >= 99.5 else Nearness.NEAR if score >= NEAR_SCORE else Nearness.APART
        return NearName(other, reading, nearness, round(score, 1))


def japanese_forms(variants: Mapping[int, int]) -> Callable[[str], str]:
    """From Han characters of any kind to the form that Japanese names are written with. `variants` maps each variant to
    one plain form; of the characters that share one, the Japanese one is the lowest in JIS X 0208."""
    groups: dict[int, list[str]] = {}
    for variant, plain in variants.items():
        groups.setdefault(plain, [chr(plain)]).append(chr(variant))
    table: dict[int, str] = {}
    for members in groups.values():
        ranked = sorted((code, char) for char in members if (code := _jis(char)) is not None)
        if ranked:
            table.update({ord(char): ranked[0][1] for char in members if not _common(char)})
    return lambda text: text.translate(table)


def _common(char: str) -> bool:
    """Whether `char` is of the first level of JIS X 0208, which names are written with: 幸 is no variant of 倖."""
    code = _jis(char)
    return code is not None and b"\x88\x9f" <= code <= b"\x98\x72"


def _jis(char: str) -> bytes | None:
    try:
        return char.encode("shift_jis")
    except UnicodeEncodeError:
        return None
