"""Running a source against a replay server, and reading what came of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.http.client import Http
from nextcour.sources.source import Source
from tests.replay.server import Clock, fast_policy

TODAY = dt.date(2026, 5, 31)


def at(day: dt.date, hour: int = 12) -> float:
    """Seconds since 1970 of that hour (UTC)."""
    return dt.datetime.combine(day, dt.time(hour), dt.UTC).timestamp()


@contextmanager
def client(*, patient: bool = True, cache: Path | None = None, today: dt.date = TODAY, **policy: Any) -> Iterator[Http]:
    """An `Http` whose clock stands at noon of `today` and whose pauses take no time. Patient ones wait long enough for
    a busy machine; others give up on a silent server after a tenth of a second."""
    waits = {"read_timeout": 20.0, "total_timeout": 40.0, "connect_timeout": 5.0} if patient else {}
    clock = Clock(at(today))
    with Http(
        {"127.0.0.1": fast_policy(**{**waits, **policy})}, cache_dir=cache, clock=clock, sleep=clock.sleep
    ) as http:
        yield http


def anilist(*numbers: int) -> list[Key]:
    return [Key(Provider.ANILIST, str(number)) for number in numbers]


def mal(*numbers: int) -> list[Key]:
    return [Key(Provider.MAL, str(number)) for number in numbers]


def run(source: Source, wanted: Sequence[Key], cursor: str = "", today: dt.date = TODAY) -> list[Batch]:
    return list(source.batches(wanted, cursor, today))


def shown(batches: Sequence[Batch]) -> list[Observation]:
    return [row for batch in batches for row in batch.observations]


def values(rows: Sequence[Observation], number: int) -> dict[str, Any]:
    """Fields of one record; those with a day as `field@day`."""
    return {
        row.field + (f"@{row.valid_from}" if row.valid_from else ""): json.loads(row.value)
        for row in rows
        if row.key.id == str(number)
    }


def told(batches: Sequence[Batch]) -> str:
    """All problems as text."""
    return "\n".join(f"{problem.what}: {problem.why}" for batch in batches for problem in batch.problems)
