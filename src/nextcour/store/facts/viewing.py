"""Reading the store: each view is one statement that walks an index, so its time grows with what it returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
)

from nextcour.facts.ledger import Change, Knowledge, Stored
from nextcour.facts.observation import Key, Observation, Provider
from nextcour.store.facts.among import among
from nextcour.store.facts.tables import gone, look, observation, ruling, seen, series, subject

_PAGE = 2_000  # rows fetched at a time
_SHARED = 20_000  # values of which equal ones are one object
# Sorted as Python sorts, whatever the database's language.
_COLLATIONS = {"sqlite": "BINARY", "postgresql": "C"}
_PROVIDERS = {provider.value: provider for provider in Provider}  # looked up for every row


def _within(table: Any, cut: Knowledge) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if cut.as_of is not None:
        found += [table.observed_at <= cut.as_of, table.point <= cut.as_of.toordinal()]
    if cut.recorded_by is not None:
        found.append(table.recorded_at <= cut.recorded_by)
    return found


def _withdrawn(one: Any, cut: Knowledge) -> ScalarSelect[bool]:
    """What the last ruling within the view says of an observation."""
    wanted = [ruling.c.observation_id == one.id]
    if cut.as_of is not None:
        wanted.append(ruling.c.day <= cut.as_of)
    if cut.recorded_by is not None:
        wanted.append(ruling.c.recorded_at <= cut.recorded_by)
    return select(ruling.c.withdrawn).where(*wanted).order_by(ruling.c.id.desc()).limit(1).scalar_subquery()


def _columns(one: Any, cut: Knowledge) -> list[Any]:
    """What `_stored` reads, in its order."""
    return [
        subject.c.provider,
        subject.c.record,
        series.c.field,
        one.value,
        subject.c.source,
        one.observed_at,
        one.url,
        one.valid_from,
        one.valid_to,
        one.recorded_at,
        seen.c.last,
        _withdrawn(one, cut).label("withdrawn"),
    ]


class _Shared:
    """One object for what rows have in common: half a million of them are held at once where everything is read. What
    comes first is shared, up to _SHARED: what is in most rows is among it."""

    def __init__(self) -> None:
        self._common: dict[Any, Any] = {None: None}
        self._key: Key | None = None
        self._urls: dict[str, str] = {}  # of the record that was read last

    def one(self, value: Any) -> Any:
        """`value`, or the equal one that there was before."""
        if len(self._common) < _SHARED:
            return self._common.setdefault(value, value)
        return self._common.get(value, value)

    def observation(self, one: Observation) -> Observation:
        key = self._key
        if key is None or one.key != key:
            key = self._key = one.key
            self._urls = {}
        return Observation(
            key,
            self.one(one.field),
            self.one(one.value),
            self.one(one.source),
            self.one(one.observed_at),
            self._urls.setdefault(one.url, one.url),
            self.one(one.valid_from),
            self.one(one.valid_to),
        )

    def stored(self, one: Stored) -> Stored:
        return Stored(
            self.observation(one.observation), self.one(one.recorded_at), self.one(one.last_seen), one.withdrawn
        )


def _stored(row: Any, cut: Knowledge) -> Stored:
    provider, record, field, value, source, day, url, valid_from, valid_to, recorded_at, last, withdrawn = row[:12]
    end = cut.last_day
    if last is None or (end is not None and last > end):
        # It was repeated later than the view reaches; of the days between we only know the first.
        last = day
    return Stored(
        observation=Observation(
            Key(_PROVIDERS[provider], record), field, value, source, day, url, valid_from, valid_to
        ),
        recorded_at=recorded_at,
        last_seen=last,
        withdrawn=bool(withdrawn),
    )


def _named(connection: Connection, fields: Collection[str] | None) -> list[ColumnElement[bool]]:
    """Fields that are one of `fields` or a qualified form of one. As a range: no character is a wildcard."""
    if fields is None:
        return []
    (field,) = _order(connection, series.c.field)
    return [or_(literal(False), *(or_(field == one, and_(field > one + ".", field < one + "/")) for one in fields))]


def _order(connection: Connection, *columns: Any) -> list[Any]:
    collation = _COLLATIONS[connection.dialect.name]
    return [column.collate(collation) for column in columns]


def _keyed(connection: Connection, statement: Select[Any], keys: Collection[Key] | None) -> Iterator[Select[Any]]:
    """`statement` for the keys of each provider in turn, or once for all records."""
    if keys is None:
        yield statement
        return
    by_provider: dict[str, list[str]] = {}
    for key in sorted(set(keys)):
        by_provider.setdefault(key.provider.value, []).append(key.id)
    for provider, records in sorted(by_provider.items()):
        yield statement.where(subject.c.provider == provider, among(connection, subject.c.record, records))


def latest(
    connection: Connection, keys: Collection[Key] | None, cut: Knowledge, fields: Collection[str] | None
) -> Iterator[Stored]:
    """See `facts.ledger.FactStore.latest`."""
    inner = observation.alias()
    current = (
        select(inner.c.id)
        .where(inner.c.series_id == series.c.id, *_within(inner.c, cut))
        .order_by(inner.c.point.desc(), inner.c.observed_at.desc(), inner.c.turn.desc())
        .limit(1)
        .correlate(series)
        .scalar_subquery()
    )
    o = observation.c
    statement = (
        select(*_columns(o, cut))
        .select_from(
            subject.join(series, series.c.subject_id == subject.c.id)
            .join(observation, o.id == current)
            .outerjoin(seen, seen.c.observation_id == o.id)
        )
        .where(*_named(connection, fields))
        .order_by(*_order(connection, subject.c.provider, subject.c.record, series.c.field, subject.c.source))
    )
    if keys is None and connection.dialect.name == "sqlite":
        # Everything is read once: a large cache would only be memory. The connection is closed after it.
        connection.exec_driver_sql("PRAGMA cache_size = -8192")
    shared = _Shared()
    for part in _keyed(connection, statement, keys):
        for row in connection.execute(part, execution_options={"yield_per": _PAGE}):
            yield shared.stored(_stored(row, cut))


def history(connection: Connection, key: Key, field: str | None, cut: Knowledge) -> tuple[Stored, ...]:
    """See `facts.ledger.FactStore.history`."""
    o = observation.c
    statement = (
        select(*_columns(o, cut))
        .select_from(
            subject.join(series, series.c.subject_id == subject.c.id)
            .join(observation, o.series_id == series.c.id)
            .outerjoin(seen, seen.c.observation_id == o.id)
        )
        .where(subject.c.provider == key.provider.value, subject.c.record == key.id, *_within(o, cut))
        .order_by(*_order(connection, series.c.field, subject.c.source), o.point, o.observed_at, o.turn)
    )
    if field is not None:
        statement = statement.where(series.c.field == field)
    return tuple(_stored(row, cut) for row in connection.execute(statement))


def changes(connection: Connection, since: dt.date, until: dt.date, fields: Collection[str] | None) -> Iterator[Change]:
    """See `facts.ledger.FactStore.changes`."""
    cut = Knowledge(as_of=until)
    o, earlier = observation.c, observation.alias("earlier")
    before_id = (
        select(earlier.c.id)
        .where(
            earlier.c.series_id == o.series_id,
            earlier.c.point == 0,
            or_(
                earlier.c.observed_at < o.observed_at,
                and_(earlier.c.observed_at == o.observed_at, earlier.c.turn < o.turn),
            ),
        )
        .order_by(earlier.c.point.desc(), earlier.c.observed_at.desc(), earlier.c.turn.desc())
        .limit(1)
        .correlate(observation)
        .scalar_subquery()
    )
    before, before_seen = observation.alias("before"), seen.alias("before_seen")
    b = before.c
    statement = (
        select(
            *_columns(o, cut),
            b.value,
            b.observed_at,
            b.url,
            b.valid_from,
            b.valid_to,
            b.recorded_at,
            before_seen.c.last,
            _withdrawn(b, cut).label("before_withdrawn"),
        )
        .select_from(
            observation.join(series, series.c.id == o.series_id)
            .join(subject, subject.c.id == series.c.subject_id)
            .outerjoin(seen, seen.c.observation_id == o.id)
            .outerjoin(before, b.id == before_id)
            .outerjoin(before_seen, before_seen.c.observation_id == b.id)
        )
        .where(o.observed_at > since, o.observed_at <= until, o.point == 0, *_named(connection, fields))
        .order_by(
            o.observed_at,
            *_order(connection, subject.c.provider, subject.c.record, series.c.field, subject.c.source),
            o.turn,
        )
    )
    for row in connection.execute(statement, execution_options={"yield_per": _PAGE}):
        after = _stored(row, cut)
        value, day, url, valid_from, valid_to, recorded_at, last, withdrawn = row[12:]
        if value is None:
            yield Change(None, after)
            continue
        said = after.observation
        yield Change(
            Stored(
                observation=Observation(said.key, said.field, value, said.source, day, url, valid_from, valid_to),
                recorded_at=recorded_at,
                last_seen=last if last is not None and last <= until else day,
                withdrawn=bool(withdrawn),
            ),
            after,
        )


def revised(connection: Connection, fields: Collection[str] | None) -> frozenset[tuple[Key, str]]:
    """See `facts.ledger.FactStore.revised`."""
    several = (
        select(observation.c.series_id)
        .where(observation.c.point == 0)
        .group_by(observation.c.series_id)
        .having(func.count() > 1)
    )
    statement = (
        select(subject.c.provider, subject.c.record, subject.c.source)
        .select_from(subject.join(series, series.c.subject_id == subject.c.id))
        .where(series.c.id.in_(several), *_named(connection, fields))
        .distinct()
    )
    return frozenset((Key(_PROVIDERS[row[0]], row[1]), row[2]) for row in connection.execute(statement))


def looked(connection: Connection, keys: Collection[Key], cut: Knowledge) -> dict[tuple[Key, str], dt.date]:
    """See `facts.ledger.FactStore.looked`."""
    statement = select(subject.c.provider, subject.c.record, subject.c.source, func.max(look.c.day)).join(
        look, look.c.subject_id == subject.c.id
    )
    if cut.last_day is not None:
        statement = statement.where(look.c.day <= cut.last_day)
    grouped = statement.group_by(subject.c.id, subject.c.provider, subject.c.record, subject.c.source)
    found: dict[tuple[Key, str], dt.date] = {}
    for part in _keyed(connection, grouped, keys):
        for provider, record, source, day in connection.execute(part):
            found[Key(Provider(provider), record), source] = day
    return found


def gone_since(
    connection: Connection, keys: Collection[Key] | None, cut: Knowledge
) -> Mapping[tuple[Key, str], dt.date]:
    """See `facts.ledger.FactStore.gone`."""
    end = cut.last_day
    last_look = select(func.max(look.c.day)).where(look.c.subject_id == subject.c.id)
    if end is not None:
        last_look = last_look.where(look.c.day <= end)
    after = last_look.correlate(subject).scalar_subquery()
    statement = (
        select(subject.c.provider, subject.c.record, subject.c.source, func.min(gone.c.day))
        .join(gone, gone.c.subject_id == subject.c.id)
        .where(gone.c.day >= func.coalesce(after, dt.date.min))
    )
    if end is not None:
        statement = statement.where(gone.c.day <= end)
    grouped = statement.group_by(subject.c.id, subject.c.provider, subject.c.record, subject.c.source)
    found: dict[tuple[Key, str], dt.date] = {}
    for part in _keyed(connection, grouped, keys):
        for provider, record, source, day in connection.execute(part):
            found[Key(Provider(provider), record), source] = day
    return found
