"""Character grams: bigrams where the writing is Chinese, Japanese or Korean, trigrams elsewhere.

Both ends are padded, so that a two-character title (銀魂) has three grams and one wrong character leaves some.
"""

from __future__ import annotations

from nextcour.catalog.titles.normalise import is_cjk

START, END = "^", "$"


def grams(compacted: str) -> frozenset[str]:
    """Distinct grams of folded text without spaces; empty for empty text."""
    if not compacted:
        return frozenset()
    padded = START + compacted + END
    found = set()
    wide = [is_cjk(char) for char in padded]
    last = len(padded) - 2
    for index in range(len(padded) - 1):
        if wide[index] or wide[index + 1]:
            found.add(padded[index : index + 2])
        elif index < last and not wide[index + 2]:
            found.add(padded[index : index + 3])
    if len(compacted) == 1:
        found.add(padded)
    return frozenset(found)
