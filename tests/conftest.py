"""Shared fixtures. Every test runs with its own cache and data folder, and on a fixed day."""

from __future__ import annotations

import os

# Before numpy is imported: threads of linear algebra wait for each other where cores are shared (ten times as long).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nextcour.bootstrap import Engine, open_engine
from nextcour.site.site import Site
from tests import sample_site

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLDEN = ROOT / "tests" / "golden"

settings.register_profile("nextcour", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("nextcour")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew; read the diff like code"
    )


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for the session (the index takes seconds to make), and no data of the person running the tests."""
    saved = dict(os.environ)
    os.environ["NEXTCOUR_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["NEXTCOUR_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    os.environ["NEXTCOUR_TODAY"] = "2026-11-23"
    os.environ["COLUMNS"] = "110"
    yield
    os.environ.clear()
    os.environ.update(saved)


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real thing on the bundled catalogue."""
    return open_engine()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository; tests that need it skip where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: this test compares with data that does not ship")
    return SHARED


class Golden:
    """Compares text with a reviewed file; `--update-golden` writes it."""

    def __init__(self, update: bool) -> None:
        self.update = update

    def check(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.exists(), f"{path} is missing: run pytest --update-golden and review it"
        assert text == path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(bool(request.config.getoption("--update-golden")))


@pytest.fixture(scope="session")
def shelf_file(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shelf of `tests.sample_site`, made once."""
    return sample_site.make_shelf(engine, tmp_path_factory.mktemp("shelf") / "shelf.sqlite")


@pytest.fixture
def site(shelf_file: Path) -> Site:
    """A small site on the real index."""
    return sample_site.open_sample(shelf_file)
