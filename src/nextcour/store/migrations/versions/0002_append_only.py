"""What is stored cannot be changed or removed; `fact` shows it to whoever looks with SQL."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("subject", "series", "observation", "look", "gone", "ruling")

VIEW = """
CREATE VIEW fact AS
SELECT o.id, s.provider, s.record, f.field, o.value, s.source, o.observed_at, coalesce(seen.last, o.observed_at)
    AS last_seen, o.recorded_at, o.valid_from, o.valid_to, o.url, o.run_id
FROM observation o
JOIN series f ON f.id = o.series_id
JOIN subject s ON s.id = f.subject_id
LEFT JOIN seen ON seen.observation_id = o.id
"""

FUNCTION = """
CREATE FUNCTION nextcour_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def upgrade() -> None:
    op.execute(VIEW)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION nextcour_append_only()"
            )
        return
    for table in TABLES:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
            )


def downgrade() -> None:
    op.execute("DROP VIEW fact")
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        if postgres:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            op.execute(f"DROP TRIGGER {table}_no_update")
            op.execute(f"DROP TRIGGER {table}_no_delete")
    if postgres:
        op.execute("DROP FUNCTION nextcour_append_only()")
