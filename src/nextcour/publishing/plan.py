"""Which addresses a published site begins with. What its pages name comes to these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nextcour.site.links import Links
from nextcour.site.site import Site

FORMS = ("atom", "rss", "json")
_PAGES = ("/", "/search", "/browse", "/browse/unknown", "/season", "/calendar", "/studios", "/track-record", "/about")


def seeds(site: Site, languages: Sequence[str]) -> Iterator[str]:
    """Paths without the site's root, pages first."""
    lines = site.shelf.lines()
    for language in languages:
        links = Links(language, fixed=True)
        yield from (links.page(path) for path in _PAGES if path != "/browse/unknown" or _unknown_years(site))
        yield from (links.title(line) for line in lines)
    links = Links(fixed=True)
    yield from ("/sitemap.xml", "/robots.txt", "/favicon.ico", links.calendar_file())
    yield from (links.changes(form) for form in FORMS)
    for line in lines:
        yield from (links.calendar_file(line=line), links.badge(line), links.card(line), links.preview(line))
        yield from (links.changes(form, line=line) for form in FORMS)
    for studio, _ in site.shelf.studios():
        yield from (links.changes(form, studio=studio) for form in FORMS)


def _unknown_years(site: Site) -> bool:
    return site.shelf.count("year IS NULL") > 0


def redirects(site: Site) -> Iterator[tuple[str, str]]:
    """Addresses by provider id with the page that each leads to, both without the site's root."""
    for provider in ("mal", "anilist"):
        for number, line in site.shelf.known_ids(provider):
            yield f"/{provider}/{number}", Links(fixed=True).title(line)
