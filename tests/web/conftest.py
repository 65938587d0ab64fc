"""The sample site behind HTTP, and a site whose titles are hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nextcour.web.app import create_app
from tests.sample_site import open_sample
from tests.web import hostile_site


@pytest.fixture(scope="session")
def client(shelf_file: Path) -> Iterator[TestClient]:
    """Follows no redirects."""
    with TestClient(create_app(lambda: open_sample(shelf_file)), follow_redirects=False) as found:
        yield found


@pytest.fixture(autouse=True)
def no_cookies(request: pytest.FixtureRequest) -> None:
    """No test sees titles in the language that another one preferred."""
    if "client" in request.fixturenames:
        request.getfixturevalue("client").cookies.clear()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = hostile_site.make_shelf(tmp_path_factory.mktemp("hostile") / "shelf.sqlite")
    with TestClient(create_app(lambda: open_sample(path)), follow_redirects=False) as found:
        yield found
