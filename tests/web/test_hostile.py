"""Titles and studios that want to do harm are shown as text, everywhere."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.web.hostile_site import STUDIO, TITLES, line_of
from tests.web.html_of import addresses, elements, offences, only, parsed, text_of

PAGES = (
    "/", "/season/2026/spring", "/season/2020/fall", "/season/2026/summer", "/calendar/2026-04", "/calendar/2026-05",
    "/calendar/2026-07", "/browse", "/studios", "/studio/b-studio-b", "/search?q=hostile", "/anime/hostile-0/forecasts",
    "/anime/hostile-3/forecasts",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_nothing_in_a_title_runs(hostile: TestClient, prefix: str, path: str) -> None:
    answer = hostile.get(prefix + path)
    assert answer.status_code in (200, 404)
    document = parsed(answer.text)
    assert offences(document) == []
    assert {image.get("src", "")[:1] for image in elements(document, "img")} <= {"/"}
    assert not list(elements(document, "b")) or "Studio" not in "".join(map(text_of, elements(document, "b")))
    assert "49" not in text_of(only(document, "title"))


def test_titles_stand_in_the_list_letter_by_letter(hostile: TestClient) -> None:
    document = parsed(hostile.get("/browse").text)
    shown = {"".join(link.itertext()).strip() for link in elements(document, "a")}
    for title in TITLES:
        assert title.strip() in shown


def test_titles_cannot_turn_the_text_around_them(hostile: TestClient) -> None:
    document = parsed(hostile.get("/browse").text)
    (turning,) = [span for span in elements(document, "span") if "\u202e" in "".join(span.itertext())]
    assert turning.get("dir") == "auto"


def test_links_to_studios_stay_on_the_site(hostile: TestClient) -> None:
    document = parsed(hostile.get("/season/2026/spring").text)
    links = {address for address in addresses(document) if address.startswith("/studio/")}
    assert len(links) >= len(TITLES) - 2  # some have no letters of their own but those of the others
    for link in links:
        assert hostile.get(link).status_code == 200, link
    assert STUDIO in [text_of(link) for link in elements(document, "a")]


def test_suggestions_carry_titles_as_data(hostile: TestClient) -> None:
    answer = hostile.get("/suggest?q=script")
    assert answer.headers["content-type"].startswith("application/json")
    assert "<script>alert(1)</script>" in [one["title"] for one in answer.json()["suggestions"]]


@pytest.mark.parametrize(
    "asked",
    ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "{{7*7}}", "%(asked)s %s", "\u202eabc", "'-alert(1)-'"],
)
def test_what_was_asked_is_shown_as_text(hostile: TestClient, asked: str) -> None:
    answer = hostile.get("/search", params={"q": asked})
    document = parsed(answer.text)
    assert offences(document) == []
    assert "49" not in text_of(only(document, "main"))


@pytest.mark.parametrize(
    "query", ["page=<script>", "status='\"><script>", "studio=<script>alert(1)</script>", "sort=%(name)s"]
)
def test_what_cannot_be_read_is_shown_as_text(hostile: TestClient, query: str) -> None:
    assert offences(parsed(hostile.get(f"/browse?{query}").text)) == []


def test_every_hostile_show_has_its_forecasts_page(hostile: TestClient) -> None:
    for number in range(len(TITLES)):
        assert hostile.get(f"/anime/{line_of(number)}/forecasts").status_code == 200
