"""The feeds on the small site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nextcour.web.app import create_app
from tests.sample_site import open_sample


@pytest.fixture(scope="session")
def client(shelf_file: Path) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: open_sample(shelf_file))) as made:
        yield made
