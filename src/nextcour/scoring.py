"""One day's forecasts: which model may make them, and the run that is kept. Needs `[forecast]`."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nextcour.bootstrap import Progress, quiet
from nextcour.fitting import fit
from nextcour.forecast import running
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.listing import Listing
from nextcour.forecast.model_data import Trained
from nextcour.forecast.spells import build_spells
from nextcour.store import forecast_runs
from nextcour.store.model_file import ModelDamaged
from nextcour.workbench import Workbench


@dataclass(frozen=True)
class Scored:
    """A day's run. `new`: it was kept now; else one of the same inputs was there already, and `differs` counts lines of
    which it said something else than what was computed now (None: nothing was computed, the kept one was read)."""

    run: Run
    curves: Mapping[str, Curve]
    new: bool
    differs: int | None


def identity(inputs: str, of_model: str) -> str:
    """Hash (hex) of what a run is made from: what is scored (`inputs`), and what the model had learned from, where that
    was something else."""
    return inputs if inputs == of_model else hashlib.sha256(f"{inputs}\n{of_model}".encode()).hexdigest()


def usable(committed: Trained | None, day: dt.date) -> Trained | None:
    """The committed model where it may forecast for `day`: it must not know what came after."""
    return committed if committed is not None and committed.known_to <= day else None


def score(bench: Workbench, trained: Trained, day: dt.date) -> tuple[Run, dict[str, Curve]]:
    """The run of `day`, not kept. Same inputs, model and day, same run. Raises ModelDamaged for a model that was made
    for other features than this version has, ValueError when the model knows of days after `day`."""
    if trained.known_to > day:
        raise ValueError(f"a model that knows of {trained.known_to} cannot forecast for {day}")
    inputs = identity(bench.inputs, trained.made.inputs.digest)
    try:
        return running.run(
            trained.model, bench.chronicle, day, bench.counted, inputs=inputs, labels_to=trained.made.labels_to
        )
    except ValueError as error:
        raise ModelDamaged(
            f"The model does not fit this version of nextcour ({error}). Nothing was kept; `--refit` fits one anew."
        ) from error


def forecast(
    bench: Workbench,
    day: dt.date,
    committed: Trained | None,
    configuration: Configuration,
    store: Path,
    *,
    refit: bool = False,
    progress: Progress = quiet,
) -> Scored:
    """Makes and keeps the run of `day`, by the committed model where that may be used, else by one fitted as of `day`.

    What would be fitted is not fitted where its run is kept already, unless `refit` asks for it. `day` is not after the
    bench's data day. Raises NothingToLearn, ModelDamaged, RunsUnwritable and RunsUnreadable.
    """
    trained = None if refit else usable(committed, day)
    if trained is None and not refit:
        kept = _kept(store, (day, configuration.name, configuration.digest(), bench.inputs), bench.chronicle.lines)
        if kept is not None:
            return Scored(*kept, new=False, differs=None)
    if trained is None:
        trained = fit(bench, configuration, day, progress)
    run, curves = score(bench, trained, day)
    if forecast_runs.keep(store, run, curves):
        return Scored(run, curves, new=True, differs=0)
    kept = _kept(store, (run.day, run.model, run.configuration, run.inputs), bench.chronicle.lines)
    assert kept is not None  # `keep` found it, and nothing is ever taken out
    before = kept[1]
    differs = sum(before.get(line) != curves.get(line) for line in before.keys() | curves.keys())
    return Scored(*kept, new=False, differs=differs)


def listing(bench: Workbench, scored: Scored) -> Listing:
    """The run as a table."""
    spells = build_spells(bench.franchises, bench.entries, bench.announced)
    past = FirstForecast(spells, bench.data_day)
    return Listing(scored.run, scored.curves, bench.chronicle, bench.counted, bench.franchises, bench.entries, past)


def _kept(store: Path, key: tuple[dt.date, str, str, str], lines: Iterable[str]) -> tuple[Run, dict[str, Curve]] | None:
    """A run with the curves of all `lines`; None when there is none of that day, model, configuration and inputs."""
    if not store.exists():
        return None
    own = forecast_runs.read(store)
    try:
        for place, run in enumerate(own.runs()):
            if (run.day, run.model, run.configuration, run.inputs) == key:
                found = ((line, own.curves(line).get(place)) for line in lines)
                return run, {line: curve for line, curve in found if curve is not None}
    finally:
        own.close()
    return None
