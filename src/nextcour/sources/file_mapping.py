"""Which column of an analyst's file is what: from TOML, from options, or a preset."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType

import msgspec

from nextcour.errors import Expected
from nextcour.facts.observation import Provider

# What a column may be mapped to: each has one way to be read (`file_values.READERS`).
FIELDS = ("demand", "title", "format", "status", "episodes", "premiere", "finale", "official_site", "ids", "adult")
_QUALIFIED = frozenset(("demand", "ids"))  # need a qualifier
_PLAIN = frozenset(FIELDS) - {"demand", "ids", "title"}  # have none
_QUALIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}(?:\.[A-Za-z0-9_-]{1,20})?")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
PROVIDERS = tuple(provider.value for provider in Provider)


class MappingWrong(Expected):
    """The mapping cannot be used. The text names the place and says what to write."""


class FileMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`id`: provider to the column of its ids, best first. `map`: column to field. The day that the numbers are of is
    `day`, or stands in `day_column` row by row. `name` tells files apart (`file:NAME`); without it, it is the file's.
    """

    id: dict[str, str]
    map: dict[str, str]
    day: dt.date | None = None
    day_column: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        _check(self)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the file has to have."""
        day = (self.day_column,) if self.day_column else ()
        return tuple(dict.fromkeys((*self.id.values(), *day, *self.map)))


def _check(mapping: FileMapping) -> None:
    """Raises MappingWrong."""
    if not mapping.id:
        raise MappingWrong("No column with ids is named: --id mal=COLUMN")
    for provider in mapping.id:
        if provider not in PROVIDERS:
            raise MappingWrong(f"{provider!r} is no provider of ids. There are: {', '.join(PROVIDERS)}")
    if not mapping.map:
        raise MappingWrong("No column is mapped to a field: --map COLUMN=demand.members")
    for column, field in mapping.map.items():
        base, _, qualifier = field.partition(".")
        good = base in FIELDS and (not qualifier or (base not in _PLAIN and _QUALIFIER.fullmatch(qualifier)))
        if not good or (base in _QUALIFIED and not qualifier):
            raise MappingWrong(
                f"Column {column!r} is mapped to {field!r}, which is no field that a file can fill. There are: "
                "demand.MEASURE, title, title.LANG, ids.PROVIDER, format, status, episodes, premiere, finale, "
                "official_site, adult"
            )
    fields = list(mapping.map.values())
    if len(set(fields)) < len(fields):
        twice = next(field for field in fields if fields.count(field) > 1)
        raise MappingWrong(f"Two columns are mapped to {twice}")
    if (mapping.day is None) == (not mapping.day_column):
        raise MappingWrong("Of which day are the numbers? Either --day 2026-07-19, or --day-column COLUMN")
    if mapping.name and not _NAME.fullmatch(mapping.name):
        raise MappingWrong(f"{mapping.name!r} is no name: small letters, digits, . _ - and at most 40 of them")


PRESETS: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        # id,title,mean,rank,popularity,num_list_users,num_scoring_users. MyAnimeList's `popularity` is a rank.
        "mal-ranking": {
            "id": {"mal": "id"},
            "map": {
                "title": "title",
                "mean": "demand.score",
                "rank": "demand.rank",
                "popularity": "demand.popularity_rank",
                "num_list_users": "demand.members",
                "num_scoring_users": "demand.scored_by",
            },
        }
    }
)


def preset(name: str, *, day: dt.date | None = None, day_column: str = "") -> FileMapping:
    """The mapping called `name` for numbers of `day`. Raises MappingWrong."""
    found = PRESETS.get(name)
    if found is None:
        raise MappingWrong(f"There is no preset {name!r}. There are: {', '.join(PRESETS)}")
    return FileMapping(dict(found["id"]), dict(found["map"]), day, day_column, name)


def from_toml(text: str) -> FileMapping:
    """A mapping as a TOML file has it: `day` or `day_column`, `name`, and the tables `[id]` and `[map]`; or `preset`
    and the day. Raises MappingWrong."""
    try:
        data = tomllib.loads(text)
        if "preset" in data:
            day, column = data.get("day"), str(data.get("day_column", ""))
            return preset(str(data["preset"]), day=msgspec.convert(day, dt.date | None), day_column=column)
        return msgspec.convert(data, FileMapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MappingWrong(f"The mapping cannot be read: {error}") from error


def from_options(maps: Iterable[str], ids: Iterable[str], *, day: str = "", day_column: str = "") -> FileMapping:
    """From the command line: `--map COLUMN=FIELD`, `--id PROVIDER=COLUMN`, `--day` or `--day-column`. Raises
    MappingWrong."""
    try:
        counted = dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise MappingWrong(f"{day!r} is no day; write it like 2026-07-19") from None
    columns = dict(_pair(text, "--map members=demand.members", last=True) for text in maps)
    return FileMapping(dict(_pair(text, "--id mal=id") for text in ids), columns, counted, day_column)


def _pair(text: str, example: str, *, last: bool = False) -> tuple[str, str]:
    """Both sides of `text`; with `last` the left one may hold an equals sign."""
    left, equals, right = text.rpartition("=") if last else text.partition("=")
    if not (equals and left.strip() and right.strip()):
        raise MappingWrong(f"{text!r} is not understood; write it like {example}")
    return left.strip(), right.strip()


def name_of(where: str) -> str:
    """A name for the file at the path or URL `where`: `MAL ranking.csv.gz` is `mal-ranking`."""
    path = re.sub(r"^[^:]*://[^/]*|[?#].*$", "", where) if "://" in where else where
    stem = re.sub(r"(?:\.(?:csv|tsv|json|jsonl|ndjson|parquet|gz))+$", "", PurePath(path).name.lower())
    return re.sub(r"[^a-z0-9._-]+", "-", stem)[:40].strip("-._") or "data"
