"""The schema, one for SQLite and PostgreSQL. Described in docs/store.md; made by the migrations, compared by a test.

Days are DATE, moments are UTC. Everything but `run` and `seen` is append-only, held by triggers.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[dt.datetime]):
    """An aware UTC time; SQLite, which knows no zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
    Column("cursor", Text, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("contradicted", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("problems", Text, nullable=False),  # JSON list of {source, what, why}
    Index("run_by_source", "source", "id"),
)

# A record as one source shows it.
subject = Table(
    "subject",
    metadata,
    Column("id", Id, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("provider", "record", "source", name="subject_once"),
)

# One field of it: the line that statements are strung on.
series = Table(
    "series",
    metadata,
    Column("id", Id, primary_key=True),
    Column("subject_id", Id, ForeignKey("subject.id"), nullable=False),
    Column("field", Text, nullable=False),
    UniqueConstraint("subject_id", "field", name="series_once"),
)

observation = Table(
    "observation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series_id", Id, ForeignKey("series.id"), nullable=False),
    # The day a measurement counts (days since 31 December of the year 0), else 0: `facts.intake.point_of`.
    Column("point", Integer, nullable=False),
    Column("observed_at", Date, nullable=False),
    Column("turn", SmallInteger, nullable=False),  # 0, then 1, 2 … for further values of the same day
    Column("value", Text, nullable=False),  # canonical JSON
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("url", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("run_id", Id, ForeignKey("run.id"), nullable=False),
    # Two writers that both think a statement is new cannot both be right.
    UniqueConstraint("series_id", "point", "observed_at", "turn", name="observation_once"),
    Index("observation_by_day", "observed_at"),
)

# The last day a source repeated a statement; no row while it never has.
seen = Table(
    "seen",
    metadata,
    Column("observation_id", Id, ForeignKey("observation.id"), primary_key=True),
    Column("last", Date, nullable=False),
)

# A source looked at a record: what it does not show on that day, it does not have.
look = Table(
    "look",
    metadata,
    Column("subject_id", Id, ForeignKey("subject.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    sqlite_with_rowid=False,
)

# A source no longer shows a record that it used to have.
gone = Table(
    "gone",
    metadata,
    Column("subject_id", Id, ForeignKey("subject.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    sqlite_with_rowid=False,
)

# What an editor decided about a statement; the last one counts.
ruling = Table(
    "ruling",
    metadata,
    Column("id", Id, primary_key=True),
    Column("observation_id", Id, ForeignKey("observation.id"), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("day", Date, nullable=False),
    Column("url", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Index("ruling_by_observation", "observation_id", "id"),
)

APPEND_ONLY = (subject, series, observation, look, gone, ruling)
