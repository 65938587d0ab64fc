"""HTTP: caching, compression, HEAD, preferences, and addresses that lead nowhere."""

from __future__ import annotations

import gzip

import brotli
import pytest
from starlette.testclient import TestClient

from nextcour.web.app import create_app
from tests.web.html_of import elements, parsed, text_of


def test_a_page_that_the_reader_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/about")
    assert "max-age=" in first.headers["cache-control"]
    for sent in (first.headers["etag"], f"W/{first.headers['etag']}", f'"x", {first.headers["etag"]}'):
        again = client.get("/about", headers={"if-none-match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/about", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip;q=0.5", "gzip"), ("", None),
     ("brotli", None), ("gzip;q=1.2.3", "gzip"), ("br;q=.", None)],
)  # fmt: skip
def test_pages_are_compressed_as_the_reader_can_take_them(
    client: TestClient, accepted: str, encoding: str | None
) -> None:
    with client.stream("GET", "/about", headers={"accept-encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert "accept-encoding" in answer.headers["vary"]
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert undo(raw).startswith(b"<!doctype html>")


@pytest.mark.parametrize("path", ["/", "/season", "/browse", "/search", "/suggest?q=a", "/nowhere", "/static/site.css"])
def test_head_says_what_get_says(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    for name in ("content-length", "content-type", "etag"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    answer = client.request(method, "/ja/browse")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert parsed(answer.text).get("lang") == "ja"
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "language"), [("/x", "en"), ("/ja/x", "ja"), ("/zh/anime/x", "zh-Hans"), ("/japan", "en")]
)
def test_an_address_that_leads_nowhere_says_so_in_its_language(client: TestClient, path: str, language: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    document = parsed(answer.text)
    assert document.get("lang") == language
    assert any(link.get("href", "").endswith("/browse") for link in elements(document, "a"))


def test_below_the_api_a_program_is_answered(client: TestClient) -> None:
    answer = client.get("/api/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    "path", ["/%00", "/%ff%fe", "/anime/%00", "/anime/..%2f..%2fetc%2fpasswd", "/" + "a" * 5000,
             "/mal/99999999999999", "/mal/-1", "/mal/x", "/mal/%D9%A3", "/anilist/0", "/static/../app.py",
             "/static/%2e%2e/app.py"]
)  # fmt: skip
def test_odd_addresses_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_ids_of_providers_lead_to_the_show(client: TestClient) -> None:
    answer = client.get("/mal/41433")
    assert (answer.status_code, answer.headers["location"]) == (301, "/anime/akudama-drive")


def test_a_language_without_its_slash_leads_home(client: TestClient) -> None:
    assert client.get("/ja").headers["location"] == "/ja/"


def test_preferences_are_kept_in_a_cookie_and_change_the_titles(client: TestClient) -> None:
    answer = client.get("/preferences?titles=native&back=/anime/akudama-drive")
    assert (answer.status_code, answer.headers["location"]) == (303, "/anime/akudama-drive")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("titles=native;")
    for part in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie
    client.cookies.clear()
    plain, native = (client.get("/browse?sort=title", headers=sent) for sent in ({}, {"cookie": "titles=native"}))
    assert "アクダマドライブ" not in plain.text
    assert "アクダマドライブ" in native.text
    assert "cookie" in plain.headers["vary"]
    assert client.get("/browse?sort=title", headers={"cookie": 'titles="><script>'}).text == plain.text


def test_the_cookie_is_sent_over_tls_only_where_there_is_any(client: TestClient) -> None:
    answer = client.get("https://testserver/preferences?titles=native")
    client.cookies.clear()
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "back",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/%5Cevil.example", "javascript:alert(1)",
     "/x%0d%0aSet-Cookie:a=b", "%09//evil.example", "/%09/evil.example", "\\\\evil.example", "",
     "evil", "/" + "a" * 3000],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(client: TestClient, back: str) -> None:
    answer = client.get(f"/preferences?titles=native&back={back}")
    client.cookies.clear()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert len(answer.headers.get_list("set-cookie")) == 1


def test_a_preference_that_there_is_not_is_refused(client: TestClient) -> None:
    answer = client.get("/preferences?titles=klingon")
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_a_fault_of_ours_shows_a_page_and_no_trace_of_it() -> None:
    def broken() -> None:
        raise RuntimeError("secret detail")

    app = create_app(broken)  # type: ignore[arg-type]
    client = TestClient(app, raise_server_exceptions=False)  # without its start, which would fail
    answer = client.get("/zh/about")
    app.state.pictures.close()
    app.state.room.close()
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert parsed(answer.text).get("lang") == "zh-Hans"
    assert answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_too_much_at_once_is_told_to_come_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from nextcour.site import workroom

    monkeypatch.setattr(workroom, "WAITING", 0)
    for path in ("/search?q=busy", "/mal/41433"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert "Try again in a moment" in text_of(parsed(answer.text))
