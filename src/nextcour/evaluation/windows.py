"""How well the 80 % windows of premieres did: of lines with nothing announced, and of announced seasons.

Needs numpy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from nextcour.catalog.dates import add_months
from nextcour.evaluation.bootstrap import mean_interval, resample
from nextcour.evaluation.reliability import wilson
from nextcour.evaluation.results import LEAST_EVENTS, Span, Windows
from nextcour.evaluation.rolling import OURS, Scored
from nextcour.forecast.lag import LagModel
from nextcour.forecast.lag_fit import TRAITS, Lags
from nextcour.forecast.panel import DAYS_A_MONTH, EDGE_DAYS, Bools, Event, Floats, Ints

RIPE_DAYS = 900  # an announcement so old has premiered in nineteen cases of twenty; of later ones only the quick have
QUARTER_MONTHS = 3
_FURTHEST_DAYS = 6000
_RECENT_YEAR = 2020


def day_at(chances: Floats, place: float) -> Floats:
    """Days by which `place` of each row's curve up to the furthest horizon has been reached, (rows,): the inverse of
    `forecast.training.place_in`. nan for a curve of nothing but zeros."""
    edges = np.concatenate([[0.0], EDGE_DAYS])
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = np.column_stack([np.zeros(len(chances)), np.maximum.accumulate(chances, axis=1)]) / chances[:, -1:]
        at = np.clip(np.sum(whole < place, axis=1) - 1, 0, len(EDGE_DAYS) - 1)
        row = np.arange(len(chances))
        rise = whole[row, at + 1] - whole[row, at]
        share = np.where(rise > 0, (place - whole[row, at]) / rise, 0.0)
        days: Floats = edges[at] + np.clip(share, 0.0, 1.0) * (edges[at + 1] - edges[at])
    return np.where(chances[:, -1] > 0, days, np.nan)


def unannounced_windows(scored: Sequence[Scored], draws: int, seed: int) -> list[Windows]:
    """Of rows whose season premiered within the furthest horizon, all of which had passed: all, since 2020, and by the
    year of the landmark."""
    low: list[Floats] = []
    middle: list[Floats] = []
    high: list[Floats] = []
    came, year, franchise = [], [], []
    for one in scored:
        outcome = one.panel.outcomes[Event.PREMIERE]
        furthest = float(EDGE_DAYS[-1])
        rows = np.flatnonzero(outcome.settled(furthest) & outcome.within(furthest))
        if not len(rows):
            continue
        curves = one.chances[OURS][Event.PREMIERE][rows]
        for made, level in zip((low, middle, high), one.levels, strict=True):
            made.append(day_at(curves, level))
        came.append(outcome.days[rows])
        year.append(np.full(len(rows), one.day.year))
        franchise.append(one.panel.franchise[rows])
    if not came:
        return []
    starts, middles, ends, days = (np.concatenate(part) for part in (low, middle, high, came))
    years, names = np.concatenate(year), np.concatenate(franchise)
    found = []
    for group, chosen in _groups(years):
        held = (days >= starts) & (days <= ends)
        franchises = len(np.unique(names[chosen]))
        coverage = None
        if franchises >= LEAST_EVENTS:
            drawn = mean_interval(held[chosen], resample(names[chosen], draws, seed))
            coverage = Span(drawn.value, drawn.low, drawn.high)
        errors = np.abs(days - middles)[chosen] / DAYS_A_MONTH
        found.append(
            Windows(
                kind="unannounced",
                group=group,
                unit="months",
                n=int(chosen.sum()),
                franchises=franchises,
                coverage=coverage,
                median_width=float(np.median((ends - starts)[chosen])) / DAYS_A_MONTH,
                median_error=float(np.median(errors)),
                mean_error=float(np.mean(errors)),
            )
        )
    return found


def announced_windows(scored: Sequence[Scored], found: Lags, data_day: dt.date) -> list[Windows]:
    """Of seasons announced in the quarter after a landmark, by the lag fitted on it: all, since 2020, and by year of
    the announcement. Only those announced RIPE_DAYS before `data_day` or earlier."""
    today = data_day.toordinal()
    days, low, middle, high, year = [], [], [], [], []
    for one in scored:
        end = min(add_months(one.day, QUARTER_MONTHS).toordinal(), today - RIPE_DAYS + 1)
        rows = np.flatnonzero((found.announced >= one.day.toordinal()) & (found.announced < end))
        made: dict[tuple[float, ...], tuple[float, float, float]] = {}
        for row in rows:
            key = tuple(float(value) for value in found.traits[row])
            if key not in made:
                first, second, third = (lag_at(one.lag, key, level) for level in one.lag.levels)
                made[key] = first, second, third
            ends = made[key]
            premiere = int(found.premiere[row])
            days.append(float(premiere - found.announced[row]) if premiere <= today else float("inf"))
            low.append(ends[0])
            middle.append(ends[1])
            high.append(ends[2])
            year.append(dt.date.fromordinal(int(found.announced[row])).year)
    if not days:
        return []
    waited, starts, middles, ends_ = (np.array(part) for part in (days, low, middle, high))
    return [
        _announced(group, waited[chosen], starts[chosen], middles[chosen], ends_[chosen])
        for group, chosen in _groups(np.array(year))
    ]


def _announced(group: str, waited: Floats, starts: Floats, middles: Floats, ends: Floats) -> Windows:
    held = (waited >= starts) & (waited <= ends)
    errors = np.abs(waited - middles)
    out = np.isfinite(waited)
    median = float(np.median(errors))
    share = float(held.mean())
    # Announcements are nearly one a franchise: no resampling is needed.
    return Windows(
        kind="announced",
        group=group,
        unit="days",
        n=len(waited),
        franchises=len(waited),
        coverage=Span(share, *wilson(share, len(waited))) if len(waited) >= LEAST_EVENTS else None,
        median_width=float(np.median(ends - starts)),
        median_error=median if np.isfinite(median) else None,
        mean_error=float(errors[out].mean()) if out.any() else None,
        not_out=int((~out).sum()),
    )


def _groups(years: Ints) -> list[tuple[str, Bools]]:
    found: list[tuple[str, Bools]] = [("all", np.ones(len(years), dtype=bool))]
    if (years >= _RECENT_YEAR).any():
        found.append((f"since_{_RECENT_YEAR}", years >= _RECENT_YEAR))
    return found + [(str(year), years == year) for year in np.unique(years)]


def lag_at(model: LagModel, traits: Sequence[float], level: float) -> float:
    """Days by which `level` of the lag's distribution has been reached, given a premiere within 48 months."""
    given = dict(zip(TRAITS, traits, strict=True))
    level *= model.cdf(given, float(EDGE_DAYS[-1]))
    low, high = 0, _FURTHEST_DAYS
    while high - low > 1:
        middle = (low + high) // 2
        if model.cdf(given, middle) < level:
            low = middle
        else:
            high = middle
    return float(high)
