"""How often one address may ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nextcour.web.app import create_app
from tests.sample_site import open_sample


@pytest.fixture(scope="module")
def strict(shelf_file: Path) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: open_sample(shelf_file), allowed="3/hour")) as client:
        yield client


def test_who_asks_too_often_is_told_when_to_come_back(strict: TestClient) -> None:
    left = []
    for _ in range(3):
        passed = strict.get("/api/v1/")
        assert passed.status_code == 200
        left.append(int(passed.headers["ratelimit-remaining"]))
    assert left == [2, 1, 0]
    refused = strict.get("/api/v1/")
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 7200
    assert refused.headers["ratelimit-limit"] == "3"
    assert strict.get("/").status_code == 200, "pages are not counted"
