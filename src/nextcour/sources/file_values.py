"""What stands in a cell, and whether it can be that. A cell is what CSV, JSON or Parquet gave."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format
from nextcour.catalog.text import clean
from nextcour.facts.observation import Key, Provider
from nextcour.sources.noting import MOST_COUNT, web_address

LONGEST_CELL = 10_000  # characters
_NOTHING = frozenset(("", "-", "—", "n/a", "na", "none", "null", "unknown", "?"))
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][+-]?\d{1,3})?")
# What a spreadsheet would run: `=HYPERLINK("…")`, `@SUM(…)`, `+cmd|' /C calc'!A0`.
_FORMULA = re.compile(r"[=+@-]\s*[A-Za-z_.]{2,40}\s*[(|!]")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].{0,30})?")
_WORD = re.compile(r"[A-Z_]{2,30}")
_NUMBERED = frozenset((Provider.MAL, Provider.ANILIST, Provider.ANIDB, Provider.BANGUMI, Provider.ANN))
_FORMATS = frozenset(Format)
_ID = re.compile(r"[1-9]\d{0,9}")
_OTHER_ID = re.compile(r"\S(?:.{0,198}\S)?")
# Of these 0 means "none yet".
_FROM_ONE = frozenset(("score", "rank", "popularity_rank"))


class CellWrong(ValueError):
    """The text says what stands in the cell and why it cannot be."""


def shown(cell: Any) -> str:
    """A cell for a message: short, on one line, without control characters."""
    text = clean(str(cell)[:200])
    return repr(text[:40] + "…" if len(text) > 40 else text)


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _NOTHING)


def number(cell: Any) -> float:
    """A finite number of nought or more. Raises CellWrong."""
    value: float
    if isinstance(cell, bool):
        raise CellWrong(f"{shown(cell)} is no number")
    if isinstance(cell, (int, float)):
        value = cell
    elif isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
        text = cell.strip()
        value = int(text) if text.lstrip("+-").isdigit() else float(text)
    else:
        hint = "; write 1234567, without separators or units" if re.match(r"\s*\d[\d,.' ]+", str(cell)[:40]) else ""
        raise CellWrong(f"{shown(cell)} is no number{hint}")
    if not math.isfinite(value):
        raise CellWrong(f"{shown(cell)} is no number that can be counted")
    if value < 0:
        raise CellWrong(f"{shown(cell)} is negative")
    if value > MOST_COUNT:
        raise CellWrong(f"{shown(cell)} is too large")
    return int(value) if float(value).is_integer() else value


def whole(cell: Any) -> int:
    value = number(cell)
    if not isinstance(value, int):
        raise CellWrong(f"{shown(cell)} is no whole number")
    return value


def text(cell: Any) -> str:
    """Cleaned text. Raises CellWrong for a formula and for what is too long."""
    raw = str(cell)
    if len(raw) > LONGEST_CELL:
        raise CellWrong(f"it has {len(raw):,} characters, more than {LONGEST_CELL:,}")
    if _FORMULA.match(raw.lstrip()):
        raise CellWrong(f"{shown(cell)} is a formula")
    tidy = clean(raw)
    if not tidy:
        raise CellWrong(f"{shown(cell)} has nothing that can be shown")
    return tidy


def day(cell: Any, today: dt.date) -> dt.date:
    """A day that is not after `today`. Raises CellWrong."""
    found = cell.date() if isinstance(cell, dt.datetime) else cell
    if not isinstance(found, dt.date):
        parts = fuzzy(cell)
        if parts[2] is None:
            raise CellWrong(f"{shown(cell)} is no day; write it like 2026-07-19")
        found = dt.date(*[part or 1 for part in parts])
    if found > today:
        raise CellWrong(f"{found} is after today")
    return found


def fuzzy(cell: Any) -> list[int | None]:
    """`2020`, `2020-10` or `2020-10-08` as [year, month, day]. Raises CellWrong."""
    if isinstance(cell, (dt.date, dt.datetime)):
        return [cell.year, cell.month, cell.day]
    match = _DATE.fullmatch(str(cell)[:60].strip())
    try:
        if match is None:
            raise ValueError
        date = FuzzyDate(*(int(part) if part else None for part in match.groups()))
    except ValueError:
        raise CellWrong(f"{shown(cell)} is no date; write it like 2026-07-19, 2026-07 or 2026") from None
    return [date.year, date.month, date.day]


def key(provider: Provider, cell: Any) -> Key:
    """Raises CellWrong where `cell` is no id of `provider`."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    raw = str(cell).strip() if not isinstance(cell, bool) else ""
    if provider in _NUMBERED:
        raw = raw.removesuffix(".0")  # how a spreadsheet and pandas write ids of columns with gaps
        if not (raw.isascii() and _ID.fullmatch(raw)):
            raise CellWrong(f"{shown(cell)} is no id of {provider}")
    elif not _OTHER_ID.fullmatch(raw) or clean(raw) != raw:
        raise CellWrong(f"{shown(cell)} is no id of {provider}")
    return Key(provider, raw)


def _format(cell: Any) -> str:
    name = text(cell).upper().replace(" ", "_")
    if name not in _FORMATS:
        raise CellWrong(f"{shown(cell)} is no format. There are: {', '.join(Format)}")
    return name


def _status(cell: Any) -> str:
    name = text(cell).upper().replace(" ", "_")
    if not _WORD.fullmatch(name):
        raise CellWrong(f"{shown(cell)} is no status")
    return name


def _site(cell: Any) -> str:
    found = web_address(str(cell))
    if found is None:
        raise CellWrong(f"{shown(cell)} is no web address")
    return found


def _truth(cell: Any) -> bool:
    name = str(cell).strip().casefold()
    if name not in ("true", "false", "1", "0", "yes", "no"):
        raise CellWrong(f"{shown(cell)} is neither true nor false")
    return name in ("true", "1", "yes")


def _id(cell: Any) -> int | str:
    found = text(cell)
    return int(found) if found.isascii() and _ID.fullmatch(found) else found


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "demand": number,
        "title": text,
        "format": _format,
        "status": _status,
        "episodes": whole,
        "premiere": fuzzy,
        "finale": fuzzy,
        "official_site": _site,
        "ids": _id,
        "adult": _truth,
    }
)


def value(field: str, cell: Any) -> Any:
    """What `cell` says about `field`; None where it says nothing. Raises CellWrong."""
    base, _, measure = field.partition(".")
    if is_empty(cell) and (base != "title" or not str(cell or "").strip()):  # there are shows with such names
        return None
    if isinstance(cell, (list, dict, bytes)):
        raise CellWrong(f"{shown(cell)} is no single value")
    found = _READERS[base](cell)
    return None if found == 0 and (base == "episodes" or (base == "demand" and measure in _FROM_ONE)) else found
