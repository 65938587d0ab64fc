"""The shelf: every show as one row of a SQLite file in the cache folder, made from the index and never edited.

Lists, filters, seasons and exports read it; a title page asks the index. The file's name carries the index it was made
from and the last day of its knowledge, so a stale one is never read; it is renamed into place, so a half-made one is
never seen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from nextcour.franchise.slugs import ascii_slug
from nextcour.pages.item import Item
from nextcour.pages.name import Name
from nextcour.pages.premiere import Premiere
from nextcour.store.atomic import replace_with

# Raised whenever what the shelf holds, or how it is made, changes.
SCHEMA = 4
# Columns that lists filter and sort by, each with how it is read off an item. `body` holds the whole.
COLUMNS: dict[str, tuple[str, Callable[[Item], str | int | float | None]]] = {
    "line": ("TEXT PRIMARY KEY", lambda item: item.line),
    "franchise": ("TEXT NOT NULL", lambda item: item.franchise),
    "title": ("TEXT NOT NULL COLLATE NOCASE", lambda item: item.title),
    "status": ("TEXT NOT NULL", lambda item: item.status.value),
    "chance": ("REAL", lambda item: item.announced.p if item.announced is not None else None),
    "out_chance": ("REAL", lambda item: item.premiere.p if item.premiere is not None else None),
    "source": ("TEXT NOT NULL", lambda item: item.source),
    "format": ("TEXT NOT NULL", lambda item: item.format),
    "year": ("INTEGER", lambda item: item.year),
    "season": ("TEXT", lambda item: item.season),
    "last_premiere": ("TEXT", lambda item: item.last_premiere),
    "last_finale": ("TEXT", lambda item: item.last_finale),
    "upcoming_date": ("TEXT", lambda item: item.upcoming_date),
    "announced_on": ("TEXT", lambda item: item.announced_on.isoformat() if item.announced_on else None),
    "upcoming": ("INTEGER", lambda item: item.upcoming),
    "window_from": ("TEXT", lambda item: item.window.p10.isoformat() if item.window else None),
    "window_to": ("TEXT", lambda item: item.window.p90.isoformat() if item.window else None),
    "installments": ("INTEGER NOT NULL", lambda item: item.installments),
    "collections": ("INTEGER", lambda item: item.collections),
    "mal": ("INTEGER", lambda item: item.ids.get("mal")),
    "anilist": ("INTEGER", lambda item: item.ids.get("anilist")),
}
_IN_ONE = 500  # host parameters in one statement; SQLite's own limit may be as low as 999


def studio_key(studio: str) -> str:
    """The word that stands for a studio in addresses: its ASCII slug, or the whole name where nothing is Latin."""
    slug = ascii_slug(studio)
    return slug if len(slug) >= 2 else studio


class Shelf:
    """Reads a shelf. One connection, read only, for one thread."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._decoder = msgspec.msgpack.Decoder(Item)
        self._premieres = msgspec.msgpack.Decoder(Premiere)

    def close(self) -> None:
        self._connection.close()

    def item(self, line: str) -> Item | None:
        row = self._connection.execute("SELECT body FROM item WHERE line = ?", (line,)).fetchone()
        return None if row is None else self._decoder.decode(row[0])

    def items(
        self, where: str = "1", given: Sequence[object] = (), order: str = "line", limit: int = -1, offset: int = 0
    ) -> list[Item]:
        """Rows that meet `where` (SQL over COLUMNS with `?` for each of `given`; never put a person's text into it)."""
        found = self._connection.execute(
            f"SELECT body FROM item WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 - our own words
            (*given, limit, offset),
        )
        return [self._decoder.decode(body) for (body,) in found]

    def count(self, where: str = "1", given: Sequence[object] = ()) -> int:
        (number,) = self._connection.execute(f"SELECT COUNT(*) FROM item WHERE {where}", tuple(given)).fetchone()  # noqa: S608
        return int(number)

    def items_of(self, lines: Iterable[str]) -> Mapping[str, Item]:
        """Items by line; those that are not here are left out."""
        wanted = tuple(dict.fromkeys(lines))
        found: dict[str, Item] = {}
        for start in range(0, len(wanted), _IN_ONE):
            some = wanted[start : start + _IN_ONE]
            for item in self.items(f"line IN ({', '.join('?' * len(some))})", some):
                found[item.line] = item
        return found

    def premieres(
        self, where: str = "1", given: Sequence[object] = (), order: str = "date, line, entry", limit: int = -1
    ) -> list[Premiere]:
        """Releases that meet `where` (as for `items`, over `entry`, `line`, `kind`, `number`, `season`, `date` and
        `announced_on`)."""
        found = self._connection.execute(
            f"SELECT body FROM premiere WHERE {where} ORDER BY {order} LIMIT ?",  # noqa: S608 - our own words
            (*given, limit),
        )
        return [self._premieres.decode(body) for (body,) in found]

    def seasons(self) -> list[tuple[str, int]]:
        """Every season of the year with something in it, and how much; in no order."""
        found = self._connection.execute("SELECT season, COUNT(*) FROM premiere WHERE season NOT NULL GROUP BY season")
        return [(season, count) for season, count in found]

    def names(self) -> list[Name]:
        """Every name of every show, those that more people look for first."""
        found = self._connection.execute(
            "SELECT line, text, plain, folded, weight FROM name ORDER BY weight DESC, line"
        )
        return [Name(*row) for row in found]

    def studio_named(self, key: str) -> str | None:
        """The studio that `studio_key` stands for; None when there is none."""
        row = self._connection.execute("SELECT name FROM studio WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def lines(self) -> tuple[str, ...]:
        """Every line, in alphabetical order."""
        return tuple(line for (line,) in self._connection.execute("SELECT line FROM item ORDER BY line"))

    def line_by_id(self, provider: str, number: int) -> str | None:
        """The line of which an installment or film has this id at `mal` or `anilist`; None when there is none."""
        found = self._connection.execute(
            "SELECT line FROM known_id WHERE provider = ? AND id = ?", (provider, number)
        ).fetchone()
        return None if found is None else str(found[0])

    def known_ids(self, provider: str) -> list[tuple[int, str]]:
        """Every id of `mal` or `anilist` that leads to a show of the shelf, with its line."""
        found = self._connection.execute(
            "SELECT id, line FROM known_id JOIN item USING (line) WHERE provider = ? ORDER BY id", (provider,)
        )
        return [(number, line) for number, line in found]

    def by_studio(self, studio: str) -> list[Item]:
        """Shows whose latest season names `studio`, newest first."""
        found = self._connection.execute(
            "SELECT body FROM item JOIN made_by USING (line) WHERE studio = ? ORDER BY last_premiere DESC, line",
            (studio,),
        )
        return [self._decoder.decode(body) for (body,) in found]

    def years(self) -> list[tuple[int | None, int]]:
        """Years in which shows began, latest first, the unknown one last; each with the number of its shows."""
        found = self._connection.execute(
            "SELECT year, COUNT(*) FROM item GROUP BY year ORDER BY year IS NULL, year DESC"
        )
        return [(year, count) for year, count in found]

    def studios(self) -> list[tuple[str, int]]:
        """Every studio with the number of its shows, most first."""
        found = self._connection.execute(
            "SELECT studio, COUNT(*) AS n FROM made_by GROUP BY studio ORDER BY n DESC, studio"
        )
        return [(studio, count) for studio, count in found]


def write(
    items: Iterable[Item],
    ids: Iterable[tuple[str, int, str]],
    path: Path,
    premieres: Iterable[Premiere] = (),
    names: Iterable[Name] = (),
) -> None:
    """Makes the file at `path`. Releases and names of lines that are not among `items` are left out. Raises OSError and
    sqlite3.Error."""
    replace_with(path, lambda beside: _fill(beside, items, ids, premieres, names))


_TABLES = (
    "CREATE TABLE made_by (studio TEXT NOT NULL, line TEXT NOT NULL)",
    "CREATE TABLE studio (key TEXT PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE known_id (provider TEXT, id INTEGER, line TEXT, PRIMARY KEY (provider, id))",
    "CREATE TABLE premiere (entry TEXT PRIMARY KEY, line TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER,"
    " season TEXT, date TEXT, announced_on TEXT NOT NULL, body BLOB NOT NULL)",
    "CREATE TABLE name (line TEXT NOT NULL, text TEXT NOT NULL, plain TEXT NOT NULL, folded TEXT NOT NULL,"
    " weight INTEGER NOT NULL)",
)
_INDEXED = (
    *(
        (f"item_{name}", f"item ({name})")
        for name in (
            "status",
            "chance",
            "year",
            "season",
            "last_finale",
            "upcoming_date",
            "announced_on",
            "franchise",
            "title",
        )
    ),
    ("made_by_studio", "made_by (studio)"),
    ("premiere_season", "premiere (season)"),
    ("premiere_date", "premiere (date)"),
    ("premiere_line", "premiere (line)"),
    ("premiere_announced_on", "premiere (announced_on)"),
)


def _fill(
    path: Path,
    items: Iterable[Item],
    ids: Iterable[tuple[str, int, str]],
    premieres: Iterable[Premiere],
    names: Iterable[Name],
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in COLUMNS.items())
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(f"CREATE TABLE item ({columns}, body BLOB NOT NULL)")
        for table in _TABLES:
            connection.execute(table)
        encode = msgspec.msgpack.Encoder().encode
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        lines = set()
        for item in items:
            values = (*(read(item) for _, read in COLUMNS.values()), encode(item))
            connection.execute(f"INSERT INTO item VALUES ({marks})", values)  # noqa: S608 - only question marks
            lines.add(item.line)
            made = [(studio, item.line) for studio in item.studios]
            connection.executemany("INSERT INTO made_by VALUES (?, ?)", made)
        connection.executemany("INSERT OR IGNORE INTO known_id VALUES (?, ?, ?)", ids)
        for one in premieres:
            if one.line in lines:
                days = (one.season, one.date, one.announced_on.isoformat())
                row = (one.entry, one.line, one.kind.value, one.number, *days, encode(one))
                connection.execute("INSERT OR IGNORE INTO premiere VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
                keys = [(studio_key(studio), studio) for studio in one.studios]
                connection.executemany("INSERT OR IGNORE INTO studio VALUES (?, ?)", keys)
        connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", (one for one in names if one.line in lines))
        for name, what in _INDEXED:
            connection.execute(f"CREATE INDEX {name} ON {what}")
        connection.commit()
