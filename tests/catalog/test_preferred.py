"""Which title is shown."""

from __future__ import annotations

import pytest

from nextcour.catalog.entry import Entry, Format, Title, TitleKind
from nextcour.catalog.preferred import latin_title, titles_by_language

NATIVE = Title("鬼滅の刃", "ja", "Jpan", TitleKind.NATIVE, "test")
ENGLISH = Title("Demon Slayer", "en", "Latn", TitleKind.TRANSLATED, "test")
ALIAS = Title("Kimetsu no Yaiba", "und", "Latn", TitleKind.ALIAS, "test")
SHORT = Title("KnY", "und", "Latn", TitleKind.TRANSLATED, "test")
MADE = Title("Oni metsu no ha", "ja-Latn", "Latn", TitleKind.GENERATED, "cutlet")


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        ((NATIVE, MADE), "鬼滅の刃"),
        ((NATIVE, SHORT, MADE), "KnY"),
        ((NATIVE, SHORT, ALIAS, MADE), "Kimetsu no Yaiba"),
        ((NATIVE, SHORT, ALIAS, ENGLISH, MADE), "Demon Slayer"),
    ],
)
def test_latin_title(titles: tuple[Title, ...], shown: str) -> None:
    assert latin_title(Entry(id="x", titles=titles, format=Format.TV)) == shown


def test_titles_by_language() -> None:
    entry = Entry(id="x", titles=(NATIVE, MADE, ALIAS, ENGLISH), format=Format.TV)
    assert titles_by_language(entry) == {"ja": "鬼滅の刃", "en": "Demon Slayer", "ja-Latn": "Oni metsu no ha"}
