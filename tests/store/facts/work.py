"""A sync of made-up data, as a process that can be killed: `python -m tests.store.facts.work URL [SOURCE]`.

Goes on with the unfinished run from its cursor, as a real source does, and says `go` once it begins to store.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from sqlalchemy.engine import make_url

from nextcour.facts.ledger import FactStore
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.store.facts.sql_store import open_store
from tests.store.facts.examples import said

BATCHES = 60
KEYS = tuple(Key(Provider.MAL, str(number)) for number in range(40))


def observations(number: int, source: str) -> Iterator[Observation]:
    """Of batch `number`: days go on, values repeat, change and come back."""
    dice = random.Random(number)
    for key in dice.sample(KEYS, 12):
        for field in ("status", "premiere", "episodes"):
            yield said(str(dice.randrange(3)), number // 2, field=field, source=source, key=key)
        yield said(
            str(dice.randrange(1000)), number // 2, field="demand.members", source=source, key=key, counted=number // 2
        )


def work(store: FactStore, source: str) -> None:
    run = store.unfinished(source) or store.begin_run(source)
    for number in range(int(run.cursor or 0), BATCHES):
        store.store(Batch(tuple(observations(number, source)), cursor=str(number + 1)), run)
    store.finish_run(run)


if __name__ == "__main__":
    opened = open_store(make_url(sys.argv[1]))
    sys.stdout.write("go\n")
    sys.stdout.flush()
    work(opened, sys.argv[2])
