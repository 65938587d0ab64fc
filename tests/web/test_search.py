"""Searching and suggesting, with what people type and what they should not."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.web.html_of import elements, only, parsed, text_of


@pytest.mark.parametrize("asked", ["akudama drive", "アクダマドライブ", "akudama drive season 2", "  Akudama   DRIVE "])
def test_a_single_winner_is_gone_to(client: TestClient, asked: str) -> None:
    answer = client.get("/search", params={"q": asked})
    assert (answer.status_code, answer.headers["location"]) == (302, "/anime/akudama-drive")


def test_in_another_language_the_winner_is_shown_in_it(client: TestClient) -> None:
    assert client.get("/ja/search?q=akudama+drive").headers["location"] == "/ja/anime/akudama-drive"


def test_the_form_works_without_scripts(client: TestClient) -> None:
    document = parsed(client.get("/").text)
    (form,) = [form for form in elements(document, "form") if form.get("role") == "search"]
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert [field.get("name") for field in elements(form, "input")] == ["q"]


def test_nothing_found_says_so(client: TestClient) -> None:
    answer = client.get("/search?q=qqqqzzzzxx")
    assert answer.status_code == 404
    text = text_of(only(parsed(answer.text), "main"))
    assert "Nothing in the catalogue is called “qqqqzzzzxx”." in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=" + "a" * 501, "500 characters are the most"),
        ("q=%00%01", "no letters or digits"),
        ("q=%E2%80%AE", "no letters or digits"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_words(client: TestClient, query: str, words: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 400
    assert words in text_of(parsed(answer.text))


@pytest.mark.parametrize("query", ["", "q=", "q=+++", "other=1"])
def test_without_a_question_the_page_explains_itself(client: TestClient, query: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200
    assert "Type a title as you would anywhere" in text_of(parsed(answer.text))


@pytest.mark.parametrize(
    "query",
    ["q=%ff%fe", "q=a%00b", "q[]=1", "q=%F0%9F%98%80", "q=" + "%E9%95%B7" * 400, "q=id:akudama-drive",
     "q=%0d%0aSet-Cookie:x", "q=../../etc/passwd", "q='; DROP TABLE item;--", "q=" + "x" * 40_000, "q=" + "a+" * 240],
)  # fmt: skip
def test_odd_questions_end_in_a_page(client: TestClient, query: str) -> None:
    for path in ("/search", "/suggest"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code in (200, 302, 400, 404)
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("typed", "line"),
    [("aku", "akudama-drive"), ("アクダマ", "akudama-drive"), ("drive", "akudama-drive"), ("進撃", "attack-on-titan"),
     ("shingeki no k", "attack-on-titan"), ("akudamma driv", "akudama-drive")],
)  # fmt: skip
def test_suggestions_come_in_any_script(client: TestClient, typed: str, line: str) -> None:
    found = client.get("/suggest", params={"q": typed}).json()["suggestions"]
    assert f"/anime/{line}" in [one["url"] for one in found]
    assert len(found) <= 8


def test_suggestions_name_what_matched_where_it_is_not_the_title(client: TestClient) -> None:
    (one,) = [
        one for one in client.get("/suggest?q=shingeki").json()["suggestions"] if one["url"] == "/anime/attack-on-titan"
    ]
    assert one["about"].startswith("Shingeki no Kyojin")


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=%20"])
def test_nothing_typed_suggests_nothing(client: TestClient, query: str) -> None:
    assert client.get(f"/suggest?{query}").json() == {"suggestions": []}


def test_suggestions_follow_the_language(client: TestClient) -> None:
    (one,) = client.get("/ja/suggest?q=akudama").json()["suggestions"]
    assert (one["title"], one["lang"], one["url"]) == ("アクダマドライブ", "ja", "/ja/anime/akudama-drive")
