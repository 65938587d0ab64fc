"""Backing a store up into one file, and restoring it.

A SQLite store is copied by SQLite's own online backup, with `FILE.sha256` beside it in the form that `sha256sum -c`
reads. A PostgreSQL store is dumped (`store.facts.dump`). Either file can be restored into either kind of store.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, select

from nextcour.errors import Expected
from nextcour.store.facts import dump, tables, upgrade
from nextcour.store.facts.engine import PATIENCE, connect, file_url, place, reading, writing
from nextcour.store.facts.errors import StoreDamaged, StoreOutdated, in_words

_SQLITE_MAGIC = b"SQLite format 3\0"


class BackupRefused(Expected):
    """Would overwrite something, or cannot be trusted. Nothing was changed."""


def backup(engine: Engine, path: Path, *, force: bool = False) -> Path:
    """Writes the store to `path`, whole or not at all, while others go on using it. Returns `path`.

    Raises BackupRefused when there is such a file and `force` is not given, StoreError, OSError.
    """
    if path.exists() and not force:
        raise BackupRefused(f"{path} exists. Nothing was written; choose another name, or give --force.")
    with reading(engine) as connection:
        revision = upgrade.version(connection)
    if revision is None:
        raise BackupRefused(f"{place(engine.url)} holds no facts yet. Nothing was written.")
    with _written_whole(path) as part:
        if engine.dialect.name == "sqlite":
            with in_words(place(engine.url)):
                _copy(Path(engine.url.database or ""), part)
            with closing(sqlite3.connect(part)) as copied:
                # A file that is read where it lies, without others beside it.
                copied.execute("PRAGMA journal_mode=DELETE")
        else:
            with reading(engine) as connection, part.open("wb") as file:
                dump.write(dump.rows_of(connection), revision, file)
    if engine.dialect.name == "sqlite":
        _sidecar(path).write_text(f"{_sha256(path)}  {path.name}\n", encoding="utf-8")
    return path


def restore(engine: Engine, path: Path, *, force: bool = False) -> None:
    """Makes the store what it was when `path` was written; by an older nextcour too. All or nothing.

    Raises BackupRefused when the store holds facts and `force` is not given or the backup's checksum is missing,
    StoreDamaged when the backup is not what was written, StoreOutdated when a newer nextcour wrote it, OSError.
    """
    with path.open("rb") as file:
        magic = file.read(16)
    if not (magic == _SQLITE_MAGIC or magic.startswith(dump.MAGIC)):
        raise StoreDamaged(f"{path} is no backup of facts. Nothing was restored.")
    if not force and not _is_empty(engine):
        raise BackupRefused(
            f"{place(engine.url)} holds facts already. Nothing was changed; `nextcour db backup` keeps them, --force "
            "replaces them."
        )
    if magic == _SQLITE_MAGIC:
        _restore_file(engine, path)
    else:
        _restore_dump(engine, path)


def _restore_file(engine: Engine, path: Path) -> None:
    _check_sidecar(path)
    with tempfile.TemporaryDirectory(prefix="nextcour-restore-") as folder:
        # A copy: opening a database may write beside it, and a backup is not to be touched.
        copied = Path(folder) / "facts.sqlite"
        with in_words(str(path)):
            _copy(path, copied)
            with closing(sqlite3.connect(copied)) as opened:
                found = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise StoreDamaged(f"{path} is damaged ({found}). Nothing was restored.")
        source = connect(file_url(copied))
        with reading(source) as connection:
            _check_revision(upgrade.version(connection), path)
        upgrade.upgrade(source)
        _put(source, engine)


def _restore_dump(engine: Engine, path: Path) -> None:
    header = dump.verify(path)
    _check_revision(header.revision, path)
    with tempfile.TemporaryDirectory(prefix="nextcour-restore-") as folder:
        made = connect(file_url(Path(folder) / "facts.sqlite"))
        with writing(made) as connection:
            upgrade.upgrade_in(connection, header.revision)
            dump.load(connection, dump.read(path, header), header.tables)
            upgrade.upgrade_in(connection)
        _put(made, engine)


def _put(source: Engine, engine: Engine) -> None:
    """Replaces what `engine` holds by what the SQLite store `source` holds, in one transaction."""
    if engine.dialect.name == "sqlite":
        with in_words(place(engine.url)):
            _copy(Path(source.url.database or ""), Path(engine.url.database or ""))
        return
    with reading(source) as given, writing(engine) as connection:
        if upgrade.version(connection) is not None:
            upgrade.downgrade_in(connection)
        upgrade.upgrade_in(connection)
        dump.load(connection, dump.rows_of(given), dump.columns())


def _copy(source: Path, target: Path) -> None:
    """SQLite's online backup. The target changes in one transaction, so a cut leaves it as it was."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as given,
        closing(sqlite3.connect(target, timeout=PATIENCE)) as taken,
    ):
        given.backup(taken)


def _is_empty(engine: Engine) -> bool:
    with reading(engine) as connection:
        if not inspect(connection).has_table(tables.run.name):
            return True
        return connection.execute(select(tables.run.c.id).limit(1)).first() is None


def _check_revision(revision: str | None, path: Path) -> None:
    if revision is None:
        raise StoreDamaged(f"{path} holds no facts. Nothing was restored.")
    if revision != upgrade.HEAD and not upgrade.is_older(revision):
        raise StoreOutdated(f"{path} was written by a newer nextcour. Nothing was restored; install that one.")


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _check_sidecar(path: Path) -> None:
    sidecar = _sidecar(path)
    try:
        wanted = sidecar.read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        raise BackupRefused(
            f"{sidecar} is missing or empty, so nobody can tell whether {path.name} is whole. Nothing was restored. "
            f"To trust the file as it is: sha256sum {path.name} > {sidecar.name}"
        ) from None
    if _sha256(path) != wanted:
        raise StoreDamaged(f"{path} does not match {sidecar.name}: it was changed or cut short. Nothing was restored.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place at the end, or is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
