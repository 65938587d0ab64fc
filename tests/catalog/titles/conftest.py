from __future__ import annotations

import pytest

from nextcour.catalog.titles.index import TitleIndex
from nextcour.catalog.titles.normalise import Folding
from nextcour.store import curated
from tests.catalog.titles import examples


@pytest.fixture(scope="session")
def small() -> TitleIndex:
    """An index over a few shows made up for the difficulties they have."""
    return examples.index()


@pytest.fixture(scope="session")
def folding() -> Folding:
    return Folding(curated.han())
