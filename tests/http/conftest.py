"""A server that misbehaves, and a client with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from nextcour.http.client import Http
from tests.replay.server import Clock, ReplayServer, fast_policy

Open = Callable[..., Http]
# A machine that is busy with other tests must not look like a server that is silent.
PATIENT = {"connect_timeout": 10.0, "read_timeout": 20.0, "total_timeout": 40.0, "stream_timeout": 40.0}
IMPATIENT = {"read_timeout": 0.05, "total_timeout": 0.1}


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with ReplayServer() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(clock: Clock) -> Iterator[Open]:
    """`opened(cache_dir=…, contact=…, **policy changes)`: a client of the loopback, patient unless told otherwise."""
    with ExitStack() as stack:

        def make(cache_dir: Path | None = None, contact: str = "", **policy: Any) -> Http:
            policies = {"127.0.0.1": fast_policy(**{**PATIENT, **policy})}
            return stack.enter_context(
                Http(policies, cache_dir=cache_dir, contact=contact, clock=clock, sleep=clock.sleep)
            )

        yield make
