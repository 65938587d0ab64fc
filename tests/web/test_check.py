"""The page that checks an article: what is pasted, what is fetched, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from starlette.testclient import TestClient

from nextcour.http.errors import Refused
from nextcour.http.public_only import FetchedPage
from nextcour.web import check_routes
from nextcour.web.app import create_app
from tests.sample_site import open_sample

ARTICLE = """Akudama Drive season 2: everything we know

Akudama Drive premiered on October 8, 2020. The anime was produced by studio Madhouse and ran for 12 episodes.
No second season of Akudama Drive has been announced. Fans can probably expect it in 2030.
"""


@pytest.fixture
def client(shelf_file: Path) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: open_sample(shelf_file))) as found:
        yield found


def test_a_pasted_article_comes_back_with_a_verdict_on_each_claim(client: TestClient) -> None:
    page = client.post("/check", data={"text": ARTICLE})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert 'href="/anime/akudama-drive"' in page.text
    assert '<li id="c1" class="supported">' in page.text
    assert 'class="contradicted"' in page.text, "the studio is another one"
    assert "Right: Studio Pierrot" in page.text or "Right: Pierrot" in page.text


@pytest.mark.parametrize("path", ["/check", "/ja/check", "/zh/check"])
def test_the_form_is_there_in_every_language_and_works_without_scripts(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert f'action="{path}" method="post"' in page.text
    assert client.post(path, data={"text": ""}).status_code == 400


def test_what_is_pasted_is_shown_as_text(client: TestClient) -> None:
    hostile = (
        '<script>alert(1)</script> "Akudama Drive" <img src=x onerror=alert(1)> premiered on October 8, 2020. ' * 3
    )
    page = client.post("/check", data={"text": hostile})
    assert "<script>alert" not in page.text
    assert "onerror=alert(1)>" not in page.text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "\x00\x01",
        "Lorem ipsum dolor sit amet. " * 40,
        "\u202eevil",
        "💥" * 300,
        "{{7*7}} {% include 'base.html' %}",
    ],
)
def test_no_article_is_clear_words(client: TestClient, text: str) -> None:
    page = client.post("/check", data={"text": text})
    assert page.status_code in (200, 422)
    assert "49" not in page.text or "7*7" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_too_much_and_something_else_are_refused(client: TestClient) -> None:
    assert client.post("/check", data={"text": "a" * 60_001}).status_code == 413
    assert client.post("/check", content=b"text=" + b"a" * 700_000, headers=_FORM).status_code == 413
    assert client.post("/check", json={"text": ARTICLE}).status_code == 400
    assert client.post("/check", content=b"text=\xff\xfe", headers=_FORM).status_code == 400
    assert client.post("/check", content="&".join(f"a{n}=1" for n in range(100)), headers=_FORM).status_code == 400


_FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://user:secret@127.0.0.1/",
    ],
)
def test_an_address_inside_is_never_fetched(client: TestClient, address: str) -> None:
    page = client.post("/check", data={"url": address})
    assert page.status_code == 422
    assert "root:" not in page.text
    assert "secret" not in page.text.replace(f'value="{address}"', "")


def test_a_public_address_is_fetched_within_bounds(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, float]] = []

    def fetched(url: str, *, limit: int, seconds: float) -> FetchedPage:
        asked.append((url, limit, seconds))
        return FetchedPage(url=url, media_type="text/plain", body=ARTICLE.encode())

    monkeypatch.setattr(check_routes, "fetch_public", fetched)
    page = client.post("/check", data={"url": "https://example.org/article"})
    assert page.status_code == 200
    assert 'class="contradicted"' in page.text
    ((url, limit, seconds),) = asked
    assert url == "https://example.org/article"
    assert limit <= 5 * 2**20
    assert seconds <= 30

    def refused(url: str, *, limit: int, seconds: float) -> FetchedPage:
        raise Refused("It answered 403.")

    monkeypatch.setattr(check_routes, "fetch_public", refused)
    told = client.post("/check", data={"url": "https://example.org/article"})
    assert told.status_code == 422
    assert "It answered 403." in told.text


def test_who_has_too_much_checked_waits(client: TestClient) -> None:
    answers = [client.post("/check", data={"text": "x"}).status_code for _ in range(14)]
    assert answers[0] == 422 or answers[0] == 200
    assert answers[-1] == 429
    assert client.get("/check").status_code == 200
