from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.titles.build import AbbreviationUnknown, build
from nextcour.catalog.titles.grams import grams
from nextcour.catalog.titles.index import IndexDamaged, MemoryPages, TitleIndex
from nextcour.catalog.titles.match import match
from nextcour.catalog.titles.normalise import compact
from nextcour.catalog.titles.rows import Abbreviation
from nextcour.store import curated
from tests.catalog.titles import examples


def test_two_characters_have_grams() -> None:
    assert grams("銀魂") == {"^銀", "銀魂", "魂$"}
    assert grams("k") == {"^k$"}
    assert grams("刀") == {"^刀", "刀$", "^刀$"}
    assert grams("") == frozenset()


@given(st.text(alphabet="abcdef銀魂のかき", min_size=1, max_size=30))
def test_every_text_has_grams_made_of_it(text: str) -> None:
    found = grams(text)
    assert found
    assert all(gram.strip("^$") in text for gram in found)


def test_same_rows_same_pages() -> None:
    assert examples.pages() == examples.pages()
    backwards = build(reversed(list(examples.rows())), examples.ABBREVIATIONS, curated.han())
    assert backwards.keys() == examples.pages().keys()


def test_every_key_finds_itself(small: TitleIndex) -> None:
    count = sum(name[0] == "k" for name in examples.pages())
    for number, key in enumerate(small.keys(range(count))):
        assert number in small.candidates(compact(key.text), 120), key.text


def test_abbreviations_of_unknown_titles_are_refused_when_strict() -> None:
    wrong = Abbreviation("xyz", ("No Such Show",), "en")
    with pytest.raises(AbbreviationUnknown, match="xyz"):
        build(examples.rows(), [wrong], {}, strict=True)
    assert "axyz" not in build(examples.rows(), [wrong], {})


@pytest.mark.parametrize("missing", ["schema", "lengths", "han"])
def test_a_missing_head_is_told(missing: str) -> None:
    pages = examples.pages()
    del pages[missing]
    with pytest.raises(IndexDamaged, match="doctor"):
        TitleIndex(MemoryPages(pages))


def test_another_version_is_told() -> None:
    with pytest.raises(IndexDamaged, match="version"):
        TitleIndex(MemoryPages({**examples.pages(), "schema": b"0"}))


@pytest.mark.parametrize("kind", ["k", "l", "a", "han"])
def test_a_damaged_page_is_told(kind: str) -> None:
    pages = {name: b"\xc1 nonsense" if name.startswith(kind) else body for name, body in examples.pages().items()}
    with pytest.raises(IndexDamaged, match="doctor"):
        match(TitleIndex(MemoryPages(pages)), "aot")


def test_only_what_a_query_needs_is_read() -> None:
    asked: list[str] = []

    class Watched(MemoryPages):
        def get_many(self, names: object) -> dict[str, bytes]:
            assert isinstance(names, list | tuple)
            asked.extend(names)
            return dict(super().get_many(names))

    pages = examples.pages()
    match(TitleIndex(Watched(pages)), "銀魂")
    assert len(set(asked) & set(pages)) < len(pages) / 4
