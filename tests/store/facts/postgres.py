"""A PostgreSQL server of our own: made in a temporary folder, gone with the test run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from nextcour.store.facts.sql_store import open_store

_NUMBERS = count(1)
_USER = "postgres"  # the server refuses to run as root
_SETTINGS = {
    "listen_addresses": "",  # a socket in the folder only
    "shared_buffers": "128MB",
    "max_connections": "20",
}
_THROWN_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB"}


def binaries() -> Path:
    """The folder of initdb and pg_ctl. Skips the test where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql; .ci/run does)")
    return found[-1].parent


class Server:
    """Empty databases by the dozen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready: str | None = None

    def new_store(self) -> URL:
        """A database with the tables in it, copied from one that the migrations made."""
        if self._ready is None:
            url = self.new_database()
            open_store(url)
            self._ready = str(url.database)
        return self.new_database(self._ready)

    def url(self, database: str) -> URL:
        return URL.create("postgresql+psycopg", username=_USER, database=database, query={"host": str(self.folder)})

    def new_database(self, template: str = "template1") -> URL:
        name = f"facts_{next(_NUMBERS)}"
        with psycopg.connect(host=str(self.folder), user=_USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """`durable` as servers are run: on disk, and each commit waits for it.

    Skips the test where PostgreSQL is missing or cannot be run by this user.
    """
    programs = binaries()
    as_user: Sequence[str] = ()
    folder = Path(tempfile.mkdtemp(prefix="nextcour-pg-", dir=None if durable else _room()))
    try:
        if os.getuid() == 0:
            if shutil.which("runuser") is None:
                pytest.skip("root cannot run PostgreSQL and there is no runuser to become another user")
            try:
                shutil.chown(folder, _USER, _USER)
            except LookupError:
                pytest.skip(f"root cannot run PostgreSQL and there is no user {_USER}")
            as_user = ("runuser", "-u", _USER, "--")
        data = folder / "data"
        _run(*as_user, str(programs / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-N", "-E", "UTF8")
        settings = {**_SETTINGS, **({} if durable else _THROWN_AWAY), "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        control = (*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w")
        _run(*control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(folder)
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _room() -> Path | None:
    """Memory where there is plenty: the data is thrown away, and dozens of databases are thousands of files."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4e9:
        return memory
    return None


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", timeout=120)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
