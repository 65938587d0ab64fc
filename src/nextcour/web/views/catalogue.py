"""The whole catalogue as plain lists, a year a page: for a site of files, for readers without scripts, for crawlers."""

from __future__ import annotations

from nextcour.web.page import Page
from nextcour.web.renderer import Renderer

UNKNOWN = "unknown"


def years(renderer: Renderer) -> Page:
    """How many shows began in each year, with links."""
    counted = renderer.site.shelf.years()
    decades: dict[str, list[tuple[str, int]]] = {}
    for year, count in counted:
        decades.setdefault(f"{year // 10 * 10}" if year is not None else UNKNOWN, []).append(
            (str(year) if year is not None else UNKNOWN, count)
        )
    total = sum(count for _, count in counted)
    return Page(renderer.render("years.html", "/browse", decades=decades, total=total, unknown=UNKNOWN))


def year(renderer: Renderer, asked: str) -> Page | None:
    """Every show that began in a year, by title; None for a year without any."""
    wanted = None if asked == UNKNOWN else int(asked)
    where = "year IS NULL" if wanted is None else "year = ?"
    items = renderer.site.shelf.items(where, () if wanted is None else (wanted,), "title, line")
    if not items:
        return None
    return Page(renderer.render("year.html", f"/browse/{asked}", asked=wanted, items=items))
