"""Templates, and what every one of them can use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from nextcour.catalog.dates import FuzzyDate
from nextcour.charts.sketch import Sketch
from nextcour.site.languages import DEFAULT, LANGUAGES, TAGS, title_in, title_tag, translations
from nextcour.site.links import Links
from nextcour.site.site import Site
from nextcour.site.words import Words
from nextcour.web.assets import versioned
from nextcour.web.security import CSP_FIXED


@dataclass(frozen=True)
class Form:
    """How the site reaches its readers. `root` is put before every path. `fixed`: as a folder of files, where nothing
    comes of a query, and a title looks back to its last `quarters` quarters only. `languages` are those it has."""

    root: str = ""
    fixed: bool = False
    quarters: int = 1000
    languages: tuple[str, ...] = tuple(LANGUAGES)


SERVED = Form()


class Renderer:
    """Renders templates for one language and one preference of titles. Everything is escaped unless a template says
    otherwise, which none does for text from a source."""

    def __init__(self, site: Site, language: str = DEFAULT, preference: str = "auto", form: Form = SERVED) -> None:
        self.site = site
        self.language = language
        self.preference = preference
        self.form = form
        self.links = Links(language, site.address, form.root, form.fixed)
        self.words = Words(language)
        self.gettext = translations(language).gettext
        self.want: Callable[[Sketch], object] = lambda _sketch: None
        self._environment = Environment(
            loader=PackageLoader("nextcour.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        # Added by jinja2.ext.i18n.
        self._environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
        self._environment.globals.update(
            static=lambda name: self.links.file(f"/static/{versioned(name)}"),
            links=self.links,
            language=language,
            tag=TAGS[language],
            languages={one: LANGUAGES[one] for one in form.languages},
            words=self.words,
            tags=TAGS,
            title_choices=self.words.title_choices,
            preference=preference,
            picture=self.picture,
            fixed=form.fixed,
            policy=CSP_FIXED,
        )
        words = self.words
        self._environment.filters.update(
            day=words.day,
            fuzzy=words.fuzzy,
            chance=words.chance,
            season=words.season,
            number=words.number,
            month=words.month,
            weekday=words.weekday,
        )

    def picture(self, sketch: Sketch) -> str:
        """The address of a picture, which is drawn by whoever looks after `want`."""
        self.want(sketch)
        return self.links.picture(sketch.key)

    def name(self, titles: Mapping[str, str], fallback: str) -> str:
        """The title to show."""
        return title_in(titles, fallback, self.language, self.preference)

    def name_tag(self, titles: Mapping[str, str], shown: str) -> str | None:
        return title_tag(titles, shown, self.language, self.preference)

    def render(self, template: str, path: str, query: Mapping[str, str | int] | None = None, **values: Any) -> str:
        """`path` is the page's own, without language prefix (`/anime/akudama-drive`): canonical and alternates.
        `query` is what follows it, for the same page in another language. `values` go before what every page has:
        a page about another day says so with its own `known_to`."""
        site = self.site
        given: dict[str, Any] = {
            "path": path,
            "query": query or {},
            "name": self.name,
            "name_tag": self.name_tag,
            "today": site.today,
            "known_to": site.known_to,
            "data_age": (site.today - site.known_to).days,
        }
        return self._environment.get_template(template).render(given | values)


def fuzzy(text: str | None) -> FuzzyDate:
    """An ISO date that may be fuzzy (`2024-07`) as a date; an unknown one for None."""
    return FuzzyDate.from_iso(text or "")


def quarters(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of the quarters from `first` to `last`."""
    found = []
    year, month = first.year, (first.month - 1) // 3 * 3 + 1
    while (day := dt.date(year, month, 1)) <= last:
        if day >= first:
            found.append(day)
        year, month = (year, month + 3) if month < 10 else (year + 1, 1)
    return found
