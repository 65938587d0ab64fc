"""The spline logit: a discrete-time hazard, linear in the design's columns on the log-odds scale. Needs numpy."""

from __future__ import annotations

import msgspec
import numpy as np

from nextcour.forecast import design
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Ints, Panel
from nextcour.forecast.periods import INTERVALS, periods, season_starts, thinned
from nextcour.forecast.ridge import fit, logit
from nextcour.signals.position import YEAR

# Columns whose effect may change with how far one looks ahead.
TIMED = ("age", "first", "quiet", "movie_coming", "on_air", "any_since", "count")
SEASON = "season"
_AHEAD = np.log(EDGE_DAYS / YEAR) - np.log(EDGE_DAYS / YEAR).mean()


class LogitHazard(msgspec.Struct, frozen=True):
    """Fitted coefficients: `intervals` one each, then for each column of the design `slopes` (per standard deviation
    from `means`), for TIMED ones `timed` (times the centred log years ahead), and `seasons` for the season starts that
    an interval holds, less their mean. `covariance` is of all of them in that order."""

    columns: tuple[str, ...]
    groups: tuple[str, ...]  # of each column
    means: tuple[float, ...]
    scales: tuple[float, ...]
    intervals: tuple[float, ...]
    slopes: tuple[float, ...]
    timed: tuple[float, ...]
    seasons: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]

    def log_odds(self, panel: Panel) -> Floats:
        """Log-odds of the hazard, shape (rows, intervals)."""
        found = sum(self.parts(panel).values()) + np.array(self.intervals)
        odds: Floats = np.asarray(found)
        return odds

    def parts(self, panel: Panel) -> dict[str, Floats]:
        """What each group of columns adds to the log-odds, shape (rows, intervals) each; nothing at the means."""
        values = _standard(panel, self)
        made: dict[str, Floats] = {}
        timed = _timed(self.columns)
        for group in dict.fromkeys(self.groups):
            own = np.array([g == group for g in self.groups])
            part = np.repeat((values[:, own] @ np.array(self.slopes)[own])[:, None], INTERVALS, axis=1)
            for place, coefficient in zip(timed, self.timed, strict=True):
                if own[place]:
                    part += values[:, place, None] * coefficient * _AHEAD
            made[group] = part
        made[SEASON] = _seasons(panel.landmark) @ np.array(self.seasons)
        return made

    def spread(self, panel: Panel, interval: int) -> Floats:
        """Standard error of the log-odds in one interval, one a row."""
        rows = np.arange(len(panel))
        at = np.full(len(panel), interval)
        values = _design(_standard(panel, self), _timed(self.columns), rows, at, _seasons(panel.landmark))
        variance = ((values @ np.array(self.covariance)) * values).sum(axis=1)
        error: Floats = np.sqrt(np.maximum(variance, 0.0))
        return error


def fit_logit(panel: Panel, event: Event, known_to: int, configuration: Configuration) -> LogitHazard:
    """Fitted to what was known on `known_to` (ordinal); older landmarks weigh half as much every half-life."""
    found = thinned(periods(panel, event, known_to), panel, configuration.thin)
    decay = 0.5 ** ((known_to - panel.landmark[found.row]) / YEAR / configuration.logit_half_life)
    weight = found.weight * decay
    columns, groups, matrix = _matrix(panel)
    means = np.average(matrix[found.row], axis=0, weights=weight)
    scales = matrix[found.row].std(axis=0) + 1e-9
    timed = _timed(columns)
    values = (matrix - means) / scales
    rows = _design(values, timed, found.row, found.interval, _seasons(panel.landmark))
    came = found.came.astype(float)
    start = np.zeros(rows.shape[1])
    start[:INTERVALS] = logit(np.average(came, weights=weight, keepdims=True))
    ridge = np.full(rows.shape[1], configuration.logit_ridge)
    ridge[:INTERVALS] = 1.0
    fitted = fit(rows, came, weight, ridge, np.zeros(len(rows)), start, panel.franchise[found.row])
    b = fitted.coefficients
    ends = np.cumsum([INTERVALS, len(columns), len(timed)])
    return LogitHazard(
        columns=columns,
        groups=groups,
        means=_tuple(means),
        scales=_tuple(scales),
        intervals=_tuple(b[: ends[0]]),
        slopes=_tuple(b[ends[0] : ends[1]]),
        timed=_tuple(b[ends[1] : ends[2]]),
        seasons=_tuple(b[ends[2] :]),
        covariance=tuple(_tuple(row) for row in fitted.covariance),
    )


def _matrix(panel: Panel) -> tuple[tuple[str, ...], tuple[str, ...], Floats]:
    by_group = design.groups(panel)
    columns = tuple(name for group in by_group.values() for name in group)
    groups = tuple(group for group, found in by_group.items() for _ in found)
    return columns, groups, np.column_stack([values for group in by_group.values() for values in group.values()])


def _standard(panel: Panel, model: LogitHazard) -> Floats:
    columns, _, matrix = _matrix(panel)
    if columns != model.columns:
        raise ValueError("the model was fitted on other columns than these features have")
    values: Floats = (matrix - np.array(model.means)) / np.array(model.scales)
    return values


def _timed(columns: tuple[str, ...]) -> list[int]:
    return [columns.index(name) for name in TIMED]


def _seasons(landmark: Ints) -> Floats:
    starts = season_starts(landmark)
    centred: Floats = starts - starts.mean(axis=2, keepdims=True)
    return centred


def _design(values: Floats, timed: list[int], row: Ints, interval: Ints, seasons: Floats) -> Floats:
    own = values[row]
    ahead = own[:, timed] * _AHEAD[interval][:, None]
    return np.hstack([np.eye(INTERVALS)[interval], own, ahead, seasons[row, interval]])


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
