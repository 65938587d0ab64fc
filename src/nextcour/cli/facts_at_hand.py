"""Opening the fact store for a command. The extra `[store]` is only imported here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nextcour.cli.errors import Stop

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from nextcour.store.facts.sql_store import SqlFactStore


def fact_store() -> SqlFactStore:
    """The store, made when there is none. Raises Stop where `[store]` is not installed, StoreError."""
    _need_extra()
    from nextcour.store.facts.sql_store import open_store  # noqa: PLC0415

    return open_store()


def database() -> Engine:
    """The database, of whatever version and even when it is empty. Raises as `fact_store`."""
    _need_extra()
    from nextcour.store.facts.engine import connect, database_url  # noqa: PLC0415

    return connect(database_url())


def _need_extra() -> None:
    try:
        import alembic  # noqa: F401, PLC0415
        import psycopg  # noqa: F401, PLC0415
        import sqlalchemy  # noqa: F401, PLC0415
        import zstandard  # noqa: F401, PLC0415
    except ImportError as error:
        raise Stop(
            f"The fact store needs more than is installed ({error.name}): {sys.executable} -m pip install "
            "'nextcour[store]'"
        ) from error
