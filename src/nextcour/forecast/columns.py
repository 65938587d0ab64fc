"""The columns of a run as a table: name, type and meaning, in the order of the file. docs/forecast.md is made from it.

Plain Python.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from nextcour.forecast.model import ANNOUNCED_MONTHS, PREMIERE_MONTHS

MOVIE_MONTHS = (24, 48)
Value = str | int | float | bool | dt.date | None
# As `forecast.attribution.GROUPS` (which needs numpy); a test compares.
GROUPS = ("time", "installments", "activity", "form", "material", "studio", "demand", "season")


class Column(msgspec.Struct, frozen=True):
    """`kind` is the type of its values; any of them may be missing (None)."""

    kind: type[str] | type[int] | type[float] | type[bool] | type[dt.date]
    words: str


def _chances(name: str, months: tuple[int, ...], words: str) -> dict[str, Column]:
    found = {
        f"{name}_{m}m": Column(float, f"chance that {words} within {m} months of `origin` (0 to 1)") for m in months
    }
    for m in months:
        found |= {
            f"{name}_{m}m_{end}": Column(float, f"{end} end of the 90 % interval of `{name}_{m}m`")
            for end in ("low", "high")
        }
    return found


COLUMNS: Mapping[str, Column] = {
    "line_id": Column(str, "our id of the main line"),
    "franchise_id": Column(str, "our id of the franchise it belongs to"),
    "title": Column(str, "preferred title of its first installment"),
    "mal_id": Column(int, "MyAnimeList id of the first installment"),
    "anilist_id": Column(int, "AniList id of the first installment"),
    "number": Column(int, "installments that had premiered by `origin`"),
    "latest_premiere": Column(dt.date, "day the latest of them premiered (a month alone: its last day)"),
    "format": Column(str, "format of that installment: TV, TV_SHORT, ONA, OVA, MOVIE, SPECIAL or UNKNOWN"),
    "on_air": Column(bool, "whether it was on air on `origin`"),
    "state": Column(str, "WAITING (nothing announced), ANNOUNCED (the next season is), LONG_RUNNING"),
    "reason": Column(str, "why chances are missing, or why a row of a list was not matched"),
    "announced_on": Column(
        dt.date, "ANNOUNCED: day the next season was announced (most are inferred: docs/knowable.md)"
    ),
    **_chances("announced", ANNOUNCED_MONTHS, "the next season is announced"),
    **_chances("premiere", PREMIERE_MONTHS, "the next season is out"),
    **_chances("movie", MOVIE_MONTHS, "a movie that carries the story on is announced"),
    "window_p10": Column(dt.date, "if it returns: one in ten premieres before this day"),
    "window_p50": Column(dt.date, "… half before this day"),
    "window_p90": Column(dt.date, "… nine in ten before this day"),
    "base": Column(float, "mean of `announced_24m` over all WAITING lines of the run"),
    **{
        f"why_{group}": Column(
            float, f"what `{group}` adds to the log-odds of `base`; all of them lead to `announced_24m`"
        )
        for group in GROUPS
    },
    "if_movie": Column(float, "`announced_24m` if a movie that carries the story on were announced"),
    "if_top_demand": Column(float, "`announced_24m` if it were in the top tenth of its season in demand"),
    "demand": Column(
        float, "share of its premiere season's series with less demand (0 to 1); empty: not counted within a year"
    ),
    "demand_day": Column(dt.date, "day that demand was counted"),
    "origin": Column(dt.date, "day that chances count from; nothing that came to be known later is used"),
    "model": Column(str, "model and version"),
    "configuration": Column(str, "SHA-256 of how the model is made"),
    "inputs": Column(str, "SHA-256 of what the run was made from"),
    "trained_to": Column(dt.date, "last day that the model knows of"),
    "labels_to": Column(dt.date, "last day whose announcements it had learned from"),
}
# In front of them, where a list was given.
LIST_COLUMNS: Mapping[str, Column] = {
    "row": Column(int, "row of the list, 1 for the first below the header"),
    "asked_by": Column(str, "column of the list that was used: line, mal_id, anilist_id or query"),
    "asked": Column(str, "what stood in it"),
    "matched": Column(bool, "whether a main line was found for it; if not, `reason` says why"),
}
