"""Makes the index's pages from the catalogue, the corrections and the curated data files. Done once, in seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.entry import Entry, Format
from nextcour.catalog.titles import build as build_titles
from nextcour.catalog.titles.rows import Role, TitleRow
from nextcour.facts import announced as announcement_days
from nextcour.facts.fact import AnnouncementDay
from nextcour.forecast.spells import build_spells
from nextcour.franchise import graph
from nextcour.franchise.model import Franchise, Relation
from nextcour.signals.demand import standings
from nextcour.signals.placing import tracks
from nextcour.signals.studio import productions
from nextcour.store import bundle, corrections, curated, demand_file, forecast_file
from nextcour.store.index_file import pages_of

STEPS = 7


def make_pages(
    catalogues: Sequence[Path], own: Path, forecasts: Path, step: Callable[[str], None], demand: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Pages of the index. `own` holds corrections, `forecasts` the shipped runs, `demand` what was
    synced of it; each may be missing.

    Raises CatalogueDamaged, CorrectionsUnreadable and ForecastsDamaged before the first page.
    """
    step("reading")
    content, _digest, _path = bundle.newest(catalogues)
    entries = {entry.id: entry for entry in content.entries}
    step("forecasts")
    kept = forecast_file.read(forecasts)
    step("announcement days")
    announced = with_every_entry(announcement_days.infer(content.entries, content.data_day), content)
    step("franchises")
    franchises = graph.build(content.entries, corrections.load([own]).corrections)
    home = {entry: franchise.id for franchise in franchises for entry in franchise.entry_ids()}
    step("spells")
    spells = build_spells(franchises, entries, announced)
    places = standings(content.entries)
    busy = productions(content.entries, announced, franchises)
    wanted = tracks(demand_file.read(demand)[0], content.entries) if demand is not None else {}
    step("titles")
    rows = title_rows(franchises, entries)
    titles = build_titles.build(rows, curated.abbreviations(), curated.han())
    records = ((entry, announced[entry.id], places.get(entry.id), home[entry.id]) for entry in content.entries)
    past = curated.records()
    return pages_of(content.packages, content.data_day, records, franchises, spells, past, kept, busy, titles, wanted)


def title_rows(franchises: tuple[Franchise, ...], entries: dict[str, Entry]) -> Iterator[TitleRow]:
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


def with_every_entry(days: dict[str, AnnouncementDay], content: Catalogue) -> dict[str, AnnouncementDay]:
    """`days` completed for entries of which neither an id nor a premiere says anything: known from the day that the
    catalogue was made, no earlier."""
    unknown = AnnouncementDay(content.data_day, content.data_day, content.data_day, "catalogue-day")
    return {entry.id: days.get(entry.id, unknown) for entry in content.entries}
