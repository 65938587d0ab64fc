"""The names that a site of files is searched by, in the reader's browser (`static/names.js`)."""

from __future__ import annotations

import msgspec

from nextcour.site.site import Site
from nextcour.web.renderer import Renderer


def names(site: Site, renderer: Renderer) -> bytes:
    """`{"shows": [[title, lang, about, url], …], "names": [[name, place in shows], …]}`, what more people look for
    first."""
    places: dict[str, int] = {}
    shows: list[list[str]] = []
    found: list[list[str | int]] = []
    items = {item.line: item for item in site.shelf.items()}
    for name in site.shelf.names():
        item = items.get(name.line)
        if item is None:
            continue
        if name.line not in places:
            places[name.line] = len(shows)
            shown = renderer.name(item.titles, item.title)
            words = renderer.words
            about = [words.format(item.format), str(item.year or ""), words.status(item.status)]
            tag = renderer.name_tag(item.titles, shown) or ""
            shows.append([shown, tag, " · ".join(part for part in about if part), renderer.links.title(item.line)])
        found.append([name.text, places[name.line]])
    return msgspec.json.encode({"shows": shows, "names": found})
