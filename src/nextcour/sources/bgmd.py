"""bgmd: other names and user tags of Bangumi subjects, and a guess at their TMDB id. No text, no picture is read."""

from __future__ import annotations

import datetime as dt

import msgspec

NAME = "bgmd"


class Subject(msgspec.Struct, frozen=True):
    """The Bangumi side: Chinese name and user tags, in no order that means anything."""

    name_cn: str = ""
    tags: tuple[str, ...] = ()


class TmdbGuess(msgspec.Struct, frozen=True):
    """A TMDB id found by name: often wrong."""

    id: int
    type: str
    season: int | None = None


class Item(msgspec.Struct, frozen=True):
    """One subject. `original`: titles it is said to be an installment of."""

    id: int
    name: str
    air_date: str
    alias: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    bangumi: Subject | None = None
    tmdb: TmdbGuess | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        return self.bangumi.tags if self.bangumi else ()

    @property
    def tmdb_guess(self) -> str | None:
        """`tv/1234`, `tv/1234/season/2`, `movie/55`."""
        if self.tmdb is None:
            return None
        season = f"/season/{self.tmdb.season}" if self.tmdb.season else ""
        return f"{self.tmdb.type}/{self.tmdb.id}{season}"

    @property
    def air_day(self) -> dt.date | None:
        """The day that Bangumi states, None where it is no calendar day."""
        return parse_day(self.air_date)


class _Data(msgspec.Struct, frozen=True):
    bangumis: tuple[Item, ...]


def parse_day(text: str) -> dt.date | None:
    """A date written `2020-10-08`, None for anything else, such as `0000-00-00`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def decode(files: dict[str, bytes]) -> dict[int, Item]:
    """Subjects by Bangumi id. Raises msgspec.ValidationError when the file does not have the expected shape."""
    data = msgspec.json.decode(files["data/full.json"], type=_Data)
    return {item.id: item for item in data.bangumis}
