"""The one place where concrete parts are wired together."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from nextcour.answers.answer import Answer
from nextcour.answers.ask import answer
from nextcour.forecast.fallback import Later
from nextcour.forecast.interface import ForecastModel
from nextcour.forecast.kept import Kept, KeptForecast
from nextcour.store import index, paths

Step = Callable[[str], None]
# Shows how far a long job is: total steps and a label give a function to call as each step begins.
Progress = Callable[[int, str], AbstractContextManager[Step]]


@contextmanager
def quiet(_total: int, _label: str) -> Iterator[Step]:
    """No bar."""
    yield lambda _name: None


class Engine:
    """Answers questions from one index."""

    def __init__(self, library: index.Index, *, indexed: bool) -> None:
        self.library = library
        self.indexed = indexed  # False: made in memory for this process only
        self._model: ForecastModel | None = None

    @property
    def data_day(self) -> dt.date:
        """The last day on which a source that lists everything looked at all of it."""
        return self.library.listed_to

    @property
    def model(self) -> ForecastModel:
        if self._model is None:
            self._model = model_on(self.library)
        return self._model

    def ask(self, query: str, day: dt.date, *, strict: bool = False, with_facts: bool = True) -> Answer:
        """Raises catalog.titles.asked.QueryUnusable when the question cannot be read."""
        return answer(query, day, library=self.library, model=lambda: self.model, strict=strict, with_facts=with_facts)


def model_on(library: index.Index) -> ForecastModel:
    """Kept forecasts, the shipped ones and then a person's own where there are any, with the first forecast behind."""
    kept: list[Kept] = [library]
    problem = ""
    if paths.own_forecasts().exists():
        from nextcour.store import forecast_runs  # noqa: PLC0415 - most people have no runs of their own

        try:
            kept.append(forecast_runs.read(paths.own_forecasts()))
        except forecast_runs.RunsUnreadable as error:
            problem = str(error)
    return KeptForecast(kept, Later(library.spells(), library.data_day), library.data_day, problem)


def open_engine(progress: Progress = quiet) -> Engine:
    """The engine on the index in the cache folder; makes that first when it is missing, or in memory where it cannot
    be kept. Raises store.bundle.CatalogueDamaged."""
    path = index.current_path()
    try:
        if path.exists():
            return Engine(index.read(path), indexed=True)
    except (index.IndexBroken, OSError):
        # A damaged index is made again below: everything in it comes from the catalogue.
        pass
    return build_index(progress)


def build_index(progress: Progress = quiet) -> Engine:
    """Make the index anew and keep it in the cache folder, or in memory where it cannot be kept.

    Raises store.bundle.CatalogueDamaged, store.corrections.CorrectionsUnreadable, store.forecast_file.ForecastsDamaged.
    """
    refresh(progress if paths.prepared().exists() else quiet)
    return _make_index(progress)


def refresh(progress: Progress = quiet) -> None:
    """What `ask` reads of the fact store, made ready from it; an index that was made from something else is stale then.
    Nothing happens where there is no store, or it cannot be read."""
    from nextcour.store import demand_making, preparing  # noqa: PLC0415 - not for a question

    with progress(preparing.STEPS + 1, "Making ready what was synced") as step:
        preparing.refresh(paths.prepared(), paths.catalogues(), step)
        step("demand")
        demand_making.refresh(paths.demand())


def prepare(progress: Progress = quiet) -> None:
    """After the fact store has changed: what `ask` reads of it, and the index where that made a difference."""
    refresh(progress)
    if not index.current_path().exists():
        _make_index(progress)


def _make_index(progress: Progress) -> Engine:
    # Imported only when there is no index yet.
    from nextcour.store import index_file  # noqa: PLC0415
    from nextcour.store.making import STEPS, make_pages  # noqa: PLC0415

    path = index.current_path()
    with progress(STEPS, "Preparing the catalogue (once)") as step:
        parts = (paths.catalogues(), paths.user_corrections(), paths.forecasts())
        pages = make_pages(*parts, step, paths.demand(), paths.prepared())
        begun = False

        def written() -> Iterator[tuple[str, bytes]]:
            nonlocal begun
            begun = True
            yield from pages

        step("writing")
        try:
            index_file.write(written(), path)
        except (OSError, sqlite3.Error):
            if begun:  # pages are let go as they are written: make them again
                pages = make_pages(*parts, lambda _name: None, paths.demand(), paths.prepared())
            return Engine(index_file.in_memory(pages), indexed=False)
    return Engine(index.read(path), indexed=True)
