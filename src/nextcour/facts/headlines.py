"""Which show a news headline is about. A headline is evidence with a link, never by itself a status.

Titles are looked up by the caller's `lookup`: exact matches of a title (however it folds spelling), every record that
has it. Nothing here guesses: a headline whose title is not found, or belongs to several records, stays unmatched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from nextcour.catalog.text import clean
from nextcour.facts.observation import Key

Lookup = Callable[[str], Sequence[Key]]

MOST_WORDS = 24  # of a headline that are looked at
MOST_TITLE = 14  # words of a title
_PREFIX = re.compile(r"^(?:news|update[d]?|interest|industry comments?|video|report)\s*:\s*", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“「『‘](?P<title>[^\"”」』’]{2,150})[\"”」』’](?!\w)")
_POSSESSIVE = re.compile(r"['’]s?$")
# Words that follow a title in a headline.
_AFTER_TITLES = """
anime animation manga manhwa novel novels light tv film films movie movies ova oad ona original net web series season
seasons cour part sequel prequel spinoff spin-off special specials episode episodes compilation live-action game stage
musical 1st 2nd 3rd 4th 5th 6th 7th 8th 9th first second third fourth fifth final new gets get reveals reveal unveils
unveil announces announced announce streams streamed streaming casts cast adds listed lists premieres premiere debuts
debut delayed delays delay returns return to is will has begins begin ends end continues confirmed confirms posts
previews teases slated opens heads wins tops green-lit greenlit resumes launches launch trailer teaser visual video
promo staff
"""
_CUES = frozenset(_AFTER_TITLES.split())
# Words after which a title may begin, besides the start.
_BEFORE = frozenset(
    {"streams", "licenses", "adds", "screens", "dubs", "dub", "simulcasts", "acquires", "announces", "of"}
)


def candidates(headline: str) -> Iterator[str]:
    """Texts of `headline` that may be a title, the longest first: quoted ones, then what stands before a word that
    follows titles in headlines. Each once."""
    text = _PREFIX.sub("", clean(headline))
    seen: set[str] = set()
    for found in _QUOTED.finditer(text):
        yield from _new(found["title"], seen)
    words = text.split()[:MOST_WORDS]
    starts = [0, *(place + 1 for place, word in enumerate(words) if word.casefold() in _BEFORE)]
    for start in starts:
        for end in range(min(len(words), start + MOST_TITLE), start, -1):
            if end < len(words) and not _is_cue(words, end):
                continue
            piece = words[start:end]
            if len(piece) == 1 and (end == len(words) or len(piece[0]) < 3 or start or _is_cue(words, start)):
                continue  # one word needs to be followed by more, and to begin the headline
            yield from _new(_POSSESSIVE.sub("", " ".join(piece)).rstrip(",:;-–—"), seen)


def _new(text: str, seen: set[str]) -> Iterator[str]:
    text = text.strip(" ,.")
    if text and text not in seen:
        seen.add(text)
        yield text


def _is_cue(words: Sequence[str], place: int) -> bool:
    """Whether the title can end before `place`: a cue follows, or the word before it is a possessive."""
    word = words[place].casefold().strip(",.:;!?\"'’“”()")
    return _POSSESSIVE.sub("", word) in _CUES or bool(re.search(r"['’]s?$", words[place - 1]))


def exact(titles: Iterable[tuple[str, Key]], fold: Callable[[str], str]) -> Lookup:
    """A lookup in memory: `titles` with their records, compared as `fold` spells them. Several entries of a franchise
    may be given one key: then their common title is no ambiguity."""
    table: dict[str, set[Key]] = {}
    for title, key in titles:
        folded = fold(title)
        if folded:
            table.setdefault(folded, set()).add(key)
    return lambda title: sorted(table.get(fold(title), ()))


def about(headline: str, lookup: Lookup, cited: Sequence[str] = ()) -> Key | None:
    """The record that `headline` is about, None when no title in it is known or the best one is that of several.

    `cited` are titles that the source itself marked; they are looked up first.
    """
    for text in (*(clean(each) for each in cited), *candidates(headline)):
        found = set(lookup(text)) if text else set()
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return None
