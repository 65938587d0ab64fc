"""Every past forecast of a show: what was said on which day, and what came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from nextcour.catalog.dates import add_months
from nextcour.evaluation.track_record import COMMITTED
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.spells import Spell
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer

HORIZON = 24  # months within which what was said is set beside what came


class Came(StrEnum):
    """What became of a forecast within HORIZON."""

    YES = "YES"
    NO = "NO"
    OPEN = "OPEN"  # the months are not over by the last day of data
    UNKNOWN = "UNKNOWN"  # the show is counted differently today, so that what came cannot be told


@dataclass(frozen=True)
class Said:
    """One run's word on a show that waited for season `number`. Chances in [0, 1]; `on` is the day of the announcement
    that came later, None while none is known. `kept`: kept before what came could be known, not made again later."""

    day: dt.date
    number: int
    within_12: float
    within_24: float
    within_48: float
    out_24: float
    on: dt.date | None
    came: Came
    kept: bool


def forecasts(renderer: Renderer, line: str) -> Page | None:
    """None when there is no such show."""
    site = renderer.site
    item = site.shelf.item(line)
    if item is None:
        return None
    library = site.engine.library
    runs = library.runs()
    waits = {(one.number, one.premiere): one for one in library.spells() if one.line == line}
    said = [
        _said(runs[place], curve, waits.get((curve.number, curve.premiere)), site.known_to)
        for place, curve in library.curves(line).items()
    ]
    said.sort(key=lambda one: one.day, reverse=True)
    return Page(
        renderer.render(
            "forecasts.html",
            f"/anime/{renderer.links.quoted(line)}/forecasts",
            item=item,
            said=said,
            came=Came,
            model=runs[-1].model if runs else "",
        )
    )


def _said(run: Run, curve: Curve, wait: Spell | None, known_to: dt.date) -> Said:
    on = dt.date.fromordinal(wait.next_announced) if wait is not None and wait.next_announced is not None else None
    if on is not None and on > known_to:
        on = None
    end = add_months(run.day, HORIZON)
    if wait is None or (on is not None and on <= run.day):
        on, came = None, Came.UNKNOWN
    else:
        came = Came.YES if on is not None and on <= end else Came.NO if end <= known_to else Came.OPEN
    committed = COMMITTED.get(run.model)
    return Said(
        run.day,
        curve.number + 1,
        curve.announced[EDGES.index(12)],
        curve.announced[EDGES.index(24)],
        curve.announced[EDGES.index(48)],
        curve.out[EDGES.index(24)],
        on,
        came,
        committed is not None and run.day >= committed,
    )
