"""Wires together what training, scoring and back-tests need: chronicle, demand, labels. Needs `[forecast]`."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nextcour.catalog.dates import add_months
from nextcour.catalog.entry import Entry
from nextcour.facts import announced
from nextcour.facts.fact import AnnouncementDay
from nextcour.forecast.completion import Completion, Listing, complete
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.history import MATURITY_MONTHS
from nextcour.forecast.lag_fit import Lags, lags
from nextcour.forecast.landmarks import Seen, panel
from nextcour.forecast.model_data import File, Inputs, Package
from nextcour.forecast.panel import Panel
from nextcour.franchise import graph
from nextcour.franchise.model import Franchise, Relation
from nextcour.signals import chronicle as chronicles
from nextcour.signals.census import Census, Places, places
from nextcour.signals.chronicle import Chronicle
from nextcour.signals.synced import censuses
from nextcour.sources import mal_research
from nextcour.store import bundle, corrections, paths
from nextcour.store.demand_file import read as read_demand

STEPS = 5
# With sequels that another listing names, announcements are as good as complete up to so long before the data day:
# nine in ten by bench/label_completion.py. Without, up to MATURITY_MONTHS before.
COMPLETED_MONTHS = 16
MAL, BANGUMI = "MyAnimeList", "Bangumi"
# Research sets that leave out the less known shows, so that what they do not count ranks below what they do.
_PARTIAL = frozenset({dt.date(2022, 3, 5), dt.date(2022, 6, 23)})
Step = Callable[[str], None]


@dataclass(frozen=True)
class Workbench:
    """Everything a model is made from, and its record in `made_from`; `counted` may hold counts after `data_day`."""

    data_day: dt.date
    chronicle: Chronicle
    franchises: tuple[Franchise, ...]
    entries: dict[str, Entry]
    seen: Seen
    counted: tuple[Places, ...]
    lags: Lags
    completions: tuple[Completion, ...]
    announced: Mapping[str, AnnouncementDay]
    made_from: Inputs

    @property
    def inputs(self) -> str:
        """A hash (hex) of everything that went in."""
        return self.made_from.digest

    @property
    def labels_to(self) -> dt.date:
        return dt.date.fromordinal(self.seen.announcements_to)

    def rows(self, configuration: Configuration, until: dt.date) -> Panel:
        """Quarterly landmarks from the configuration's first year up to and including `until`."""
        days = [day for day in quarters(configuration.first_landmark, until) if day <= until]
        return panel(self.chronicle, days, self.seen, self.counted, configuration.most_years)


def quarters(first_year: int, until: dt.date) -> list[dt.date]:
    """The first days of January, April, July and October up to and including `until`."""
    days = (dt.date(year, month, 1) for year in range(first_year, until.year + 1) for month in (1, 4, 7, 10))
    return [day for day in days if day <= until]


def demand_file() -> Path | None:
    """Research rows that may lie beside the repository; `NEXTCOUR_DEMAND` names another place. None: there are none."""
    named = os.environ.get("NEXTCOUR_DEMAND")
    path = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data" / "mal_demand.csv.gz"
    return path if path.is_file() else None


def prepare(demand: Path | None, step: Step = lambda _: None, synced: Path | None = None) -> Workbench:
    """From the newest catalogue, a person's corrections and, where they are given, research rows (`demand`) and demand
    that was synced (`synced`, a file as in `store/demand_file.py`).

    Raises store.bundle.CatalogueDamaged, store.corrections.CorrectionsUnreadable and
    sources.mal_research.ResearchUnreadable.
    """
    step("reading")
    content, digest, _ = bundle.newest(paths.catalogues())
    own = corrections.load([paths.user_corrections()]).corrections
    entries = {entry.id: entry for entry in content.entries}
    step("announcement days")
    days = announced.infer(content.entries, content.data_day)
    step("franchises")
    franchises = graph.build(content.entries, own)
    chronicle = chronicles.build(franchises, entries, days)
    step("demand")
    rows = list(mal_research.read(demand)) if demand is not None else []
    series, synced_digest = read_demand(synced) if synced is not None else ((), "")
    found = sorted([*_censuses(content.entries, rows), *censuses(series, content.entries)], key=lambda one: one.day)
    counted = [places(census, chronicle) for census in found]
    step("labels")
    completions = _completions(franchises, entries, rows, content.data_day)
    file = File(demand.name, hashlib.sha256(demand.read_bytes()).hexdigest()) if demand is not None else None
    hashed = [digest, repr(own)] + ([file.sha256] if file is not None else [])
    hashed += [synced_digest] if synced_digest else []
    return Workbench(
        data_day=content.data_day,
        chronicle=chronicle,
        franchises=franchises,
        entries=entries,
        seen=_seen(chronicle, completions, content.data_day, completed=bool(rows)),
        counted=tuple(counted),
        lags=lags(chronicle),
        completions=completions,
        announced=days,
        made_from=Inputs(
            digest=hashlib.sha256("\n".join(hashed).encode()).hexdigest(),
            data_day=content.data_day,
            catalogue_sha256=digest,
            packages=tuple(Package(one.name, one.version, one.observed_at) for one in content.packages),
            corrections=len(own),
            demand=file,
        ),
    )


def _censuses(entries: Iterable[Entry], rows: Sequence[mal_research.Row]) -> list[Census]:
    """One for each day that demand was counted on, oldest first: members at MyAnimeList (rank of popularity where a set
    has no members), collections at Bangumi."""
    ours: dict[int, str] = {}
    bangumi: dict[dt.date, dict[str, float]] = {}
    for entry in entries:
        if entry.ids.mal is not None:
            ours.setdefault(entry.ids.mal, entry.id)
        if entry.demand is not None:
            bangumi.setdefault(entry.demand.day_to, {})[entry.id] = float(entry.demand.collections)
    mal: dict[dt.date, dict[str, float]] = {}
    by_rank = {day for day in {row.snapshot for row in rows} if not any(r.members for r in rows if r.snapshot == day)}
    for row in rows:
        value = -row.popularity_rank if row.snapshot in by_rank and row.popularity_rank else row.members
        if row.mal_id in ours and value is not None:
            mal.setdefault(row.snapshot, {})[ours[row.mal_id]] = float(value)
    found = [Census(MAL, day.toordinal(), counts, day not in _PARTIAL) for day, counts in mal.items()]
    found += [Census(BANGUMI, day.toordinal(), counts) for day, counts in bangumi.items()]
    return sorted(found, key=lambda census: census.day)


def _completions(
    franchises: tuple[Franchise, ...], entries: dict[str, Entry], rows: Sequence[mal_research.Row], data_day: dt.date
) -> tuple[Completion, ...]:
    last = max((row.snapshot for row in rows), default=None)
    if last is None or last <= data_day:
        return ()
    listings = [
        Listing(row.mal_id, row.title, row.members, row.scored_by, row.score) for row in rows if row.snapshot == last
    ]
    clock = announced.clock_of(entries.values(), data_day)
    return complete(franchises, entries, listings, last.toordinal(), clock)


def _seen(chronicle: Chronicle, completions: Sequence[Completion], data_day: dt.date, *, completed: bool) -> Seen:
    place = {line: at for at, line in enumerate(chronicle.lines)}
    movies: dict[int, list[int]] = {}
    for one in completions:
        if one.kind is Relation.MOVIE:
            movies.setdefault(place[one.line], []).append(one.announced)
    months = COMPLETED_MONTHS if completed else MATURITY_MONTHS
    return Seen(
        premieres_to=data_day.toordinal(),
        announcements_to=add_months(data_day, -months).toordinal(),
        later={place[one.line]: one.announced for one in completions if one.kind is Relation.SEASON and one.order == 1},
        later_movies={line: tuple(days) for line, days in movies.items()},
    )
