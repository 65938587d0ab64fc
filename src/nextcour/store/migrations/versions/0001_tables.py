"""The tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("id", ID, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("started", MOMENT, nullable=False),
        sa.Column("finished", MOMENT),
        sa.Column("cursor", sa.Text, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("contradicted", sa.Integer, nullable=False),
        sa.Column("repeated", sa.Integer, nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
    )
    op.create_index("run_by_source", "run", ["source", "id"])
    op.create_table(
        "subject",
        sa.Column("id", ID, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.UniqueConstraint("provider", "record", "source", name="subject_once"),
    )
    op.create_table(
        "series",
        sa.Column("id", ID, primary_key=True),
        sa.Column("subject_id", ID, sa.ForeignKey("subject.id"), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.UniqueConstraint("subject_id", "field", name="series_once"),
    )
    op.create_table(
        "observation",
        sa.Column("id", ID, primary_key=True),
        sa.Column("series_id", ID, sa.ForeignKey("series.id"), nullable=False),
        sa.Column("point", sa.Integer, nullable=False),
        sa.Column("observed_at", sa.Date, nullable=False),
        sa.Column("turn", sa.SmallInteger, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("run_id", ID, sa.ForeignKey("run.id"), nullable=False),
        sa.UniqueConstraint("series_id", "point", "observed_at", "turn", name="observation_once"),
    )
    op.create_index("observation_by_day", "observation", ["observed_at"])
    op.create_table(
        "seen",
        sa.Column("observation_id", ID, sa.ForeignKey("observation.id"), primary_key=True),
        sa.Column("last", sa.Date, nullable=False),
    )
    for name in ("look", "gone"):
        op.create_table(
            name,
            sa.Column("subject_id", ID, sa.ForeignKey("subject.id"), primary_key=True),
            sa.Column("day", sa.Date, primary_key=True),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "ruling",
        sa.Column("id", ID, primary_key=True),
        sa.Column("observation_id", ID, sa.ForeignKey("observation.id"), nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_index("ruling_by_observation", "ruling", ["observation_id", "id"])


def downgrade() -> None:
    for name in ("ruling", "gone", "look", "seen", "observation", "series", "subject", "run"):
        op.drop_table(name)
