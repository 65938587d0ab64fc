"""A small site on the real index: enough shows of every kind for a test, made in a second or two."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from nextcour.bootstrap import Engine, open_engine
from nextcour.site.change_log import open_log
from nextcour.site.shelf import items_on, known_ids, names_on, premieres_on
from nextcour.site.site import Site
from nextcour.store.shelf import Shelf, write

TODAY = dt.date(2026, 11, 23)
ADDRESS = "https://nextcour.example"
# One of each kind that pages differ for, and RANDOM more.
CHOSEN = ("akudama-drive", "oshi-no-ko", "attack-on-titan", "blue-box", "frieren-beyond-the-journeys-end")
RANDOM, SEED = 75, 5


def franchises(engine: Engine) -> tuple[str, ...]:
    every = engine.library.franchise_ids()
    drawn = random.Random(SEED).sample(every, RANDOM)
    return tuple(sorted({*drawn, *(name for name in CHOSEN if name in every)}))


def make_shelf(engine: Engine, path: Path) -> Path:
    """A shelf of the chosen franchises at `path`. Provider ids are those of the whole catalogue."""
    chosen = franchises(engine)
    write(
        items_on(engine, TODAY, franchises=chosen),
        known_ids(engine),
        path,
        premieres_on(engine, TODAY, chosen),
        names_on(engine, TODAY, chosen),
    )
    return path


def open_sample(path: Path, address: str = ADDRESS) -> Site:
    """A site with connections of its own, for the thread that calls this."""
    engine = open_engine()
    return Site(engine, Shelf(path), open_log(engine, TODAY), address, "sample", lambda: TODAY)
