"""Why a chance is what it is: parts of its log-odds by group of features. Needs numpy (`[forecast]`).

The logit gives parts by column, the trees by feature (SHAP values), demand by its layer. All are on the log-odds of the
hazard; a row's are averaged over the intervals within 24 months, weighted by the chance in each. Parts
count from a reference show, the one whose log-odds are those of the base rate. What little is left, because log-odds of
a chance are not quite sums of those of hazards, is spread over the parts by their size, so that base and parts add up
to the chance.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.forecast.boosted import log_odds_of
from nextcour.forecast.curve import EDGES
from nextcour.forecast.panel import Event, Floats, Panel
from nextcour.forecast.periods import cumulative
from nextcour.forecast.ridge import expit, logit
from nextcour.forecast.training import Model

GROUPS = ("time", "installments", "activity", "form", "material", "studio", "demand", "season")
HORIZON = EDGES.index(24)
_TREE_INTERVAL = EDGES.index(12)  # whose SHAP values stand for all: they hardly differ


def attribute(model: Model, panel: Panel, groups: Mapping[str, tuple[str, ...]], odds: Floats) -> tuple[float, Floats]:
    """(base, parts): the mean chance of an announcement within 24 months, and parts of shape (rows, GROUPS) that add up
    to logit(chance) - logit(base). `odds` are the hazards' log-odds; `groups` names the features of each group."""
    hazards = expit(odds[:, : HORIZON + 1])
    weight = hazards / hazards.sum(axis=1, keepdims=True)
    chance = cumulative(expit(odds))[:, HORIZON]
    blend = model.blends[Event.ANNOUNCED]
    found = np.zeros((len(panel), len(GROUPS)))
    linear, trees = (1.0 - blend.shrink) * (1.0 - blend.tree_share), (1.0 - blend.shrink) * blend.tree_share

    def add(group: str, values: Floats) -> None:
        found[:, GROUPS.index(group)] += values

    for group, part in blend.logit.parts(panel).items():
        add(group, linear * (part[:, : HORIZON + 1] * weight).sum(axis=1))
    of = {name: group for group, names in groups.items() for name in names}
    for name, values in blend.trees.parts(panel, _TREE_INTERVAL).items():
        if name in of:
            add(of[name], trees * values)
    base_odds = (log_odds_of(blend.baseline, panel)[:, : HORIZON + 1] * weight).sum(axis=1)
    add("time", (trees + blend.shrink) * base_odds)
    add("demand", (model.demand_added(panel)[:, : HORIZON + 1] * weight).sum(axis=1))
    base = float(chance.mean())
    return base, _settled(found, logit(chance), float(logit(np.array([base]))[0]))


def _settled(parts: Floats, target: Floats, base: float) -> Floats:
    """Parts counted from the reference show, adding up to target - base."""
    weight = _reference(target, base)
    centred = parts - weight @ parts
    rest = (target - base) - centred.sum(axis=1)
    size = np.abs(centred) + 1e-9
    settled: Floats = centred + rest[:, None] * size / size.sum(axis=1, keepdims=True)
    return settled


def _reference(target: Floats, base: float) -> Floats:
    """Weights of rows, rising with their chance, whose weighted mean of log-odds is `base`."""
    low, high = 0.0, 2.0
    shifted = target - target.max()
    for _ in range(60):
        middle = (low + high) / 2.0
        weight = np.exp(middle * shifted)
        if float(weight @ target / weight.sum()) < base:
            low = middle
        else:
            high = middle
    weights: Floats = weight / weight.sum()
    return weights
