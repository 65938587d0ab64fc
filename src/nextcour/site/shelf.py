"""Makes the shelf: one answer for every show, once for an index and a day of knowledge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from nextcour.bootstrap import Engine, Progress, quiet
from nextcour.facts.rules import existence_day
from nextcour.pages.item import Item, item_of, view_on
from nextcour.pages.name import Name, names_of
from nextcour.pages.premiere import Premiere, premieres_of
from nextcour.store import index, paths
from nextcour.store.atomic import drop_others
from nextcour.store.shelf import SCHEMA, Shelf, write


def shelf_path(engine: Engine, day: dt.date) -> Path:
    """Where the shelf of the present index lies, or would lie. Past the last look at anything a day adds nothing."""
    known_to = min(day, engine.library.looked_to)
    return paths.cache_dir() / f"shelf-{index.current_path().stem.removeprefix('index-')}-{SCHEMA}-{known_to}.sqlite"


def open_shelf(engine: Engine, day: dt.date, progress: Progress = quiet) -> Shelf:
    """The shelf of the present index for `day`, made first where it is missing: half a minute.

    Raises OSError when the cache folder cannot be written.
    """
    path = shelf_path(engine, day)
    if not path.exists():
        write(
            items_on(engine, day, progress), known_ids(engine), path, premieres_on(engine, day), names_on(engine, day)
        )
        drop_others(path, "shelf-*.sqlite")
    return Shelf(path)


_STEPS = 20


def items_on(
    engine: Engine, day: dt.date, progress: Progress = quiet, franchises: Sequence[str] = ()
) -> Iterator[Item]:
    """The rows of all lines, or of those of `franchises`."""
    library = engine.library
    franchises = franchises or library.franchise_ids()
    with progress(_STEPS, "Answering for every show (once)") as step:
        for place, franchise_id in enumerate(franchises):
            if place % max(1, len(franchises) // _STEPS) == 0:
                step(franchise_id)
            franchise = library.franchise(franchise_id)
            for line in franchise.lines:
                answer = engine.ask(f"id:{line.id}", day, with_facts=False)
                item = item_of(answer, view_on(franchise, line, library, day), library)
                if item is not None:
                    yield item


def premieres_on(engine: Engine, day: dt.date, franchises: Sequence[str] = ()) -> Iterator[Premiere]:
    """Every release of all lines, or of those of `franchises`, as known on `day`."""
    library = engine.library
    for franchise_id in franchises or library.franchise_ids():
        franchise = library.franchise(franchise_id)
        for line in franchise.lines:
            yield from premieres_of(view_on(franchise, line, library, day))


def names_on(engine: Engine, day: dt.date, franchises: Sequence[str] = ()) -> Iterator[Name]:
    """Every name of the entries of all lines, or of those of `franchises`, that were known on `day`."""
    library = engine.library
    fold = library.titles.folding.fold
    for franchise_id in franchises or library.franchise_ids():
        for line in library.franchise(franchise_id).lines:
            parts = [part for installment in line.installments for part in installment.parts]
            known = [part for part in parts if existence_day(library.announced(part))[0] <= day]
            yield from names_of(line.id, [library.entry(part) for part in known], fold)


def known_ids(engine: Engine) -> Iterator[tuple[str, int, str]]:
    """Provider, id and line of every entry; what stands beside the lines belongs to the line it hangs on."""
    library = engine.library
    for franchise_id in library.franchise_ids():
        for entry, line_id in library.franchise(franchise_id).home_lines().items():
            ids = library.entry(entry).ids
            for provider, number in (("mal", ids.mal), ("anilist", ids.anilist)):
                if number is not None:
                    yield provider, number, line_id
