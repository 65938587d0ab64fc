"""The contract on the fake, SQLite and PostgreSQL."""

from __future__ import annotations

from tests.store.facts.contract import Contract


class TestEveryStore(Contract):
    """`make` comes from conftest.py, once for each kind of store."""
