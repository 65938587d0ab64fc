"""How far a title is from a reading of the query: a sum of named penalties, so that a match can say why.

Distances are ≥ 0; 0 is the very title. Up to about 0.2 is a believable match.
"""

from __future__ import annotations

import re

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nextcour.catalog.entry import TitleKind
from nextcour.catalog.titles.asked import Reading
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.normalise import compact, has_cjk
from nextcour.catalog.titles.rows import Form, KeyRef, LineRecord, Role

FORM = {Form.FULL: 0.0, Form.BASE: 0.0, Form.HEAD: 0.02, Form.TAIL: 0.05}
KIND = {TitleKind.NATIVE: 0.0, TitleKind.TRANSLATED: 0.002, TitleKind.ALIAS: 0.01, TitleKind.GENERATED: 0.008}
PART_START = 0.06  # the query is the beginning of a longer title
PART_INSIDE = 0.10  # … or lies inside it
PART_SCATTERED = 0.12  # … or its words do, apart from each other
PART_SHARE = 0.04  # times the share of the title that the query leaves out
EXTRA_WORDS = 0.10  # the query holds the title and more
EXTRA_SHARE = 0.30  # times the share of the query that is more
SEQUEL_BASE = 0.006  # the title is a sequel's without its number, which was not asked for
FAR_NUMBER = 0.06  # an installment far beyond the last one
FAR_NUMBER_BARE = 0.12  # … when it was a lone number: then it belongs to the name
OTHER_NUMBER = 0.02  # the title states another number than the one asked
NO_MAIN = 0.03  # nothing but movies and extras stand in the line
WRONG_YEAR = 0.09
MOVIE = 0.012
EXTRA = 0.02
NO_MOVIE = 0.02
OTHER_DIGITS = 0.05  # 88 is not a misspelled 89
HOPELESS = 0.6

_DIGITS = re.compile(r"\d+")


class Penalty(msgspec.Struct, frozen=True, array_like=True):
    """`name` is a short stable word, `amount` what it adds to the distance, `words` what was seen."""

    name: str
    amount: float
    words: str


def text_distance(query: str, key: str) -> tuple[Penalty, ...] | None:
    """Penalties between folded texts (tokens with spaces); None when they have too little in common."""
    if query == key:
        return ()
    short, long = compact(query), compact(key)
    if short == long:
        return ()
    # Indel counts a lost letter mildly, OSA two swapped ones.
    whole = max(
        fuzz.ratio(short, long, score_cutoff=55) / 100, OSA.normalized_similarity(short, long, score_cutoff=0.7)
    )
    if " " in query and " " in key:
        whole = max(whole, fuzz.token_sort_ratio(query, key, score_cutoff=60) / 100 - 0.01)
    best: tuple[Penalty, ...] | None = None
    if whole:
        best = (Penalty("spelling", 1 - whole, f"spelled {whole:.0%} like it"),)
        if _DIGITS.findall(short) != _DIGITS.findall(long):
            best = (*best, Penalty("digits", OTHER_DIGITS, "other digits"))
    for other in (_part(query, short, key, long), _extra(query, short, key, long)):
        if other is not None and (best is None or total(other) < total(best)):
            best = other
    return best


def total(penalties: tuple[Penalty, ...]) -> float:
    return sum(penalty.amount for penalty in penalties)


def _part(query: str, short: str, key: str, long: str) -> tuple[Penalty, ...] | None:
    """The query is a part of the title."""
    if len(short) >= len(long) or len(short) < 2:
        return None
    wide = has_cjk(short)
    cover = len(short) / len(long)
    spelling: tuple[Penalty, ...] = ()
    if long.startswith(short) and (wide or key.startswith(query) or len(short) >= 5):
        edge = key.startswith(query + " ") or not key.startswith(query)
        amount = PART_START if wide or edge else PART_START + 0.02
    elif f" {query} " in f" {key} " or (wide and short in long):
        amount = PART_INSIDE
    elif len(short) >= 6 and " " in query and set(query.split(" ")) <= set(key.split(" ")):
        amount = PART_SCATTERED
    elif len(short) >= (3 if wide else 6):
        aligned = fuzz.partial_ratio_alignment(query, key, score_cutoff=80)
        if aligned is None or aligned.score < 80 or not (wide or _at_edges(key, aligned.dest_start, aligned.dest_end)):
            return None
        amount = PART_START if aligned.dest_start == 0 else PART_INSIDE
        spelling = (Penalty("spelling", (1 - aligned.score / 100) * 1.2, f"spelled {aligned.score:.0f}% like it"),)
    else:
        return None
    amount += PART_SHARE * (1 - cover)
    return (*spelling, Penalty("part", amount, f"the query is {cover:.0%} of the title"))


def _at_edges(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == " " or text[start] == " ") and (
        end >= len(text) or text[end] == " " or text[end - 1] == " "
    )


def _extra(query: str, short: str, key: str, long: str) -> tuple[Penalty, ...] | None:
    """The query holds the title and other words."""
    wide = has_cjk(long)
    if len(long) >= len(short) or len(long) < (2 if wide else 4):
        return None
    if not (f" {key} " in f" {query} " or (wide and long in short)):
        return None
    share = 1 - len(long) / len(short)
    if share > 0.7:
        return None
    return (Penalty("words", EXTRA_WORDS + EXTRA_SHARE * share, f"{share:.0%} of the query is not in the title"),)


def place_distance(reading: Reading, ref: KeyRef, line: LineRecord) -> tuple[Penalty, ...]:
    """Penalties for what kind of title it is and how its place fits the installment asked for."""
    found: list[Penalty] = []

    def add(name: str, amount: float, words: str) -> None:
        if amount:
            found.append(Penalty(name, amount, words))

    entry = line.entries[ref.entry]
    add("reading", reading.cost, ", ".join(reading.how))
    add("form", FORM[ref.form], {Form.HEAD: "its title before the subtitle", Form.TAIL: "its subtitle"}.get(ref.form, ""))
    add("kind", KIND[ref.kind], f"{ref.kind.value.lower()} title")
    if not reading.family:
        if entry.role is Role.MOVIE and reading.wants is not Wants.MOVIE:
            add("role", MOVIE, "a movie")
        elif entry.role is Role.EXTRA and reading.wants is not Wants.OVA:
            add("role", EXTRA, "an extra")
        if not line.main and reading.wants not in (Wants.MOVIE, Wants.OVA):
            add("line", NO_MAIN, "no season in this line")
    if reading.wants is Wants.MOVIE and not any(item.role is Role.MOVIE for item in line.entries):
        add("movie", NO_MOVIE, "no movie in this line")
    if reading.year is not None and entry.year != reading.year:
        near = any(item.year == reading.year for item in line.entries)
        add("year", 0.01 if near else WRONG_YEAR, f"it is of {entry.year}")
    if reading.wants is Wants.SEASON and reading.number is not None:
        if reading.number > max(line.last_number, 1) + 2:
            far = FAR_NUMBER_BARE if reading.marked.bare else FAR_NUMBER
            add("number", far, f"it has {line.last_number} installments")
        elif ref.said is not None and ref.form is Form.FULL and ref.said != reading.number:
            add("number", OTHER_NUMBER, f"its title states {ref.said}")
    elif reading.wants is Wants.SHOW and ref.form is not Form.FULL and (entry.number or 1) > 1:
        add("sequel", SEQUEL_BASE, "the title of a sequel without its number")
    return tuple(found)
