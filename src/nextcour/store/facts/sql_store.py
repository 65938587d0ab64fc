"""The fact store on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Select, insert, select, update
from sqlalchemy.engine import URL

from nextcour.facts.intake import point_of
from nextcour.facts.ledger import NOW, Change, Counts, FactStore, Knowledge, Ruling, Run, Stored
from nextcour.facts.observation import Batch, Key, Problem
from nextcour.store.facts import viewing
from nextcour.store.facts.engine import connect, database_url, place, reading, writing
from nextcour.store.facts.tables import observation, series, subject
from nextcour.store.facts.tables import ruling as rulings
from nextcour.store.facts.tables import run as runs
from nextcour.store.facts.upgrade import ensure
from nextcour.store.facts.writing import Intake

Clock = Callable[[], dt.datetime]
_PROBLEMS = msgspec.json.Decoder(tuple[Problem, ...])


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def open_store(url: URL | None = None, clock: Clock = utc_now) -> SqlFactStore:
    """The store at `url`, or where NEXTCOUR_DATABASE_URL or the data folder say. Makes its tables when there are none.

    Raises store.facts.errors.StoreError.
    """
    engine = connect(url if url is not None else database_url())
    ensure(engine)
    return SqlFactStore(engine, clock)


class SqlFactStore(FactStore):
    """See `facts.ledger.FactStore`. Keeps no connection open between calls; may be used by several threads."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self._clock = clock

    @property
    def place(self) -> str:
        """Where it is, without password."""
        return place(self.engine.url)

    def begin_run(self, source: str, cursor: str = "") -> Run:
        started = self._clock()
        with writing(self.engine) as connection:
            row_id = connection.execute(
                insert(runs)
                .values(
                    source=source,
                    started=started,
                    cursor=cursor,
                    new=0,
                    changed=0,
                    contradicted=0,
                    repeated=0,
                    problems="[]",
                )
                .returning(runs.c.id)
            ).scalar_one()
        return Run(row_id, source, started, cursor=cursor)

    def unfinished(self, source: str) -> Run | None:
        found = self._one(select(runs).where(runs.c.source == source).order_by(runs.c.id.desc()).limit(1))
        return found if found is not None and found.finished is None else None

    def last_finished(self, source: str) -> Run | None:
        wanted = select(runs).where(runs.c.source == source, runs.c.finished.is_not(None))
        return self._one(wanted.order_by(runs.c.id.desc()).limit(1))

    def finish_run(self, run: Run, problems: Collection[Problem] = ()) -> Run:
        now = self._clock()
        with writing(self.engine) as connection:
            current = _run_of(connection, run)
            if current.finished is not None:
                return current
            done = msgspec.structs.replace(current, finished=now, problems=(*current.problems, *problems))
            _keep(connection, done)
        return done

    def store(self, batch: Batch, run: Run) -> Counts:
        now = self._clock()
        with writing(self.engine) as connection:
            current = _run_of(connection, run)
            if current.finished is not None:
                raise ValueError(f"run {run.id} of {run.source} is finished")
            counts = Intake(connection, current.id, current.source, now).store(batch)
            _keep(
                connection,
                msgspec.structs.replace(
                    current,
                    cursor=batch.cursor,
                    counts=current.counts + counts,
                    problems=(*current.problems, *batch.problems),
                ),
            )
        return counts

    def latest(
        self, keys: Collection[Key] | None = None, cut: Knowledge = NOW, fields: Collection[str] | None = None
    ) -> Iterator[Stored]:
        with reading(self.engine) as connection:
            yield from viewing.latest(connection, keys, cut, fields)

    def history(self, key: Key, field: str | None = None, cut: Knowledge = NOW) -> tuple[Stored, ...]:
        with reading(self.engine) as connection:
            return viewing.history(connection, key, field, cut)

    def changes(self, since: dt.date, until: dt.date, fields: Collection[str] | None = None) -> Iterator[Change]:
        with reading(self.engine) as connection:
            yield from viewing.changes(connection, since, until, fields)

    def revised(self, fields: Collection[str] | None = None) -> Collection[tuple[Key, str]]:
        with reading(self.engine) as connection:
            return viewing.revised(connection, fields)

    def looked(self, keys: Collection[Key], cut: Knowledge = NOW) -> Mapping[tuple[Key, str], dt.date]:
        with reading(self.engine) as connection:
            return viewing.looked(connection, keys, cut)

    def gone(self, keys: Collection[Key] | None = None, cut: Knowledge = NOW) -> Mapping[tuple[Key, str], dt.date]:
        with reading(self.engine) as connection:
            return viewing.gone_since(connection, keys, cut)

    def retract(self, key: Key, field: str, source: str, ruling: Ruling) -> Stored | None:
        now = self._clock()
        with writing(self.engine) as connection:
            found = [
                one
                for one in viewing.latest(connection, [key], NOW, [field])
                if one.observation.source == source and one.observation.field == field and not one.withdrawn
            ]
            if not found:
                return None
            said = found[0].observation
            o = observation.c
            row_id = connection.execute(
                select(o.id)
                .select_from(observation.join(series).join(subject))
                .where(
                    subject.c.provider == key.provider.value,
                    subject.c.record == key.id,
                    subject.c.source == source,
                    series.c.field == field,
                    o.point == point_of(said),
                )
                .order_by(o.observed_at.desc(), o.turn.desc())
                .limit(1)
            ).scalar_one()
            connection.execute(
                insert(rulings).values(
                    observation_id=row_id,
                    withdrawn=True,
                    day=ruling.day,
                    url=ruling.url,
                    note=ruling.note,
                    recorded_at=now,
                )
            )
        return msgspec.structs.replace(found[0], withdrawn=True)

    def _one(self, statement: Select[Any]) -> Run | None:
        with reading(self.engine) as connection:
            row = connection.execute(statement).first()
        return None if row is None else _read(row)


def _run_of(connection: Connection, run: Run) -> Run:
    """The run as it is now. Raises ValueError when it is unknown."""
    row = connection.execute(select(runs).where(runs.c.id == run.id, runs.c.source == run.source)).first()
    if row is None:
        raise ValueError(f"no run {run.id} of {run.source}")
    return _read(row)


def _read(row: Any) -> Run:
    return Run(
        id=row.id,
        source=row.source,
        started=row.started,
        finished=row.finished,
        cursor=row.cursor,
        counts=Counts(row.new, row.changed, row.contradicted, row.repeated),
        problems=_PROBLEMS.decode(row.problems),
    )


def _keep(connection: Connection, run: Run) -> None:
    connection.execute(
        update(runs)
        .where(runs.c.id == run.id)
        .values(
            finished=run.finished,
            cursor=run.cursor,
            new=run.counts.new,
            changed=run.counts.changed,
            contradicted=run.counts.contradicted,
            repeated=run.counts.repeated,
            problems=msgspec.json.encode(run.problems).decode(),
        )
    )
