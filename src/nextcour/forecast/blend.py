"""The blend: spline logit and boosted trees, drawn a little to the baseline. Needs `[forecast]`."""

from __future__ import annotations

from dataclasses import dataclass

from nextcour.forecast.baseline import baseline
from nextcour.forecast.boosted import BoostedHazard, fit_boosted, log_odds_of
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.logit import LogitHazard, fit_logit
from nextcour.forecast.panel import Event, Floats, Panel


@dataclass(frozen=True)
class Blend:
    """Hazards as a weighted mean of log-odds: of the logit, of the trees, and of the baseline."""

    logit: LogitHazard
    trees: BoostedHazard
    baseline: Floats  # hazards, shape (strata, intervals)
    tree_share: float
    shrink: float

    def log_odds(self, panel: Panel) -> Floats:
        """Log-odds of the hazard, shape (rows, intervals)."""
        base = log_odds_of(self.baseline, panel)
        trees = base + self.trees.above_baseline(panel)
        mixed = self.tree_share * trees + (1.0 - self.tree_share) * self.logit.log_odds(panel)
        blended: Floats = (1.0 - self.shrink) * mixed + self.shrink * base
        return blended


def fit_blend(panel: Panel, event: Event, known_to: int, configuration: Configuration) -> Blend:
    """Fitted to what was known on `known_to` (ordinal): rows of later landmarks must not be in `panel`.

    Raises ValueError when they are.
    """
    if int(panel.landmark.max()) >= known_to:
        raise ValueError("a row to learn from lies on or after the day whose knowledge counts")
    hazards = baseline(panel, event, known_to)
    return Blend(
        logit=fit_logit(panel, event, known_to, configuration),
        trees=fit_boosted(panel, event, known_to, hazards, configuration),
        baseline=hazards,
        tree_share=configuration.tree_share,
        shrink=configuration.shrink,
    )
