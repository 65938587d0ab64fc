"""Runs a back-test, goes on with one that was interrupted, and sums it up. Needs `[forecast]`; peers `[backtest]`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nextcour.bootstrap import Progress, quiet
from nextcour.catalog.dates import add_months
from nextcour.catalog.preferred import latin_title
from nextcour.charts.report_about import About
from nextcour.evaluation.fan_table import fan_table, joined, of_scored
from nextcour.evaluation.fans import FanTable
from nextcour.evaluation.peers.peer import Peer
from nextcour.evaluation.results import Summary, TopList
from nextcour.evaluation.rolling import (
    BASELINE,
    OURS,
    WITHOUT_DEMAND,
    Chances,
    Ours,
    Scored,
    baseline_chances,
    peer_chances,
    split,
    without_demand,
)
from nextcour.evaluation.summary import summarise
from nextcour.evaluation.top_list import top_lists
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag import LagModel
from nextcour.forecast.landmarks import panel as panel_of
from nextcour.forecast.layers import has_demand
from nextcour.forecast.panel import Event, Panel
from nextcour.forecast.training import past_log_odds
from nextcour.franchise.model import Relation
from nextcour.signals.features.demand import FRESH_DAYS
from nextcour.store import paths
from nextcour.store.backtests import Backtest
from nextcour.workbench import Workbench, quarters

# Peers are fitted where announcements or premieres have had so long to come; elsewhere they would not be scored.
PEER_MONTHS = 24
SUMMARY_STEPS = 4


@dataclass(frozen=True)
class Fitted:
    """What our model said at one landmark, with and without demand, and where its windows end."""

    chances: Mapping[str, Chances]
    levels: tuple[float, float, float]
    lag: LagModel


Fit = Callable[[dt.date, Panel], Fitted]


def default_folder(configuration: Configuration, inputs: str) -> Path:
    """Where the back-test of this model on these inputs is kept."""
    return paths.cache_dir() / "backtest" / f"{configuration.digest()[:12]}-{inputs[:12]}"


def origins(first_year: int, last_year: int | None, every: int, data_day: dt.date) -> list[dt.date]:
    """Landmarks: the first day of every `every`th month (3, 6 or 12) up to `last_year` (None: all) and the data day."""
    until = data_day if last_year is None else min(data_day, dt.date(last_year, 12, 31))
    return [day for day in quarters(first_year, until) if (day.month - 1) % every == 0]


def missing(kept: Backtest, days: Sequence[dt.date], peers: Sequence[Peer], data_day: dt.date) -> list[str]:
    """What `walk` still has to do, a few words each, in its order."""
    ours = [f"{day} {name}" for day in days for name, there in _own(kept, day) if not there]
    return ours + [f"{due[0].year} {peer.name}" for due, peer, _ in _fits(kept, days, peers, data_day)]


def walk(
    panel: Panel,
    days: Sequence[dt.date],
    fit: Fit,
    kept: Backtest,
    data_day: dt.date,
    peers: Sequence[Peer] = (),
    step: Callable[[str], None] = lambda _: None,
) -> None:
    """Scores the rows of each of `days` by everyone who is missing in `kept`; what is there stays as it is.

    `panel` holds the rows of all landmarks up to the last of `days`. Our model and the baseline are fitted anew at each
    of `days`; peers, which take far longer, on the first of each year, for all of that year. `step` hears of each item
    of `missing` as it begins; every result is written whole before the next begins. Raises OSError when `kept` cannot
    be written, and PeerUnavailable.
    """
    for day in days:
        todo = [name for name, there in _own(kept, day) if not there]
        if not todo:
            continue
        earlier, here = split(panel, day)
        for name in todo:
            step(f"{day} {name}")
            if name == BASELINE:
                kept.keep_chances(day, BASELINE, baseline_chances(earlier, here, day))
                continue
            found = fit(day, here)
            kept.keep_rows(day, here, found.levels, found.lag)
            for contestant, chances in found.chances.items():
                kept.keep_chances(day, contestant, chances)
    for due, peer, wanted in _fits(kept, days, peers, data_day):
        step(f"{due[0].year} {peer.name}")
        earlier, _ = split(panel, due[0])
        here = panel.take(np.isin(panel.landmark, [day.toordinal() for day in wanted]))
        said = peer_chances(peer, earlier, here, due[0])
        for day in wanted:
            rows = here.landmark == day.toordinal()
            kept.keep_chances(day, peer.name, {event: chances[rows] for event, chances in said.items()})


def _own(kept: Backtest, day: dt.date) -> tuple[tuple[str, bool], ...]:
    """(our model or the baseline, whether it is there)."""
    return (OURS, _has_ours(kept, day)), (BASELINE, kept.has(day, BASELINE))


def _has_ours(kept: Backtest, day: dt.date) -> bool:
    return kept.has_rows(day) and kept.has(day, OURS) and kept.has(day, WITHOUT_DEMAND)


def _fits(
    kept: Backtest, days: Sequence[dt.date], peers: Sequence[Peer], data_day: dt.date
) -> list[tuple[list[dt.date], Peer, list[dt.date]]]:
    """(a year's days that peers score, peer, those of them that it has not scored yet)."""
    due = [day for day in days if add_months(day, PEER_MONTHS) <= data_day]
    found = []
    for year in sorted({day.year for day in due}):
        mine = [day for day in due if day.year == year]
        for peer in peers:
            wanted = [day for day in mine if not kept.has(day, peer.name)]
            if wanted:
                found.append((mine, peer, wanted))
    return found


def run(
    bench: Workbench,
    configuration: Configuration,
    kept: Backtest,
    days: Sequence[dt.date],
    peers: Sequence[Peer] = (),
    progress: Progress = quiet,
) -> None:
    """`walk` with our model. Does nothing where nothing is missing. Raises store.backtests.OtherBacktest when the
    folder holds results of another model or other inputs, and what `walk` raises."""
    kept.claim(configuration.digest(), bench.inputs, bench.data_day)
    todo = missing(kept, days, peers, bench.data_day)
    if not todo:
        return
    with progress(1, "Landmarks") as step:
        step("rows")
        panel = bench.rows(configuration, max(days))
    past = {}
    if not all(_has_ours(kept, day) for day in days):
        last = max(days).toordinal()
        some = has_demand(panel) & (panel.landmark < last)
        years = len({dt.date.fromordinal(int(day)).year for day in np.unique(panel.landmark[some])})
        with progress(years, "What was said before") as step:
            past = past_log_odds(panel, last, configuration, step)
    with progress(len(todo), "Back-test") as step:
        walk(panel, days, fitter(Ours(panel, past, bench.lags, configuration)), kept, bench.data_day, peers, step)


def fitter(ours: Ours) -> Fit:
    """Our model, fitted anew at each landmark."""

    def fit(day: dt.date, here: Panel) -> Fitted:
        model = ours.fit(day)
        said = {OURS: model.chances(here), WITHOUT_DEMAND: without_demand(model, here)}
        return Fitted(said, model.levels, model.lag)

    return fit


@dataclass(frozen=True)
class Found:
    """A back-test summed up. `fans` is None where demand was known at no landmark."""

    summary: Summary
    fans: FanTable | None
    tops: tuple[TopList, ...]


def sum_up(bench: Workbench, kept: Backtest, days: Sequence[dt.date], progress: Progress = quiet) -> Found:
    """Of those of `days` that our model and the baseline scored. Raises ValueError when there are none."""
    scored: list[Scored] = [kept.scored(day) for day in days if _has_ours(kept, day) and kept.has(day, BASELINE)]
    with progress(SUMMARY_STEPS, "Scores") as step:
        summary = summarise(scored, bench.data_day, bench.lags, completed_labels(bench), step)
    known = any(not np.isnan(one.panel.demand).all() for one in scored)
    fans = of_scored(scored, bench.data_day, demand_sources(bench, bench.data_day)) if known else None
    return Found(summary, fans, tuple(top_lists(scored, titles(bench))))


def fan_table_of(bench: Workbench, as_of: dt.date) -> FanTable:
    """Counted straight from the rows, without a model: announcements, or premieres where announcements are not known
    for long enough after demand was counted. Raises ValueError when demand was known at no landmark."""
    last = min(as_of, bench.data_day)
    fresh = [
        day
        for day in quarters(2004, last)
        if any(0 <= day.toordinal() - places.day <= FRESH_DAYS for places in bench.counted)
    ]
    if not fresh:
        raise ValueError(f"demand was counted on no day up to {last}")
    rows = joined([panel_of(bench.chronicle, [day], bench.seen, bench.counted) for day in fresh])
    sources = demand_sources(bench, last)
    found = fan_table(rows, last, sources=sources)
    return found if found.n else fan_table(rows, last, sources=sources, event=Event.PREMIERE)


def completed_labels(bench: Workbench) -> dict[Event, frozenset[tuple[int, int]]]:
    """Events that only another listing showed: (line number, day of the announcement)."""
    place = {line: at for at, line in enumerate(bench.chronicle.lines)}
    seasons = (one for one in bench.completions if one.kind is Relation.SEASON and one.order == 1)
    movies = (one for one in bench.completions if one.kind is Relation.MOVIE)
    return {
        Event.ANNOUNCED: frozenset((place[one.line], one.announced) for one in seasons),
        Event.MOVIE: frozenset((place[one.line], one.announced) for one in movies),
    }


def demand_sources(bench: Workbench, until: dt.date) -> str:
    """A sentence about where demand was counted, and when, up to `until`."""
    by_provider: dict[str, list[dt.date]] = {}
    counted = [places for places in bench.counted if places.day <= until.toordinal()]
    for places in sorted(counted, key=lambda places: places.day):
        by_provider.setdefault(places.provider, []).append(dt.date.fromordinal(places.day))
    parts = [f"{provider} ({', '.join(map(str, days))})" for provider, days in by_provider.items()]
    if len(by_provider) == 1 and len(counted) == 1:
        return f"Demand from {parts[0]} alone: no other count is at hand."
    return f"Demand from {'; '.join(parts)}."


def titles(bench: Workbench) -> dict[str, str]:
    """What to call each line: the title of its first entry."""
    return {
        line.id: latin_title(bench.entries[line.installments[0].parts[0]])
        for franchise in bench.franchises
        for line in franchise.lines
    }


def about(bench: Workbench, configuration: Configuration) -> About:
    """What a report says of the model and of its limits."""
    completed = sum(len(pairs) for pairs in completed_labels(bench).values())
    counted = demand_sources(bench, bench.data_day)
    demand = f"{counted} Most landmarks have no fresh count; there the model does without."
    labels = (
        f"{completed:,} announcements come from a listing made after the catalogue."
        if completed
        else "No later listing is at hand, so announcements of the last three years are left out."
    )
    return About(
        model=configuration.name,
        configuration=configuration.digest(),
        inputs=bench.inputs,
        labels_to=bench.labels_to,
        notes=(demand, labels),
        peers=(
            "Our model and the baseline are fitted anew at every landmark; the other methods, which take far longer, "
            "at the first landmark of each year, on the same rows and features: that favours ours a little. Where a "
            "method scored too few events it is left out."
        ),
    )
