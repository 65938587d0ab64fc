"""Where answers and pages are made: one thread that owns the site's connections, so that nothing waits for locks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from nextcour.site.site import Site

T = TypeVar("T")
WAITING = 200  # pieces of work that may be asked for and not done yet


class Busy(Exception):
    """More is asked for than can be made; the reader may come back in a moment."""


class Workroom:
    """Does one piece of work after another, off the event loop. `open_site` is called in the thread. A closed workroom
    opens again when it is given work."""

    def __init__(self, open_site: Callable[[], Site]) -> None:
        self._open = open_site
        self._thread: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._site: Site | None = None

    async def run(self, work: Callable[[Site], T]) -> T:
        """`work` on the site. Raises Busy when too much is waiting, and what `work` raises."""
        if self._waiting >= WAITING:
            raise Busy
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="site")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self.site()))
        finally:
            self._waiting -= 1

    @property
    def moment(self) -> str:
        """Data and day, as the site has them; empty until it is open."""
        return "" if self._site is None else self._site.moment

    @property
    def data(self) -> str:
        """The data that are open; empty until some are."""
        return "" if self._site is None else self._site.data

    async def reopen(self) -> None:
        """Opens the site anew, on data that have changed, between two pieces of work. Raises what opening raises; the
        site of before is used on then."""

        def renew() -> None:
            old, self._site = self._site, self._open()
            if old is not None:
                old.close()

        if self._thread is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, renew)

    def site(self) -> Site:
        """The site; only in the thread."""
        if self._site is None:
            self._site = self._open()
        return self._site

    def close(self) -> None:
        """Ends what waits and lets go of the site."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
        self._thread = self._site = None
