"""The public track record: what a finished back-test found, small enough to ship, and forecasts that wait to be scored.

Plain data and plain Python: it is read where no numpy is. docs/track-record.md describes the JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.evaluation.results import Bar, Cell, Span, Subset, Summary, Windows
from nextcour.forecast.curve import Run

KIND = "backtest"
SUBSETS = (Subset.ALL, Subset.SINCE_2022, Subset.ON_AIR, Subset.ENDED_3Y, Subset.FRESH_DEMAND)
# The day each model was committed: forecasts for a later day cannot have been tuned on what came of them.
COMMITTED = {"hazard-blend-1": dt.date(2026, 11, 24)}
FIRST_HORIZON = 12
_DIGITS = 4

Pair = tuple[float, float]


class Origins(msgspec.Struct, frozen=True):
    """The landmarks at which the model was fitted anew: how many, the first and the last."""

    count: int
    first: dt.date
    last: dt.date


class TrackScore(msgspec.Struct, frozen=True):
    """One event, horizon and subset. Fields are described in docs/track-record.md; null: nothing is claimed."""

    event: str
    horizon_months: int
    subset: str
    n: int
    events: int
    log_loss_skill_vs_km: float | None
    log_loss_skill_ci: Pair | None
    brier_skill_vs_km: float | None
    auc: float | None
    auc_km: float | None
    ece: float | None
    slope: float | None
    intercept: float | None
    brier_skill_ci: Pair | None
    auc_ci: Pair | None
    franchises: int
    events_completed: float | None
    base_rate: float | None
    said: float | None
    bins: tuple[Bar, ...]
    note: str


class Live(msgspec.Struct, frozen=True):
    """Forecasts kept before what came of them could be known. `first_scored_on`: when their shortest horizon is over;
    the catalogue must reach that far."""

    landmark: dt.date
    model: str
    configuration: str
    first_scored_on: dt.date
    last_scored_on: dt.date


class TrackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`scores` are of the back-test alone; `live` forecasts are never mixed in."""

    kind: str = KIND
    model: str
    configuration: str
    inputs: str
    data_day: dt.date
    origins: Origins
    scores: tuple[TrackScore, ...]
    windows: tuple[Windows, ...] = ()
    live: tuple[Live, ...] = ()


def of_summary(summary: Summary, model: str, configuration: str, inputs: str) -> TrackRecord:
    """The cells of SUBSETS, rounded so that the file is the same wherever it is made. `configuration` and `inputs` are
    hashes (hex) of how the model is made and of what it was made from."""
    return TrackRecord(
        model=model,
        configuration=configuration,
        inputs=inputs,
        data_day=summary.data_day,
        origins=Origins(len(summary.landmarks), summary.landmarks[0], summary.landmarks[-1]),
        scores=tuple(_score(cell, summary) for cell in summary.cells if cell.subset in SUBSETS),
        windows=tuple(_rounded(one) for one in summary.windows if not one.group.isdigit()),
    )


def live(runs: Iterable[Run], model: str) -> tuple[Live, ...]:
    """The runs of `model` whose landmark lies on or after the day it was committed, oldest first, each day once; none
    for a model whose day is not known."""
    since = COMMITTED.get(model)
    if since is None:
        return ()
    found = {(run.day, run.configuration): run for run in runs if run.model == model and run.day >= since}
    return tuple(
        Live(run.day, run.model, run.configuration, add_months(run.day, FIRST_HORIZON), add_months(run.day, 48))
        for _, run in sorted(found.items())
    )


def _score(cell: Cell, summary: Summary) -> TrackScore:
    ours, km = cell.score(summary.ours), cell.score(summary.baseline)
    log = ours.log_loss_skill if ours else None
    brier = ours.brier_skill if ours else None
    return TrackScore(
        event=cell.event,
        horizon_months=cell.horizon_months,
        subset=cell.subset.value,
        n=cell.n,
        events=cell.events,
        log_loss_skill_vs_km=_round(log.value if log else None),
        log_loss_skill_ci=_pair(log),
        brier_skill_vs_km=_round(brier.value if brier else None),
        auc=_round(ours.auc if ours else None),
        auc_km=_round(km.auc if km else None),
        ece=_round(ours.ece if ours else None, 5),
        slope=_round(ours.slope if ours else None),
        intercept=_round(ours.intercept if ours else None),
        brier_skill_ci=_pair(brier),
        auc_ci=_ends(ours.auc_interval if ours else None),
        franchises=cell.franchises,
        events_completed=_round(cell.completed),
        base_rate=_round(cell.base_rate, 5),
        said=_round(ours.said if ours else None, 5),
        bins=tuple(_bar(bar) for bar in cell.bins),
        note=cell.note,
    )


def _bar(bar: Bar) -> Bar:
    shares = {name: round(getattr(bar, name), 5) for name in ("said", "seen", "seen_low", "seen_high")}
    return msgspec.structs.replace(bar, **shares)


def _rounded(one: Windows) -> Windows:
    found = one.coverage
    coverage = None if found is None else Span(*(round(end, _DIGITS) for end in (found.value, found.low, found.high)))
    return msgspec.structs.replace(
        one,
        coverage=coverage,
        median_width=round(one.median_width, 2),
        median_error=_round(one.median_error, 2),
        mean_error=_round(one.mean_error, 2),
    )


def _round(value: float | None, digits: int = _DIGITS) -> float | None:
    return None if value is None else round(value, digits)


def _pair(span: Span | None) -> Pair | None:
    return None if span is None else (round(span.low, _DIGITS), round(span.high, _DIGITS))


def _ends(ends: Pair | None) -> Pair | None:
    return None if ends is None else (round(ends[0], _DIGITS), round(ends[1], _DIGITS))
