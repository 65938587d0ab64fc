"""Every measurement in the store in one walk. `FactStore.history` answers for one record; here all are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from nextcour.facts.observation import Key, Provider
from nextcour.store.facts.engine import reading
from nextcour.store.facts.tables import observation, ruling, series, subject

_PAGE = 10_000  # rows fetched at a time


class Measured(NamedTuple):
    """`value` (JSON) of `field` on `day`, first shown on `seen` (both ordinals)."""

    key: Key
    field: str
    source: str
    day: int
    value: str
    seen: int


def measured(engine: Engine, family: str = "demand") -> Iterator[Measured]:
    """What each source last said of each day in the fields of `family`, in order of day for each record, field and
    source; withdrawn ones left out. Raises StoreError."""
    o = observation.c
    statement = (
        select(o.id, subject.c.provider, subject.c.record, series.c.field, subject.c.source)
        .add_columns(o.point, o.value, o.observed_at)
        .select_from(observation.join(series).join(subject))
        .where(o.point > 0, series.c.field.startswith(f"{family}.", autoescape=True))
        .order_by(o.series_id, o.point, o.observed_at, o.turn)
    )
    with reading(engine) as connection:
        gone = _withdrawn(connection)
        held: Measured | None = None
        rows = connection.execute(statement, execution_options={"yield_per": _PAGE})
        for number, provider, record, field, source, point, value, seen in rows:
            one = Measured(Key(Provider(provider), record), field, source, point, value, seen.toordinal())
            if held is not None and held[:4] != one[:4]:
                yield held
            held = None if number in gone else one
        if held is not None:
            yield held


def _withdrawn(connection: Connection) -> frozenset[int]:
    """Ids of observations whose last ruling withdraws them."""
    last: dict[int, bool] = {}
    rows = connection.execute(select(ruling.c.observation_id, ruling.c.withdrawn).order_by(ruling.c.id))
    for number, withdrawn in rows:
        last[number] = withdrawn
    return frozenset(number for number, withdrawn in last.items() if withdrawn)
