"""The sitemap: every page in every language, with the day of its last change where the data have one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from nextcour.site.languages import DEFAULT, LANGUAGES, TAGS
from nextcour.site.links import Links
from nextcour.site.site import Site

MEDIA_TYPE = "application/xml; charset=utf-8"
PART = 2_000  # pages in a file, each in every language: some 3 MB; 50,000 addresses and 50 MB are allowed
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PLAIN = ("/", "/season", "/calendar", "/browse", "/studios", "/track-record", "/about")


class Address(NamedTuple):
    """A page by its path without language (`/anime/akudama-drive`); `changed` is an ISO day, empty where nothing says
    when it changed last."""

    path: str
    changed: str


def addresses(site: Site) -> Iterator[Address]:
    """Every page once, in an order that stays. Pages that show the whole catalogue change with its last day."""
    links = Links()
    days = site.changes.last_days()
    known_to = site.known_to.isoformat()
    for path in _PLAIN:
        yield Address(path, "" if path == "/about" else known_to)
    lines = site.shelf.lines()
    for line in lines:
        yield Address(links.title(line), min(days.get(line, ""), known_to))
    for year, _ in site.shelf.years():
        yield Address(links.year(year), known_to)
    for season in sorted((season for season, _ in site.shelf.seasons()), key=_by_year):
        yield Address(links.season(season), "")
    for studio, _ in sorted(site.shelf.studios()):
        yield Address(links.studio(studio), "")
    for line in lines:
        yield Address(links.forecasts(line), "")


def parts(site: Site) -> int:
    """How many files there are beside the index."""
    return -(-sum(1 for _ in addresses(site)) // PART)


def index(site: Site) -> bytes:
    """The file that names the others."""
    links = Links(address=site.address)
    known_to = site.known_to.isoformat()
    rows = "".join(
        f"<sitemap><loc>{escape(links.absolute(links.sitemap(number)))}</loc><lastmod>{known_to}</lastmod></sitemap>\n"
        for number in range(1, parts(site) + 1)
    )
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{rows}</sitemapindex>\n".encode()


def part(site: Site, number: int) -> bytes | None:
    """One of the others, counted from 1; None where there are fewer."""
    found = pages(site, number)
    return None if found is None else written(found, site.address)


def pages(site: Site, number: int) -> list[Address] | None:
    """What stands in `part`."""
    found = list(addresses(site))[PART * (number - 1) : PART * number] if number > 0 else []
    return found or None


def written(found: Sequence[Address], address: str) -> bytes:
    """A file of these pages of the site at `address`."""
    made = [_HEAD, f'<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n']
    for one in found:
        made += _in_every_language(one, address)
    made.append("</urlset>\n")
    return "".join(made).encode()


def _in_every_language(one: Address, address: str) -> Iterator[str]:
    places = {language: f"{address}{Links(language).page(one.path)}" for language in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href={quoteattr(place)}/>'
        for language, place in places.items()
    )
    others += f'<xhtml:link rel="alternate" hreflang="x-default" href={quoteattr(places[DEFAULT])}/>'
    changed = f"<lastmod>{one.changed}</lastmod>" if one.changed else ""
    for place in places.values():
        yield f"<url><loc>{escape(place)}</loc>{changed}{others}</url>\n"


def _by_year(season: str) -> tuple[str, str]:
    name, year = season.split()
    return year, name


def robots(site: Site) -> bytes:
    """Pages may be read by everybody; questions with endless answers are left alone."""
    links = Links(address=site.address)
    closed = [links.in_language(language).page(path) for language in LANGUAGES for path in ("/search", "/preferences")]
    rules = "".join(f"Disallow: {path}\n" for path in (*closed, "/suggest", "/api/", "/*?as_of="))
    return f"User-agent: *\n{rules}\nSitemap: {links.absolute(links.sitemap())}\n".encode()
