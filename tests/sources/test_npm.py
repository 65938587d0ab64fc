"""Packages over a local server: what fits is read, everything else is refused with a reason."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.sources import npm
from nextcour.sources.npm import PackageRefused, PackageUnavailable
from nextcour.sources.pins import pins
from tests.sources.fakes import pin, tarball

GOOD = {"package/dist/data.json": b'{"a": 1}', "package/README.md": b"not read"}


class Registry:
    """A registry on the loopback: paths to (status, body). `asked` records the paths."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, bytes]]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.asked.append(self.path)
                queue = registry.answers.get(self.path, [(404, b"{}")])
                status, body = queue.pop(0) if len(queue) > 1 else queue[0]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                for name, value in registry.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def registry() -> Iterator[Registry]:
    server = Registry()
    yield server
    server.close()


def test_a_package_is_fetched_checked_and_read(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tarball(GOOD)
    registry.answers["/@scope/demo/-/demo-1.0.0.tgz"] = [(200, data)]
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", registry.address + "/")
    assert npm.fetch(pin(data, name="@scope/demo")) == {"dist/data.json": b'{"a": 1}'}
    assert registry.asked == ["/@scope/demo/-/demo-1.0.0.tgz"]


def test_another_file_than_the_pinned_one_is_refused(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tarball(GOOD)
    registry.answers["/demo/-/demo-1.0.0.tgz"] = [(200, data[:-9])]
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", registry.address)
    with pytest.raises(PackageRefused, match="sha512 differs"):
        npm.fetch(pin(data))


def test_a_missing_package_says_so_at_once(registry: Registry) -> None:
    chosen = pin(b"x")
    with pytest.raises(PackageUnavailable, match=r"demo 1\.0\.0 cannot be fetched: .* was refused \(404 not found\)"):
        npm.download(npm.tarball_url(registry.address, chosen), chosen)
    assert len(registry.asked) == 1


def test_a_failing_registry_is_asked_again(registry: Registry) -> None:
    chosen = pin(b"body")
    registry.answers["/demo/-/demo-1.0.0.tgz"] = [(503, b""), (200, b"body")]
    assert npm.download(npm.tarball_url(registry.address, chosen), chosen, pause=0) == b"body"
    assert len(registry.asked) == 2


def test_no_server_is_a_clear_message(registry: Registry) -> None:
    address = registry.address
    registry.server.server_close()
    chosen = pin(b"x")
    with pytest.raises(PackageUnavailable, match="Check the network"):
        npm.download(npm.tarball_url(address, chosen), chosen, pause=0)


def test_a_registry_that_asks_for_a_pause_is_waited_for(registry: Registry) -> None:
    chosen = pin(b"body")
    registry.headers = {"Retry-After": "1"}
    registry.answers["/demo/-/demo-1.0.0.tgz"] = [(429, b""), (200, b"body")]
    before = time.monotonic()
    assert npm.download(npm.tarball_url(registry.address, chosen), chosen, pause=0) == b"body"
    assert time.monotonic() - before >= 1


def test_a_registry_without_encryption_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://user:secret@registry.invalid")
    with pytest.raises(PackageUnavailable, match="not encrypted") as refused:
        npm.document(pin(b"x"), limit=1000)
    assert "secret" not in str(refused.value)


def test_a_page_instead_of_a_document_is_refused(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", registry.address)
    registry.headers = {"Content-Type": "text/html"}
    registry.answers["/demo"] = [(200, b"<html>")]
    with pytest.raises(PackageUnavailable, match="a web page instead of application/json"):
        npm.document(pin(b"x"), limit=1000)


def test_more_than_the_limit_is_not_read(registry: Registry) -> None:
    chosen = pin(b"x")
    registry.answers["/demo/-/demo-1.0.0.tgz"] = [(200, b"x" * 1000)]
    with pytest.raises(PackageRefused, match="larger than 999 bytes"):
        npm.download(npm.tarball_url(registry.address, chosen), chosen, limit=999)


@pytest.mark.parametrize("name", ["package/../../etc/passwd", "/etc/passwd", "package/..\\x", "../x"])
def test_a_path_outside_the_package_is_refused(name: str) -> None:
    data = tarball(GOOD | {name: b"x"})
    with pytest.raises(PackageRefused, match="outside itself"):
        npm.read_members(data, pin(data))


def test_a_link_is_not_followed() -> None:
    data = tarball({}, links={"package/dist/data.json": "/etc/passwd"})
    with pytest.raises(PackageRefused, match=r"lacks dist/data\.json"):
        npm.read_members(data, pin(data))


def test_an_archive_that_expands_without_end_is_refused() -> None:
    data = tarball(GOOD | {"package/big": b"\0" * 2_000_000})
    assert len(data) < 10_000
    with pytest.raises(PackageRefused, match="expands to more"):
        npm.read_members(data, pin(data), limit=1_000_000)


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", tarball(GOOD)[:60], gzip.compress(b"no tar" * 200)],
    ids=["empty", "noise", "cut short", "no tar"],
)
def test_a_damaged_archive_is_refused(data: bytes) -> None:
    with pytest.raises(PackageRefused):
        npm.read_members(data, pin(data))


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_archive_raises_anything_else(noise: bytes, cut: int) -> None:
    data = tarball(GOOD)
    broken = data[:cut] + noise + data[cut + len(noise) :]
    try:
        files = npm.read_members(broken, pin(broken))
    except PackageRefused:
        return
    assert set(files) == {"dist/data.json"}


def test_the_registry_is_found_as_npm_finds_it() -> None:
    project = "registry=https://project.example/npm/\n@scope:registry=https://scope.example\n"
    home = "; comment\nregistry = https://home.example\n"
    assert npm.configured_registry("demo", {}, (home,)) == "https://home.example"
    assert npm.configured_registry("demo", {}, (project, home)) == "https://project.example/npm"
    assert npm.configured_registry("@scope/demo", {}, (project, home)) == "https://scope.example"
    environ = {"NPM_CONFIG_REGISTRY": "https://environment.example/"}
    assert npm.configured_registry("demo", environ, (project,)) == "https://environment.example"
    with pytest.raises(PackageUnavailable, match="NPM_CONFIG_REGISTRY"):
        npm.configured_registry("demo", {"NPM_CONFIG_REGISTRY": "file:///etc"})


def test_tarballs_of_a_folder_are_checked_too(tmp_path: Path) -> None:
    data = tarball(GOOD)
    chosen = pin(data, name="@scope/demo")
    with pytest.raises(PackageUnavailable, match=r"scope-demo-1\.0\.0\.tgz cannot be read"):
        npm.fetch_from(tmp_path, chosen)
    (tmp_path / "scope-demo-1.0.0.tgz").write_bytes(data)
    assert npm.fetch_from(tmp_path, chosen) == {"dist/data.json": b'{"a": 1}'}
    (tmp_path / "scope-demo-1.0.0.tgz").write_bytes(data + b"x")
    with pytest.raises(PackageRefused, match="sha512 differs"):
        npm.fetch_from(tmp_path, chosen)


def test_every_pin_names_its_licence_day_and_files() -> None:
    chosen = pins()
    assert [row.name for row in chosen] == [
        "bangumi-data",
        "bgmd",
        "anime-sachedule-search-data",
        "@kawaiioverflow/arm",
    ]
    for row in chosen:
        assert row.integrity.startswith("sha512-")
        assert row.basis
        assert row.files
        assert row.licence in ("MIT", "CC-BY-4.0")


def test_npm_itself_is_asked_when_nothing_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackageUnavailable, match="NPM_CONFIG_REGISTRY"):
        npm.configured_registry("demo", {})
    fake = tmp_path / "npm"
    fake.write_text("#!/bin/sh\necho https://from-npm.example/\n")
    fake.chmod(0o755)
    assert npm.configured_registry("demo", {}) == "https://from-npm.example"
