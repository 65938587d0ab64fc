"""A season of the year: what returned in it, what began, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nextcour.catalog.dates import SEASONS, season_of
from nextcour.pages.item import Item
from nextcour.pages.premiere import Kind, Premiere
from nextcour.store.shelf import Shelf
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer

AHEAD = 4  # seasons after the present one that have a page, even an empty one


@dataclass(frozen=True)
class Row:
    """A release with its show. `after` is the next season of the show that is known, None when there is none."""

    premiere: Premiere
    item: Item
    after: Premiere | None

    @property
    def order(self) -> tuple[dt.date, bool, str]:
        """By the first possible day; what has only a month before what has a day in it."""
        return self.premiere.earliest or dt.date.max, len(self.premiere.date or "") == 10, self.premiere.line


def rows(shelf: Shelf, season: str) -> list[Row]:
    """Everything of a season, in order of dates."""
    return with_shows(shelf, shelf.premieres("season = ?", (season,)))


def with_shows(shelf: Shelf, premieres: list[Premiere], *, keep_order: bool = False) -> list[Row]:
    """Releases whose show is here with it, in order of dates or as they came."""
    items = shelf.items_of(one.line for one in premieres)
    later: dict[str, list[Premiere]] = {}
    for some in _chunks(list(items), 400):
        marks = ", ".join("?" * len(some))
        for one in shelf.premieres(f"kind = 'SEASON' AND line IN ({marks})", some, "number"):
            later.setdefault(one.line, []).append(one)
    found = []
    for one in premieres:
        item = items.get(one.line)
        if item is None:
            continue
        number = one.number
        follows = later.get(one.line, ()) if number is not None else ()
        after = next((other for other in follows if (other.number or 0) > (number or 0)), None)
        found.append(Row(one, item, after))
    return found if keep_order else sorted(found, key=lambda row: row.order)


def _chunks(lines: list[str], size: int) -> list[list[str]]:
    return [lines[at : at + size] for at in range(0, len(lines), size)]


def season(renderer: Renderer, season: str) -> Page | None:
    """`season` is like `SPRING 2026`. None for one before the first premiere, or later than anybody plans for."""
    shelf = renderer.site.shelf
    present = number_of(season_on(renderer.site.known_to))
    known = [number_of(name) for name, _ in shelf.seasons()]
    first, last = min([present, *known]), max([present + AHEAD, *known])
    at = number_of(season)
    if not first <= at <= last:
        return None
    found = rows(shelf, season)
    name, year = season.split()
    return Page(
        renderer.render(
            "season.html",
            f"/season/{year}/{name.lower()}",
            season=season,
            returning=[row for row in found if row.premiere.series and not row.premiere.new],
            new=[row for row in found if row.premiere.series and row.premiere.new],
            others=[row for row in found if not row.premiere.series],
            before=name_of(at - 1) if at > first else None,
            after=name_of(at + 1) if at < last else None,
            kinds=Kind,
        )
    )


def season_on(day: dt.date) -> str:
    """`SPRING 2026`."""
    name, year = season_of(day)
    return f"{name} {year}"


def number_of(season: str) -> int:
    """Seasons counted through: the next one is one more."""
    name, year = season.split()
    return int(year) * 4 + SEASONS.index(name)


def name_of(number: int) -> str:
    return f"{SEASONS[number % 4]} {number // 4}"
