"""The index: everything an answer reads, in one SQLite file in the cache folder. Made from the catalogue; never edited.

The same code makes it in memory where the folder cannot be written. A file's name carries a hash of all it was made
from, so a stale one is never read; it is written beside its place and renamed, so a half-made one is never seen.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nextcour import __version__
from nextcour.catalog.catalogue import Package
from nextcour.catalog.entry import Entry
from nextcour.catalog.titles.index import TitleIndex
from nextcour.errors import Expected
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.rules import Observed
from nextcour.forecast import spells as spell_table
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.spells import Spell
from nextcour.franchise.model import Franchise
from nextcour.signals.demand import Standing
from nextcour.signals.studio import Airing
from nextcour.store import paths
from nextcour.store.forecast_codes import curves_of

if TYPE_CHECKING:
    from nextcour.evaluation.record import Record
    from nextcour.facts.dispute import Dispute
    from nextcour.facts.news import Headline
    from nextcour.signals.series import Track

# Raised whenever what the index holds, or how it is made, changes.
SCHEMA = 4
# Code that decides what an index holds.
_MADE_BY = ("catalog", "evaluation", "facts", "forecast", "franchise", "signals", "store")
_CHUNK = 500  # host parameters in one statement; SQLite's own limit may be as low as 999


class IndexBroken(Expected):
    """An index file is there and cannot be used. Making it again helps."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The index cannot be read ({reason}). `nextcour catalog index` makes it again; nothing is lost."
        )


class Head(msgspec.Struct, frozen=True):
    data_day: dt.date
    packages: tuple[Package, ...]
    entries: int
    franchises: int
    looked_to: dt.date | None = None  # the last day that a synced source looked at any entry
    complete: dict[str, dt.date] = {}  # the last complete look of each synced source that lists everything


class Row(msgspec.Struct, frozen=True, array_like=True):
    entry: Entry
    announced: AnnouncementDay
    standing: Standing | None
    franchise: str
    looked: dt.date | None = None  # the last day that a synced source looked at the entry


def fingerprint(files: Sequence[Path], corrections: Path) -> str:
    """Hash of what an index is made from: `files` (catalogues and forecasts), shipped data files, corrections, our own
    code. 16 hex digits.

    Files count by size and time of change, which costs a millisecond; their content would cost more than an answer.
    """
    parts = [f"{SCHEMA} {__version__}"]
    for path in (*files, corrections):
        try:
            stat = path.stat()
        except OSError:
            parts.append(f"{path}|absent")
        else:
            parts.append(_state(str(path), stat))
    package = str(paths.SHIPPED.parent)
    parts += sorted(_inside(str(paths.SHIPPED), "", deep=False))
    for folder in _MADE_BY:
        parts += sorted(_inside(f"{package}/{folder}", ".py", deep=True))
    text = "\n".join(parts).encode()
    # A checksum will do, nobody gains from a collision; hashlib would cost 3 ms of every answer.
    return f"{zlib.crc32(text):08x}{zlib.adler32(text):08x}"


def _inside(folder: str, ending: str, *, deep: bool) -> Iterator[str]:
    """The state of every file in a folder whose name ends so. Plain `os`: a question pays for two hundred of them."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_file():
                if entry.name.endswith(ending):
                    yield _state(entry.path, entry.stat())
            elif deep and entry.name != "__pycache__" and entry.is_dir():
                yield from _inside(entry.path, ending, deep=deep)


def _state(path: str, stat: os.stat_result) -> str:
    return f"{path}|{stat.st_size}|{stat.st_mtime_ns}"


def current_path() -> Path:
    """Where the index for the present catalogue and corrections lies, or would lie."""
    files = (*paths.catalogues(), paths.forecasts(), paths.demand(), paths.prepared())
    return paths.cache_dir() / f"index-{fingerprint(files, paths.user_corrections())}.sqlite"


class Index:
    """Reads an index. One connection, read only; implements `answers.library.Library` and the title index's pages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        head = self._page("head")
        if head is None:
            raise IndexBroken("the index has no head")
        self._head = msgspec.msgpack.decode(head, type=Head)
        self._row_decoder = msgspec.msgpack.Decoder(Row)
        self._rows: dict[str, Row] = {}
        self._spells: tuple[Spell, ...] | None = None
        self._past: dict[str, Record | None] = {}
        self._runs: tuple[Run, ...] | None = None
        self._titles: TitleIndex | None = None
        self.observed = Observed({p.name: p.observed_at for p in self._head.packages}, self._head.data_day)

    def close(self) -> None:
        self._connection.close()

    def _page(self, name: str) -> bytes | None:
        try:
            row = self._connection.execute("SELECT body FROM page WHERE name = ?", (name,)).fetchone()
        except sqlite3.DatabaseError as error:
            raise IndexBroken(str(error)) from error
        return None if row is None else bytes(row[0])

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Title pages among `names` that exist (see `catalog.titles.index.Pages`)."""
        found: dict[str, bytes] = {}
        for start in range(0, len(names), _CHUNK):
            chunk = [f"t{name}" for name in names[start : start + _CHUNK]]
            marks = ",".join("?" * len(chunk))
            try:
                rows = self._connection.execute(f"SELECT name, body FROM page WHERE name IN ({marks})", chunk)  # noqa: S608 - only question marks are put in
                found.update((name[1:], body) for name, body in rows)
            except sqlite3.DatabaseError as error:
                raise IndexBroken(str(error)) from error
        return found

    @property
    def packages(self) -> tuple[Package, ...]:
        return self._head.packages

    @property
    def data_day(self) -> dt.date:
        return self._head.data_day

    @property
    def looked_to(self) -> dt.date:
        """The last day that any source looked at any show."""
        return max(self._head.data_day, self._head.looked_to or self._head.data_day)

    @property
    def complete(self) -> Mapping[str, dt.date]:
        """The last complete look of each synced source that lists everything."""
        return self._head.complete

    @property
    def listed_to(self) -> dt.date:
        """The last day on which a source that lists everything looked at all of it."""
        return max([self._head.data_day, *self._head.complete.values()])

    @property
    def counts(self) -> tuple[int, int]:
        """Entries and franchises."""
        return self._head.entries, self._head.franchises

    @property
    def titles(self) -> TitleIndex:
        if self._titles is None:
            self._titles = TitleIndex(self)
        return self._titles

    def _row(self, entry_id: str) -> Row:
        row = self._rows.get(entry_id)
        if row is None:
            body = self._page(f"e{entry_id}")
            if body is None:
                raise KeyError(entry_id)
            row = self._rows[entry_id] = self._row_decoder.decode(body)
        return row

    def entry(self, entry_id: str) -> Entry:
        return self._row(entry_id).entry

    def announced(self, entry_id: str) -> AnnouncementDay:
        return self._row(entry_id).announced

    def standing(self, entry_id: str) -> Standing | None:
        return self._row(entry_id).standing

    def looked(self, entry_id: str) -> dt.date | None:
        return self._row(entry_id).looked

    def disputes(self, entry_id: str) -> tuple[Dispute, ...]:
        body = self._page(f"v{entry_id}")
        if body is None:
            return ()
        from nextcour.facts import dispute  # noqa: PLC0415 - most entries have none

        return msgspec.msgpack.decode(body, type=tuple[dispute.Dispute, ...])

    def headlines(self, franchise_id: str) -> tuple[Headline, ...]:
        """Headlines that were matched to a franchise's entries; none where none was synced."""
        body = self._page(f"n{franchise_id}")
        if body is None:
            return ()
        from nextcour.facts import news  # noqa: PLC0415 - most franchises have none

        return msgspec.msgpack.decode(body, type=tuple[news.Headline, ...])

    def studio_read(self, studio: str) -> dt.date | None:
        """The last day on which a synced source that tells studios looked at any show of this one; None without."""
        body = self._page(f"o{studio}")
        return None if body is None else msgspec.msgpack.decode(body, type=dt.date)

    def rows(self) -> Iterator[Row]:
        """Every entry with its days, in order of ids."""
        found = self._connection.execute("SELECT body FROM page WHERE name >= 'e' AND name < 'f' ORDER BY name")
        for (body,) in found:
            yield self._row_decoder.decode(body)

    def franchise_of(self, entry_id: str) -> str:
        """Franchise id of an entry. Raises KeyError."""
        return self._row(entry_id).franchise

    def franchise(self, franchise_id: str) -> Franchise:
        body = self._page(f"f{franchise_id}")
        if body is None:
            raise KeyError(franchise_id)
        return msgspec.msgpack.decode(body, type=Franchise)

    def home(self, line_id: str) -> str | None:
        """Id of the franchise that a line belongs to; None when there is no such line."""
        body = self._page(f"i{line_id}")
        return None if body is None else body.decode()

    def franchise_ids(self) -> tuple[str, ...]:
        """Every franchise, in alphabetical order."""
        rows = self._connection.execute("SELECT name FROM page WHERE name >= 'f' AND name < 'g' ORDER BY name")
        return tuple(name[1:] for (name,) in rows)

    def spells(self) -> tuple[Spell, ...]:
        if self._spells is None:
            self._spells = spell_table.decode(self._page("spells") or b"")
        return self._spells

    def record(self, model: str) -> Record | None:
        """How past forecasts of `model` fared; None when nobody has counted them."""
        if model not in self._past:
            body = self._page(f"record:{model}")
            self._past[model] = None if body is None else _record(body)
        return self._past[model]

    def runs(self) -> tuple[Run, ...]:
        """The runs that ship, oldest first; none where the file of forecasts is missing."""
        if self._runs is None:
            body = self._page("runs")
            self._runs = () if body is None else msgspec.msgpack.decode(body, type=tuple[Run, ...])
        return self._runs

    def curves(self, line: str) -> Mapping[int, Curve]:
        """What the runs said of a line, by place in `runs`."""
        body = self._page(f"c{line}")
        if body is None:
            return {}
        try:
            return curves_of(body, self.runs())
        except ValueError as error:
            raise IndexBroken(str(error)) from error

    def series(self, line: str) -> tuple[Track, ...]:
        """Demand of a line's entries, as it was synced; none without."""
        body = self._page(f"d{line}")
        if body is None:
            return ()
        from nextcour.signals import series  # noqa: PLC0415 - most lines have none

        return msgspec.msgpack.decode(body, type=tuple[series.Track, ...])

    def studios(self) -> tuple[str, ...]:
        """Every studio that has productions, in alphabetical order."""
        rows = self._connection.execute("SELECT name FROM page WHERE name >= 's' AND name < 't' ORDER BY name")
        return tuple(name[1:] for (name,) in rows if name != "spells")

    def productions(self, studio: str) -> tuple[Airing, ...]:
        body = self._page(f"s{studio}")
        return () if body is None else msgspec.msgpack.decode(body, type=tuple[Airing, ...])


def _record(body: bytes) -> Record:
    from nextcour.evaluation import record  # noqa: PLC0415 - of no use where nothing was forecast

    return msgspec.msgpack.decode(body, type=record.Record)


def read(path: Path) -> Index:
    """Raises IndexBroken when the file at `path` is no index of this version."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        return Index(connection)
    except (sqlite3.Error, msgspec.MsgspecError) as error:
        raise IndexBroken(f"{path}: {error}") from error
