"""What survives of a title, and its script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.text import MAX_TITLE, clean, is_clean, script_of


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Spy\u3000× \t Family\n", "Spy × Family"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;window title\x07name", "name"),
        ("\x9b31mred", "red"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("nul\x00l", "nul l"),
        ("\ue000\ud800x", "x"),
        ("e\u0301", "é"),
        ("Z\u0315\u0315\u0315\u0315\u0315\u0315!", "Z\u0315\u0315\u0315!"),
        ("けいおん!!", "けいおん!!"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(max_size=400))
def test_what_is_clean_stays_as_it_is_and_prints_on_one_line(text: str) -> None:
    once = clean(text)
    assert is_clean(once)
    assert len(once) <= MAX_TITLE
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for char in once)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("銀魂", "Hani"),
        ("進撃の巨人", "Jpan"),
        ("アイドルマスター SideM", "Jpan"),
        ("夏・冬", "Hani"),
        ("Fate/stay night", "Latn"),
        ("Pokémon", "Latn"),
        ("귀멸의 칼날", "Kore"),
        ("Наруто", "Cyrl"),
        ("Нaruto", "Zyyy"),
        ("นารูโตะ", "Zyyy"),
        ("86", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script
