"""Reading made-up releases from a server on the loopback."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from nextcour.facts.observation import Batch, Key
from nextcour.sources.offline_database import OfflineDatabase
from tests.sources import contract
from tests.sources.bulk_server import BulkServer

TODAY = contract.TODAY
PATH, OTHER = "/a.jsonl.zst", "/a-minified.json"


def source_of(server: BulkServer, known: Iterable[Key] = ()) -> OfflineDatabase:
    return OfflineDatabase(
        server.client, url=server.base + PATH, fallback=server.base + OTHER, known=lambda: tuple(known)
    )


def run(server: BulkServer, cursor: str = "", known: Iterable[Key] = ()) -> list[Batch]:
    return list(source_of(server, known).batches((), cursor, TODAY))


def facts_of(batches: list[Batch]) -> dict[tuple[Key, str], Any]:
    return {(row.key, row.field): json.loads(row.value) for row in contract.union(batches)}
