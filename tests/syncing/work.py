"""A sync as a process that can be killed: `python -m tests.syncing.work URL LOCKS SOURCE ADDRESS`.

It says `go` when it begins to fetch. Batches are small, so that there are many points to be killed at.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy.engine import make_url

from nextcour.sources import offline_database
from tests.syncing.worlds import sync

SMALL = 40  # records of a batch

if __name__ == "__main__":
    offline_database.BATCH = SMALL
    url, locks, source, address = sys.argv[1:5]
    sys.stdout.write("go\n")
    sys.stdout.flush()
    for outcome in sync(make_url(url), Path(locks), {source: address}):
        sys.stdout.write(f"{outcome.state.value} {outcome.counts.new} {outcome.problems}\n")
