"""Which patterns a text can spare itself."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.titles import question
from nextcour.catalog.titles.question import _Peeler

_ASCII = st.text(st.characters(max_codepoint=127), max_size=60).map(str.lower)
_WORDS = st.lists(
    st.sampled_from([*"期のは吗가いつ進撃の巨人", "いつ", "언제", "什么时候", "2026", " ", "?", "テレビアニメ"])
).map("".join)


def _all() -> tuple[_Peeler, ...]:
    return (*question._LEADS, *question._TRAILS)


@given(_ASCII)
def test_no_pattern_of_another_script_matches_plain_ascii(text: str) -> None:
    for peeler in _all():
        if not peeler._latin:
            assert re.search(peeler._source, text) is None


@given(_WORDS)
def test_no_latin_pattern_matches_a_text_without_latin_letters(text: str) -> None:
    for peeler in _all():
        if peeler._latin:
            assert re.search(peeler._source, text) is None


def test_skipping_a_pattern_still_strips_the_text() -> None:
    assert [peeler.peel(" 12 ") for peeler in _all()] == ["12"] * len(_all())
