"""Headlines find their shows by exact titles, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.headlines import about, candidates, exact
from nextcour.facts.observation import Key, Provider

TITLES = {
    "tower of dusk": ("dusk",),
    "tower of dusk season 2": ("dusk-2",),
    "kino": ("kino",),
    "re:zero": ("rezero",),
    "4-nin no uso": ("uso",),
    "is it dusk": ("is-it",),
    "new game!": ("new-game",),
    "monster": ("monster", "monster-film"),
    "love, again": ("love",),
    "fate": ("fate",),
}


def lookup(title: str) -> Sequence[Key]:
    return [Key(Provider.ENTRY, slug) for slug in TITLES.get(title.casefold(), ())]


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Tower of Dusk Anime Gets 2nd Season in 2027", "dusk"),
        ("Tower of Dusk Season 2 Anime Reveals New Visual, April Debut", "dusk-2"),
        ("Tower of Dusk's 2nd Season Delayed", "dusk"),
        ("News: Tower of Dusk TV Anime Unveils Cast", "dusk"),
        ("“Tower of Dusk” Film Listed With 100-Minute Runtime", "dusk"),
        ("Crunchyroll Streams Tower of Dusk Anime", "dusk"),
        ("Kino Anime's Teaser Reveals Cast, Staff", "kino"),
        ("4-Nin no Uso Comedy Anime's Teaser Reveals Cast", None),
        ("4-Nin no Uso Anime's Teaser Reveals Cast", "uso"),
        ("Is It Dusk Anime Confirms Sequel", "is-it"),
        ("New Game! Anime Gets Season 3", "new-game"),
        ("Love, Again Manga Gets TV Anime", "love"),
        ("Monster Anime Returns", None),
        ("Re:ZERO Season 4 Slated for 2026", "rezero"),
        ("Fate", None),
        ("Voice Actor Talks About Fate", None),
        ("North American Anime, Manga Releases, November 15-21", None),
        ("", None),
    ],
)
def test_a_headline_is_about_the_show_whose_title_stands_in_it(headline: str, slug: str | None) -> None:
    assert about(headline, lookup) == (None if slug is None else Key(Provider.ENTRY, slug))


def test_a_title_that_the_source_marked_comes_first() -> None:
    assert about("Kino Anime Gets Sequel", lookup, cited=("Tower of Dusk",)) == Key(Provider.ENTRY, "dusk")
    assert about("Kino Anime Gets Sequel", lookup, cited=("", "unknown")) == Key(Provider.ENTRY, "kino")


def test_the_longer_title_wins() -> None:
    texts = list(candidates("Tower of Dusk Season 2 Anime Gets Trailer"))
    assert texts.index("Tower of Dusk Season 2") < texts.index("Tower of Dusk")


@given(st.text(max_size=3000))
def test_any_text_gives_few_candidates_each_once(text: str) -> None:
    found = list(candidates(text))
    assert len(found) == len(set(found)) <= 500
    assert all(found)


def test_a_lookup_folds_spelling_and_several_records_stay_several() -> None:
    one, two = Key(Provider.ENTRY, "one"), Key(Provider.ENTRY, "two")
    lookup = exact([("Tower", one), ("TOWER", two), ("Dusk", one), ("dusk", one), ("", two)], str.casefold)
    assert (lookup("tower"), lookup("DUSK"), lookup(""), lookup("x")) == ([one, two], [one], [], [])


def test_a_headline_about_no_show_in_particular_is_about_none() -> None:
    lookup = exact([(word, Key(Provider.ENTRY, word)) for word in ("New", "Original", "Final", "Anime")], str.casefold)
    for headline in ("New Anime Season Begins", "Original Anime Film Announced", "Anime Streaming Service Launches"):
        assert about(headline, lookup) is None
