"""Makes pages in the workroom and keeps them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from nextcour.charts.sketch import Sketch
from nextcour.site.languages import LANGUAGES
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom
from nextcour.store.page_file import PageFile
from nextcour.web.kept_pages import KeptPage, KeptPages, bare, in_form, page_of, ready
from nextcour.web.page import Page
from nextcour.web.renderer import SERVED, Form, Renderer

# Seconds after a change of data or day for which the page of before is still shown where the new one is not made yet:
# making all of them takes minutes. A page says itself of which day it is.
GRACE = 3600.0


def file_key(key: tuple[str, ...], language: str, preference: str) -> str:
    """The name of a page in a file of pages."""
    return "\n".join((language, preference, *key))


class PageMaker:
    """Pages by key, language and preference of titles. A page is made once a day at most, unless it is dropped."""

    def __init__(self, room: Workroom, want: Callable[[Sketch], object], form: Form = SERVED) -> None:
        """`want` is told which pictures pages name."""
        self._form = form
        self._room = room
        self._want = want
        self._renderers: dict[tuple[str, str], Renderer] = {}
        self._moment, self._since = "", 0.0
        self.kept = KeptPages()
        self.ahead: PageFile | None = None  # pages that another process makes

    async def page(
        self,
        key: tuple[str, ...],
        language: str,
        preference: str,
        make: Callable[[Renderer], Page | None],
        form: str = "br",
    ) -> KeptPage | None:
        """The page that `make` gives, kept under `key`, language and preference; None where it gives none. `form` is
        the compression that it is wanted in.

        Raises nextcour.site.workroom.Busy.
        """
        whole = (self._now(), language, preference, *key)
        found = self.kept.get(whole)
        keep = False
        if found is None and (ahead := self._made_ahead(file_key(key, language, preference))):
            whole = ("made ahead", ahead.tag)
            found = self.kept.get(whole) or ahead
        if found is None:
            result = await self._room.run(lambda site: self._made(site, key, language, preference, make))
            if result is None:
                return None
            whole, found, keep = result
            if self._form.fixed:
                return found
        wanted = in_form(found, form)
        if keep or (wanted is not found and whole):
            self.kept.put(whole, wanted)
        return wanted

    def _made(
        self, site: Site, key: tuple[str, ...], language: str, preference: str, make: Callable[[Renderer], Page | None]
    ) -> tuple[tuple[str, ...], KeptPage, bool] | None:
        """The page with what it is kept under (nothing where it is not), and whether it is; in the workroom."""
        page = make(self._renderer(site, language, preference))
        if page is None:
            return None
        if self._form.fixed:  # for files nothing is compressed, and no page is made twice
            return (), bare(page), False
        if not page.keep:
            return (), ready(page), False
        return (site.moment, language, preference, *key), ready(page), True

    def _now(self) -> str:
        """The moment of the site as it is now. What was kept of another is dropped."""
        moment = self._room.moment
        if moment != self._moment:
            self._moment, self._since = moment, time.monotonic()
            self.kept.clear()
        return moment

    def _made_ahead(self, name: str) -> KeptPage | None:
        """From the file: of this moment, or for a while after it began of the one before."""
        if self.ahead is None or not self._moment:
            return None
        try:
            row = self.ahead.get(name)
        except sqlite3.Error:
            return None
        if row is None or (row.moment != self._moment and time.monotonic() - self._since > GRACE):
            return None
        return page_of(row)

    def _renderer(self, site: Site, language: str, preference: str) -> Renderer:
        assert language in LANGUAGES
        found = self._renderers.get((language, preference))
        if found is None or found.site is not site:
            found = self._renderers[language, preference] = Renderer(site, language, preference, self._form)
            found.want = self._want
        return found
