"""`nextcour track-record`: how good past forecasts were. Needs no more than the core install."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from nextcour.cli.output import print_json
from nextcour.evaluation.results import SUBSET_WORDS, Bar, Subset
from nextcour.evaluation.track_record import TrackRecord, TrackScore, live
from nextcour.store import track_record_file

if TYPE_CHECKING:
    from nextcour.forecast.curve import Run

_EVENTS = {"announced": "Next season announced", "premiere": "Next season out", "movie": "Movie announced"}
_SHORT = {"announced": "announced", "premiere": "out", "movie": "movie"}
_BAR = 40  # characters for a share of 100 %


@click.command("track-record")
@click.option("--json", "as_json", is_flag=True, help="As JSON (docs/track-record.md).")
def track_record(as_json: bool) -> None:
    """How good past forecasts were, in figures.

    Figures are of the back-test that ships: past forecasts made again, each by a model fitted on what was known on its
    own day. Forecasts that were kept before what came of them could be known are listed apart, and never mixed in.
    """
    found = track_record_file.read()
    record = msgspec.structs.replace(found, live=live(_runs(), found.model))
    if as_json:
        print_json(record)
    else:
        _show(record)


def _runs() -> Iterator[Run]:
    """The runs that ship and a person's own; a file that cannot be read has none (`nextcour doctor` names it)."""
    from nextcour.store import forecast_file, forecast_runs, paths  # noqa: PLC0415

    try:
        shipped = forecast_file.read(paths.forecasts())
    except forecast_file.ForecastsDamaged:
        shipped = None
    if shipped is not None:
        yield from shipped.runs
    if paths.own_forecasts().exists():
        try:
            own = forecast_runs.read(paths.own_forecasts())
        except forecast_runs.RunsUnreadable:
            return
        yield from own.runs()
        own.close()


def _show(record: TrackRecord) -> None:
    from rich.console import Console  # noqa: PLC0415

    console = Console(highlight=False, markup=False)
    origins = record.origins
    console.print(
        f"{record.model}: {origins.count} past days from {origins.first} to {origins.last}, "
        f"data to {record.data_day}.\n"
        "Skill is the share of Kaplan-Meier's log loss that the model saves: 0 is no better, 1 is perfect.\n"
    )
    for subset in Subset:
        scores = [score for score in record.scores if score.subset == subset.value]
        if scores:
            console.print(f"{subset.value}: {SUBSET_WORDS[subset]}")
            console.print(_table(scores))
            for score in scores:
                console.print(f"  {sentence(score)}")
            console.print()
    console.print(
        "* franchises with an event; AUC (KM): ours and the baseline's; ECE and slope: docs/track-record.md\n"
    )
    whole = next((s for s in record.scores if (s.event, s.horizon_months, s.subset) == ("announced", 24, "all")), None)
    if whole is not None and whole.bins:
        console.print("Of those given so much, how many had a next season announced within 24 months")
        for bar in whole.bins:
            console.print(bar_lines(bar))
        console.print()
    console.print(live_words(record))


def _table(scores: list[TrackScore]) -> object:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("  within", "rows", "events*", "skill [90 %]", "AUC (KM)", "ECE", "slope"):
        table.add_column(column, justify="left" if column == "  within" else "right")
    for score in scores:
        low, high = score.log_loss_skill_ci or (0.0, 0.0)
        skill = score.log_loss_skill_vs_km
        table.add_row(
            f"  {_SHORT.get(score.event, score.event)} {score.horizon_months} m",
            f"{score.n:,}",
            str(score.franchises),
            "–" if skill is None else f"{skill:+.3f} [{low:+.3f}, {high:+.3f}]",
            "–" if score.auc is None or score.auc_km is None else f"{score.auc:.3f} ({score.auc_km:.3f})",
            "–" if score.ece is None else f"{score.ece:.4f}",
            "–" if score.slope is None else f"{score.slope:.2f}",
        )
    return table


def sentence(score: TrackScore) -> str:
    """What a row says, in plain words."""
    what = f"{_EVENTS.get(score.event, score.event)} within {score.horizon_months} months"
    skill, ends = score.log_loss_skill_vs_km, score.log_loss_skill_ci
    if skill is None or ends is None:
        return f"{what}: {score.franchises} franchises with an event are too few to say."
    if ends[0] > 0:
        words = f"saves {100 * skill:.0f} % of the baseline's loss"
    elif ends[1] < 0:
        words = f"loses {-100 * skill:.0f} % more than the baseline"
    else:
        words = "no better than the baseline, as far as can be told"
    if score.auc is None:
        return f"{what}: {words}."
    return f"{what}: {words}; ranks what came above what did not {100 * score.auc:.0f} times in 100."


def bar_lines(bar: Bar) -> str:
    """One bin: what was said, and below it what came."""
    head = f"  {100 * bar.low:5.1f} to {100 * bar.high:5.1f} %"
    said, seen = (round(_BAR * share) for share in (bar.said, bar.seen))
    blank = " " * len(head)
    return (
        f"{head}  said {100 * bar.said:5.1f} %  {'-' * said}\n"
        f"{blank}  came {100 * bar.seen:5.1f} %  {'#' * seen}  "
        f"[{100 * bar.seen_low:.1f}, {100 * bar.seen_high:.1f}], {bar.n:,} forecasts"
    )


def live_words(record: TrackRecord) -> str:
    """About forecasts kept before their outcome could be known."""
    if not record.live:
        return (
            "Live forecasts (kept before what came of them could be known): none yet. Everything above is a back-test; "
            f"what is said of the time after {record.data_day} is scored once a later catalogue shows it."
        )
    days = ", ".join(f"{one.landmark} (from {one.first_scored_on})" for one in record.live)
    return f"Live forecasts, with the day from which they can be scored: {days}. None of them is in the figures above."
