"""A site without a single show has its pages all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nextcour.store.shelf import write
from nextcour.web.app import create_app
from tests.sample_site import open_sample
from tests.web.html_of import offences, parsed


def test_pages_of_an_empty_shelf(tmp_path: Path) -> None:
    path = tmp_path / "shelf.sqlite"
    write([], [], path)
    with TestClient(create_app(lambda: open_sample(path)), follow_redirects=False) as client:
        for address in (
            "/",
            "/season",
            "/calendar",
            "/browse",
            "/studios",
            "/track-record",
            "/about",
            "/search?q=akudama",
        ):
            answer = client.get(address)
            assert answer.status_code == (404 if "q=" in address else 200), address
            assert offences(parsed(answer.text)) == []
        assert client.get("/studio/mappa").status_code == 404
        assert client.get("/suggest?q=akudama").json() == {"suggestions": []}


@pytest.mark.parametrize("path", ["/search?q=akudama+drive", "/search?q=fate", "/suggest?q=aku"])
def test_what_was_asked_before_is_answered_alike(client: TestClient, path: str) -> None:
    first, again = client.get(path), client.get(path)
    assert (first.status_code, first.content, first.headers.get("location")) == (
        again.status_code,
        again.content,
        again.headers.get("location"),
    )
