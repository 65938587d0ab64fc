"""Kaplan-Meier by stratum: the baseline that skill is measured over, and a finer one. Needs numpy.

For each stratum and lead interval, the hazard is events / rows at risk of the landmark-stacked person-periods, and the
chance by a horizon one minus the product of one minus the hazards up to it (Kaplan & Meier 1958 on grouped time; van
Houwelingen 2007 for stacking landmarks). How small strata are smoothed, and which landmarks count:
`forecast.baseline`, which our own model starts from too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.forecast.baseline import PRIOR_ROWS, STRATA, stratified, stratum
from nextcour.forecast.panel import Event, Floats, Ints, Panel
from nextcour.forecast.periods import cumulative

_MOST_INSTALLMENTS = 3


@dataclass(frozen=True)
class KaplanMeier:
    """By time since the latest premiere x on air: **the fixed baseline**. Whatever is called skill is skill over this,
    fitted at the same origin; changing it changes every figure published before."""

    pseudo_rows: float = PRIOR_ROWS
    name: str = "Kaplan-Meier"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        hazards = stratified(train, event, known_to, _strata(train), STRATA, self.pseudo_rows)
        return cumulative(hazards[_strata(test)])


@dataclass(frozen=True)
class KaplanMeierByInstallments:
    """By time since the latest premiere x on air x installments so far (1, 2, 3 or more)."""

    pseudo_rows: float = PRIOR_ROWS
    name: str = "Kaplan-Meier by installments"

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """As in `Peer`."""
        count = STRATA * (_MOST_INSTALLMENTS + 1)
        hazards = stratified(train, event, known_to, _by_installments(train), count, self.pseudo_rows)
        return cumulative(hazards[_by_installments(test)])


def _strata(panel: Panel) -> Ints:
    """A landmark before the premiere counts as age 0."""
    return stratum(panel.age, panel.on_air)


def _by_installments(panel: Panel) -> Ints:
    strata: Ints = _strata(panel) * (_MOST_INSTALLMENTS + 1) + np.clip(panel.number, 0, _MOST_INSTALLMENTS)
    return strata
