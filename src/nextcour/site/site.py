"""What every face of the site is given: the engine, the shelf and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from nextcour.bootstrap import Engine, Progress, open_engine, quiet
from nextcour.catalog.studios import StudioNames
from nextcour.site.change_log import open_log
from nextcour.site.shelf import open_shelf, shelf_path
from nextcour.site.suggest import Suggestions
from nextcour.sources.tables import studio_names
from nextcour.store import index
from nextcour.store.change_log import ChangeLog
from nextcour.store.shelf import Shelf, studio_key


def data_now() -> str:
    """The data as they lie on disk now: another word after every change. A millisecond or two."""
    return index.current_path().stem.removeprefix("index-")


def utc_today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True)
class Site:
    """`address` is where the site is reached, without a slash at the end (`https://nextcour.example`); `state` names
    the data, and changes with them. Its parts hold SQLite connections: one Site is for one thread at a time."""

    engine: Engine
    shelf: Shelf
    changes: ChangeLog
    address: str
    state: str
    clock: Callable[[], dt.date] = utc_today

    @property
    def today(self) -> dt.date:
        return self.clock()

    @property
    def data(self) -> str:
        """What `data_now` was when the site was opened."""
        return self.state.partition("-")[0]

    @property
    def moment(self) -> str:
        """Data and day: pages of the same moment are the same."""
        return f"{self.state} {self.today.isoformat()}"

    @property
    def known_to(self) -> dt.date:
        """The last day whose knowledge the site has."""
        return min(self.today, self.engine.library.looked_to)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Names for the search box; read when first asked for."""
        return Suggestions(self.shelf.names(), self.engine.library.titles.folding.fold)

    @cached_property
    def _spellings(self) -> StudioNames:
        return studio_names()

    def studio_named(self, name: str) -> str | None:
        """The studio with this name, or another spelling of it (`ぴえろ`, `pierrot`), as the site has it."""
        named = self.shelf.studio_named(studio_key(name))
        if named is None and (known := self._spellings.canonical(name)) is not None:
            named = self.shelf.studio_named(studio_key(known))
        return named

    def close(self) -> None:
        """Lets go of its connections."""
        self.shelf.close()
        self.changes.close()
        self.engine.library.close()


def open_site(address: str, progress: Progress = quiet, clock: Callable[[], dt.date] = utc_today) -> Site:
    """The site on the present index; makes what is missing. Raises store.bundle.CatalogueDamaged and OSError."""
    engine = open_engine(progress)
    day = clock()
    state = shelf_path(engine, day).stem.removeprefix("shelf-")
    return Site(engine, open_shelf(engine, day, progress), open_log(engine, day), address.rstrip("/"), state, clock)
