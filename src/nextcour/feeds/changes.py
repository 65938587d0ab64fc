"""Which changes stand in which feed: of all shows, of one, of a studio."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from nextcour.facts.changes import Kind
from nextcour.feeds.feed import Feed, entry_of
from nextcour.feeds.forms import FORMS
from nextcour.feeds.plain import fit, tag_uri
from nextcour.site.links import Links
from nextcour.site.site import Site

MOST = 50  # changes in a feed; older ones are at /api/v1/changes


def changes_feed(site: Site, form: str, kinds: Sequence[Kind] = ()) -> bytes:
    """Every show's newest changes, in a form of FORMS."""
    links = Links(address=site.address)
    return _made(
        site,
        form,
        kinds,
        ("changes",),
        title="nextcour: what became known",
        description="Announcements, dates, starts and ends of anime series and films, each with its source.",
        page=links.absolute(links.home()),
        here=links.changes(""),
    )


def title_feed(site: Site, line: str, form: str, kinds: Sequence[Kind] = ()) -> bytes | None:
    """A show's newest changes; None when there is no such show."""
    item = site.shelf.item(line)
    if item is None:
        return None
    links = Links(address=site.address)
    title = fit(item.title)
    return _made(
        site,
        form,
        kinds,
        ("changes", "anime", line),
        title=f"{title}: what became known",
        description=f"Announcements, dates, starts and ends of {title}, each with its source.",
        page=links.absolute(links.title(line)),
        here=links.changes("", line=line),
        line=line,
    )


def studio_feed(site: Site, key: str, form: str, kinds: Sequence[Kind] = ()) -> bytes | None:
    """The newest changes of what a studio makes; `key` as in addresses. None when there is no such studio."""
    studio = site.shelf.studio_named(key)
    if studio is None:
        return None
    links = Links(address=site.address)
    name = fit(studio)
    return _made(
        site,
        form,
        kinds,
        ("changes", "studio", key),
        title=f"{name}: what became known",
        description=f"Announcements, dates, starts and ends of what {name} makes, each with its source.",
        page=links.absolute(links.studio(studio)),
        here=links.changes("", studio=studio),
        studio=studio,
    )


def _made(
    site: Site,
    form: str,
    kinds: Sequence[Kind],
    name: tuple[str, ...],
    *,
    title: str,
    description: str,
    page: str,
    here: str,
    line: str | None = None,
    studio: str | None = None,
) -> bytes:
    chosen = sorted({kind.value for kind in kinds})
    found = site.changes.newest(until=site.known_to.isoformat(), kinds=chosen, line=line, studio=studio, limit=MOST)
    items = site.shelf.items_of(one.line for one in found if one.line is not None)
    links = Links(address=site.address)
    entries = []
    for one in found:
        item = items.get(one.line) if one.line is not None else None
        link = links.absolute(links.title(item.line)) if item is not None else page
        entries.append(entry_of(one.change, item.title if item is not None else one.change.title, link, site.address))
    make, _ = FORMS[form]
    return make(
        Feed(
            id=tag_uri(site.address, *name, *chosen),
            title=title,
            description=description,
            page=page,
            here=links.absolute(here.removesuffix(".")),
            query=f"?{urlencode([('kind', kind) for kind in chosen])}" if chosen else "",
            updated=site.known_to,
            entries=tuple(entries),
        )
    )
