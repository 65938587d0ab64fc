"""The store in its three kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from nextcour.facts.ledger import FactStore
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import open_store
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts import postgres
from tests.store.facts.examples import Ticking, new_file

Make = Callable[[], FactStore]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return file_url(tmp_path / "facts.sqlite")
    running: postgres.Server = request.getfixturevalue("postgres_server")
    return running.new_database()


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes empty stores of each kind, whose clock ticks a second a look."""
    made = iter(range(10_000))
    if request.param == "fake":
        return lambda: FakeFactStore(Ticking())
    if request.param == "sqlite":
        return lambda: open_store(new_file(tmp_path / f"facts-{next(made)}.sqlite"), Ticking())
    running: postgres.Server = request.getfixturevalue("postgres_server")
    return lambda: open_store(running.new_store(), Ticking())
