"""The forms of a title that a query may repeat: all of it, without its number, the part before or after a subtitle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nextcour.catalog.titles import kana, markers
from nextcour.catalog.titles.normalise import Folding, clean, compact, has_cjk
from nextcour.catalog.titles.rows import Form

_SPLIT = re.compile(
    r"\s*[:：]\s+|(?<=[\u3040-\u9fff])[:：]|\s*[~〜～―]+\s*|\s+[-–—‐−‒]+\s*|(?<=[^\s\-])[-–—‐−‒]+\s+|[「『(\[（【]|──|\s*[-–—‐−‒](?=[^-–—‐−‒]{2,}[-–—‐−‒]\s*$)|(?<=\w)\s*[<《]"
)
_YEAR = re.compile(r"\s*\((?:19|20)\d\d\)")  # sources add it to tell remakes apart
_MIN_TAIL = 6
_MIN_TAIL_CJK = 4


def _long_enough(folded: str, latin: int, cjk: int) -> bool:
    text = compact(folded)
    return len(text) >= (cjk if has_cjk(text) else latin)


def heads(text: str) -> Iterator[str]:
    """Parts of cleaned `text` before a subtitle: at a colon, dash, tilde or bracket; in Japanese and Chinese at a
    space too, when the part has two characters or more."""
    text = text.strip(' 「」『』【】[]()（）"“”') if text[:1] in '「『【[(（"“' else text
    match = _SPLIT.search(text, 1)
    if match:
        yield text[: match.start()]
    if has_cjk(text):
        first, _, rest = text.partition(" ")
        if rest and len(first) > 1 and has_cjk(first) and (not match or len(first) < match.start()):
            yield first


def tails(text: str) -> Iterator[str]:
    """The part of cleaned `text` after a subtitle's sign."""
    match = _SPLIT.search(text, 1)
    if match:
        yield text[match.end() :]


def forms(title: str, folding: Folding) -> Iterator[tuple[str, Form, int | None, bool]]:
    """Folded text, form, the season stated (None when none is) and whether that was a lone number, for each form of
    `title`. Texts may repeat."""
    text = clean(title).lower()
    whole = folding.fold_clean(text)
    if not whole:
        return
    said = markers.read(text)
    yield whole, Form.FULL, said.season, said.bare
    if kana.is_kana(whole):
        yield folding.fold_clean(kana.romaji(whole)), Form.FULL, said.season, said.bare
    base = folding.fold_clean(said.base) if said.explicit or said.bare else whole
    if base and base != whole:
        extra = (said.movie or said.ova) and said.season is None
        yield base, Form.STEM if extra else Form.BASE, said.season, said.bare
    undated = _YEAR.sub("", said.base)
    if undated != said.base:
        dated_base = folding.fold_clean(undated)
        if dated_base:
            yield dated_base, Form.BASE, said.season, said.bare
    for head in heads(said.base if said.explicit else text):
        marked = markers.read(head)
        season, bare = (marked.season, marked.bare) if said.season is None else (said.season, said.bare)
        folded = folding.fold_clean(head)
        if folded and folded != whole:
            yield folded, Form.HEAD, season, bare
            if marked.explicit or marked.bare:
                short = folding.fold_clean(marked.base)
                if short:
                    yield short, Form.HEAD, season, bare
            if kana.is_kana(folded):
                yield folding.fold_clean(kana.romaji(folded)), Form.HEAD, season, bare
    for tail in tails(said.base if said.explicit else text):
        folded = folding.fold_clean(tail)
        if _long_enough(folded, _MIN_TAIL, _MIN_TAIL_CJK):
            yield folded, Form.TAIL, said.season, said.bare
