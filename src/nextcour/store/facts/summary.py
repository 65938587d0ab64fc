"""What a store holds, in a few cheap questions."""

from __future__ import annotations

import datetime as dt

import msgspec
from sqlalchemy import Engine, func, select

from nextcour.store.facts import upgrade
from nextcour.store.facts.engine import place, reading
from nextcour.store.facts.tables import observation, run


class SourceRuns(msgspec.Struct, frozen=True):
    """Runs of one source. `finished` (UTC) is when one came to its end last; `unfinished` when the latest, still going
    or cut off, began."""

    source: str
    finished: dt.datetime | None
    unfinished: dt.datetime | None


class Summary(msgspec.Struct, frozen=True):
    """`place` holds no password. `version` is None for a database without tables, and then there is nothing else;
    `current` says whether it is ours, `older` whether `nextcour db upgrade` makes it so."""

    place: str
    version: str | None
    current: bool
    older: bool
    facts: int
    runs: tuple[SourceRuns, ...]


def summary(engine: Engine) -> Summary:
    """Counts facts and looks up the last runs; of a store of another version nothing but the version. Raises
    StoreError."""
    where = place(engine.url)
    with reading(engine) as connection:
        version = upgrade.version(connection)
        if version != upgrade.HEAD:
            return Summary(where, version, False, version is not None and upgrade.is_older(version), 0, ())
        facts = connection.execute(select(func.count()).select_from(observation)).scalar_one()
        last = select(run.c.source, func.max(run.c.id).label("id"), func.max(run.c.finished).label("finished"))
        grouped = last.group_by(run.c.source).subquery()
        rows = connection.execute(
            select(grouped.c.source, grouped.c.finished, run.c.started, run.c.finished.label("latest"))
            .join(run, run.c.id == grouped.c.id)
            .order_by(grouped.c.source)
        ).all()
        runs = tuple(SourceRuns(row.source, row.finished, row.started if row.latest is None else None) for row in rows)
        return Summary(where, version, True, False, facts, runs)
