"""Which version a database has, and bringing it to ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table

from nextcour.store import migrations
from nextcour.store.facts.engine import place, reading, writing
from nextcour.store.facts.errors import StoreDamaged, StoreOutdated

if TYPE_CHECKING:
    from alembic.config import Config

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
        if is_older(found):
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
    with writing(engine) as connection:
        upgrade_in(connection, revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Undoes migrations. `base` drops everything."""
    with writing(engine) as connection:
        downgrade_in(connection, revision)


def upgrade_in(connection: Connection, revision: str = "head") -> None:
    """As `upgrade`, within the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - only when there is something to migrate

    command.upgrade(_config(connection), revision)


def downgrade_in(connection: Connection, revision: str = "base") -> None:
    """As `downgrade`, within the caller's transaction."""
    from alembic import command  # noqa: PLC0415

    command.downgrade(_config(connection), revision)


def is_older(revision: str) -> bool:
    """Whether `revision` is one that this version can bring up to date."""
    return revision.isdigit() and int(revision) < int(HEAD)


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
