"""Which of an entry's titles to show."""

from __future__ import annotations

from nextcour.catalog.entry import Entry, Title, TitleKind

# Aliases this short are abbreviations more often than names.
SHORT = 4
_ORDER = list(TitleKind)


def latin_title(entry: Entry) -> str:
    """English first, then another Latin title that a source carries, else the native one.

    Romaji made by a library is not shown: it misreads names too often (it is there to be searched).
    """
    latin = [t for t in entry.titles if t.script == "Latn" and t.kind is not TitleKind.GENERATED]
    if not latin:
        return entry.title

    def rank(title: Title) -> tuple[bool, bool, int]:
        return title.lang != "en", len(title.text) <= SHORT, _ORDER.index(title.kind)

    return min(latin, key=rank).text


def titles_by_language(entry: Entry) -> dict[str, str]:
    """The first title of each language, best kind first; aliases of unknown language (`und`) are left out."""
    chosen: dict[str, str] = {}
    for title in sorted(entry.titles, key=lambda title: _ORDER.index(title.kind)):
        if title.lang != "und":
            chosen.setdefault(title.lang, title.text)
    return chosen
