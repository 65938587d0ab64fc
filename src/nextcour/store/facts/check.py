"""Whether a store is what it should be."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Engine, func, inspect, select, text

from nextcour.store.facts import upgrade
from nextcour.store.facts.engine import place, reading
from nextcour.store.facts.tables import APPEND_ONLY, look, metadata, observation, run, seen, series, subject


class Report(msgspec.Struct, frozen=True):
    """What was found. `rows` by table; `problems` in words, none when all is well; `unfinished` runs go on with the
    next sync."""

    place: str
    version: str
    rows: dict[str, int]
    first_day: str
    last_day: str
    unfinished: tuple[str, ...]
    problems: tuple[str, ...]


def check(engine: Engine) -> Report:
    """Reads everything; minutes for ten million facts. Raises StoreError when it cannot be read at all."""
    with reading(engine) as connection:
        version = upgrade.version(connection)
        if version is None:
            return Report(place(engine.url), "none", {}, "", "", (), ("there are no facts yet: run `nextcour sync`",))
        problems: list[str] = []
        if version != upgrade.HEAD:
            problems.append(f"it is of version {version}, this nextcour has {upgrade.HEAD}: run `nextcour db upgrade`")
        problems += _damage(connection) + _unguarded(connection) + _senseless(connection)
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
        first, last = connection.execute(
            select(func.min(observation.c.observed_at), func.max(observation.c.observed_at))
        ).one()
        newest = select(func.max(run.c.id)).group_by(run.c.source)
        going = connection.execute(select(run.c.source).where(run.c.id.in_(newest), run.c.finished.is_(None)))
        return Report(
            place=place(engine.url),
            version=version,
            rows=rows,
            first_day=str(first or ""),
            last_day=str(last or ""),
            unfinished=tuple(sorted(going.scalars())),
            problems=tuple(problems),
        )


def _damage(connection: Connection) -> list[str]:
    """What SQLite finds wrong with its file; a PostgreSQL server looks after its own."""
    if connection.dialect.name != "sqlite":
        return []
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    problems = [] if found == ["ok"] else [f"the file is damaged: {line}" for line in found]
    orphans = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    return [*problems, f"{orphans} rows point to rows that are not there"] if orphans else problems


def _unguarded(connection: Connection) -> list[str]:
    """Append-only tables whose triggers somebody removed."""
    if connection.dialect.name == "sqlite":
        names = connection.exec_driver_sql("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'").scalars()
        enough = 2
    else:
        catalogue = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        names = connection.execute(text(catalogue)).scalars()
        enough = 1
    held = list(names)
    return [
        f"table {table.name} is not guarded against changes: restore from a backup, or make its triggers again"
        for table in APPEND_ONLY
        if held.count(table.name) < enough and inspect(connection).has_table(table.name)
    ]


def _senseless(connection: Connection) -> list[str]:
    """Rows that our code never writes."""
    o = observation.c
    early = select(func.count()).select_from(seen.join(observation)).where(seen.c.last <= o.observed_at)
    unlooked = (
        select(func.count())
        .select_from(subject.join(series).join(observation))
        .where(~select(look.c.day).where(look.c.subject_id == subject.c.id).exists())
    )
    questions = {
        "statements were last seen before they were first seen": early,
        "statements are of records that nobody looked at": unlooked,
        "statements have no value": select(func.count()).select_from(observation).where(o.value == ""),
    }
    counted = {words: connection.execute(question).scalar_one() for words, question in questions.items()}
    return [f"{number:,} {words}" for words, number in counted.items() if number]
