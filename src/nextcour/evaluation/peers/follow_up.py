"""A panel's outcomes as they were known on a day. Needs numpy.

Follow-up ends at `known_to` (an ordinal day) or where the panel's own ends, whichever is first; an event after that is
unseen. This is the one place where training data is cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.forecast.panel import EDGE_DAYS, Bools, Event, Floats, Ints, Panel


@dataclass(frozen=True)
class Known:
    """Rows of a panel, all arrays one item a row: `row` its place in the panel, `days` until the event where `seen`,
    else of follow-up; more than 0, and at most the last of EDGES (later events count as unseen). `follow` is for how
    many days it was, or would have been, followed."""

    row: Ints
    days: Floats
    seen: Bools
    follow: Floats

    def __len__(self) -> int:
        return len(self.row)

    def take(self, chosen: Bools | Ints) -> Known:
        """The rows that a mask or indices choose."""
        return Known(self.row[chosen], self.days[chosen], self.seen[chosen], self.follow[chosen])


def cut(panel: Panel, event: Event, known_to: int) -> tuple[Floats, Floats]:
    """Days to the event (inf where not seen by `known_to`) and days of follow-up (0 or less: none), one each a row.

    Raises KeyError when the panel has no outcomes of `event`.
    """
    outcome = panel.outcomes[event]
    follow = np.minimum(outcome.follow, (known_to - panel.landmark).astype(np.float64))
    return np.where(outcome.days <= follow, outcome.days, np.inf), follow


def known(panel: Panel, event: Event, known_to: int) -> Known:
    """For models of continuous time: the rows with any follow-up, and what was known of them."""
    days, follow = cut(panel, event, known_to)
    furthest = float(EDGE_DAYS[-1])
    seen = days <= furthest
    time = np.where(seen, days, np.minimum(follow, furthest))
    row = np.flatnonzero((follow > 0) & (time > 0))
    return Known(row, time[row], seen[row], follow[row])


def thinned(panel: Panel, rows: Known, most: int, seed: int) -> Known:
    """At most `most` rows, for models too slow for all: every k-th landmark, counted back from the latest, k as small
    as will do, so that what is left still holds whole days. Where even one landmark is too much, a seeded draw of its
    rows."""
    if len(rows) <= most:
        return rows
    days, place = np.unique(panel.landmark[rows.row], return_inverse=True)
    back = len(days) - 1 - place
    counts = np.bincount(back, minlength=len(days))
    for every in range(2, len(days) + 1):
        if counts[::every].sum() <= most:
            return rows.take(back % every == 0)
    latest = np.flatnonzero(back == 0)
    return rows.take(np.sort(np.random.default_rng(seed).choice(latest, most, replace=False)))
