"""Which of an entry's titles to show."""

from __future__ import annotations

from collections.abc import Iterable

from nextcour.catalog.entry import Entry, Title, TitleKind


def latin_title(entry: Entry) -> str:
    """English first, then a Latin alias, then generated romaji, then the native title."""

    def rank(title: Title) -> tuple[int, int]:
        if title.script != "Latn":
            return 9, 0
        if title.lang == "en" and title.kind is not TitleKind.GENERATED:
            return 0, 0
        # Two-letter aliases are abbreviations; a longer one is more likely the name.
        order = {TitleKind.NATIVE: 1, TitleKind.TRANSLATED: 2, TitleKind.ALIAS: 3, TitleKind.GENERATED: 4}[title.kind]
        return order + (2 if len(title.text) <= 4 else 0), 0

    best = min(entry.titles, key=rank)
    return best.text if best.script == "Latn" else entry.title


def titles_by_language(entry: Entry) -> dict[str, str]:
    """The first title of each language, best kind first; aliases of unknown language (`und`) are left out."""
    chosen: dict[str, str] = {}
    for title in _by_kind(entry.titles):
        if title.lang != "und":
            chosen.setdefault(title.lang, title.text)
    return chosen


def _by_kind(titles: Iterable[Title]) -> list[Title]:
    order = list(TitleKind)
    return sorted(titles, key=lambda title: order.index(title.kind))
