"""What may be asked of the whole catalogue at once: filters, an order, a page of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nextcour.pages.item import Item
from nextcour.store.shelf import Shelf

PER_PAGE = 100
# Name in addresses -> SQL over the shelf's columns. What is unknown comes last both ways.
ORDERS = {
    "title": "title",
    "status": "status",
    "chance": "chance",
    "seasons": "installments",
    "latest": "last_premiere",
    "source": "source",
    "format": "format",
    "demand": "collections",
}
FALLING = frozenset({"chance", "seasons", "latest", "demand"})  # highest or latest first, unless asked otherwise


@dataclass(frozen=True)
class Wanted:
    """Filters that are None let everything through. Years are those of the first premiere, `chance` in percent is the
    least, `studio` a name. `page` counts from 1."""

    status: str | None = None
    source: str | None = None
    format: str | None = None
    studio: str | None = None
    since: int | None = None
    until: int | None = None
    chance: int | None = None
    sort: str = "chance"
    falling: bool = True
    page: int = 1

    def query(self) -> dict[str, str | int]:
        """As an address has it, without what is usual."""
        usual = Wanted()
        order = None if self.falling == (self.sort in FALLING) else "down" if self.falling else "up"
        values = {
            "status": self.status,
            "source": self.source,
            "format": self.format,
            "studio": self.studio,
            "from": self.since,
            "to": self.until,
            "chance": self.chance,
            "sort": self.sort if self.sort != usual.sort else None,
            "order": order,
            "page": self.page if self.page > 1 else None,
        }
        return {name: value for name, value in values.items() if value is not None}

    def sorted_by(self, sort: str) -> Wanted:
        """The same by another column; the other way round where it is sorted by it already."""
        falling = not self.falling if sort == self.sort else sort in FALLING
        return replace(self, sort=sort, falling=falling, page=1)

    def on_page(self, page: int) -> Wanted:
        return replace(self, page=page)


@dataclass(frozen=True)
class Found:
    """`total` shows fit; `items` are those of the page, of `last` pages."""

    items: list[Item]
    total: int
    last: int


def browse(shelf: Shelf, wanted: Wanted) -> Found | None:
    """None where there are fewer pages."""
    where, given = _where(wanted)
    total = shelf.count(where, given)
    last = max(1, -(-total // PER_PAGE))
    if wanted.page > last:
        return None
    column = ORDERS[wanted.sort]
    way = "DESC" if wanted.falling else "ASC"
    order = f"{column} {way} NULLS LAST, title, line"
    return Found(shelf.items(where, given, order, PER_PAGE, (wanted.page - 1) * PER_PAGE), total, last)


def _where(wanted: Wanted) -> tuple[str, list[str | int | float]]:
    parts: list[tuple[str, str | int | float]] = []
    for column, value in (("status", wanted.status), ("source", wanted.source), ("format", wanted.format)):
        if value is not None:
            parts.append((f"{column} = ?", value))
    if wanted.studio is not None:
        parts.append(("line IN (SELECT line FROM made_by WHERE studio = ?)", wanted.studio))
    if wanted.since is not None:
        parts.append(("year >= ?", wanted.since))
    if wanted.until is not None:
        parts.append(("year <= ?", wanted.until))
    if wanted.chance is not None:
        parts.append(("chance >= ?", wanted.chance / 100))
    return " AND ".join(sql for sql, _ in parts) or "1", [value for _, value in parts]
