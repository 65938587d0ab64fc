"""Storing one batch, inside the writer's transaction.

The statements that the batch's observations could touch are read, `facts.intake.take` decides, and what is new goes in
as few statements as there are tables. Time grows with the batch, not with the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite

from nextcour.facts.agreement import agree
from nextcour.facts.intake import Said, Taken, point_of, take
from nextcour.facts.ledger import EDITOR, Counts
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.store.facts.among import among, insert_or_pass
from nextcour.store.facts.bulk import insert_rows
from nextcour.store.facts.tables import gone, look, observation, ruling, seen, series, subject

Subject = tuple[Key, str]  # a record as one source shows it
Line = tuple[int, int]  # series, point

_COLUMNS = (
    "series_id",
    "point",
    "observed_at",
    "turn",
    "value",
    "valid_from",
    "valid_to",
    "url",
    "recorded_at",
    "run_id",
)


class Intake:
    """Stores one batch."""

    def __init__(self, connection: Connection, run_id: int, run_source: str, now: dt.datetime) -> None:
        self._connection = connection
        self._run_id, self._run_source, self._now = run_id, run_source, now

    def store(self, batch: Batch) -> Counts:
        """Everything of `batch` but its cursor and problems, which belong to the run."""
        found = batch.observations
        subjects = self._subjects({(o.key, o.source) for o in found} | {(key, self._run_source) for key in batch.gone})
        places, fresh = self._series({(subjects[o.key, o.source], o.field) for o in found})
        lines = self._lines(found, subjects, places, fresh)
        counts, added = self._take(found, subjects, places, lines)
        self._look(found, subjects)
        today = self._now.astimezone(dt.UTC).date()
        insert_or_pass(
            self._connection,
            gone,
            [{"subject_id": subjects[key, self._run_source], "day": today} for key in batch.gone],
        )
        contradicted = self._contradicted(added) if added else 0
        return Counts(counts[Taken.NEW], counts[Taken.CHANGED], contradicted, counts[Taken.REPEATED])

    def _subjects(self, wanted: set[Subject]) -> dict[Subject, int]:
        """Ids of `wanted`, made where missing."""
        ids: dict[Subject, int] = {}
        by_provider: dict[str, set[str]] = {}
        for key, _ in wanted:
            by_provider.setdefault(key.provider, set()).add(key.id)
        for provider, records in by_provider.items():
            rows = self._connection.execute(
                select(subject.c.id, subject.c.record, subject.c.source).where(
                    subject.c.provider == provider, among(self._connection, subject.c.record, sorted(records))
                )
            )
            for row_id, record, source in rows:
                ids[_key(provider, record), source] = row_id
        missing = sorted(wanted - ids.keys())
        if missing:
            made = self._ids(subject.name, len(missing))
            insert_rows(
                self._connection,
                subject,
                ("id", "provider", "record", "source"),
                ((row_id, k.provider.value, k.id, source) for row_id, (k, source) in zip(made, missing, strict=True)),
            )
            ids.update(zip(missing, made, strict=True))
        return ids

    def _series(self, wanted: set[tuple[int, str]]) -> tuple[dict[tuple[int, str], int], set[int]]:
        """Ids of the lines of `wanted` (subject, field), made where missing, and which were made."""
        if not wanted:
            return {}, set()
        rows = self._connection.execute(
            select(series.c.subject_id, series.c.field, series.c.id).where(
                among(self._connection, series.c.subject_id, sorted({one for one, _ in wanted}))
            )
        )
        ids = {(row[0], row[1]): row[2] for row in rows}
        missing = sorted(wanted - ids.keys())
        made: Sequence[int] = ()
        if missing:
            made = self._ids(series.name, len(missing))
            insert_rows(
                self._connection,
                series,
                ("id", "subject_id", "field"),
                ((row_id, of, field) for row_id, (of, field) in zip(made, missing, strict=True)),
            )
            ids.update(zip(missing, made, strict=True))
        return ids, set(made)

    def _ids(self, table: str, count: int) -> Sequence[int]:
        """Unused ids. There is one writer, so the next ones are ours."""
        if self._connection.dialect.name == "sqlite":
            last = self._connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one()  # noqa: S608
            return range(last + 1, last + 1 + count)
        take_ids = text(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, :count)")  # noqa: S608
        return sorted(self._connection.execute(take_ids, {"count": count}).scalars())

    def _lines(
        self,
        found: Sequence[Observation],
        subjects: Mapping[Subject, int],
        places: Mapping[tuple[int, str], int],
        fresh: set[int],
    ) -> dict[Line, list[Said]]:
        """What was said before on every line that `found` touches and that is not new."""
        lines: dict[Line, list[Said]] = {}
        ids: set[int] = set()
        points: list[int] = []
        for one in found:
            place = places[subjects[one.key, one.source], one.field]
            if place not in fresh:
                ids.add(place)
                points.append(point_of(one))
        if not ids:
            return lines
        dated = [point for point in points if point]
        within = observation.c.point == 0
        if dated:
            within = or_(within, observation.c.point.between(min(dated), max(dated)))
        o = observation.c
        rows = self._connection.execute(
            select(
                o.series_id, o.point, o.observed_at, o.turn, o.value, o.valid_from, o.valid_to, o.url, o.id, seen.c.last
            )
            .select_from(observation.outerjoin(seen, seen.c.observation_id == o.id))
            .where(among(self._connection, o.series_id, sorted(ids)), within)
            .order_by(o.series_id, o.point, o.observed_at, o.turn)
        )
        for place, point, day, turn, value, valid_from, valid_to, url, row_id, last in rows:
            lines.setdefault((place, point), []).append(
                Said(day, turn, value, valid_from, valid_to, url, last or day, row_id)
            )
        return lines

    def _take(
        self,
        found: Sequence[Observation],
        subjects: Mapping[Subject, int],
        places: Mapping[tuple[int, str], int],
        lines: dict[Line, list[Said]],
    ) -> tuple[dict[Taken, int], list[Observation]]:
        counts = dict.fromkeys(Taken, 0)
        added: list[Observation] = []
        new: list[tuple[Line, Said]] = []
        repeated: dict[int, tuple[Line, Said]] = {}
        restated: list[tuple[Said, Observation]] = []
        ended: set[int] = set()  # 0 stands for statements of this batch: there is nothing to take back
        for one in found:
            line = (places[subjects[one.key, one.source], one.field], point_of(one))
            what, said, split, again = take(lines.setdefault(line, []), one)
            counts[what] += 1
            if what is Taken.REPEATED:
                repeated[id(said)] = (line, said)
                if one.source == EDITOR:
                    restated.append((said, one))
                continue
            added.append(one)
            new.append((line, said))
            if split is not None and again is not None:
                new.append((line, again))
                ended.add(split.id)
        if new:
            insert_rows(self._connection, observation, _COLUMNS, (self._row(line, said) for line, said in new))
        if ended:
            self._connection.execute(delete(seen).where(among(self._connection, seen.c.observation_id, sorted(ended))))
        self._extend([said_line for said_line in repeated.values() if said_line[1].last > said_line[1].day])
        self._restore([(said, one) for said, one in restated if said.id])
        return counts, added

    def _row(self, line: Line, said: Said) -> tuple[Any, ...]:
        """In the order of _COLUMNS."""
        return (
            *line,
            said.day,
            said.turn,
            said.value,
            said.valid_from,
            said.valid_to,
            said.url,
            self._now,
            self._run_id,
        )

    def _extend(self, repeated: Iterable[tuple[Line, Said]]) -> None:
        """Moves the last day of `repeated` on. Statements of this very batch get their ids first."""
        rows = []
        for (place, point), said in repeated:
            o = observation.c
            row_id = (
                said.id
                or self._connection.execute(
                    select(o.id).where(
                        o.series_id == place, o.point == point, o.observed_at == said.day, o.turn == said.turn
                    )
                ).scalar_one()
            )
            rows.append({"observation_id": row_id, "last": said.last})
        if not rows:
            return
        make = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        statement = make(seen)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["observation_id"],
                set_={"last": statement.excluded.last},
                where=statement.excluded.last > seen.c.last,
            ),
            rows,
        )

    def _restore(self, restated: Iterable[tuple[Said, Observation]]) -> None:
        """A person who states again what was retracted takes the retraction back."""
        for said, one in restated:
            latest = (
                select(ruling.c.withdrawn)
                .where(ruling.c.observation_id == said.id)
                .order_by(ruling.c.id.desc())
                .limit(1)
            )
            if self._connection.execute(latest).scalar():
                self._connection.execute(
                    ruling.insert(),
                    {
                        "observation_id": said.id,
                        "withdrawn": False,
                        "day": one.observed_at,
                        "url": one.url,
                        "note": "",
                        "recorded_at": self._now,
                    },
                )

    def _look(self, found: Sequence[Observation], subjects: Mapping[Subject, int]) -> None:
        days = {(subjects[one.key, one.source], one.observed_at) for one in found}
        insert_or_pass(self._connection, look, [{"subject_id": one, "day": day} for one, day in sorted(days)])

    def _contradicted(self, added: Sequence[Observation]) -> int:
        """How many of `added` another source's current value of the same field speaks against."""
        by_provider: dict[str, set[str]] = {}
        for one in added:
            by_provider.setdefault(one.key.provider, set()).add(one.key.id)
        others: dict[tuple[str, str, str, int], dict[str, str]] = {}
        dated = [point for point in map(point_of, added) if point]
        o = observation.c
        within = or_(o.point == 0, o.point.between(min(dated), max(dated))) if dated else o.point == 0
        for provider, records in by_provider.items():
            shared = (
                select(subject.c.record)
                .where(subject.c.provider == provider, among(self._connection, subject.c.record, sorted(records)))
                .group_by(subject.c.record)
                .having(func.count() > 1)
            )
            disputed = self._connection.execute(shared).scalars().all()
            if not disputed:
                continue
            rows = self._connection.execute(
                select(subject.c.record, series.c.field, o.point, subject.c.source, o.value)
                .select_from(subject.join(series).join(observation))
                .where(subject.c.provider == provider, among(self._connection, subject.c.record, disputed), within)
                .order_by(o.observed_at, o.turn)
            )
            for record, field, point, source, value in rows:
                others.setdefault((provider, record, field, point), {})[source] = value  # the last one stays
        return sum(
            any(
                source != one.source and not agree(one.field, one.value, value)
                for source, value in others.get((one.key.provider, one.key.id, one.field, point_of(one)), {}).items()
            )
            for one in added
        )


def _key(provider: str, record: str) -> Key:
    return Key(Provider(provider), record)
