"""Addresses of the site's pages: made here and nowhere else, so that they never change by accident.

`language` puts a prefix before pages (`/ja/anime/akudama-drive`), not before files, feeds and the API.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from nextcour.catalog.dates import SEASONS
from nextcour.site.languages import DEFAULT
from nextcour.store.shelf import studio_key

UNKNOWN_YEAR = "unknown"


@dataclass(frozen=True)
class Links:
    """`root` is put before every path: empty at the top of a host. `address` is the site's, for absolute addresses.

    `fixed`: the site is a folder of files, where nothing comes of a query; a day becomes a part of the path.
    """

    language: str = DEFAULT
    address: str = ""
    root: str = ""
    fixed: bool = False

    def in_language(self, language: str) -> Links:
        """The same site in another language."""
        return replace(self, language=language)

    def page(self, path: str, **query: str | int | None) -> str:
        """A page of the site in this language, by its path (`/browse`)."""
        prefix = "" if self.language == DEFAULT else f"/{self.language}"
        given = {name: value for name, value in query.items() if value is not None}
        if self.fixed:
            day = given.get("as_of")
            return f"{self.root}{prefix}{path}" + (f"/as-of/{day}" if day else "")
        return f"{self.root}{prefix}{path}" + (f"?{urlencode(given)}" if given else "")

    def file(self, path: str) -> str:
        """What is the same in every language: static files, pictures, feeds, the API."""
        return f"{self.root}{path}"

    def absolute(self, path: str) -> str:
        """A path that this class made, with the site's address."""
        return f"{self.address}{path}"

    @staticmethod
    def quoted(word: str) -> str:
        """A word from elsewhere as one part of a path."""
        return quote(word, safe="")

    def home(self) -> str:
        return self.page("/")

    def title(self, line: str, as_of: str | None = None) -> str:
        return self.page(f"/anime/{quote(line, safe='')}", as_of=as_of)

    def season(self, season: str) -> str:
        """`season` as items have it: `FALL 2020`."""
        name, year = season.split()
        assert name in SEASONS
        return self.page(f"/season/{year}/{name.lower()}")

    def year(self, year: int | None) -> str:
        """The plain list of the shows that began in a year; None: of those whose year is not known."""
        return self.page(f"/browse/{UNKNOWN_YEAR if year is None else year}")

    def studio(self, studio: str) -> str:
        return self.page(f"/studio/{quote(studio_key(studio), safe='')}")

    def month(self, month: str) -> str:
        """A month of the calendar, `2026-05`."""
        return self.page(f"/calendar/{month}")

    def forecasts(self, line: str) -> str:
        """Every past forecast of a show."""
        return self.page(f"/anime/{quote(line, safe='')}/forecasts")

    def picture(self, key: str) -> str:
        return self.file(f"/pictures/{key}.svg")

    def changes(self, form: str, *, line: str | None = None, studio: str | None = None) -> str:
        """A feed of changes in a form (`atom`, `rss`, `json`): of a show, a studio, or all."""
        if line is not None:
            return self.file(f"/feeds/anime/{quote(line, safe='')}.{form}")
        if studio is not None:
            return self.file(f"/feeds/studio/{quote(studio_key(studio), safe='')}.{form}")
        return self.file(f"/feeds/changes.{form}")

    def calendar_file(self, *, line: str | None = None, season: str | None = None) -> str:
        """iCalendar: of a show, a season (`FALL 2020`), or what comes."""
        if line is not None:
            return self.file(f"/anime/{quote(line, safe='')}.ics")
        if season is not None:
            name, year = season.split()
            return self.file(f"/season/{year}/{name.lower()}.ics")
        return self.file("/calendar.ics")

    def badge(self, line: str) -> str:
        return self._in_words(f"/badge/{quote(line, safe='')}.svg")

    def card(self, line: str) -> str:
        """What other sites embed."""
        return self._in_words(f"/card/{quote(line, safe='')}")

    def preview(self, line: str) -> str:
        """The image that is shown where somebody shares a show's page."""
        return self._in_words(f"/og/{quote(line, safe='')}.png")

    def sitemap(self, number: int | None = None) -> str:
        """The index of the sitemap, or one of its parts."""
        return self.file("/sitemap.xml" if number is None else f"/sitemap-{number}.xml")

    def _in_words(self, path: str) -> str:
        """A file with words in it: in this language."""
        return self.file(path) + ("" if self.language == DEFAULT or self.fixed else f"?lang={self.language}")
