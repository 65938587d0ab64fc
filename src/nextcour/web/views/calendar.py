"""A month of the calendar: premieres by week, and the windows of what has no date yet."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from nextcour.answers.answer import RenewalStatus
from nextcour.catalog.dates import add_months
from nextcour.pages.item import Item
from nextcour.pages.premiere import Premiere
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer
from nextcour.web.views.season import Row, with_shows

MOST = 60  # windows on one page


def calendar(renderer: Renderer, month: dt.date) -> Page | None:
    """`month` is its first day. None for one outside of what is known: the first dated premiere to four years ahead."""
    site = renderer.site
    shelf = site.shelf
    first, last = _bounds(renderer)
    if not first <= month <= last:
        return None
    prefix = f"{month:%Y-%m}"
    # GLOB with a fixed beginning uses the index; the month holds digits and a hyphen only.
    found = with_shows(shelf, shelf.premieres("date GLOB ?", (f"{prefix}*",)))
    dated = [row for row in found if row.premiere.date != prefix]
    end = add_months(month, 1) - dt.timedelta(days=1)
    windows = _windows(renderer, month, end)
    return Page(
        renderer.render(
            "calendar.html",
            f"/calendar/{prefix}",
            month=month,
            weeks=[(day, list(rows)) for day, rows in groupby(dated, _monday)],
            undated=[row for row in found if row.premiere.date == prefix],
            windows=windows[:MOST],
            more_windows=max(0, len(windows) - MOST),
            before=add_months(month, -1) if month > first else None,
            after=add_months(month, 1) if month < last else None,
            present=site.known_to.replace(day=1),
        )
    )


def _bounds(renderer: Renderer) -> tuple[dt.date, dt.date]:
    """First days of the first and last month that have a page."""
    site = renderer.site
    last = add_months(site.known_to.replace(day=1), 48)
    oldest = _first(site.shelf.premieres("date NOT NULL", (), "date", 1))
    return (oldest or site.known_to).replace(day=1), last


def _first(found: list[Premiere]) -> dt.date | None:
    return found[0].earliest if found else None


def _monday(row: Row) -> dt.date:
    day = row.premiere.earliest
    assert day is not None
    return day - dt.timedelta(days=day.weekday())


def _windows(renderer: Renderer, first: dt.date, last: dt.date) -> list[Item]:
    """Announced shows without a month of premiere whose likely window touches the days, the likeliest time first."""
    found = renderer.site.shelf.items(
        "status = ? AND (upcoming_date IS NULL OR length(upcoming_date) = 4) AND window_from <= ? AND window_to >= ?",
        (RenewalStatus.ANNOUNCED.value, last.isoformat(), first.isoformat()),
    )
    middle = first + (last - first) / 2

    def distance(item: Item) -> tuple[int, str]:
        assert item.window is not None
        return abs((item.window.p50 - middle).days), item.line

    return sorted(found, key=distance)
