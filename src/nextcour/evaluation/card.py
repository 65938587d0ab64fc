"""A model card: what a trained model is, what it was made from, and what it cannot do. Needs numpy (`[forecast]`)."""

from __future__ import annotations

import math

import msgspec

from nextcour.evaluation.results import Subset
from nextcour.evaluation.track_record import TrackRecord, TrackScore
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.model_data import Trained
from nextcour.forecast.panel import Event

_STRONGEST = 12
_EVENT_WORDS = {
    Event.ANNOUNCED: "the next season is announced",
    Event.PREMIERE: "the next season is out",
    Event.MOVIE: "a movie that carries the story on is announced",
}
_HORIZON = 24
_LIMITS = (
    "Days of announcements are inferred from MyAnimeList ids; for most shows no source says them "
    "(docs/decisions/0003-announcement-days.md).",
    "The catalogue is of today. Titles, formats, studios and source material are taken to have been known since a show "
    "was announced; shows that were announced and never made are missing from it.",
    "Demand is known on a few days only, and counts for a year. Where it is not known, the chance does not use it.",
    "A chance says how often shows like it came back. It knows nothing of sales, contracts or news.",
    "A show on air for more than 400 days without an end in sight gets no chance.",
)


def card(trained: Trained, sha256: str, record: TrackRecord | None) -> str:
    """Markdown. `sha256` is that of the model's file. `record` is the track record of a model of the same
    configuration, None when there is none: then nothing is said about skill."""
    model, made = trained.model, trained.made
    inputs = made.inputs
    demand = f"`{inputs.demand.name}`, SHA-256 `{inputs.demand.sha256}`" if inputs.demand else "none"
    software = ", ".join(f"{name} {version}" for name, version in sorted(made.software.items()))
    events = [
        f"| {_EVENT_WORDS[event]} | {made.events.get(event.value, 0):,} | {len(model.blends[event].logit.columns)} |"
        for event in Event
    ]
    packages = [f"| {one.name} | {one.version} | {one.observed_at} |" for one in inputs.packages]
    parts = [
        f"# Model card: {model.configuration.name}",
        "Made by `nextcour train`; do not edit. For every main line of which nothing more is announced, the model "
        "gives the chance that the next season is announced, that it is out, and that a movie that carries the story "
        "on is announced, within 3 to 48 months.",
        "## What it is",
        "For each of the three a discrete-time hazard on landmarks (quarterly days on which only what was known then "
        f"counts): a spline logit and boosted trees, {model.configuration.tree_share:.0%} trees"
        + (f", drawn {model.configuration.shrink:.0%} to Kaplan-Meier" if model.configuration.shrink else "")
        + ". Where demand was counted within the year before, a layer adds to it"
        + (
            f", learned from {model.demand.events:,} events in forecasts that the model would have made before they "
            "came."
            if model.demand.columns
            else "; there was too little to learn it from, so it adds nothing."
        )
        + " From an announcement to the premiere a hazard of its own leads. Why, and what was tried: "
        "docs/decisions in the repository.",
        "## What it knows",
        _table(
            ("", ""),
            [
                f"| nothing after | {trained.known_to} |",
                f"| announcements complete to | {made.labels_to} |",
                f"| landmarks | {made.landmarks:,} quarterly, from {model.configuration.first_landmark} on |",
                f"| rows | {made.rows:,} of {made.lines:,} lines |",
                f"| file | SHA-256 `{sha256}` |",
                f"| made with | {software} |",
            ],
        ),
        "Events in row and interval pairs (one announcement stands in the rows of several landmarks):",
        _table(("event", "seen", "columns of the logit"), events),
        "## What went in",
        _table(
            ("", ""),
            [
                f"| inputs | `{inputs.digest}` |",
                f"| catalogue | of {inputs.data_day}, SHA-256 `{inputs.catalogue_sha256}` |",
                f"| corrections | {inputs.corrections:,} |",
                f"| demand | {demand} |",
            ],
        ),
        _table(("package", "version", "content of"), packages) if packages else "",
        "## How it was made",
        f"Configuration `{model.configuration.digest()}`:",
        _table(("choice", "value"), _choices(model.configuration)),
        "## What moves a chance most",
        "Columns of the announcement's logit by how much one standard deviation changes the odds in an interval, all "
        "else equal. Related columns share an effect between them: read them together, and as no causes. The trees "
        "come on top.",
        _table(("column", "group", "odds times"), _strongest(trained)),
        "## How good it is",
        _skill(record),
        "## What it cannot do",
        "\n".join(f"- {limit}" for limit in _LIMITS),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(names: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join((f"| {' | '.join(names)} |", "|" + "---|" * len(names), *rows))


def _choices(configuration: Configuration) -> list[str]:
    return [f"| `{name}` | {value} |" for name, value in msgspec.to_builtins(configuration).items()]


def _strongest(trained: Trained) -> list[str]:
    logit = trained.model.blends[Event.ANNOUNCED].logit
    pairs = sorted(zip(logit.slopes, logit.columns, logit.groups, strict=True), key=lambda one: -abs(one[0]))
    return [f"| `{column}` | {group} | {math.exp(slope):.2f} |" for slope, column, group in pairs[:_STRONGEST]]


def _skill(record: TrackRecord | None) -> str:
    if record is None:
        return "No track record of this configuration ships: nothing is claimed. `nextcour backtest` makes one."
    found = {(one.event, one.horizon_months, one.subset): one for one in record.scores}
    rows = [
        f"| {_EVENT_WORDS[event]} | {_score(score)} |"
        for event in Event
        if (score := found.get((event.value, _HORIZON, Subset.ALL.value))) is not None
    ]
    names = ("within 24 months", "forecasts", "franchises with it", "log-loss skill over Kaplan-Meier [90 %]", "AUC")
    origins = record.origins
    return (
        f"Copied from the track record of the same configuration: {origins.count:,} landmarks, {origins.first} to "
        f"{origins.last}, each forecast by a model that knew nothing later. Only forecasts whose {_HORIZON} months are "
        f"over count.\n\n{_table(names, rows)}"
    )


def _score(score: TrackScore) -> str:
    skill, ends = score.log_loss_skill_vs_km, score.log_loss_skill_ci
    shown = f"{skill:.3f} [{ends[0]:.3f}, {ends[1]:.3f}]" if skill is not None and ends is not None else "not claimed"
    auc = f"{score.auc:.3f}" if score.auc is not None else "not claimed"
    return f"{score.n:,} | {score.franchises:,} | {shown} | {auc}"
