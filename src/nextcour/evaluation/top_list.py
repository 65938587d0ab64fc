"""The highest chances of the last landmark whose horizon is over, by name. Needs numpy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from nextcour.evaluation.lift import TOP, highest
from nextcour.evaluation.pool import HORIZONS
from nextcour.evaluation.results import TopList, TopRow
from nextcour.evaluation.rolling import OURS, Scored
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import DAYS_A_MONTH, Event

SHOWN = ((Event.ANNOUNCED, 24), (Event.PREMIERE, 24), (Event.MOVIE, 24))


def top_lists(scored: Iterable[Scored], titles: Mapping[str, str], top: int = TOP) -> list[TopList]:
    """One for each event of SHOWN that has a landmark all of whose rows are settled. `titles` by line id; a line
    without one goes by its id."""
    last: dict[Event, Scored] = {}
    for one in sorted(scored, key=lambda one: one.day):
        for event, months in SHOWN:
            outcome = one.panel.outcomes.get(event)
            if outcome is not None and len(one.panel) and outcome.settled(months * DAYS_A_MONTH).all():
                last[event] = one
    return [_list(last[event], event, months, titles, top) for event, months in SHOWN if event in last]


def _list(one: Scored, event: Event, months: int, titles: Mapping[str, str], top: int) -> TopList:
    assert months in HORIZONS[event]
    said = one.chances[OURS][event][:, EDGES.index(months)]
    days = one.panel.outcomes[event].days
    rows = []
    for row in highest(said, top):
        line = one.panel.lines[one.panel.line[row]]
        came = days[row] <= months * DAYS_A_MONTH
        on = dt.date.fromordinal(int(one.panel.landmark[row] + days[row])) if came else None
        rows.append(TopRow(line, titles.get(line, line), round(float(said[row]), 6), on))
    return TopList(event.value, months, one.day, tuple(rows))
