"""`nextcour sync` against a registry on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from nextcour.sources.pins import pins
from nextcour.store import bundle, paths
from tests.cli.run import nextcour

VERSIONS = {pin.name: (pin.version, pin.integrity) for pin in pins()}


class Pages(BaseHTTPRequestHandler):
    """The registry's page of each package, with the versions in `versions`; no tarballs."""

    versions: dict[str, tuple[str, str]]

    def do_GET(self) -> None:
        known = self.versions.get(unquote(self.path).lstrip("/"))
        body = b""
        if known is not None:
            version, integrity = known
            page = {"dist-tags": {"latest": version}, "versions": {version: {"dist": {"integrity": integrity}}}}
            body = json.dumps(page).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def registry(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("Handler", (Pages,), {"versions": request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def home(tmp_path: Path, registry: str) -> dict[str, str]:
    return {"NPM_CONFIG_REGISTRY": registry, "NEXTCOUR_DATA_DIR": str(tmp_path / "data"), "HOME": str(tmp_path)}


@pytest.mark.parametrize("registry", [VERSIONS], indirect=True)
def test_nothing_newer_changes_nothing(registry: str, tmp_path: Path) -> None:
    done = nextcour("sync", env=home(tmp_path, registry), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Nothing newer in the registry. The data is of 2026-04-25." in done.stderr
    assert not (tmp_path / "data").exists()


NEWER = {**VERSIONS, "bangumi-data": ("99.0.0", VERSIONS["bangumi-data"][1])}


@pytest.mark.parametrize("registry", [NEWER], indirect=True)
def test_a_newer_version_that_cannot_be_fetched_leaves_all_as_it_was(registry: str, tmp_path: Path) -> None:
    pytest.importorskip("cutlet", reason="building needs the [sources] extra")
    done = nextcour("sync", env=home(tmp_path, registry), cwd=tmp_path)
    assert done.returncode == 1
    assert "bangumi-data 99.0.0 cannot be fetched: the server answered 404" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("registry", [{}], indirect=True)
def test_a_registry_without_the_packages_is_a_line_each(registry: str, tmp_path: Path) -> None:
    done = nextcour("sync", env=home(tmp_path, registry), cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("could not look") == len(VERSIONS)
    assert "the data is still of 2026-04-25" in done.stderr


def test_the_newest_readable_catalogue_is_used(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"x")
    content, _, path = bundle.newest([tmp_path / "damaged", paths.BUNDLED])
    assert path == paths.BUNDLED
    with pytest.raises(bundle.CatalogueDamaged):
        bundle.newest([tmp_path / "damaged", tmp_path / "missing"])
    assert content.entries
