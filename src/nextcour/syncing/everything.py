"""A sync as a person starts it: the bundled catalogue once, the sources, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from nextcour.bootstrap import Progress, open_engine, prepare, quiet
from nextcour.errors import Expected
from nextcour.facts.ledger import Counts, FactStore
from nextcour.facts.observation import Key, Problem
from nextcour.sources.file_mapping import FileMapping
from nextcour.sources.registry import Listing, listing
from nextcour.sources.source import Reach
from nextcour.store import asked_lately, bundle, bundled_load, index, paths
from nextcour.store.index import Index
from nextcour.syncing import parts, wanted
from nextcour.syncing.breaks import Breaks
from nextcour.syncing.due import by_themselves, due
from nextcour.syncing.lock import only_one
from nextcour.syncing.outcome import Outcome
from nextcour.syncing.renew import Renewal, renew
from nextcour.syncing.session import NoView, Session, View
from nextcour.syncing.wanted import Show

PACKAGES = "bangumi-data"  # the source whose newer versions may make a newer catalogue
_LOCKS = "locks"
# There while facts may have come that answers do not show yet, also when the process that stored them was killed.
_PENDING = "synced-not-prepared"


class NotBySelf(Expected):
    """A source that cannot be asked by its name alone."""

    code = 2


@dataclass
class Sync:
    """One sync. What was done so far stands in `outcomes`, `renewal` and `loaded`, whatever ends it.

    `library` is the prepared index, opened when a title or a headline needs it. After the last source comes `finish`.
    """

    store: FactStore
    today: dt.date
    progress: Progress = quiet
    view: View = field(default_factory=NoView)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    renewal: Renewal | None = None
    loaded: Counts | None = None
    rebuilt: bool = False  # the index
    done: Callable[[Outcome], None] = lambda _: None
    _index: Index | None = None
    _sources: parts.Sources | None = None
    _left: bool = False  # an earlier sync did not come to `finish`

    @property
    def _pending(self) -> Path:
        return paths.data_dir() / _PENDING

    def library(self) -> Index:
        if self._index is None:
            self._index = open_engine(self._bar).library
        return self._index

    def load_bundled(self) -> None:
        """The catalogue in use into the store, unless it is there. Raises bundle.CatalogueDamaged, StoreError, Busy."""
        content, digest, _ = bundle.newest(paths.catalogues())
        if bundled_load.is_loaded(self.store, digest):
            return
        with only_one(paths.data_dir() / _LOCKS / "bundled.lock"):
            if bundled_load.is_loaded(self.store, digest):
                return
            with self.progress(bundled_load.steps_of(content), "Loading the catalogue (once)") as step:
                self.loaded = bundled_load.load_catalogue(self.store, content, digest, step)

    def shows(self, titles: Collection[str]) -> tuple[Show, ...]:
        """Those named, else those followed and those asked about lately. Raises TitleUnclear."""
        if titles:
            return wanted.named(titles, self.library(), self.store)
        found: dict[frozenset[Key], Show] = {}
        if (paths.data_dir() / wanted.FOLLOWED).exists():
            shows, problems = wanted.followed(self.library(), self.store)
            self.problems += problems
            found = {show.keys: show for show in shows}
        if (paths.data_dir() / asked_lately.FILE).exists():
            for show in wanted.asked(self.library(), self.store, self.today):
                found.setdefault(show.keys, show)
        return tuple(found.values())

    @contextmanager
    def session(self, breaks: Breaks) -> Iterator[Session]:
        """To ask sources with. Raises SettingUnusable."""
        parts.addresses()
        self._left = self._pending.exists()
        with parts.client(lambda host, seconds: self.view.note(f"waiting {seconds:.0f} s for {host}")) as http:
            self._sources = parts.Sources(http, self.store, self.library)
            yield Session(
                self.store,
                self._sources.build,
                self.today,
                paths.data_dir() / _LOCKS,
                self._note,
                view=self.view,
                hold=breaks.held,
            )

    def ask(self, session: Session, one: Listing, shows: Sequence[Show]) -> Outcome:
        """One source, and what follows from it. Raises as `Session.ask`."""
        self._mark()
        outcome = session.ask(one, shows)
        if one.name == PACKAGES and outcome.fetched:
            self.renewal = renew(self.today, self.progress)
            if self.renewal.newer:
                self._index = None
                self.load_bundled()
            told = tuple(Problem(one.name, "the catalogue", fault) for fault in self.renewal.faults)
            outcome = msgspec.structs.replace(outcome, problems=(*outcome.problems, *told))
        return outcome

    def take_file(self, session: Session, where: str, columns: FileMapping) -> Outcome:
        """A table of a person's own. Raises as `Session.ask`."""
        assert self._sources is not None
        self._mark()
        return session.take(self._sources.file(where, columns))

    def finish(self) -> None:
        """Makes answers show what came, by this sync or by one that was interrupted; nothing where nothing came. Raises
        as `bootstrap.build_index`."""
        newer = self.renewal is not None and bool(self.renewal.newer)
        if self._left or newer or any(one.observed for one in self.outcomes):
            before = index.current_path()
            had = before.exists()
            prepare(self._bar)
            self.rebuilt = not had or index.current_path() != before
            self._index = None
        self._pending.unlink(missing_ok=True)

    def _bar(self, total: int, label: str) -> AbstractContextManager[Callable[[str], None]]:
        """The bar of another job, in place of the view."""
        self.view.end()
        return self.progress(total, label)

    def _mark(self) -> None:
        with suppress(OSError):
            self._pending.parent.mkdir(parents=True, exist_ok=True)
            self._pending.touch()

    def _note(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.done(outcome)


def choose(
    names: Sequence[str], titles: Collection[str], store: FactStore, *, everything: bool, followed: bool
) -> tuple[Listing, ...]:
    """The sources of a sync: those named; those that are asked by title when titles are; else those due, or all with
    `everything`. Those that are asked by title are left out of the latter while there is none (`followed`).

    Raises SourceUnknown, NotBySelf, StoreError.
    """
    if names:
        found = tuple(dict.fromkeys(listing(name) for name in names))
        for one in found:
            if not one.by_itself:
                raise NotBySelf(f"{one.title} is asked with --file PATH and its columns: see `nextcour sync --help`.")
        return found
    if titles:
        return tuple(one for one in by_themselves() if one.reach is Reach.TITLES)
    ready = by_themselves() if everything else due(store, dt.datetime.now(dt.UTC))
    return tuple(one for one in ready if followed or one.reach is not Reach.TITLES)
