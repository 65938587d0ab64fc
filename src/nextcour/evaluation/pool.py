"""The rows of all origins of a back-test side by side, with what was said of them at the horizons that are scored.

Needs numpy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from nextcour.evaluation.results import Subset
from nextcour.evaluation.rolling import Scored
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import DAYS_A_MONTH, Bools, Event, Floats, Ints, Outcome, Panel

HORIZONS: Mapping[Event, tuple[int, ...]] = {
    Event.ANNOUNCED: (12, 24, 48),
    Event.PREMIERE: (12, 24, 48),
    Event.MOVIE: (24, 48),
}
_ERA = dt.date(2022, 1, 1).toordinal()
# The first landmarks after demand was counted: the only ones whose counts are not those of the landmark before.
SNAPSHOTS = tuple(dt.date(*day).toordinal() for day in ((2021, 4, 1), (2022, 4, 1), (2022, 7, 1)))
RECENT_DAYS = 3 * 365.25


@dataclass(frozen=True)
class Pool:
    """Rows in order of landmark. All arrays have one item a row; `said` holds chances by contestant, event and horizon
    in months, nan where a contestant did not score the landmark."""

    landmark: Ints
    line: Ints
    franchise: Ints
    subsets: Mapping[Subset, Bools]
    outcomes: Mapping[Event, Outcome]
    said: Mapping[tuple[str, Event, int], Floats]
    contestants: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.landmark)

    def settled(self, event: Event, months: int) -> Bools:
        """Rows of which is known what came within `months`."""
        return self.outcomes[event].settled(months * DAYS_A_MONTH)

    def came(self, event: Event, months: int) -> Bools:
        """Rows whose event came within `months`; means something only where they are settled."""
        return self.outcomes[event].within(months * DAYS_A_MONTH)


def subsets(panel: Panel) -> dict[Subset, Bools]:
    """Which rows are in which subset. Raises ValueError for a panel without the features `disc` and `film`."""
    fresh: Bools = ~np.isnan(panel.demand)
    return {
        Subset.ALL: np.ones(len(panel), dtype=bool),
        Subset.SERIES: (panel.column("disc") == 0) & (panel.column("film") == 0),
        Subset.SINCE_2022: panel.landmark >= _ERA,
        Subset.BEFORE_2022: panel.landmark < _ERA,
        Subset.ON_AIR: panel.on_air,
        Subset.ENDED_3Y: ~panel.on_air & (np.nan_to_num(panel.ended, nan=np.inf) <= RECENT_DAYS),
        Subset.FRESH_DEMAND: fresh,
        Subset.FRESH_DEMAND_SNAPSHOTS: fresh & np.isin(panel.landmark, SNAPSHOTS),
    }


def pooled(scored: Iterable[Scored]) -> Pool:
    """All origins together. Raises ValueError without any."""
    parts = [_part(one) for one in sorted(scored, key=lambda one: one.day)]
    if not parts:
        raise ValueError("a back-test needs an origin")
    events = [event for event in Event if all(event in part.outcomes for part in parts)]
    names = sorted({name for part in parts for name in part.contestants})
    keys = [(name, event, months) for name in names for event in events for months in HORIZONS[event]]

    def chances(key: tuple[str, Event, int]) -> Floats:
        return np.concatenate([part.said[key] if key in part.said else np.full(len(part), np.nan) for part in parts])

    found = {key: chances(key) for key in keys}
    return Pool(
        landmark=np.concatenate([part.landmark for part in parts]),
        line=np.concatenate([part.line for part in parts]),
        franchise=np.concatenate([part.franchise for part in parts]),
        subsets={subset: np.concatenate([part.subsets[subset] for part in parts]) for subset in Subset},
        outcomes={
            event: Outcome(
                np.concatenate([part.outcomes[event].days for part in parts]),
                np.concatenate([part.outcomes[event].follow for part in parts]),
            )
            for event in events
        },
        said={key: values for key, values in found.items() if not np.isnan(values).all()},
        contestants=tuple(names),
    )


def _part(one: Scored) -> Pool:
    panel = one.panel
    return Pool(
        landmark=panel.landmark,
        line=panel.line,
        franchise=panel.franchise,
        subsets=subsets(panel),
        outcomes=panel.outcomes,
        said={
            # Kept with seven digits: rounding may leave them a hair outside.
            (name, event, months): np.clip(curves[:, EDGES.index(months)], 0.0, 1.0)
            for name, by_event in one.chances.items()
            for event, curves in by_event.items()
            for months in HORIZONS[event]
        },
        contestants=tuple(one.chances),
    )
