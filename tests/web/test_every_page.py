"""What holds for every page: well-formed, no code in it, one heading, links that lead somewhere, headers."""

from __future__ import annotations

from collections import Counter

import pytest
from starlette.testclient import TestClient

from nextcour.web.security import CSP
from tests.web.html_of import addresses, elements, offences, only, parsed

PAGES = (
    "/", "/season", "/season/2026/spring", "/season/2020/fall", "/season/2026/summer", "/calendar",
    "/calendar/2020-10", "/studios", "/browse", "/browse?status=NOT_ANNOUNCED&sort=title", "/search",
    "/search?q=qqqqzzzz", "/track-record", "/about", "/preferences", "/anime/akudama-drive", 
    "/anime/akudama-drive/forecasts",
    "/nowhere",
    "/browse?page=x",
)  # fmt: skip
LANGUAGES = ("", "/ja", "/zh")
_OF_A_KIND = {"": 12, "/ja": 2, "/zh": 2}  # pages of one kind that the crawl reads


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_nothing_in_it_runs(client: TestClient, prefix: str, path: str) -> None:
    answer = client.get(prefix + path)
    document = parsed(answer.text)
    assert offences(document) == []
    only(document, "h1")
    only(document, "main")
    assert document.get("lang") == {"": "en", "/ja": "ja", "/zh": "zh-Hans"}[prefix]
    only(document, "title")
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for table in elements(document, "table"):
        assert len(list(elements(table, "caption"))) == 1
        assert all(head.get("scope") for head in elements(table, "th"))
    for image in elements(document, "img"):
        assert image.get("alt")
        # A badge is as wide as its words.
        assert image.get("width") or image.get("src", "").startswith("/badge/")
        assert image.get("height") or image.get("src", "").startswith("/badge/")
    labelled = {label.get("for") for label in elements(document, "label")}
    inside = {id(field) for label in elements(document, "label") for field in label.iter()}
    for kind in ("input", "select"):
        for field in elements(document, kind):
            assert field.get("type") == "hidden" or field.get("id") in labelled or id(field) in inside


@pytest.mark.parametrize("path", [*PAGES, "/suggest?q=a", "/static/site.css", "/preferences?titles=native"])
def test_every_response_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_link_of_the_site_leads_somewhere(client: TestClient, prefix: str) -> None:
    waiting, seen, read, broken = [f"{prefix}/"], {f"{prefix}/"}, Counter[str](), []
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code not in (200, 303):
            broken.append((path, answer.status_code))
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for address in sorted(addresses(parsed(answer.text)) - seen):
            kind = address.removeprefix(prefix).split("?")[0].split("/")[1]
            elsewhere = not address.startswith(f"{prefix}/") or (not prefix and kind in ("ja", "zh"))
            if (elsewhere and not address.startswith("/static/")) or read[kind] >= _OF_A_KIND[prefix]:
                continue
            read[kind] += 1
            seen.add(address)
            waiting.append(address)
    assert broken == []
    assert {"anime", "season", "calendar", "browse", "studios", "track-record", "about"} <= set(read)


def test_a_page_weighs_little(client: TestClient) -> None:
    whole = 0
    for path in ("/browse", "/static/site.css", "/static/suggest.js", "/static/icon.svg"):
        whole += int(client.get(path, headers={"accept-encoding": "br"}).headers["content-length"])
    assert whole < 60_000
    assert len(client.get("/static/site.css").content) < 16_000
