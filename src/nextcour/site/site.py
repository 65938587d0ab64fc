"""What every face of the site is given: the engine, the shelf and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from nextcour.bootstrap import Engine, Progress, open_engine, quiet
from nextcour.site.shelf import open_shelf
from nextcour.store.shelf import Shelf


def utc_today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True)
class Site:
    """`address` is where the site is reached, without a slash at the end (`https://nextcour.example`). Its parts hold
    SQLite connections: one Site is for one thread at a time."""

    engine: Engine
    shelf: Shelf
    address: str
    clock: Callable[[], dt.date] = utc_today

    @property
    def today(self) -> dt.date:
        return self.clock()

    @property
    def known_to(self) -> dt.date:
        """The last day whose knowledge the site has."""
        return min(self.today, self.engine.library.looked_to)


def open_site(address: str, progress: Progress = quiet, clock: Callable[[], dt.date] = utc_today) -> Site:
    """The site on the present index; makes what is missing. Raises store.bundle.CatalogueDamaged and OSError."""
    engine = open_engine(progress)
    return Site(engine, open_shelf(engine, clock(), progress), address.rstrip("/"), clock)
