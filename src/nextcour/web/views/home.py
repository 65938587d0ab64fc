"""The home page: the search box, and what moved lately."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.dates import add_months
from nextcour.pages.premiere import SERIES
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer
from nextcour.web.views.season import Row, rows, season_on, with_shows

SHOWN = 8
LATELY, YEAR = dt.timedelta(days=120), dt.timedelta(days=365)


def home(renderer: Renderer) -> Page:
    site = renderer.site
    shelf, day = site.shelf, site.known_to
    since, until = (day - LATELY).isoformat(), day.isoformat()
    series = f"format IN ({', '.join('?' * len(SERIES))})"
    return Page(
        renderer.render(
            "home.html",
            "/",
            show_count=shelf.count(),
            announced=with_shows(
                shelf,
                shelf.premieres(
                    "kind = 'SEASON' AND number > 1 AND announced_on BETWEEN ? AND ?",
                    ((day - YEAR).isoformat(), until),
                    "announced_on DESC, line",
                    SHOWN,
                ),
                keep_order=True,
            ),
            likely=shelf.items(
                "status = 'NOT_ANNOUNCED' AND chance NOT NULL AND installments > 0", (), "chance DESC, line", SHOWN
            ),
            finished=shelf.items(
                f"{series} AND last_finale BETWEEN ? AND ?",
                (*SERIES, since, until),
                "last_finale DESC, collections DESC NULLS LAST, line",
                SHOWN,
            ),
            undated=shelf.items(
                "status = 'ANNOUNCED' AND upcoming > 1 AND (upcoming_date IS NULL OR length(upcoming_date) = 4)",
                (),
                "collections DESC NULLS LAST, line",
                SHOWN,
            ),
            coming=[(season, *_coming(renderer, season)) for season in (season_on(day), season_on(add_months(day, 3)))],
        )
    )


def _coming(renderer: Renderer, season: str) -> tuple[list[Row], int]:
    """What of a season is still to come, of returning shows those that more people follow; and how much there is."""
    found = rows(renderer.site.shelf, season)
    ahead = [row for row in found if not row.premiere.out and row.premiere.series]
    known = sorted(ahead, key=lambda row: (row.premiere.new, -(row.item.collections or 0), row.premiere.line))[:SHOWN]
    return sorted(known, key=lambda row: row.order), len(ahead)
