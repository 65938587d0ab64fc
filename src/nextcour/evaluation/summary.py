"""A back-test in figures: every event, horizon, subset and contestant. Needs numpy. Same origins, same figures.

Only rows whose horizon had been followed to its end count. Skill is always skill over the baseline fitted at the same
origins; intervals resample the franchises of the whole back-test, the same draws for every cell, which makes
differences paired.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from nextcour.evaluation import reliability, scores
from nextcour.evaluation.bootstrap import Resample, auc_interval, resample
from nextcour.evaluation.ledger import Ledger
from nextcour.evaluation.lift import lifts
from nextcour.evaluation.pool import HORIZONS, Pool, pooled
from nextcour.evaluation.results import (
    FEW,
    LEAST_EVENTS,
    Bar,
    Cell,
    Difference,
    Score,
    Span,
    Subset,
    Summary,
    Verdict,
    YearSkill,
)
from nextcour.evaluation.rolling import BASELINE, OURS, WITHOUT_DEMAND, Scored
from nextcour.evaluation.windows import announced_windows, unannounced_windows
from nextcour.forecast.lag_fit import Lags
from nextcour.forecast.panel import Bools, Event, Floats, Ints

SEED = 1
DRAWS = 1000
_BAR_DRAWS = 200  # every bin draws anew
# Events known from another listing alone: (line number, day of the announcement as an ordinal).
Completed = Mapping[Event, frozenset[tuple[int, int]]]


def summarise(
    scored: Iterable[Scored],
    data_day: dt.date,
    found: Lags | None = None,
    completed: Completed | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Summary:
    """The figures of all origins. `found` are the announcements that windows of announced seasons are tried on (None:
    they are left out), `completed` says which labels came from a completion; `step` hears of each event.

    Raises ValueError without an origin, or when one was not scored by both our model and the baseline.
    """
    origins = sorted(scored, key=lambda one: one.day)
    for one in origins:
        if not {OURS, BASELINE} <= set(one.chances):
            raise ValueError(f"{one.day} was not scored by {OURS} and {BASELINE}")
    pool = pooled(origins)
    drawn = resample(pool.franchise, DRAWS, SEED)
    cells, years = [], []
    for event in pool.outcomes:
        step(event)
        for months in HORIZONS[event]:
            known = _Known(pool, event, months, drawn, _completed(pool, event, (completed or {}).get(event)))
            cells += [known.cell(subset) for subset in Subset]
            years += known.years()
    step("windows")
    windows = unannounced_windows(origins, DRAWS, SEED) if Event.PREMIERE in pool.outcomes else []
    if found is not None:
        windows += announced_windows(origins, found, data_day)
    return Summary(
        ours=OURS,
        baseline=BASELINE,
        data_day=data_day,
        landmarks=tuple(sorted(one.day for one in origins)),
        contestants=_in_order(pool.contestants),
        cells=tuple(cells),
        years=tuple(years),
        lifts=tuple(lifts(pool, drawn)),
        windows=tuple(windows),
    )


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Ours first, then the baseline, then peers by name."""
    first = (OURS, WITHOUT_DEMAND, BASELINE)
    given = set(names)
    return (*(name for name in first if name in given), *sorted(given - set(first)))


def _completed(pool: Pool, event: Event, pairs: frozenset[tuple[int, int]] | None) -> Bools:
    """Rows whose event is one of `pairs`."""
    if not pairs:
        return np.zeros(len(pool), dtype=bool)
    days = pool.outcomes[event].days
    came = np.isfinite(days)
    keys = np.array([line * 10_000_000 + day for line, day in sorted(pairs)])
    at = pool.line * 10_000_000 + pool.landmark + np.where(came, days, 0).astype(np.int64)
    found: Bools = came & np.isin(at, keys)
    return found


def bars(found: Iterable[reliability.Bin]) -> tuple[Bar, ...]:
    """As plain data."""
    return tuple(
        Bar(b.low, b.high, b.n, b.events, b.franchises, b.said, b.seen, b.seen_low, b.seen_high) for b in found
    )


def concordance(days: Floats, came: Bools, said: Floats) -> float:
    """Harrell's C within a horizon that all rows were followed for: what `scores.concordance` gives when days are cut
    at the horizon, in less time. nan without a pair."""
    quiet, events = np.sort(said[~came]), said[came]
    won = (np.searchsorted(quiet, events, "left").sum() + np.searchsorted(quiet, events, "right").sum()) / 2
    pairs = float(len(quiet) * len(events))
    when = days[came]
    for day, chance in zip(when, events, strict=True):
        later = events[when > day]
        won += np.sum(later < chance) + np.sum(later == chance) / 2
        pairs += len(later)
    return float(won / pairs) if pairs else float("nan")


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


class _Known:
    """The rows settled for one event and horizon."""

    def __init__(self, pool: Pool, event: Event, months: int, drawn: Resample, completed: Bools) -> None:
        self._pool, self._event, self._months, self._drawn, self._completed = pool, event, months, drawn, completed
        self._settled = pool.settled(event, months)
        self._came = pool.came(event, months)
        self._names = [name for name in _in_order(pool.contestants) if (name, event, months) in pool.said]

    def cell(self, subset: Subset) -> Cell:
        rows = np.flatnonzero(self._settled & self._pool.subsets[subset])
        came = self._came[rows]
        events, franchises = self._events(rows)
        days = self._pool.landmark[rows]
        few = franchises < LEAST_EVENTS
        ours, owners = self._said(OURS, rows), self._pool.franchise[rows]
        ledger = self._ledger(self._names, rows)
        return Cell(
            event=self._event.value,
            horizon_months=self._months,
            subset=subset,
            n=len(rows),
            events=events,
            franchises=franchises,
            completed=float(self._completed[rows][came].mean()) if events else None,
            base_rate=float(came.mean()) if len(rows) else None,
            first=dt.date.fromordinal(int(days.min())) if len(rows) else None,
            last=dt.date.fromordinal(int(days.max())) if len(rows) else None,
            scores=tuple(self._score(name, ledger) for name in ledger.names),
            differences=tuple(self._beside(name, ledger) for name in ledger.names if name != OURS),
            bins=() if few else bars(reliability.bins(came, ours, owners, draws=_BAR_DRAWS, seed=SEED)),
            tails=() if few else bars(reliability.tails(came, ours, owners, draws=_BAR_DRAWS, seed=SEED)),
            note=FEW if few else "",
        )

    def years(self) -> list[YearSkill]:
        """By the year that forecasts were made in."""
        year = np.array([dt.date.fromordinal(int(day)).year for day in self._pool.landmark])
        made = []
        for one in np.unique(year[self._settled]):
            rows = np.flatnonzero(self._settled & (year == one))
            events, franchises = self._events(rows)
            ledger = self._ledger([OURS, *(name for name in (WITHOUT_DEMAND,) if name in self._names)], rows)
            enough = franchises >= LEAST_EVENTS
            made.append(
                YearSkill(
                    *(self._event.value, self._months, int(one), len(rows), events, franchises),
                    skill=ledger.log_skill(OURS) if enough else None,
                    without_demand=ledger.log_skill(WITHOUT_DEMAND)
                    if enough and WITHOUT_DEMAND in ledger.names
                    else None,
                )
            )
        return made

    def _said(self, name: str, rows: Ints) -> Floats:
        return self._pool.said[name, self._event, self._months][rows]

    def _events(self, rows: Ints) -> tuple[int, int]:
        """(rows whose event came, their franchises)."""
        came = rows[self._came[rows]]
        return len(came), len(np.unique(self._pool.franchise[came]))

    def _ledger(self, names: Sequence[str], rows: Ints) -> Ledger:
        said = {name: self._said(name, rows) for name in names}
        return Ledger(rows, self._came[rows], said, self._said(OURS, rows), self._said(BASELINE, rows), self._drawn)

    def _score(self, name: str, ledger: Ledger) -> Score:
        rows = ledger.rows[name]
        came, said = self._came[rows], self._said(name, rows)
        events, franchises = self._events(rows)
        plain = Score(name, len(rows), events, franchises, float(said.mean()), scores.log_loss(came, said))
        if franchises < LEAST_EVENTS:
            return plain
        fitted = reliability.calibration(came, said)
        draws = Resample(self._drawn.place[rows], self._drawn.weights)
        auc = auc_interval(came, said, draws) if name == OURS else None
        days = self._pool.outcomes[self._event].days[rows]
        return Score(
            *(name, len(rows), events, franchises, plain.said, plain.log_loss),
            log_loss_skill=ledger.log_skill(name) if name != BASELINE else None,
            brier_skill=ledger.brier_skill(name) if name != BASELINE else None,
            auc=_number(auc.value if auc else scores.auc(came, said)),
            auc_interval=(auc.low, auc.high) if auc and np.isfinite(auc.low) else None,
            concordance=_number(concordance(days, came, said)) if name in (OURS, BASELINE) else None,
            ece=_number(reliability.ece(came, said)),
            slope=_number(fitted.slope),
            intercept=_number(fitted.intercept),
        )

    def _beside(self, name: str, ledger: Ledger) -> Difference:
        rows = ledger.rows[name]
        _, franchises = self._events(rows)
        skill = ledger.ahead_of(name) if franchises >= LEAST_EVENTS else None
        return Difference(name, len(rows), franchises, skill, _verdict(skill))


def _verdict(skill: Span | None) -> Verdict | None:
    if skill is None:
        return None
    return Verdict.AHEAD if skill.low > 0 else Verdict.BEHIND if skill.high < 0 else Verdict.EVEN
