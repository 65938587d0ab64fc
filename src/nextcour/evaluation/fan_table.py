"""Counts the fan table. Needs numpy.

Rows: series (no films, no discs) that had ended at most two years before the landmark and had nothing announced, with
demand counted within the year before. One show stands in several landmarks; intervals resample franchises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from nextcour.evaluation import reliability
from nextcour.evaluation.fans import BANDS, HORIZONS, LEAST_ROWS, FanCell, FanTable, Kind, Share
from nextcour.evaluation.rolling import OURS, Scored
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import DAYS_A_MONTH, Bools, Event, Floats, Ints, Outcome, Panel

ENDED_DAYS = 2 * 365.25
_SEED = 1


def fan_table(
    panel: Panel,
    as_of: dt.date,
    said: Mapping[int, Floats] | None = None,
    sources: str = "",
    event: Event = Event.ANNOUNCED,
) -> FanTable:
    """Of the rows of `panel`, with what was known of them on `as_of`. `said`: chances of the event by horizon in
    months, (rows,), nan where the model was not asked.

    Raises ValueError for a panel without the features that kinds are made of.
    """
    ended = np.nan_to_num(panel.ended, nan=np.inf)
    series = (panel.column("disc") == 0) & (panel.column("film") == 0)
    wanted = series & ~np.isnan(panel.demand) & ~panel.on_air & (ended >= 0) & (ended <= ENDED_DAYS)
    known = as_of.toordinal() - panel.landmark
    settled = {
        months: wanted & panel.outcomes[event].settled(months * DAYS_A_MONTH) & (known >= months * DAYS_A_MONTH)
        for months in HORIZONS
    }
    used = settled[HORIZONS[0]]
    kinds = _kinds(panel)
    return FanTable(
        landmarks=tuple(dt.date.fromordinal(int(day)) for day in np.unique(panel.landmark[used])),
        as_of=as_of,
        n=int(used.sum()),
        lines=len(np.unique(panel.line[used])),
        horizons=HORIZONS,
        cells=tuple(
            FanCell(
                kind,
                words,
                tuple(
                    _share(
                        panel,
                        np.flatnonzero(settled[months] & kinds[kind] & (panel.demand >= low) & (panel.demand < high)),
                        panel.outcomes[event].within(months * DAYS_A_MONTH),
                        None if said is None else said[months],
                    )
                    for months in HORIZONS
                ),
            )
            for kind in Kind
            for low, high, words in BANDS
        ),
        event=event.value,
        sources=sources,
    )


def of_scored(scored: Iterable[Scored], as_of: dt.date, sources: str = "") -> FanTable:
    """Of the landmarks of a back-test where demand was known, with what our model said. Raises ValueError for none."""
    tables: list[tuple[Panel, dict[int, Floats]]] = []
    for one in scored:
        rows = np.flatnonzero(~np.isnan(one.panel.demand))
        if len(rows):
            curves = one.chances[OURS][Event.ANNOUNCED][rows]
            tables.append((one.panel.take(rows), {m: curves[:, EDGES.index(m)] for m in HORIZONS}))
    if not tables:
        raise ValueError("demand is not known at any landmark")
    said = {months: np.concatenate([one[months] for _, one in tables]) for months in HORIZONS}
    return fan_table(joined([one for one, _ in tables]), as_of, said, sources)


def joined(panels: Sequence[Panel]) -> Panel:
    """Several panels in one, in the order given. Raises ValueError without any."""
    if not panels:
        raise ValueError("a panel needs a landmark")
    first = panels[0]
    arrays = {
        name: np.concatenate([getattr(panel, name) for panel in panels])
        for name in (
            *("landmark", "line", "franchise", "number", "premiere", "age", "ended", "on_air", "demand", "features"),
        )
    }
    outcomes = {
        event: Outcome(
            np.concatenate([panel.outcomes[event].days for panel in panels]),
            np.concatenate([panel.outcomes[event].follow for panel in panels]),
        )
        for event in first.outcomes
    }
    return Panel(**arrays, names=first.names, outcomes=outcomes, lines=first.lines)


def _kinds(panel: Panel) -> dict[Kind, Bools]:
    adapted = panel.column("adapted") > 0
    first = panel.column("count") <= 1
    return {
        Kind.MANGA: panel.column("manga") > 0,
        Kind.LIGHT_NOVEL: panel.column("light_novel") > 0,
        Kind.ORIGINAL: panel.column("original") > 0,
        Kind.ADAPTATION_FIRST: adapted & first,
        Kind.ADAPTATION_LATER: adapted & ~first,
    }


def _share(panel: Panel, rows: Ints, happened: Bools, said: Floats | None) -> Share:
    lines = len(np.unique(panel.line[rows]))
    if len(rows) < LEAST_ROWS:
        return Share(len(rows), lines)
    came = happened[rows]
    chances = np.zeros(len(rows)) if said is None else said[rows]
    asked = said is not None and not np.isnan(chances).any()
    given = np.clip(np.nan_to_num(chances), 0.0, 1.0)
    (found,) = reliability.bins(came, given, panel.franchise[rows], edges=(0.0, 1.0), seed=_SEED)
    share = found.said if asked else None
    return Share(len(rows), lines, found.events, found.seen, found.seen_low, found.seen_high, share)
