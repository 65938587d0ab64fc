"""Replay servers with something to sync on them. Not imported by the processes that are killed: it takes a second."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from tests.replay.jikan import JikanServer, anime, statistics
from tests.sources.bulk_server import BulkServer
from tests.sources.offline_examples import jsonl, packed, record
from tests.syncing.worlds import TITLES

RELEASE = "/release.jsonl.zst"


@contextmanager
def bulk(count: int = 1200) -> Iterator[BulkServer]:
    """A release with `count` records."""
    server = BulkServer()
    server.tagged = True
    server.bodies[RELEASE] = packed(jsonl([record(number) for number in range(1, count + 1)], "2026-05-20"))
    with server:
        yield server


def jikan_server() -> JikanServer:
    """Thirty titles."""
    first, counts = anime()[0], next(iter(statistics().values()))
    rows = [{**copy.deepcopy(first), "mal_id": number, "relations": []} for number in TITLES]
    return JikanServer(rows, dict.fromkeys(TITLES, counts))
