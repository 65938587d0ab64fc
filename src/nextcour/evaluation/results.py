"""What a back-test found, as plain data. `evaluation.summary` makes it; whoever shows it needs no numpy.

Every interval is a 90 % one from resampling franchises. None says that something is not claimed: too few events, or not
defined for the rows.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

# Fewer franchises with an event tell one model from another only by luck.
LEAST_EVENTS = 30
FEW = f"fewer than {LEAST_EVENTS} franchises with an event: nothing is claimed"


class Subset(StrEnum):
    """Which rows are looked at."""

    ALL = "all"
    SERIES = "series"
    SINCE_2022 = "since_2022"
    BEFORE_2022 = "before_2022"
    ON_AIR = "on_air"
    ENDED_3Y = "ended_3y"
    FRESH_DEMAND = "fresh_demand"
    FRESH_DEMAND_SNAPSHOTS = "fresh_demand_snapshots"


SUBSET_WORDS = {
    Subset.ALL: "every line with nothing announced",
    Subset.SERIES: "series (no films, no discs)",
    Subset.SINCE_2022: "forecasts made from January 2022 on",
    Subset.BEFORE_2022: "forecasts made before January 2022",
    Subset.ON_AIR: "on air on the day of the forecast",
    Subset.ENDED_3Y: "ended at most 3 years before",
    Subset.FRESH_DEMAND: "demand counted within the year before",
    Subset.FRESH_DEMAND_SNAPSHOTS: "the same, first landmark after each count (Apr 2021, Apr 2022, Jul 2022)",
}


class Verdict(StrEnum):
    """Ours beside another: the whole interval above 0, below 0, or neither."""

    AHEAD = "ahead"
    BEHIND = "behind"
    EVEN = "even"


class Span(msgspec.Struct, frozen=True):
    """A value and its 90 % interval."""

    value: float
    low: float
    high: float


class Bar(msgspec.Struct, frozen=True):
    """Chances in [low, high): `said` their mean, `seen` the share of the `n` rows (of `franchises`) that came."""

    low: float
    high: float
    n: int
    events: int
    franchises: int
    said: float
    seen: float
    seen_low: float
    seen_high: float


class Score(msgspec.Struct, frozen=True):
    """One contestant on the rows of a cell that it scored (peers may have skipped landmarks).

    `events` counts rows, `franchises` those with an event. `said` is the mean chance, `log_loss` in nats. `concordance`
    is Harrell's C within the horizon. `auc_interval` and `concordance` are made for our model and the baseline only.
    """

    contestant: str
    n: int
    events: int
    franchises: int
    said: float
    log_loss: float
    log_loss_skill: Span | None = None
    brier_skill: Span | None = None
    auc: float | None = None
    auc_interval: tuple[float, float] | None = None
    concordance: float | None = None
    ece: float | None = None
    slope: float | None = None
    intercept: float | None = None


class Difference(msgspec.Struct, frozen=True):
    """Ours beside `other` on the rows that both scored: log-loss skill over the baseline, ours less theirs."""

    other: str
    n: int
    franchises: int
    skill: Span | None
    verdict: Verdict | None


class Cell(msgspec.Struct, frozen=True):
    """One event within one horizon on one subset. `completed`: share of events known from another listing only."""

    event: str
    horizon_months: int
    subset: Subset
    n: int
    events: int
    franchises: int
    completed: float | None
    base_rate: float | None
    first: dt.date | None
    last: dt.date | None
    scores: tuple[Score, ...]
    differences: tuple[Difference, ...]
    bins: tuple[Bar, ...]
    tails: tuple[Bar, ...]
    note: str = ""

    def score(self, contestant: str) -> Score | None:
        """What `contestant` got, None when it scored no row."""
        return next((one for one in self.scores if one.contestant == contestant), None)


class YearSkill(msgspec.Struct, frozen=True):
    """Log-loss skill over the baseline of forecasts made in one year."""

    event: str
    horizon_months: int
    year: int
    n: int
    events: int
    franchises: int
    skill: Span | None
    without_demand: Span | None


class LiftDay(msgspec.Struct, frozen=True):
    """The highest chances of one landmark: how many `came`, what they were given together (`said`), how many of the
    baseline's own highest came (its ties shared out), how many of as many rows drawn blindly."""

    day: dt.date
    came: int
    said: float
    baseline_came: float
    blind: float


class Lift(msgspec.Struct, frozen=True):
    """The `top` highest chances of every landmark, together."""

    event: str
    horizon_months: int
    top: int
    franchises: int
    share: Span
    said: float
    baseline_share: float
    base_rate: float
    days: tuple[LiftDay, ...]


class Windows(msgspec.Struct, frozen=True):
    """How 80 % windows of premieres did. `group`: all, since_2020 or a year. Widths and errors are in `unit`.

    `kind`: "unannounced", of lines with nothing announced that premiered within 48 months; "announced", of announced
    seasons. `coverage` is None with fewer than LEAST_EVENTS franchises (or announcements). `median_width` is that of
    the windows; `not_out` of the `n` had not premiered by the data day (they count as errors without end).
    """

    kind: str
    group: str
    unit: str
    n: int
    franchises: int
    coverage: Span | None
    median_width: float
    median_error: float | None
    mean_error: float | None
    not_out: int = 0


class Summary(msgspec.Struct, frozen=True):
    """Everything that a back-test found. `landmarks` are the days of its origins."""

    ours: str
    baseline: str
    data_day: dt.date
    landmarks: tuple[dt.date, ...]
    contestants: tuple[str, ...]
    cells: tuple[Cell, ...]
    years: tuple[YearSkill, ...]
    lifts: tuple[Lift, ...]
    windows: tuple[Windows, ...]

    def cell(self, event: str, horizon_months: int, subset: Subset) -> Cell | None:
        """The cell, None when nothing of the kind was in the back-test."""
        wanted = (event, horizon_months, subset)
        return next((one for one in self.cells if (one.event, one.horizon_months, one.subset) == wanted), None)


class TopRow(msgspec.Struct, frozen=True):
    """One of the highest chances of a landmark. `on`: the day it came, None: not within the horizon."""

    line: str
    title: str
    said: float
    on: dt.date | None


class TopList(msgspec.Struct, frozen=True):
    """The highest chances of one landmark whose horizon is over, highest first."""

    event: str
    horizon_months: int
    day: dt.date
    rows: tuple[TopRow, ...]
