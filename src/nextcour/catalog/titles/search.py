"""Finds the lines whose titles come near a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import msgspec

from nextcour.catalog.titles import kana, rank
from nextcour.catalog.titles.asked import Asked, Reading
from nextcour.catalog.titles.compare import Comparison, Penalties, total
from nextcour.catalog.titles.index import TitleIndex
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.normalise import compact, has_cjk
from nextcour.catalog.titles.rows import Form, Key, KeyRef, LineRecord

TYPED = 6  # readings looked up as they were typed …
TEXTS = 9  # … and with those where something is written out
CANDIDATES = 120  # keys rescored for each text
ABBREVIATED = 0.001
ABBREVIATED_START = 0.012
GUESS = 0.01  # how much more a rival's reading may guess than that of a line named exactly
_AROUND = ".,:;!?'\"…"
KANA_READ = 0.012  # kana read aloud and compared with romaji


class Found(msgspec.Struct):
    """The title of a line that comes nearest. `refs` are all that share its text; `first` is how near the nearest title
    of the line's first installment comes; `text` what was wrong with the text alone; `very`: one of
    its titles is there to the letter."""

    line: LineRecord
    ref: KeyRef
    refs: tuple[KeyRef, ...]
    reading: Reading
    distance: float
    text: Penalties
    first: float = 9.0
    very: bool = False

    @property
    def strong(self) -> bool:
        """The very title of the line or of one of its entries, not a part or a misspelling of it."""
        return not self.text and self.ref.form in (Form.FULL, Form.BASE)


def search(index: TitleIndex, asked: Asked, written: str = "") -> list[Found]:
    """Lines near to `asked`, nearest first; each at most `rank.HOPELESS` away by its text.

    A text is left out when only readings remain that guess more than one which already names a line exactly. `written`
    is what is looked for letter by letter, but for its case, spaces and the signs around it: as it stands, or without
    what it says of an installment.
    """
    best: dict[int, Found] = {}
    first: dict[int, float] = {}
    very: set[int] = set()
    letters = {_letters(written), *(_letters(one.title) for one in asked.readings)} if written else set()
    for text, readings in _texts(index, asked):
        cheapest = min(reading.cost for reading in readings)
        if any(found.strong and cheapest > found.reading.cost + GUESS for found in best.values()):
            break
        keys = index.keys(index.candidates(compact(text), CANDIDATES))
        _look(index, text, keys, readings, best, first)
        very |= _very(text, keys, letters) if letters else set()
    for number, found in best.items():
        found.first = first.get(number, 9.0)
        found.very = number in very
    return sorted(best.values(), key=lambda item: (item.distance, -item.line.popularity, item.line.id))


def _very(text: str, keys: Sequence[Key], letters: set[str]) -> set[int]:
    """Numbers of lines with a title that is one of `letters`, among those of `keys` that are folded to `text`."""
    cjk = has_cjk(text)  # whose folding parts only old and new forms of characters
    return {
        ref.line
        for key in keys
        if key.text == text
        for ref in key.refs
        if ref.form in (Form.FULL, Form.BASE) and (cjk or _letters(ref.title) in letters)
    }


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_AROUND)


def _look(
    index: TitleIndex,
    text: str,
    keys: Sequence[Key],
    readings: list[Reading],
    best: dict[int, Found],
    first: dict[int, float],
) -> None:
    """Betters `best` and `first` (by line number) with `keys`, those near to `text`."""
    comparison = Comparison(text)
    scored: list[tuple[float, Penalties, Key]] = []
    for key in keys:
        penalties = comparison.penalties(key.text)
        if penalties is not None:
            distance = total(penalties)
            if distance < rank.HOPELESS:
                scored.append((distance, penalties, key))
    numbers = list(dict.fromkeys(ref.line for _, _, key in scored for ref in key.refs))
    lines = dict(zip(numbers, index.lines(numbers), strict=True))
    for distance, penalties, key in scored:
        for ref in key.refs:
            line = lines[ref.line]
            if line.entries[ref.entry].number == 1 and distance < first.get(ref.line, 9.0):
                first[ref.line] = distance
            for reading in readings:
                known = best.get(ref.line)
                if known is not None and known.distance <= distance + reading.cost:
                    continue
                full = distance + total(rank.place_distance(reading, ref, line))
                if known is None or full < known.distance:
                    best[ref.line] = Found(line, ref, key.refs, reading, full, penalties)


def _texts(index: TitleIndex, asked: Asked) -> list[tuple[str, list[Reading]]]:
    """Folded texts to look up, each with its readings, least guessed first: as typed, with curated abbreviations
    written out, and kana in romaji."""
    folded = [(reading, text) for reading in asked.readings if (text := index.folding.fold(reading.title))]
    texts: dict[str, list[Reading]] = {}
    for reading, text in folded:
        texts.setdefault(text, []).append(reading)
    typed = list(texts)[:TYPED]
    texts = {text: texts[text] for text in typed}
    for text, reading in _written(index, folded):
        texts.setdefault(text, []).append(reading)
    for reading, text in folded:
        if kana.is_kana(text) and len(text) > 2:
            spoken = index.folding.fold(kana.romaji(text))
            texts.setdefault(spoken, []).append(_costlier(reading, KANA_READ, f"{text} read as {spoken}"))
    ordered = sorted(texts.items(), key=lambda item: min(reading.cost for reading in item[1]))
    return ordered[:TEXTS]


def _written(index: TitleIndex, folded: list[tuple[Reading, str]]) -> list[tuple[str, Reading]]:
    """Texts with an abbreviation written out: the longest one that a text begins with. What follows it is kept for the
    shortest text only, and not at all where another reading is the abbreviation alone: the others are the same question
    with more words."""
    starts = {text: _starts(text) for _, text in folded}
    expansions = index.expansions(list({short for found in starts.values() for short, _ in found}))
    written: list[tuple[str, Reading]] = []
    alone: set[str] = set()
    shortest: dict[tuple[str, Wants], tuple[str, str, Reading]] = {}
    for reading, text in folded:
        known = [(short, rest) for short, rest in starts[text] if short in expansions]
        if not known:
            continue
        short, rest = max(known, key=lambda item: len(item[0]))
        titles = expansions[short].titles
        if not rest:
            alone.add(short)
            for title in titles:
                longer = _costlier(reading, ABBREVIATED, f"{short} stands for {title}")
                written.append((title, msgspec.structs.replace(longer, family=len(titles) > 1)))
        elif len(titles) == 1:
            before = shortest.get((short, reading.wants))
            if before is None or len(rest) < len(before[1]):
                shortest[short, reading.wants] = (short, rest, reading)
    for short, rest, reading in shortest.values():
        for title in () if short in alone else (*expansions[short].titles, *expansions[short].also):
            longer = _costlier(reading, ABBREVIATED_START, f"{short} stands for {title}")
            written.append((f"{title} {rest}", longer))
    return written


def _costlier(reading: Reading, cost: float, how: str) -> Reading:
    return msgspec.structs.replace(reading, cost=reading.cost + cost, how=(*reading.how, how))


def _starts(text: str) -> list[tuple[str, str]]:
    """What may be an abbreviation at the start of a folded text, with the rest of the text."""
    tokens = text.split(" ")
    found = [(compact(text), "")]
    found.extend(("".join(tokens[:count]), " ".join(tokens[count:])) for count in range(1, min(6, len(tokens))))
    if has_cjk(tokens[0]):
        found.extend((text[:count], text[count:]) for count in range(2, min(6, len(tokens[0]) - 1)))
    return found
