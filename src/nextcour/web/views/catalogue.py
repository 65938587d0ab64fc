"""The whole catalogue as plain lists, a year a page: for a site of files, for readers without scripts, for crawlers."""

from __future__ import annotations

from nextcour.site.links import UNKNOWN_YEAR
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


def years(renderer: Renderer) -> Page:
    """How many shows began in each year, with links."""
    counted = renderer.site.shelf.years()
    decades: dict[int | None, list[tuple[int | None, int]]] = {}
    for year, count in counted:
        decades.setdefault(year // 10 * 10 if year is not None else None, []).append((year, count))
    total = sum(count for _, count in counted)
    return Page(renderer.render("years.html", "/browse", decades=decades, total=total))


def year(renderer: Renderer, asked: str) -> Page | None:
    """Every show that began in a year, by title; None for a year without any."""
    wanted = None if asked == UNKNOWN_YEAR else int(asked)
    where = "year IS NULL" if wanted is None else "year = ?"
    items = renderer.site.shelf.items(where, () if wanted is None else (wanted,), "title, line")
    if not items:
        return None
    years = [one for one, _ in renderer.site.shelf.years() if one is not None]
    earlier = next((one for one in years if wanted is None or one < wanted), None)
    later = next((one for one in reversed(years) if wanted is not None and one > wanted), None)
    return Page(
        renderer.render("year.html", f"/browse/{asked}", asked=wanted, items=items, earlier=earlier, later=later)
    )
