"""An analyst's list of shows: a CSV file with a column of ids or questions, every row of which comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from nextcour.answers.answer import Outcome
from nextcour.bootstrap import Engine
from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.table_in import read_any_csv
from nextcour.franchise.finding import ANILIST, LINE, MAL, Finder, Unmatched

QUERY = "query"
# In this order where a row has several. The first spelling is the one that is shown.
_COLUMNS = {LINE: (LINE, "line_id"), MAL: (MAL,), ANILIST: (ANILIST,), QUERY: (QUERY,)}
MAX_ROWS = 200_000
_SHOWN = 200  # characters of a question that come back


class Wanted(msgspec.Struct, frozen=True):
    """One row of the list: `asked` is what stood in its column `by`; both are empty when there was nothing."""

    row: int
    by: str
    asked: str


def read_list(source: Path) -> list[Wanted]:
    """Every row below the header, in order. Raises Stop with the reason when there is no such list."""
    names = [name for spellings in _COLUMNS.values() for name in spellings]
    header, rows = read_any_csv(source, names)
    if len(rows) > MAX_ROWS:
        raise Stop(f"{source} has {len(rows):,} rows, more than {MAX_ROWS:,}. Split it and run again.", USAGE)
    columns = [(by, header.index(name)) for by, spellings in _COLUMNS.items() for name in spellings if name in header]
    found = []
    for number, cells in enumerate(rows, start=1):
        given = ((by, cells[at].strip()) for by, at in columns if at < len(cells))
        by, asked = next(((by, text) for by, text in given if text), ("", ""))
        found.append(Wanted(number, by, asked))
    return found


def find(wanted: Wanted, finder: Finder, engine: Callable[[], Engine], day: dt.date) -> str:
    """The line's id. `engine` is called for a question only. Raises Unmatched."""
    if not wanted.by:
        raise Unmatched("the row is empty")
    if wanted.by != QUERY:
        return finder.find(wanted.by, wanted.asked)
    try:
        answer = engine().ask(wanted.asked, day, with_facts=False)
    except QueryUnusable as error:
        raise Unmatched(str(error)) from error
    if answer.outcome is Outcome.AMBIGUOUS:
        raise Unmatched(f"it may mean {' | '.join(one.title for one in answer.candidates)}")
    if answer.franchise is None:
        raise Unmatched(answer.headline)
    return answer.franchise.line


def head(wanted: Wanted, reason: str | None) -> Mapping[str, str | int | bool | None]:
    """The columns in front of a row."""
    return {
        "row": wanted.row,
        "asked_by": wanted.by or None,
        "asked": wanted.asked[:_SHOWN] or None,
        "matched": reason is None,
        "reason": reason,
    }
