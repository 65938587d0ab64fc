"""Suggestions for the search box, as JSON."""

from __future__ import annotations

import msgspec

from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.catalog.titles.match import match
from nextcour.pages.item import Item
from nextcour.site.suggest import LONGEST
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer

SHOWN = 8
KEPT = 20  # characters up to which an answer is kept: everybody begins alike
FUZZY_FROM = 4  # characters from which a misspelled name is looked for


def suggest(renderer: Renderer, typed: str) -> Page:
    """`{"suggestions": [{"title", "lang", "about", "url"}]}` for what was typed so far; anything may stand in it."""
    site = renderer.site
    typed = typed[:LONGEST]
    matched = {name.line: name.text for name in site.suggestions.find(typed, SHOWN)}
    if not matched and len(typed) >= FUZZY_FROM:
        matched = _near(renderer, typed)
    items = site.shelf.items_of(matched)
    rows = [_row(renderer, items[line], text) for line, text in matched.items() if line in items]
    body = msgspec.json.encode({"suggestions": rows}).decode()
    return Page(body, media_type="application/json", keep=len(typed) <= KEPT, fresh=3600)


def _near(renderer: Renderer, typed: str) -> dict[str, str]:
    try:
        found = match(renderer.site.engine.library.titles, typed)
    except QueryUnusable:
        return {}
    matches = [found.winner] if found.winner else [*found.candidates, *found.nearest]
    return {one.line: one.matched for one in matches[:SHOWN]}


def _row(renderer: Renderer, item: Item, matched: str) -> dict[str, str]:
    shown = renderer.name(item.titles, item.title)
    words = renderer.words
    about = [words.format(item.format), str(item.year) if item.year else "", words.status(item.status)]
    if matched.casefold() != shown.casefold():
        about.insert(0, matched)
    return {
        "title": shown,
        "lang": renderer.name_tag(item.titles, shown) or "",
        "about": " · ".join(part for part in about if part),
        "url": renderer.links.title(item.line),
    }
