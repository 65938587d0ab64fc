"""Makes the log of changes, once for an index and a day of knowledge: some seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from nextcour.answers.changed import News, changed_rows
from nextcour.bootstrap import Engine
from nextcour.store import index, paths
from nextcour.store.atomic import drop_others
from nextcour.store.change_log import SCHEMA, ChangeLog, Placed, write

EVER = dt.date(1900, 1, 1)


def log_path(engine: Engine, day: dt.date) -> Path:
    """Where the log of the present index lies, or would lie."""
    known_to = min(day, engine.library.looked_to)
    return paths.cache_dir() / f"changes-{index.current_path().stem.removeprefix('index-')}-{SCHEMA}-{known_to}.sqlite"


def open_log(engine: Engine, day: dt.date) -> ChangeLog:
    """The log of the present index up to `day`, made first where it is missing.

    Raises OSError when the cache folder cannot be written.
    """
    path = log_path(engine, day)
    if not path.exists():
        write(changes_to(engine, day), path)
        drop_others(path, "changes-*.sqlite")
    return ChangeLog(path)


def changes_to(engine: Engine, day: dt.date) -> Iterator[Placed]:
    """Every change up to `day`, or the last day a source looked, oldest first."""
    library = engine.library
    lines = {name: library.franchise(name).home_lines() for name in library.franchise_ids()}
    for change in changed_rows(library.rows(), library, EVER, day, News(library, day, strict=False)):
        studios = library.entry(change.entry).studios
        yield Placed(change, lines[change.franchise].get(change.entry), studios)
