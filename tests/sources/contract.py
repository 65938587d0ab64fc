"""What every source keeps to, whoever made it. Tests of a source call these with a way to make it anew."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence

from nextcour.facts.observation import FIELDS, Batch, Key, Observation, Provider
from nextcour.sources.source import Reach, Source

TODAY = dt.date(2026, 11, 23)
MOST_CURSORS = 6  # to go on from; more would only take longer
_NUMBERED = {Provider.MAL, Provider.ANILIST, Provider.ANIDB, Provider.BANGUMI, Provider.ANN}


def run(
    make: Callable[[], Source], cursor: str = "", wanted: Sequence[Key] = (), today: dt.date = TODAY
) -> list[Batch]:
    return list(make().batches(wanted, cursor, today))


def union(batches: Sequence[Batch]) -> set[Observation]:
    return {observation for batch in batches for observation in batch.observations}


def check_source(make: Callable[[], Source], wanted: Sequence[Key] = (), today: dt.date = TODAY) -> list[Batch]:
    """Everything below, for what `make` gives; the batches of an unbroken run."""
    check_identity(make())
    batches = run(make, "", wanted, today)
    assert not any(batch.stopped for batch in batches), "it gave up where nothing is wrong"
    for batch in batches:
        for observation in batch.observations:
            check_observation(observation, today)
    assert run(make, "", wanted, today) == batches, "the same call with the same answers gives the same batches"
    _check_resuming(make, batches, wanted, today)
    return batches


def check_down(
    make: Callable[[], Source], cursor: str = "", wanted: Sequence[Key] = (), today: dt.date = TODAY
) -> None:
    """What a source does whose provider is down: it says so in a last batch, and does not raise."""
    batches = run(make, cursor, wanted, today)
    assert batches
    assert [batch.stopped for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert batches[-1].problems
    assert all(problem.what and problem.why and problem.why.isprintable() for problem in batches[-1].problems)
    assert not union(batches)
    again = run(make, batches[-1].cursor, wanted, today)
    assert again[-1].stopped, "it goes on from there, and gives up there again"


def check_identity(source: Source) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9:._-]*", source.name)
    assert source.title
    assert source.licence
    assert source.reach in Reach
    assert source.home.startswith("https://") or source.name.startswith("file")


def check_observation(observation: Observation, today: dt.date) -> None:
    value = json.loads(observation.value)
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    assert observation.value == canonical
    assert observation.field.partition(".")[0] in FIELDS, observation.field
    assert observation.observed_at <= today
    assert observation.valid_from is None or observation.valid_from <= today
    assert observation.key.provider in Provider
    assert observation.key.id
    if observation.key.provider in _NUMBERED:
        assert re.fullmatch(r"[1-9]\d*", observation.key.id)
    assert observation.source


def _check_resuming(make: Callable[[], Source], batches: list[Batch], wanted: Sequence[Key], today: dt.date) -> None:
    """Whatever batch was the last one stored, going on from its cursor brings what is missing, and nothing is lost."""
    every = union(batches)
    step = max(1, len(batches) // MOST_CURSORS)
    for stored in range(0, len(batches), step):
        rest = run(make, batches[stored].cursor, wanted, today)
        assert union(batches[: stored + 1]) | union(rest) == every
