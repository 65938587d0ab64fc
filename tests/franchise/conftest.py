"""The graph of the bundled catalogue, made once."""

from __future__ import annotations

import pytest

from nextcour.catalog.entry import Entry
from nextcour.franchise.graph import Graph, assemble
from nextcour.store import bundle, corrections


@pytest.fixture(scope="session")
def entries() -> dict[str, Entry]:
    catalogue, _ = bundle.read()
    return {entry.id: entry for entry in catalogue.entries}


@pytest.fixture(scope="session")
def graph(entries: dict[str, Entry]) -> Graph:
    return assemble(tuple(entries.values()), corrections.load().corrections)
