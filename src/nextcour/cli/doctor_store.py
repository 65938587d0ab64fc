"""What `nextcour doctor` says of the fact store. Looks only: nothing is made, loaded or brought up to date."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nextcour.cli.check_line import Check
from nextcour.errors import Expected
from nextcour.store import paths

if TYPE_CHECKING:
    from nextcour.store.facts.summary import Summary

MODULES = ("sqlalchemy", "alembic", "psycopg", "zstandard")
NAME = "fact store"
_VARIABLE = "NEXTCOUR_DATABASE_URL"  # as in `store.facts.engine`, which needs the extra
_FILE = "facts.sqlite"


def fact_store_checks() -> list[Check]:
    """The store, then a line for each source that was synced."""
    if any(importlib.util.find_spec(module) is None for module in MODULES):
        return [_without_extra()]
    from nextcour.store.facts.engine import connect, database_url, place  # noqa: PLC0415 - in the [store] extra
    from nextcour.store.facts.summary import summary  # noqa: PLC0415

    try:
        url = database_url()
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return [Check(NAME, "missing", f"no store yet ({place(url)})", "`nextcour sync` makes one")]
        found = summary(connect(url))
    except Expected as error:
        return [Check(NAME, "broken", str(error))]
    return _of(found)


def _without_extra() -> Check:
    install = f"{sys.executable} -m pip install 'nextcour[sources,store]'"
    if os.environ.get(_VARIABLE, "").strip():  # it may hold a password: without the extra it is not taken apart
        where = f"in the database that {_VARIABLE} names"
    elif (paths.data_dir() / _FILE).exists():
        where = f"there ({paths.data_dir() / _FILE})"
    else:
        return Check(NAME, "missing", "none, and what it needs is not installed (the extra [store])", install)
    detail = f"{where}, and cannot be read: the extra [store] is not installed. Answers come from what was prepared"
    return Check(NAME, "missing", detail, install)


def _of(found: Summary) -> list[Check]:
    if found.version is None:
        return [Check(NAME, "missing", f"{found.place} is empty", "`nextcour sync` fills it")]
    if not found.current:
        if found.older:
            detail = f"{found.place} was made by an older nextcour (version {found.version})"
            return [Check(NAME, "stale", detail, "run `nextcour db upgrade`; it makes a backup first")]
        detail = f"{found.place} was made by a newer nextcour (version {found.version[:20]})"
        return [Check(NAME, "broken", detail, "install the newer one, or set NEXTCOUR_DATA_DIR to another folder")]
    rows = [Check(NAME, "ok", f"{found.place} ({found.facts:,} facts, version {found.version}, up to date)")]
    for one in found.runs:
        last = f"{one.finished:%Y-%m-%d %H:%M} UTC" if one.finished is not None else "never"
        if one.unfinished is not None:
            detail = (
                f"last finished {last}; a run that began {one.unfinished:%Y-%m-%d %H:%M} UTC goes on, or was cut off"
            )
            rows.append(Check(f"synced: {one.source}", "stale", detail, "the next `nextcour sync` goes on with it"))
        else:
            rows.append(Check(f"synced: {one.source}", "ok", f"last finished {last}"))
    return rows
