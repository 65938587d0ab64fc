"""A page that a stranger names is fetched from the public web or not at all."""

# ruff: noqa: E501 - articles and addresses, whole
from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest

from nextcour.http.errors import Refused, TooLarge, Unreachable, WrongType
from nextcour.http.public_only import FetchedPage, checked_url, fetch_public, is_public
from tests.replay.replies import Reply, Sent, drip, gzip_bomb, oversized
from tests.replay.server import ReplayServer


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "fec0::1", "nonsense", "",
    ],
)  # fmt: skip
def test_what_is_not_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "http://localhost/", "http://localhost./", "http://printer/", "http://a.local/",
        "http://user:pass@example.org/", "http://example.org:22/", "https://example.org:6379/", "javascript:alert(1)", "http://", "nonsense", "http://[::1",
        "https://metadata.google.internal/", "https://example.org/" + "a" * 3000,
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_articles_are_refused(url: str) -> None:
    with pytest.raises(Refused) as error:
        checked_url(url)
    assert "pass@" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/",
    ],
)
def test_addresses_of_this_machine_in_any_spelling_are_refused(url: str) -> None:
    with pytest.raises((Refused, Unreachable)):
        fetch_public(url, limit=1000, seconds=5)


def test_every_address_of_a_name_has_to_be_public() -> None:
    asked: list[str] = []

    def mixed(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["93.184.216.34", "10.0.0.1"]

    with pytest.raises(Refused, match="not on the public web"):
        fetch_public("https://rebind.example/", limit=1000, seconds=5, resolver=mixed)
    assert asked == ["rebind.example"]


class Site(ReplayServer):
    def answer(self, sent: Sent) -> Reply:
        if sent.path == "/loop":
            return Reply(302, b"", {"Location": "/loop"})
        if sent.path.startswith("/to/"):
            return Reply(302, b"", {"Location": sent.path.removeprefix("/to/")})
        if sent.path == "/once":
            return Reply(301, b"", {"Location": "/page"})
        if sent.path == "/picture":
            return Reply(200, b"x", {"Content-Type": "image/png"})
        return Reply(200, b"<p>text</p>", {"Content-Type": "text/html; charset=utf-8"})


def _loose(text: str) -> httpx.URL:
    """Lets the tests' own server through, as itself or under a name that the test resolves."""
    url = httpx.URL(text)
    return url if url.host in ("127.0.0.1", "site.example") else checked_url(text)


def _fetch(site: ReplayServer, path: str, *, limit: int = 10_000, seconds: float = 10.0) -> FetchedPage:
    return fetch_public(
        site.base + path, limit=limit, seconds=seconds, allowed=lambda address: address == "127.0.0.1", check=_loose
    )


def test_a_page_is_fetched_and_redirects_are_followed() -> None:
    with Site() as site:
        assert _fetch(site, "/page").body == b"<p>text</p>"
        page = _fetch(site, "/once?secret=1#part")
        assert page.url.endswith("/page")
        assert page.media_type.startswith("text/html")


def test_a_redirect_into_a_private_network_is_refused_before_anything_is_sent() -> None:
    with Site() as site, Site() as inner:
        port = inner.base.rpartition(":")[2]
        for target in (
            "http://10.0.0.1/",
            "http://169.254.169.254/",
            f"http://localhost:{port}/x",
            "file:///etc/passwd",
            "http://[::1]/",
        ):
            with pytest.raises((Refused, Unreachable)):
                _fetch(site, f"/to/{target}")
        assert inner.sent == []


def test_a_name_that_changes_its_address_gains_nothing() -> None:
    """The address that was looked at is the one connected to; a new look at a redirect is judged anew."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with Site() as site:
        port = site.base.rpartition(":")[2]
        with pytest.raises(Refused, match="not on the public web"):
            fetch_public(
                f"http://site.example:{port}/to/http://other.example/", limit=1000, seconds=10,
                resolver=lambda host, _port: next(answers), allowed=lambda address: address == "127.0.0.1",
                check=httpx.URL,
            )  # fmt: skip
        assert len(site.sent) == 1
        assert next(answers, None) is None


def test_endless_redirects_wrong_types_and_refusals_are_said() -> None:
    with Site() as site:
        with pytest.raises(Refused, match="without end"):
            _fetch(site, "/loop")
        with pytest.raises(WrongType, match="image/png"):
            _fetch(site, "/picture")
        site.misbehave(Reply(404))
        with pytest.raises(Refused, match="404"):
            _fetch(site, "/page")


def test_size_is_bounded_on_the_wire_and_after_decompression() -> None:
    with Site() as site:
        site.misbehave(
            Reply(200, b"x" * 50_000, {"Content-Type": "text/html"}), gzip_bomb(50_000_000), oversized(50_000_000)
        )
        for _ in range(3):
            with pytest.raises((TooLarge, WrongType)):
                _fetch(site, "/page")


def test_time_is_bounded_for_the_whole_answer() -> None:
    with Site() as site:
        site.misbehave(drip(Reply(200, b"x" * 100, {"Content-Type": "text/html"})))
        with pytest.raises(Unreachable):
            _fetch(site, "/page", seconds=0.3)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site() as site:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
        assert _fetch(site, "/page").body
