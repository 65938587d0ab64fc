"""Slugs: plain, unique, and kept by who was there first."""

from __future__ import annotations

import pytest

from nextcour.franchise.slugs import ascii_slug, base_slug, unique
from tests.franchise.examples import entry


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Akudama Drive", "akudama-drive"),
        ("SPY×FAMILY", "spy-x-family"),
        ("Café & Crème", "cafe-and-creme"),
        ("Don't", "dont"),
        ("銀魂", ""),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>\x1b[31m", "script-31m"),
        ("x" * 300, "x" * 60),
    ],
)
def test_ascii_slug(text: str, slug: str) -> None:
    assert ascii_slug(text) == slug


def test_a_slug_is_cut_between_words() -> None:
    assert (
        ascii_slug("that time i got reincarnated as a slime and it was rather long indeed")
        == "that-time-i-got-reincarnated-as-a-slime-and-it-was-rather"
    )


def test_english_then_alias_then_id() -> None:
    assert base_slug(entry("e1", "星", "2020-01-01", english="The Star", alias="Hoshi")) == "the-star"
    assert base_slug(entry("e1", "星", "2020-01-01", alias="Hoshi no Machi")) == "hoshi-no-machi"
    assert base_slug(entry("bgm7", "星", "2020-01-01")) == "bgm7"


def test_who_premiered_first_keeps_the_plain_slug() -> None:
    old = entry("e1", "星", "2001-01-01", english="The Star")
    new = entry("e2", "星", "2019-01-01", english="The Star")
    again = entry("e3", "星", "2019-05-01", english="The Star")
    assert unique([again, new, old]) == {"e1": "the-star", "e2": "the-star-2019", "e3": "the-star-e3"}
