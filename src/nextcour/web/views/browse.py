"""The whole catalogue, filtered and sorted, a hundred shows a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nextcour.answers.answer import RenewalStatus
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.site import browsing
from nextcour.site.browsing import Wanted
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


@dataclass(frozen=True)
class Column:
    """A heading: `sort` as `aria-sort` has it, empty where the list is not sorted by it."""

    words: str
    address: str
    sort: str


def browse(renderer: Renderer, wanted: Wanted) -> Page | None:
    """None where there are fewer pages. A studio may be written as people write it."""
    site = renderer.site
    named = site.studio_named(wanted.studio) if wanted.studio else None
    asked = replace(wanted, studio=named or wanted.studio)
    found = browsing.browse(site.shelf, asked)
    if found is None:
        return None

    def address(other: Wanted) -> str:
        return renderer.links.page("/browse", **other.query())

    gettext = renderer.gettext
    headings = {
        "title": gettext("Title"),
        "status": gettext("Status"),
        "chance": gettext("Chance, 2 years"),
        "seasons": gettext("Seasons"),
        "latest": gettext("Latest premiere"),
        "source": gettext("Source"),
        "format": gettext("Format"),
    }
    return Page(
        renderer.render(
            "browse.html",
            "/browse",
            asked.query(),
            wanted=asked,
            unknown_studio=wanted.studio if wanted.studio and named is None else None,
            found=found,
            columns=[_column(sort, words, asked, address(asked.sorted_by(sort))) for sort, words in headings.items()],
            address=lambda page: address(asked.on_page(page)),
            statuses=RenewalStatus,
            formats=Format,
            sources=SourceMaterial,
            orders=[("demand", gettext("People who follow it")), *headings.items()],
            filtered=bool(set(asked.query()) - {"page", "sort", "order"}),
        )
    )


def _column(sort: str, words: str, wanted: Wanted, address: str) -> Column:
    way = "" if wanted.sort != sort else "descending" if wanted.falling else "ascending"
    return Column(words, address, way)
