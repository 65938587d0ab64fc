"""MyAnimeList demand on a few days, from a file of public research data sets (`mal_demand.csv.gz`; it does not ship).

One row is one entry on one snapshot day; which columns a snapshot fills differs. What is known to be no observation is
None here, so that nobody has to know the traps:

- a score of 0 is "no score yet" (2018 writes it so, others leave the cell empty or write N/A);
- the 2021 snapshot has filled in what it lacked: scores of exactly 6.51 (the average) and of exactly 9, which 29 % of
  its rows carry, most of them of hardly known shows; and 100 episodes for series whose number was unknown;
- 0 or Unknown episodes, an Unknown type or source, and the studios `None found` and `add some` are placeholders.

A row that repeats the snapshot and id of an earlier one is dropped (44 rows, most of them of the 2022 snapshot whose
ids were matched by title).
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from nextcour.errors import Expected

MAX_PACKED = 64 * 1024 * 1024  # bytes of the file
MAX_EXPANDED = 256 * 1024 * 1024  # bytes of text; the file in use has 8 MB
LONGEST_LINE = 64 * 1024  # bytes
MOST_DIGITS = 10  # of a whole number: more is no count of people
COLUMNS = (
    "snapshot", "mal_id", "title", "type", "episodes", "premiered", "source", "studios", "score", "scored_by",
    "members", "favorites", "watching", "completed", "on_hold", "dropped", "popularity_rank", "plan_to_watch",
)  # fmt: skip
# Values that a snapshot (by year) put where it knew none.
_IMPUTED_SCORES = {2021: (6.51, 9.0)}
_IMPUTED_EPISODES = {2021: 100}
_PLACEHOLDERS = frozenset(("", "Unknown", "None", "N/A"))
_NO_STUDIO = frozenset(("", "None found", "add some"))


class ResearchUnreadable(Expected):
    """The file is missing, damaged, too large, or not in the expected form. The text says where and what to do."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """One entry on one day. None (studios: empty) is what the snapshot does not tell.

    Counts are people who have the entry on their list; `popularity_rank` 1 is the most popular.
    """

    snapshot: dt.date
    mal_id: int
    title: str  # romaji, as MyAnimeList spells it
    kind: str | None  # TV, ONA, OVA, Movie, Special, Music
    episodes: int | None
    premiered: str | None  # `Spring 2017`
    source: str | None  # as MyAnimeList spells it: `Light novel`
    studios: tuple[str, ...]
    score: float | None  # 1 to 10
    scored_by: int | None
    members: int | None
    favorites: int | None
    watching: int | None
    completed: int | None
    on_hold: int | None
    dropped: int | None
    popularity_rank: int | None
    plan_to_watch: int | None


def read(path: Path) -> Iterator[Row]:
    """Rows in the order of the file, each (snapshot, id) once. Reads as it goes, in constant memory but for the ids.

    Raises ResearchUnreadable, at the first row that shows what is wrong.
    """
    lines = _lines(path)
    table = csv.reader(lines, strict=True)
    try:
        header = next(table, [])
        places = _places(header, path)
        width = len(header)
        seen: set[tuple[str, str]] = set()
        for line in table:
            if len(line) != width:
                raise ValueError(f"{len(line)} cells where {width} are due")
            cells = [line[place] for place in places]
            key = (cells[0], cells[1])
            if key not in seen:
                seen.add(key)
                yield _row(cells)
    except (ValueError, csv.Error) as error:  # UnicodeDecodeError is a ValueError
        raise ResearchUnreadable(f"{path}, line {table.line_num or 1}: {error}. {_AGAIN}") from error


_AGAIN = "Put a fresh copy of the file there."


def _lines(path: Path) -> Iterator[str]:
    """The unpacked text line by line, each and all of them bounded."""
    left = MAX_EXPANDED
    try:
        if path.stat().st_size > MAX_PACKED:
            raise ResearchUnreadable(f"{path} is larger than {MAX_PACKED:,} bytes.")
        with gzip.open(path, "rb") as packed:
            while line := packed.readline(LONGEST_LINE + 1):
                left -= len(line)
                if len(line) > LONGEST_LINE:
                    raise ResearchUnreadable(f"{path} has a line of more than {LONGEST_LINE:,} bytes. {_AGAIN}")
                if left < 0:
                    raise ResearchUnreadable(f"{path} expands to more than {MAX_EXPANDED:,} bytes. {_AGAIN}")
                yield line.decode("utf-8")
    except FileNotFoundError as error:
        raise ResearchUnreadable(f"{path} is not there: this data does not ship with nextcour.") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ResearchUnreadable(f"{path} is no whole gzip file ({error}). {_AGAIN}") from error
    except OSError as error:
        raise ResearchUnreadable(f"{path} cannot be read ({error.strerror or error}).") from error


def _places(header: list[str], path: Path) -> list[int]:
    """Where each of COLUMNS stands; other columns are passed over."""
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ResearchUnreadable(f"{path} lacks the columns {', '.join(missing)}. {_AGAIN}")
    return [header.index(name) for name in COLUMNS]


def _row(cells: list[str]) -> Row:
    """Raises ValueError, naming the column."""
    day = _day(cells[0])
    mal_id = _whole(cells[1], "mal_id")
    title = cells[2].strip()
    if not mal_id or not title:
        raise ValueError("a row without mal_id or title")
    episodes = None if cells[4] in _PLACEHOLDERS else _whole(cells[4], "episodes")
    if episodes == _IMPUTED_EPISODES.get(day.year):
        episodes = None
    return Row(
        day,
        mal_id,
        title,
        _word(cells[3]),
        episodes or None,
        _word(cells[5]),
        _word(cells[6]),
        _studios(cells[7]),
        _score(cells[8], day.year),
        _whole(cells[9], "scored_by"),
        _whole(cells[10], "members"),
        _whole(cells[11], "favorites"),
        _whole(cells[12], "watching"),
        _whole(cells[13], "completed"),
        _whole(cells[14], "on_hold"),
        _whole(cells[15], "dropped"),
        _whole(cells[16], "popularity_rank"),
        _whole(cells[17], "plan_to_watch"),
    )


@functools.lru_cache(maxsize=1024)
def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"snapshot {text[:40]!r} is no day") from None


@functools.lru_cache(maxsize=8192)
def _studios(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split("|") if (name := part.strip()) not in _NO_STUDIO)


def _word(text: str) -> str | None:
    return None if text in _PLACEHOLDERS else text


def _whole(text: str, column: str) -> int | None:
    if not text:
        return None
    if len(text) > MOST_DIGITS or not (text.isascii() and text.isdigit()):
        raise ValueError(f"{column} {text[:40]!r} is no whole number")
    return int(text)


@functools.lru_cache(maxsize=4096)
def _score(text: str, year: int) -> float | None:
    if text in _PLACEHOLDERS:
        return None
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0.0 <= score <= 10.0:  # refuses nan as well
        raise ValueError(f"score {text[:40]!r} is no number from 0 to 10")
    return None if score == 0.0 or score in _IMPUTED_SCORES.get(year, ()) else score
