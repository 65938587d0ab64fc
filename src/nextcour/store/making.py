"""Makes the index's pages from the catalogue, the corrections and the curated data files. Done once, in seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from nextcour.catalog.entry import Entry, Format
from nextcour.catalog.titles import build as build_titles
from nextcour.catalog.titles.rows import Role, TitleRow
from nextcour.forecast.spells import build_spells
from nextcour.franchise import graph
from nextcour.franchise.model import Franchise, Relation
from nextcour.signals.demand import standings
from nextcour.signals.placing import tracks
from nextcour.signals.studio import productions
from nextcour.store import bundle, corrections, curated, demand_file, forecast_file
from nextcour.store.combined import combine
from nextcour.store.index import Row
from nextcour.store.index_file import pages_of, pages_of_disputes, pages_of_news, pages_of_studios

STEPS = 7


def make_pages(
    catalogues: Sequence[Path],
    own: Path,
    forecasts: Path,
    step: Callable[[str], None],
    demand: Path | None = None,
    prepared: Path | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Pages of the index. `own` holds corrections, `forecasts` the shipped runs, `demand` what was
    synced of it, `prepared` what synced sources add to the catalogue; each may be missing.

    Raises CatalogueDamaged, CorrectionsUnreadable and ForecastsDamaged before the first page.
    """
    step("reading")
    content, digest, _path = bundle.newest(catalogues)
    step("announcement days")
    whole = combine(content, digest, prepared)
    entries, announced = whole.entries, whole.announced
    step("franchises")
    franchises = graph.build(whole.graph, [*whole.links, *corrections.load([own]).corrections])
    whole = whole._replace(graph=(), links=())  # of no more use, and tens of megabytes after a bulk sync
    home = {entry: franchise.id for franchise in franchises for entry in franchise.entry_ids()}
    step("spells")
    waited = whole.waited_for()
    spells = build_spells(franchises, *waited)
    places = standings(entries.values())
    busy = productions((entry for entry in entries.values() if entry.id in waited[1]), announced, franchises)
    del waited
    wanted = tracks(demand_file.read(demand)[0], entries.values()) if demand is not None else {}
    step("titles")
    rows = title_rows(franchises, entries)
    titles = build_titles.build(rows, curated.abbreviations(), curated.han())
    # Last: what it holds would add to the peak of every step before.
    step("forecasts")
    kept = forecast_file.read(forecasts)
    records = (
        Row(entry, announced[entry.id], places.get(entry.id), home[entry.id], whole.looked.get(entry.id))
        for entry in entries.values()
    )
    past = curated.records()
    made = pages_of(
        content.packages,
        content.data_day,
        records,
        franchises,
        spells,
        past,
        kept,
        busy,
        titles,
        wanted,
        whole.complete,
    )
    return chain(
        made,
        pages_of_disputes(whole.disputes),
        pages_of_news(whole.headlines, home),
        pages_of_studios(busy, whole.studios),
    )


def title_rows(franchises: tuple[Franchise, ...], entries: Mapping[str, Entry]) -> Iterator[TitleRow]:
    """One row a title of every entry, with its place in its franchise."""
    for franchise in franchises:
        first_line = franchise.lines[0].id
        for line in franchise.lines:
            for installment in line.installments:
                for part in installment.parts:
                    role = Role.MOVIE if entries[part].format is Format.MOVIE else Role.MAIN
                    yield from _rows(entries[part], franchise.id, line.id, installment.number, role)
        for extra in franchise.extras:
            entry = entries[extra.entry]
            film = extra.relation is Relation.MOVIE or entry.format is Format.MOVIE
            yield from _rows(entry, franchise.id, extra.line or first_line, None, Role.MOVIE if film else Role.EXTRA)


def _rows(entry: Entry, franchise: str, line: str, number: int | None, role: Role) -> Iterator[TitleRow]:
    first = entry.premiere.earliest
    for title in entry.titles:
        yield TitleRow(
            line=line,
            franchise=franchise,
            entry=entry.id,
            text=title.text,
            kind=title.kind,
            lang=title.lang,
            number=number,
            role=role,
            popularity=entry.demand.collections if entry.demand else 0,
            year=first.year if first else None,
            order=first.toordinal() if first else 0,
        )
