"""A real browser. Where there is none the tests that need it are skipped, and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from nextcour.bootstrap import Engine
from nextcour.web.renderer import Form
from tests.browser.served import files, make_small_shelf, published, served
from tests.browser.visiting import PATIENCE, Visitor

expect.set_options(timeout=PATIENCE)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIXED = Form(fixed=True, quarters=2, languages=("en", "ja"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser: nothing is downloaded."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: on Debian `apt install chromium fonts-noto-cjk`")
    return found


# As long as this folder's tests run and no longer: Playwright keeps a running event loop in the thread of the tests.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield found
        found.close()


@pytest.fixture(scope="package")
def address(chromium: str, shelf_file: Path) -> Iterator[str]:
    """The sample site, served."""
    with served(shelf_file) as found:
        yield found


@pytest.fixture(scope="package")
def still(chromium: str, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site as files, behind a plain server."""
    folder = tmp_path_factory.mktemp("published")
    shelf = make_small_shelf(engine, tmp_path_factory.mktemp("small") / "shelf.sqlite")
    with files(folder) as found:
        assert published(shelf, folder, found, FIXED).pages > 0
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes a visitor of some addresses. After the test nothing may have gone wrong in any tab."""
    visitors: list[Visitor] = []

    def make(*addresses: str, expected: tuple[int, ...] = ()) -> Visitor:
        visitors.append(Visitor(browser, {urlsplit(one).netloc for one in addresses}, expected=set(expected)))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
