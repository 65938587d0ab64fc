"""How far a folded text is from a folded title: misspelled, a part of it, or with words that are not in it."""

from __future__ import annotations

import re

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nextcour.catalog.titles.normalise import compact, has_cjk

PART_START = 0.06  # the query is the beginning of a longer title
PART_SPLIT = 0.08  # … and ends within a word
PART_INSIDE = 0.10  # … or lies inside it
LONE_WORD = 0.08  # … as one word in Latin letters, which may stand in any title (friends, office)
PART_SCATTERED = 0.12  # … or its words do, apart from each other
PART_SHARE = 0.04  # times the share of the title that the query leaves out
PART_MISSPELLED = 1.2  # times the share of letters that differ
EXTRA_WORDS = 0.10  # the query holds the title and more
EXTRA_SHARE = 0.35  # times the share of the query that is more
MOSTLY_MORE = 0.7  # beyond this share the title is there by chance
OTHER_DIGITS = 0.05  # 88 is not a misspelled 89
OTHER_START = 0.04  # slips seldom hit the first letter
OTHER_ORDER = 0.01
SAME_WORDS = 85  # how alike (of 100) the sorted words of a title in another order have to be

LEAST_LATIN = 5  # letters, for a beginning that ends within a word
LEAST_ALIKE, LEAST_ALIKE_CJK = 80, 84  # of 100, for a misspelled part
FEW_CJK = 3
INSIDE = "inside"  # name of the penalty for a lone word inside a title

_DIGITS = re.compile(r"\d+")


class Penalty(msgspec.Struct, frozen=True, array_like=True):
    """`name` is a short stable word, `amount` what it adds to the distance, `words` what was seen."""

    name: str
    amount: float
    words: str


Penalties = tuple[Penalty, ...]


def total(penalties: Penalties) -> float:
    return sum([penalty.amount for penalty in penalties])


class Comparison:
    """A folded query text (tokens with spaces), ready to be compared with many titles."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._short = compact(query)
        self._wide = has_cjk(self._short)
        self._several = " " in query
        self._tokens = frozenset(query.split(" "))
        self._digits = _DIGITS.findall(self._short)
        self._middle = f" {query} "

    def penalties(self, key: str) -> Penalties | None:
        """What is wrong between the query and `key` (folded, tokens with spaces), least first found; empty when they
        are the same but for spaces; None when they have too little in common."""
        if key == self._query:
            return ()
        long = compact(key)
        if long == self._short:
            return ()
        best = self._misspelled(key, long)
        other = self._part(key, long) if len(self._short) < len(long) else self._extra(key, long)
        if other is not None and (best is None or total(other) < total(best)):
            return other
        return best

    def _misspelled(self, key: str, long: str) -> Penalties | None:
        alike = fuzz.ratio(self._short, long, score_cutoff=55) / 100
        if alike >= 0.6:
            # Indel counts a lost letter mildly, OSA two swapped ones.
            alike = max(alike, OSA.normalized_similarity(self._short, long, score_cutoff=0.7))
        if self._several and " " in key:
            alike = max(alike, fuzz.token_sort_ratio(self._query, key, score_cutoff=SAME_WORDS) / 100 - OTHER_ORDER)
        if alike <= 0:
            return None
        found = [Penalty("spelling", 1 - alike, f"spelled {alike:.0%} like it")]
        if self._short[0] != long[0] and self._query.split(" ", 1)[0] not in key:
            found.append(Penalty("start", OTHER_START, "another first letter"))
        if (self._digits or not key.isalpha()) and self._digits != _DIGITS.findall(long):
            found.append(Penalty("digits", OTHER_DIGITS, "other digits"))
        return tuple(found)

    def _part(self, key: str, long: str) -> Penalties | None:
        query, short, wide = self._query, self._short, self._wide
        if len(short) < 2:
            return None
        spelling: Penalties = ()
        whole_words = key.startswith(query + " ")
        name = "part"
        if short.isdigit() and not whole_words:
            return None  # a number inside a title says nothing
        if long.startswith(short) and (wide or whole_words or len(short) >= LEAST_LATIN):
            amount = PART_START if wide or whole_words or not key.startswith(query) else PART_SPLIT
        elif self._middle in f" {key} " or (wide and short in long):
            lone = not self._several
            amount = PART_INSIDE + (LONE_WORD if lone and not wide else 0)
            name = INSIDE if lone and (not wide or len(short) <= FEW_CJK) else name
        elif len(short) >= 6 and self._several and self._tokens.issubset(key.split(" ")):
            amount = PART_SCATTERED
        elif len(short) >= (LEAST_LATIN if wide else 6):
            least = LEAST_ALIKE_CJK if wide else LEAST_ALIKE
            aligned = fuzz.partial_ratio_alignment(query, key, score_cutoff=least)
            if aligned is None or aligned.score < least:
                return None
            if not wide and not _at_edges(key, aligned.dest_start, aligned.dest_end):
                return None
            amount = PART_START if aligned.dest_start == 0 else PART_INSIDE
            wrong = (1 - aligned.score / 100) * PART_MISSPELLED
            spelling = (Penalty("spelling", wrong, f"spelled {aligned.score:.0f}% like it"),)
        else:
            return None
        cover = len(short) / len(long)
        return (*spelling, Penalty(name, amount + PART_SHARE * (1 - cover), f"the query is {cover:.0%} of the title"))

    def _extra(self, key: str, long: str) -> Penalties | None:
        wide = has_cjk(long)
        if len(long) < (2 if wide else 4):
            return None
        if f" {key} " not in self._middle and not (wide and long in self._short):
            return None
        share = 1 - len(long) / len(self._short)
        if share > MOSTLY_MORE:
            return None
        words = f"{share:.0%} of the query is not in the title"
        return (Penalty("words", EXTRA_WORDS + EXTRA_SHARE * share, words),)


def _at_edges(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == " " or text[start] == " ") and (
        end >= len(text) or text[end] == " " or text[end - 1] == " "
    )
