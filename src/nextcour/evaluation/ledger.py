"""Losses of several contestants on the same rows, summed in every draw at once. Needs numpy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.evaluation.bootstrap import Interval, Resample, interval
from nextcour.evaluation.results import Span
from nextcour.evaluation.scores import brier_losses, log_losses
from nextcour.forecast.panel import Bools, Floats, Ints


def span(found: Interval) -> Span | None:
    """None where the score or its interval is not defined."""
    if not np.isfinite([found.value, found.low, found.high]).all():
        return None
    return Span(found.value, found.low, found.high)


class Ledger:
    """`names` are those who scored a row at all, `rows` the rows that each scored.

    One matrix product serves all intervals of a cell; what they say is what `bootstrap.skill_interval` and
    `skill_difference` say.
    """

    def __init__(
        self, rows: Ints, came: Bools, said: Mapping[str, Floats], ours: Floats, base: Floats, drawn: Resample
    ) -> None:
        """`came`, `said` (nan: not scored), `ours` and `base` have one item for each of `rows`, which index into the
        rows of `drawn`."""
        scored = {name: ~np.isnan(values) for name, values in said.items()}
        self.names = tuple(name for name, chosen in scored.items() if chosen.any())
        self.rows = {name: rows[scored[name]] for name in self.names}
        losses: dict[tuple[str, str], Floats] = {}
        for name in self.names:
            chosen = scored[name]
            happened = came[chosen]
            losses["log", name] = log_losses(happened, said[name][chosen])
            losses["brier", name] = brier_losses(happened, said[name][chosen])
            losses["ours", name] = log_losses(happened, ours[chosen])
            losses["log base", name] = log_losses(happened, base[chosen])
            losses["brier base", name] = brier_losses(happened, base[chosen])
        self._sums = {key: float(values.sum()) for key, values in losses.items()}
        by_franchise = [
            np.bincount(drawn.place[self.rows[name]], values, minlength=drawn.franchises)
            for (_, name), values in losses.items()
        ]
        totals = drawn.weights @ np.column_stack(by_franchise) if by_franchise else np.zeros((0, 0))
        self._draws = {key: totals[:, at] for at, key in enumerate(losses)}

    def log_skill(self, name: str) -> Span | None:
        """Log-loss skill over the baseline."""
        return self._ratio(name, "log", "log base")

    def brier_skill(self, name: str) -> Span | None:
        """Brier skill over the baseline."""
        return self._ratio(name, "brier", "brier base")

    def ahead_of(self, name: str) -> Span | None:
        """Our log-loss skill less that of `name`, on the rows that it scored."""
        value = (self._sums["log", name] - self._sums["ours", name]) / self._sums["log base", name]
        with np.errstate(invalid="ignore", divide="ignore"):
            draws = (self._draws["log", name] - self._draws["ours", name]) / self._draws["log base", name]
        return span(interval(value, draws))

    def _ratio(self, name: str, loss: str, base: str) -> Span | None:
        with np.errstate(invalid="ignore", divide="ignore"):
            draws = 1 - self._draws[loss, name] / self._draws[base, name]
        return span(interval(1 - self._sums[loss, name] / self._sums[base, name], draws))
