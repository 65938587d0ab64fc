"""`nextcour.Client` against the real application, and against servers that misbehave."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

import nextcour
from nextcour import client as client_module
from nextcour.client import ApiError, ApiUnreachable
from nextcour.site.site import Site
from nextcour.web.app import create_app
from tests.sample_site import TODAY, open_sample


@pytest.fixture(scope="module")
def address(shelf_file: Path) -> Iterator[str]:
    """The application on a port of this machine."""
    app = create_app(lambda: open_sample(shelf_file), allowed="1000000/minute")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_the_client_gives_the_types_that_the_tool_gives(address: str, site: Site) -> None:
    with nextcour.Client(address) as client:
        assert client.answer_for("akudama-drive") == site.engine.ask("id:akudama-drive", TODAY)
        assert client.answer("akudama drive s2").query == "akudama drive s2"
        assert client.search("アクダマドライブ").shows[0].line == "akudama-drive"
        assert client.forecast("akudama-drive", as_of=dt.date(2022, 1, 1)).known_to == dt.date(2022, 1, 1)
        assert client.franchise("akudama-drive").lines[0].id == "akudama-drive"
        assert client.about().shows == site.shelf.count()


def test_lists_are_read_to_the_end(address: str, site: Site) -> None:
    with nextcour.Client(address) as client:
        assert [show.line for show in client.shows()] == list(site.shelf.lines())
        assert [show for show in client.season(2020, "fall") if show.line == "akudama-drive"]
        changes = list(client.changes(since="2024-01-01"))
        assert len(changes) > 200
        assert len({(row.change.entry, row.change.kind, row.change.day, row.change.after) for row in changes}) == len(
            changes
        )
        assert b"".join(client.export("csv")).startswith(b"line,franchise,title")


def test_a_problem_is_an_error_with_what_the_site_said(address: str) -> None:
    with nextcour.Client(address) as client:
        with pytest.raises(ApiError, match="no main line 'nix'") as raised:
            client.answer_for("nix")
        assert raised.value.problem.status == 404
        with pytest.raises(ApiError):
            list(client.export("exe"))


def _client(answers: Callable[[httpx.Request], httpx.Response]) -> nextcour.Client:
    return nextcour.Client("https://nextcour.example", transport=httpx.MockTransport(answers))


def test_the_client_waits_as_the_site_asks_and_tries_again() -> None:
    asked: list[str] = []

    def answers(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if len(asked) < 3:
            return httpx.Response(429, headers={"retry-after": "0"})
        body = b'{"version":"1","today":"2026-11-23","known_to":"2026-04-25","shows":1,"sources":{}}'
        return httpx.Response(200, content=body)

    with _client(answers) as client:
        assert client.about().shows == 1
    assert asked == ["/api/v1/"] * 3


def test_a_wait_that_is_too_long_is_told_at_once() -> None:
    with (
        _client(lambda _request: httpx.Response(503, headers={"retry-after": "9000"})) as client,
        pytest.raises(ApiError) as raised,
    ):
        client.about()
    assert raised.value.problem.status == 503


def test_something_else_than_the_api_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_wait", lambda _state: 0.0)
    with (
        _client(lambda _request: httpx.Response(200, text="<html>Welcome</html>")) as client,
        pytest.raises(ApiUnreachable, match="something else"),
    ):
        client.about()

    def refused(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with _client(refused) as client, pytest.raises(ApiUnreachable, match="refused"):
        client.about()
