"""Stable ASCII slugs: from the best Latin title, made unique by the year, then by a count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from nextcour.catalog.entry import Entry, TitleKind
from nextcour.franchise.title_base import read

LONGEST = 60
SHORTEST_ALIAS = 6  # letters
_ORDER = {TitleKind.TRANSLATED: 0, TitleKind.NATIVE: 0, TitleKind.ALIAS: 2, TitleKind.GENERATED: 3}


def ascii_slug(text: str) -> str:
    """Lower-case words of `text` joined by hyphens, at most 60 characters; empty when nothing is Latin."""
    text = re.sub(r"['’`´]", "", unicodedata.normalize("NFKD", text).replace("×", " x ").replace("&", " and "))
    plain = "".join(letter if letter.isascii() else "" if unicodedata.combining(letter) else " " for letter in text)
    words = re.findall(r"[a-z0-9]+", plain.lower())
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > LONGEST:
            break
        slug = f"{slug}-{word}" if slug else word[:LONGEST]
    return slug


def _latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(ord(letter) < 0x250 for letter in letters) >= 0.9 * len(letters)


def base_slug(entry: Entry) -> str:
    """Slug of the best Latin title: an English translation, the native title, another name, a generated romaji; when
    there is none the entry's id. A season the title states is cut off only where its base is left whole."""
    names = [title for title in entry.titles if _latin(title.text)]
    # An alias of one short word is mostly an acronym.
    names.sort(key=lambda t: (t.script != "Latn", _ORDER[t.kind], t.lang != "en", len(t.text) < SHORTEST_ALIAS))
    for title in names:
        slug = ascii_slug(title.text)
        if len(slug) >= 2 and read(title.text).season in (None, 1):
            return slug
    return ascii_slug(names[0].text) if names and len(ascii_slug(names[0].text)) >= 2 else entry.id.lower()


def unique(entries: Iterable[Entry]) -> dict[str, str]:
    """Slug by id of the given entries (the first of each line). Who premiered first keeps the plain slug, so that an
    addition never renames what was there before it."""
    taken: set[str] = set()
    slugs: dict[str, str] = {}
    for entry in sorted(entries, key=lambda e: (e.premiere.earliest is None, e.premiere, e.id)):
        plain = base_slug(entry)
        slug = plain
        if slug in taken and entry.premiere.year is not None:
            slug = f"{plain}-{entry.premiere.year}"
        if slug in taken:
            slug = f"{plain}-{entry.id.lower()}"
        taken.add(slug)
        slugs[entry.id] = slug
    return slugs
