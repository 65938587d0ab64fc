"""Fits the lag from announcement to premiere. Needs numpy (`[forecast]`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.catalog.entry import Format
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag import LagModel, trait_values
from nextcour.forecast.panel import Floats, Ints
from nextcour.forecast.ridge import fit, logit
from nextcour.forecast.spells import OTHER, TV
from nextcour.signals.chronicle import FORMATS, NEVER, Chronicle
from nextcour.signals.position import YEAR

EDGES = (45, 90, 135, 180, 225, 270, 315, 360, 420, 480, 540, 630, 720, 840, 1000, 1300)
# 80 % of the announcements of 2013 to 2018 premiered between the outer two of these places of the distribution made
# just before they were announced, given a premiere within 48 months (bench/lag_windows.py).
PLACES = (0.1, 0.5, 0.9)
_PAST_YEARS = 8.0  # announcements further back say nothing any more
TRAITS = tuple(trait_values(1, TV, 0.0))


@dataclass(frozen=True)
class Lags:
    """Announced seasons: `announced` and `premiere` as ordinals (NEVER: not out), `traits` of shape (rows, TRAITS)."""

    announced: Ints
    premiere: Ints
    traits: Floats

    def known(self, day: int) -> Lags:
        """As it stood on `day`: announced by then, and not out where the premiere came later."""
        rows = self.announced <= day
        premiere = np.where(self.premiere[rows] <= day, self.premiere[rows], NEVER)
        return Lags(self.announced[rows], premiere, self.traits[rows])


def lags(chronicle: Chronicle) -> Lags:
    """Every installment but a line's first."""
    installments = chronicle.installments
    later = np.flatnonzero(~installments.first & (installments.announced < NEVER))
    before = later - 1
    waited = (installments.announced[later] - installments.premiere[before]) / YEAR
    rows = []
    for at, wait in zip(before, waited, strict=True):
        group = TV if FORMATS[chronicle.format[installments.entry[at]]] is Format.TV else OTHER
        rows.append(tuple(trait_values(int(installments.number[at]), group, float(wait)).values()))
    traits = np.array(rows, dtype=np.float64).reshape(-1, len(TRAITS))
    announced = np.minimum(installments.announced[later], installments.premiere[later])
    return Lags(announced, installments.premiere[later], traits)


def fit_lag(found: Lags, known_to: int, configuration: Configuration) -> LagModel:
    """From what was known on `known_to` (ordinal); those still waiting are censored. Raises ValueError with none."""
    some = found.known(known_to)
    recent = some.announced > known_to - _PAST_YEARS * YEAR
    announced, premiere, traits = some.announced[recent], some.premiere[recent], some.traits[recent]
    if not len(announced):
        raise ValueError("no announcement was known by that day")
    lag = np.where(premiere < NEVER, premiere - announced, np.inf)
    follow = known_to - announced
    decay = 0.5 ** (follow / YEAR / configuration.lag_half_life)
    rows, intervals, came = [], [], []
    for at, (start, end) in enumerate(zip((0, *EDGES[:-1]), EDGES, strict=True)):
        risk = np.flatnonzero((lag > start) & (follow >= end))
        rows.append(risk)
        intervals.append(np.full(len(risk), at))
        came.append(lag[risk] <= end)
    row, interval, event = np.concatenate(rows), np.concatenate(intervals), np.concatenate(came).astype(float)
    matrix = np.hstack([np.eye(len(EDGES))[interval], traits[row]])
    start_at = np.zeros(matrix.shape[1])
    start_at[: len(EDGES)] = logit(np.average(event, weights=decay[row], keepdims=True))
    ridge = np.full(matrix.shape[1], configuration.lag_ridge)
    ridge[: len(EDGES)] = 2.0
    fitted = fit(matrix, event, decay[row], ridge, np.zeros(len(row)), start_at, row)
    coefficients = [float(value) for value in fitted.coefficients]
    return LagModel(
        edges=EDGES,
        logits=tuple(coefficients[: len(EDGES)]),
        weights=dict(zip(TRAITS, coefficients[len(EDGES) :], strict=True)),
        levels=PLACES,
    )
