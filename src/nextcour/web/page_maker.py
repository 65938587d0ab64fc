"""Makes pages in the workroom and keeps them."""

from __future__ import annotations

from collections.abc import Callable

from nextcour.charts.sketch import Sketch
from nextcour.site.languages import LANGUAGES
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom
from nextcour.web.kept_pages import KeptPage, KeptPages, bare, ready
from nextcour.web.page import Page
from nextcour.web.renderer import SERVED, Form, Renderer


class PageMaker:
    """Pages by key, language and preference of titles. A page is made once a day at most, unless it is dropped."""

    def __init__(self, room: Workroom, want: Callable[[Sketch], object], form: Form = SERVED) -> None:
        """`want` is told which pictures pages name."""
        self._form = form
        self._room = room
        self._want = want
        self._renderers: dict[tuple[str, str], Renderer] = {}
        self.kept = KeptPages()

    async def page(
        self, key: tuple[str, ...], language: str, preference: str, make: Callable[[Renderer], Page | None]
    ) -> KeptPage | None:
        """The page that `make` gives, kept under `key`, language and preference; None where it gives none.

        Raises nextcour.site.workroom.Busy.
        """
        whole = (self._room.day, language, preference, *key)
        found = self.kept.get(whole)
        if found is not None:
            return found

        def made(site: Site) -> tuple[KeptPage, bool] | None:
            page = make(self._renderer(site, language, preference))
            if page is None:
                return None
            # For files nothing is compressed, and no page is made twice.
            return (bare(page), False) if self._form.fixed else (ready(page), page.keep)

        result = await self._room.run(made)
        if result is None:
            return None
        if result[1]:
            self.kept.put(whole, result[0])
        return result[0]

    def _renderer(self, site: Site, language: str, preference: str) -> Renderer:
        assert language in LANGUAGES
        found = self._renderers.get((language, preference))
        if found is None:
            found = self._renderers[language, preference] = Renderer(site, language, preference, self._form)
            found.want = self._want
        return found
