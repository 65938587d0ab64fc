"""Where we go, who we say we are, and what never shows in a message or a log."""

from __future__ import annotations

import logging

import httpx
import pytest

from nextcour import __version__
from nextcour.http.errors import Refused, Unreachable
from nextcour.http.exchange import redirected
from nextcour.http.redact import public, scrub
from nextcour.http.urls import checked, user_agent
from tests.http.conftest import Open
from tests.replay.server import ReplayServer, Reply


def moved(to: str, code: int = 302) -> Reply:
    return Reply(code, headers={"Location": to})


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "http://10.0.0.1/",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "no address",
        "https://",
        "",
        "http://user:geheim@example.org/x?token=geheim",
        "https://exa mple.org/",
        "https://example.org:99999999/",
    ],
)
def test_only_encrypted_addresses_are_fetched(opened: Open, address: str) -> None:
    with pytest.raises(Refused) as caught:
        opened().get(address)
    assert "geheim" not in str(caught.value)


def test_this_machine_itself_may_do_without_tls() -> None:
    assert [checked(f"http://{host}/x").host for host in ("localhost", "127.0.0.1", "[::1]")] == [
        "localhost",
        "127.0.0.1",
        "::1",
    ]


def test_redirects_are_followed_a_few_times(server: ReplayServer, opened: Open) -> None:
    server.misbehave(moved("/b"), moved(f"{server.base}/c?q=1", 301))
    assert opened().get(f"{server.base}/a").json(dict) == {"path": "/c"}
    server.misbehave(moved("/again"), always=True)
    with pytest.raises(Refused, match="from one address to the next without end"):
        opened().get(f"{server.base}/a")
    assert len(server.sent) == 3 + 6


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("http://example.org/x?token=geheim", "not encrypted"),
        ("ftp://example.org/", "Only https addresses"),
        ("https://[broken/", "Only https addresses"),
    ],
)
def test_a_redirect_out_of_tls_is_not_followed(server: ReplayServer, opened: Open, to: str, told: str) -> None:
    server.misbehave(moved(to), always=True)
    with pytest.raises((Refused, Unreachable), match=told) as caught:
        opened().get(f"{server.base}/a")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("origin", "to", "told"),
    [
        ("https://example.org/", "http://example.org/", "without encryption"),
        ("https://example.org/", "http://127.0.0.1/", "without encryption"),
        ("https://example.org/", "https://127.0.0.1:8080/admin", "into this machine"),
    ],
)
def test_a_redirect_from_the_web_leads_neither_to_plain_http_nor_into_this_machine(
    origin: str, to: str, told: str
) -> None:
    request = httpx.Request("GET", origin)
    response = httpx.Response(302, request=request)
    response.next_request = httpx.Request("GET", to)
    with pytest.raises(Refused, match=told):
        redirected(request, response)


def test_a_question_that_was_posted_is_not_redirected(server: ReplayServer, opened: Open) -> None:
    server.misbehave(moved("/b", 307))
    with pytest.raises(Refused, match="redirects a question that was posted"):
        opened().post_json(f"{server.base}/a", {})


def test_a_password_does_not_follow_to_another_host(server: ReplayServer, opened: Open) -> None:
    server.misbehave(moved(server.base.replace("127.0.0.1", "localhost") + "/b"))
    opened().get(f"{server.base}/a", headers={"Authorization": "Bearer geheim"})
    assert [sent.headers.get("authorization") for sent in server.sent] == ["Bearer geheim", None]


def test_we_say_who_we_are(server: ReplayServer, opened: Open) -> None:
    opened(contact="me@example.org").get(f"{server.base}/x")
    opened().get(f"{server.base}/x")
    assert [sent.headers["user-agent"] for sent in server.sent] == [
        f"nextcour/{__version__} (me@example.org)",
        f"nextcour/{__version__}",
    ]
    assert server.sent[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("contact", ["a\r\nX: y", "ü@example.org", "(a)", "x" * 300])
def test_a_contact_that_no_header_can_hold_is_refused(contact: str) -> None:
    with pytest.raises(Refused, match="NEXTCOUR_CONTACT must be"):
        user_agent(contact)


def test_a_provider_that_wants_a_contact_is_not_asked_without_one(server: ReplayServer, opened: Open) -> None:
    with pytest.raises(Refused, match="set NEXTCOUR_CONTACT to an e-mail address or a page"):
        opened(contact="", needs_contact=True).get(f"{server.base}/x")
    assert server.sent == []


def test_a_proxy_that_refuses_is_told_without_its_password(
    server: ReplayServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.base.replace("//", "//user:geheim@"))
    with pytest.raises(Unreachable, match=r"The proxy does not let us through to example\.invalid") as caught:
        opened().get("https://example.invalid/x")
    assert "geheim" not in str(caught.value)


def test_this_machine_is_never_asked_through_a_proxy(
    server: ReplayServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert opened().get(f"{server.base}/x").status == 200


def test_a_proxy_of_an_unknown_kind_is_told_without_its_password(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:geheim@proxy:1")
    with pytest.raises(Refused, match="write it as http://host:port") as caught:
        opened().get("https://example.invalid/x")
    assert "geheim" not in str(caught.value)


def test_logs_hold_no_secrets(server: ReplayServer, opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        opened().get(server.base.replace("//", "//user:geheim@") + "/x?token=geheim", headers={"X-Key": "geheim"})
    assert "/x" in caplog.text
    assert "geheim" not in caplog.text


def test_addresses_are_shown_without_secrets() -> None:
    assert public("https://user:geheim@example.org:8443/a/b?token=geheim#x") == "https://example.org:8443/a/b"
    assert public("https://[broken") == "an address that cannot be read"
    assert scrub("no route to https://u:geheim@example.org/a?k=geheim now\x1b[31m") == (
        "no route to https://example.org/a now"
    )
