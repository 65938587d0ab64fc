"""Which version a database has, and bringing it to ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from nextcour.store import migrations
from nextcour.store.facts.engine import place, reading, writing
from nextcour.store.facts.errors import StoreDamaged, StoreOutdated

# The newest migration. Kept here so that opening a store need not import Alembic; a test compares.
HEAD = "0002"
_VERSION_TABLE = "alembic_version"


def version(connection: Connection) -> str | None:
    """The migration a database is at; None when it is empty. Raises StoreDamaged when it is somebody else's."""
    names = set(inspect(connection).get_table_names())
    if _VERSION_TABLE not in names:
        if names:
            raise StoreDamaged(
                f"{place(connection.engine.url)} holds other tables ({', '.join(sorted(names)[:3])} …) and no facts. "
                "Nothing was changed. Give nextcour a database of its own."
            )
        return None
    found = connection.execute(select(column("version_num")).select_from(table(_VERSION_TABLE))).scalar()
    return str(found) if found is not None else None


def ensure(engine: Engine) -> None:
    """Makes the tables of an empty database; several processes may do so at once. Raises StoreOutdated when the
    database is of another version."""
    with reading(engine) as connection:
        found = version(connection)
    if found is None:
        upgrade(engine)
        return
    if found != HEAD:
        where = place(engine.url)
        if _known(found):
            raise StoreOutdated(
                f"{where} was made by an older nextcour (version {found}, this one needs {HEAD}). Nothing was changed. "
                "Run `nextcour db upgrade`; it makes a backup first."
            )
        raise StoreOutdated(
            f"{where} was made by a newer nextcour (version {found[:20]}, this one knows {HEAD}). Nothing was "
            "changed. Install the newer one, or set NEXTCOUR_DATA_DIR to another folder."
        )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Runs the migrations that are missing, all or none."""
    _migrate(engine, lambda command, config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Undoes migrations. `base` drops everything."""
    _migrate(engine, lambda command, config: command.downgrade(config, revision))


def _known(revision: str) -> bool:
    return revision.isdigit() and int(revision) < int(HEAD)


def _migrate(engine: Engine, do: Callable[..., None]) -> None:
    from alembic import command  # noqa: PLC0415 - only when there is something to migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        # SQLite checks every row when a table is made anew; nothing here does that, so foreign keys stay on.
        config.attributes["connection"] = connection
        do(command, config)
