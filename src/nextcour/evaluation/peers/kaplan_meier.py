"""Kaplan-Meier by stratum: the baseline that skill is measured over. Needs numpy.

For each stratum and lead interval, the hazard is events / rows at risk of the landmark-stacked person-periods, and the
chance by a horizon one minus the product of one minus the hazards up to it (Kaplan & Meier 1958 on grouped time; van
Houwelingen 2007 for stacking landmarks). Small strata are smoothed: to each stratum and interval PSEUDO_ROWS rows are
added that came as often as all strata together do in that interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nextcour.evaluation.peers.follow_up import person_period
from nextcour.evaluation.peers.peer import rising
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import Event, Floats, Ints, Panel

AGE_YEARS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0)  # starts of the bins; the last has no end
PSEUDO_ROWS = 200.0
_MOST_INSTALLMENTS = 3
_DAYS_A_YEAR = 365.25
_LENGTHS = np.array([end - start for start, end in pairwise((0, *EDGES))], dtype=np.float64)


@dataclass(frozen=True)
class KaplanMeier:
    """By time since the latest premiere x on air: **the fixed baseline**. Whatever is called skill is skill over this,
    fitted at the same origin; changing it changes every figure published before."""

    pseudo_rows: float = PSEUDO_ROWS
    name: str = "Kaplan-Meier"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        return _curves(train, event, known_to, _strata(train), _strata(test), self.pseudo_rows)


@dataclass(frozen=True)
class KaplanMeierByInstallments:
    """By time since the latest premiere x on air x installments so far (1, 2, 3 or more)."""

    pseudo_rows: float = PSEUDO_ROWS
    name: str = "Kaplan-Meier by installments"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        strata, wanted = _by_installments(train), _by_installments(test)
        return _curves(train, event, known_to, strata, wanted, self.pseudo_rows)


def _strata(panel: Panel) -> Ints:
    """Numbers from 0. A landmark before the premiere counts as age 0."""
    years = np.maximum(panel.age / _DAYS_A_YEAR, 0)
    strata: Ints = (np.digitize(years, AGE_YEARS) - 1) * 2 + panel.on_air
    return strata


def _by_installments(panel: Panel) -> Ints:
    strata: Ints = _strata(panel) * (_MOST_INSTALLMENTS + 1) + np.clip(panel.number, 0, _MOST_INSTALLMENTS)
    return strata


def _curves(train: Panel, event: Event, known_to: int, strata: Ints, wanted: Ints, pseudo_rows: float) -> Floats:
    """Of the strata `wanted`, (wanted, 10), counted on `strata`, one a training row."""
    row, interval, y = person_period(train, event, known_to)
    if not len(row):
        raise ValueError(f"no row was followed for {EDGES[0]} months by day {known_to}: there is nothing to count")
    shape = (int(max(strata.max(initial=0), wanted.max(initial=0))) + 1, len(EDGES))
    cell = strata[row] * len(EDGES) + interval
    at_risk = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    events = np.bincount(cell, y, minlength=shape[0] * shape[1]).reshape(shape)
    pooled = _pooled(events.sum(axis=0), at_risk.sum(axis=0))
    rows = at_risk + pseudo_rows
    hazard = np.where(rows > 0, (events + pooled * pseudo_rows) / np.where(rows > 0, rows, 1), pooled)
    return rising(1 - np.cumprod(1 - hazard, axis=1)[wanted])


def _pooled(events: Floats, at_risk: Ints) -> Floats:
    """The hazard of all strata, (10,). Where no row has been followed so far yet, the rate of the interval before."""
    hazard = np.zeros(len(EDGES))
    for at, rows in enumerate(at_risk):
        if rows:
            hazard[at] = events[at] / rows
        else:
            hazard[at] = 1 - (1 - hazard[at - 1]) ** (_LENGTHS[at] / _LENGTHS[at - 1])
    return hazard
