"""The answer to one question. `nextcour schema` publishes these types; `schema_version` counts their changes.

Probabilities lie in [0, 1]; days are ISO 8601 calendar days. What is unknown is null, never a guess.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from nextcour.facts.fact import Fact
from nextcour.forecast.model import ByKind, Chance, ReferenceClass, Window

SCHEMA_VERSION = 2


class Outcome(StrEnum):
    """What became of the question."""

    ANSWERED = "ANSWERED"
    AMBIGUOUS = "AMBIGUOUS"  # several shows fit: `candidates` lists them
    NOT_FOUND = "NOT_FOUND"  # none fits: `candidates` holds the nearest titles
    INVALID = "INVALID"  # the question cannot be read; `status_detail` says why (batches only)


class RenewalStatus(StrEnum):
    """Whether the show comes back, as far as was known. Ended, cancelled and not announced are three things."""

    ANNOUNCED = "ANNOUNCED"
    ON_AIR = "ON_AIR"
    SPLIT_COUR = "SPLIT_COUR"
    NOT_ANNOUNCED = "NOT_ANNOUNCED"
    CONCLUDED = "CONCLUDED"
    CANCELLED = "CANCELLED"  # a next season had been announced, and was called off
    UNKNOWN = "UNKNOWN"


class Direction(StrEnum):
    """What a signal says for a return."""

    FOR = "+"
    AGAINST = "-"
    NEUTRAL = "±"
    UNKNOWN = "?"


class ShowRef(msgspec.Struct, frozen=True):
    """Which show is meant. `titles` maps a language tag to the preferred title in it, `ids` a provider to the id of
    the first installment's entry."""

    id: str
    line: str
    title: str
    titles: dict[str, str]
    ids: dict[str, int | str]
    format: str
    episodes: int | None
    season: str | None  # premiere of the first installment, `FALL 2020`
    installments: int  # known as of the day, shown or not


class StreamRef(msgspec.Struct, frozen=True):
    """Where an installment streams. `regions` empty: the source names none."""

    service: str
    url: str
    regions: tuple[str, ...]


class InstallmentRef(msgspec.Struct, frozen=True):
    """The installment that the question is about. `asked` is the number typed (null: none was), `number` ours;
    `provider_numbers` those that providers use where they differ. Dates may be fuzzy (`2024`, `2024-07`)."""

    asked: int | None
    number: int
    exists: bool
    entry: str | None
    title: str | None = None
    provider_numbers: tuple[int, ...] = ()
    state: str | None = None
    announced: dt.date | None = None
    announced_basis: str | None = None
    premiere: str | None = None
    finale: str | None = None
    episodes: int | None = None
    streams: tuple[StreamRef, ...] = ()


class Calibration(msgspec.Struct, frozen=True):
    """How forecasts like this one fared: of `n` past forecasts of `low` to `high`, `returned` (a share) came back."""

    event: str
    horizon_months: int
    low: float
    high: float
    n: int
    returned: float
    text: str


class Influence(msgspec.Struct, frozen=True):
    """What one group of features adds to the chance of an announcement within 24 months, on the day of the forecast.

    `text` names the group for a person. The log-odds of `base` and all `log_odds` add up to those of that day's chance;
    so do `base` and all `points`, each a share of the way in proportion to its log-odds (0.031 is 3.1 points).
    """

    group: str
    text: str
    log_odds: float
    points: float


class Condition(msgspec.Struct, frozen=True):
    """The same chance, had one thing been different on that day: `text` says what."""

    name: str
    text: str
    p: float


class ForecastPart(msgspec.Struct, frozen=True):
    """Chances counted from `origin`. Keys are months. A horizon that the data cannot reach is absent.

    `made_on` is the day of the kept forecast that the chances follow from; null when they were computed for `origin`
    itself. `base` (the mean chance of all shows), `contributions` (strongest first) and `what_if` are of that day, for
    an announcement within 24 months. `demand_day` is when demand was last counted, null where it moved nothing;
    `configuration` and `inputs` are hashes of how the model was made and from what.
    """

    origin: dt.date
    trained_to: dt.date
    model: str
    announced: dict[str, Chance]
    premiere: dict[str, Chance]
    by_kind: ByKind | None
    window: Window | None
    calibration: Calibration | None
    notes: tuple[str, ...]
    made_on: dt.date | None
    base: float | None
    contributions: tuple[Influence, ...]
    what_if: tuple[Condition, ...]
    demand_day: dt.date | None = None
    configuration: str | None = None
    inputs: str | None = None


class Signal(msgspec.Struct, frozen=True):
    """One reason. `value` is the number behind `text`, in the unit that `text` names."""

    signal: str
    direction: Direction
    text: str
    value: float | str | None
    source: str
    observed_at: dt.date | None


class Candidate(msgspec.Struct, frozen=True):
    """A show that the question may mean, with how well it fits (0 to 1) and why."""

    id: str
    line: str
    title: str
    year: int | None
    format: str
    score: float
    why: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True):
    """The whole answer. `known_to`: the last day whose knowledge it uses, the earlier of `as_of` and `data_day`."""

    schema_version: int
    outcome: Outcome
    query: str
    as_of: dt.date
    strict: bool
    data_day: dt.date
    known_to: dt.date
    data_age_days: int
    stale: bool
    franchise: ShowRef | None
    installment: InstallmentRef | None
    renewal_status: RenewalStatus
    headline: str
    status_detail: str
    forecast: ForecastPart | None
    reference_class: ReferenceClass | None
    evidence: tuple[Signal, ...]
    facts: tuple[Fact, ...]
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]
