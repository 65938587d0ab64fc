"""A file of an analyst's own, by path or URL: a demand series, say. Which column is what, a `FileMapping` tells."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.http.client import Http
from nextcour.http.errors import HttpFault
from nextcour.sources import file_rows, file_values
from nextcour.sources.bookmark import Bookmark
from nextcour.sources.file_mapping import FileMapping, name_of
from nextcour.sources.file_rows import FileUnreadable
from nextcour.sources.file_values import CellWrong
from nextcour.sources.noting import Notes
from nextcour.sources.source import Reach

BATCH = 500  # rows
MOST_PROBLEMS = 100  # told one by one; the rest is counted


class Cursor(Bookmark, frozen=True, omit_defaults=True):
    """How far the file with the checksum `file` (of its bytes and the mapping) was read: rows, or `done`."""

    file: str = ""
    row: int = 0
    done: bool = False


class FileSource:
    """The source for the file `where`, a path or an https URL.

    `known` tells whether a record is known here: ids that are not are kept and counted in a Problem. `private` lets a
    URL lead to this machine or its network. Its name is `file:NAME`; the analyst's word counts as one source each.
    """

    reach = Reach.BULK
    licence = "your own file"

    def __init__(
        self,
        http: Http | None,
        where: str,
        mapping: FileMapping,
        *,
        known: Callable[[Key], bool] | None = None,
        private: bool = False,
    ) -> None:
        self._http, self._where, self._mapping = http, where, mapping
        self._known, self._private = known, private
        self._url = where if "://" in where else ""
        label = mapping.name or name_of(where)
        self.name = f"file:{label}"
        self.title = label if self._url else Path(where).name or label
        self.home = self._url

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """All rows, 500 at a time; nothing when `cursor` says that this very file was read to its end.

        What is wrong with a row or a cell is a Problem with its place, and the others are kept. A file that cannot be
        used at all is a Problem too. `wanted` is not looked at.
        """
        at = Cursor.read(cursor)
        try:
            with self._local() as path:
                for batch in self._read(path, at, today):
                    at = Cursor.read(batch.cursor)
                    yield batch
        except (FileUnreadable, HttpFault) as error:
            yield Batch((), at.text(), (Problem(self.name, self.title, str(error)),), stopped=True)

    def _read(self, path: Path, after: Cursor, today: dt.date) -> Iterator[Batch]:
        if self._mapping.day and self._mapping.day > today:
            raise FileUnreadable(f"The numbers are said to be of {self._mapping.day}, which is after today.")
        mark = self._mark(path)
        if after.file != mark:
            after = Cursor(mark)
        if after.done:
            return
        step = _Step(self.name, self._mapping, self._url, self._known, today)
        number = 0
        for place, cells, fault in file_rows.rows(path, self._mapping.columns, name=self.title):
            number += 1
            if number > file_rows.MAX_ROWS:
                raise FileUnreadable(
                    f"{self.title} has more than {file_rows.MAX_ROWS:,} rows; the first ones are kept."
                )
            step.take(place, cells, fault, new=number > after.row)
            if number % BATCH == 0 and number > after.row:
                yield step.batch(Cursor(mark, number))
        yield step.batch(Cursor(mark, number, done=True))

    def _mark(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
        except FileNotFoundError as error:
            raise FileUnreadable(f"{self.title} is not there.") from error
        except OSError as error:
            raise FileUnreadable(f"{self.title} cannot be read ({error.strerror or error}).") from error
        digest.update(msgspec.json.encode(self._mapping))
        return digest.hexdigest()[:24]

    @contextmanager
    def _local(self) -> Iterator[Path]:
        """The file on this disk: itself, or a copy of what the URL gives for as long as it is needed."""
        if not self._url:
            path = Path(self._where).expanduser()
            if path.exists() and not path.is_file():
                raise FileUnreadable(f"{self.title} is no file.")
            yield path
            return
        if not self._private:
            refuse_private(self._url)
        if self._http is None:
            raise FileUnreadable(f"{self.title} is on the web and there is no client to fetch it with.")
        with tempfile.TemporaryDirectory(prefix="nextcour-") as folder:
            path = Path(folder) / "file"
            with path.open("wb") as file, self._http.stream(self._url, limit=file_rows.MAX_FILE) as chunks:
                for chunk in chunks:
                    file.write(chunk)
            yield path


def refuse_private(url: str) -> None:
    """Raises FileUnreadable unless `url` is https and leads out of this machine and its network."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise FileUnreadable("This is no web address.") from None
    if parts.scheme != "https" or not host:
        raise FileUnreadable(f"Only https addresses are read, and paths; not {parts.scheme}://.")
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return  # the client tells, or a proxy knows the name
    for address in found:
        if not ipaddress.ip_address(str(address).partition("%")[0]).is_global:
            raise FileUnreadable(f"{host} leads into this machine or its network; give the path of the file instead.")


class _Step:
    """Gathers a batch."""

    def __init__(
        self, name: str, mapping: FileMapping, url: str, known: Callable[[Key], bool] | None, today: dt.date
    ) -> None:
        self._name, self._mapping, self._url, self._known, self._today = name, mapping, url, known, today
        self._seen: dict[tuple[Key, dt.date], str] = {}
        self._observations: list[Observation] = []
        self._problems: list[Problem] = []
        self._told = self._untold = 0
        self._unknown: dict[Key, None] = {}

    def take(self, place: str, cells: dict[str, Any] | None, fault: str, *, new: bool) -> None:
        """Adds a row, or what is wrong with it; one that is not `new` is only remembered."""
        if cells is None:
            self._tell(place, fault, new)
            return
        try:
            key, day = self._key(cells), self._day(cells)
        except CellWrong as error:
            self._tell(place, f"{error}; the row is left out", new)
            return
        before = self._seen.setdefault((key, day), place)
        if before != place:
            self._tell(place, f"{key.provider} {key.id} on {day} stands in {before} too; the first row is kept", new)
            return
        if self._known is not None and not self._known(key):
            self._unknown[key] = None
        notes = Notes(key, self._name, day, self._url, counted=day)
        for column, field in self._mapping.map.items():
            try:
                value = file_values.value(field, cells.get(column))
            except CellWrong as error:
                self._tell(place, f"{column}: {error}; the other cells are kept", new)
                continue
            if value is not None:
                notes.value(field, value, valid_from=day if field.startswith("demand.") else None)
        if new:
            self._observations.extend(notes.done())

    def _key(self, cells: dict[str, Any]) -> Key:
        for provider, column in self._mapping.id.items():
            if not file_values.is_empty(cells.get(column)):
                return file_values.key(Provider(provider), cells[column])
        raise CellWrong("it has no id")

    def _day(self, cells: dict[str, Any]) -> dt.date:
        return file_values.day(self._mapping.day or cells.get(self._mapping.day_column), self._today)

    def _tell(self, place: str, why: str, new: bool) -> None:
        if not new:
            return
        if self._told < MOST_PROBLEMS:
            self._problems.append(Problem(self._name, place, why))
            self._told += 1
        else:
            self._untold += 1

    def batch(self, cursor: Cursor) -> Batch:
        if cursor.done and self._untold:
            self._problems.append(Problem(self._name, f"{self._untold:,} more places", "have faults like those above"))
        if cursor.done and self._unknown:
            some = ", ".join(f"{key.provider} {key.id}" for key in list(self._unknown)[:5])
            why = f"are not known here ({some} …); they are kept, and shown once they are known"
            self._problems.append(Problem(self._name, f"{len(self._unknown):,} ids", why))
        batch = Batch(tuple(self._observations), cursor.text(), tuple(self._problems))
        self._observations, self._problems = [], []
        return batch
