"""Databases to sync into."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.store.facts import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running
