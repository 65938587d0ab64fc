"""A studio season by season, and the list of all studios."""

from __future__ import annotations

from dataclasses import dataclass

from nextcour.answers.explanation import studio_load
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.charts.ahead import Words
from nextcour.charts.picture import Table
from nextcour.charts.sketch import Sketch
from nextcour.charts.workload import workload
from nextcour.signals.workload import Load, SeasonLoad
from nextcour.site.languages import N_
from nextcour.store.shelf import studio_key
from nextcour.web.page import Page, moved
from nextcour.web.renderer import Renderer

_QUARTERS = {"WINTER": "Q1", "SPRING": "Q2", "SUMMER": "Q3", "FALL": "Q4"}


@dataclass(frozen=True)
class Title:
    """A production. `line` is None where it belongs to no show that has a page."""

    title: str
    titles: dict[str, str]
    line: str | None


@dataclass(frozen=True)
class Busy:
    """A season's work: series that went on, that began, and films and discs."""

    season: str
    going_on: list[Title]
    began: list[Title]
    others: list[Title]

    @property
    def on_air(self) -> int:
        return len(self.going_on) + len(self.began)


def studio(renderer: Renderer, key: str) -> Page | None:
    """`key` as in addresses. Another spelling leads to it. None when no show's latest
    season names such a studio."""
    site = renderer.site
    name = site.studio_named(key)
    if name is None:
        return None
    if studio_key(name) != key:
        return moved(renderer.links.studio(name), keep=True)
    load, read = studio_load(site.engine.library, name, site.known_to)
    known = _titles(renderer, load)
    past = [_busy(one, known) for one in reversed(load.past)]
    return Page(
        renderer.render(
            "studio.html",
            f"/studio/{renderer.links.quoted(studio_key(name))}",
            studio=name,
            load=load,
            sketch=_sketch(renderer, name, load),
            read=read,
            past=past,
            busiest=max(1, *(one.on_air for one in past)),
            ahead=[_busy(one, known) for one in load.ahead],
            undated=[known[entry] for entry in load.undated],
            shows=site.shelf.by_studio(name),
        )
    )


def studios(renderer: Renderer) -> Page:
    return Page(renderer.render("studios.html", "/studios", studios=renderer.site.shelf.studios()))


def _sketch(renderer: Renderer, studio: str, load: Load) -> Sketch | None:
    """Series by season, as on a title's page; None where there were none."""
    seasons = [(one.season, len(one.on_air), False) for one in load.past]
    seasons += [(one.season, len(one.started), True) for one in load.ahead[:4]]
    if not any(count for _, count, _ in seasons):
        return None
    gettext = renderer.gettext
    title = gettext(N_("Series of %(studio)s by season")) % {"studio": studio}
    words = gettext(
        N_("Series on air in each season, as known on %(day)s: %(now)s in the latest of them. Dashed: known to come.")
    )
    text = words % {"day": renderer.words.day(load.day), "now": len(load.past[-1].on_air)}
    bars = [(_QUARTERS[season.split()[0]], season.split()[1], count, coming) for season, count, coming in seasons]
    return workload(bars, Words(title, text), Table(title, (), ()))


def _busy(one: SeasonLoad, known: dict[str, Title]) -> Busy:
    began = set(one.started)
    return Busy(
        one.season,
        [known[entry] for entry in one.on_air if entry not in began],
        [known[entry] for entry in one.started],
        [known[entry] for entry in one.others],
    )


def _titles(renderer: Renderer, load: Load) -> dict[str, Title]:
    site = renderer.site
    entries = [entry for one in (*load.past, *load.ahead) for entry in (*one.on_air, *one.started, *one.others)]
    found = {}
    for entry_id in dict.fromkeys([*entries, *load.undated]):
        entry = site.engine.library.entry(entry_id)
        home = site.shelf.premieres("entry = ?", (entry_id,))
        found[entry_id] = Title(latin_title(entry), titles_by_language(entry), home[0].line if home else None)
    return found
