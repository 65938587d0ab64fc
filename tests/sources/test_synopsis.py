"""Synopses: whose words they are, and what of them is quoted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nextcour.catalog.entry import Ids
from nextcour.http.client import Http
from nextcour.http.policy import Policy
from nextcour.sources.synopsis import MOST, fetch, shortened, shown
from tests.replay.anilist import AniListServer, disabled, titles
from tests.replay.jikan import JikanServer, anime


@pytest.fixture
def http() -> Iterator[Http]:
    with Http({"127.0.0.1": Policy(attempts=1)}, sleep=lambda _: None) as client:
        yield client


def media(text: str | None) -> dict[str, object]:
    return titles()[0] | {"description": text}


def test_anilist_is_asked_first_and_its_words_are_credited(http: Http) -> None:
    record = media("A town <i>in</i> the clouds.<br><br>(Source: the publisher)")
    with AniListServer([record]) as first, JikanServer(anime()) as second:
        found, why = fetch(
            http, Ids(anilist=record["id"], mal=700001), anilist_url=first.base, jikan_url=second.address
        )
    assert found is not None
    assert (found.source, found.text, found.cut) == ("AniList", "A town in the clouds. (Source: the publisher)", False)
    assert found.url == f"https://anilist.co/anime/{record['id']}"
    assert why == ()


def test_myanimelist_is_asked_where_anilist_has_none_or_is_down(http: Http) -> None:
    rows = [anime()[0] | {"synopsis": "Clouds everywhere. [Written by MAL Rewrite]"}]
    for record, down in ((media(None), False), (media("x"), True)):
        with AniListServer([record]) as first, JikanServer(rows) as second:
            if down:
                first.misbehave(lambda _: disabled(), always=True)
            ids = Ids(anilist=record["id"], mal=700001)
            found, why = fetch(http, ids, anilist_url=first.base, jikan_url=second.address)
        assert found is not None
        assert (found.source, found.url) == ("MyAnimeList", "https://myanimelist.net/anime/700001")
        assert len(why) == 1
        assert why[0].startswith("AniList: ")


def test_nothing_is_asked_without_an_id(http: Http) -> None:
    found, why = fetch(http, Ids(), anilist_url="http://127.0.0.1:9", jikan_url="http://127.0.0.1:9/v4")
    assert found is None
    assert why == ("AniList: no id of the show there is known", "MyAnimeList: no id of the show there is known")


@pytest.mark.parametrize(
    ("text", "kept", "whole"),
    [
        ("A. ~!B dies.!~ C.", "A. C.", "A. B dies. C."),
        ("A. ~!B dies.", "A.", "A. B dies."),
        ("A. <span class='markdown_spoiler'><span>B dies.</span></span> C.", "A. C.", "A. B dies. C."),
        ("A &amp; B <script>alert(1)</script>C", "A & B C", "A & B C"),
        ("A\x1b[31m\u202e B\n\nC", "A B C", "A B C"),
    ],
)
def test_what_is_marked_as_a_spoiler_is_left_out(text: str, kept: str, whole: str) -> None:
    assert shown(text, spoilers=False) == kept
    assert shown(text, spoilers=True) == whole


def test_a_long_synopsis_ends_with_a_sentence() -> None:
    text = "This is a sentence. " * 60
    told, cut = shortened(text.strip())
    assert cut
    assert told.endswith("sentence. …")
    assert len(told) <= MOST
    told, cut = shortened("word " * 400)
    assert cut
    assert len(told) <= MOST
    told, cut = shortened("x" * 5000)
    assert cut
    assert len(told) <= MOST
    assert shortened("Short.") == ("Short.", False)
