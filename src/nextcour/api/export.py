"""The whole catalogue in one file: NDJSON and CSV streamed row by row, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, Literal

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from nextcour.api.schema import failing
from nextcour.api.shows import FRESH, room_of
from nextcour.pages.item import Item
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom

router = APIRouter()
_OK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Every show, one row each, sorted by id. The columns are those of docs/api.md.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("application/x-ndjson", "text/csv", "application/vnd.apache.parquet")
        },
    }
}
CHUNK = 500  # rows in one piece of a stream
_TYPES = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
# The columns of CSV and Parquet, and how each is read off a row.
COLUMNS: dict[str, tuple[type, Callable[[Item], Any]]] = {
    "line": (str, lambda item: item.line),
    "franchise": (str, lambda item: item.franchise),
    "title": (str, lambda item: item.title),
    "mal_id": (int, lambda item: item.ids.get("mal")),
    "anilist_id": (int, lambda item: item.ids.get("anilist")),
    "format": (str, lambda item: item.format),
    "source": (str, lambda item: item.source),
    "studios": (str, lambda item: "; ".join(item.studios)),
    "installments": (int, lambda item: item.installments),
    "status": (str, lambda item: item.status.value),
    "year": (int, lambda item: item.year),
    "season": (str, lambda item: item.season),
    "last_premiere": (str, lambda item: item.last_premiere),
    "last_finale": (str, lambda item: item.last_finale),
    "upcoming": (int, lambda item: item.upcoming),
    "upcoming_date": (str, lambda item: item.upcoming_date),
    "announced_on": (str, lambda item: item.announced_on.isoformat() if item.announced_on else None),
    "announced_24m": (float, lambda item: item.announced.p if item.announced else None),
    "announced_24m_low": (float, lambda item: item.announced.low if item.announced else None),
    "announced_24m_high": (float, lambda item: item.announced.high if item.announced else None),
    "premiere_24m": (float, lambda item: item.premiere.p if item.premiere else None),
    "premiere_24m_low": (float, lambda item: item.premiere.low if item.premiere else None),
    "premiere_24m_high": (float, lambda item: item.premiere.high if item.premiere else None),
    "window_p10": (str, lambda item: item.window.p10.isoformat() if item.window else None),
    "window_p50": (str, lambda item: item.window.p50.isoformat() if item.window else None),
    "window_p90": (str, lambda item: item.window.p90.isoformat() if item.window else None),
    "place": (float, lambda item: item.place),
    "collections": (int, lambda item: item.collections),
    "known_to": (str, lambda item: item.known_to.isoformat()),
}


def ndjson(items: list[Item]) -> bytes:
    return b"".join(msgspec.json.encode(item) + b"\n" for item in items)


def csv_rows(items: list[Item], *, header: bool) -> bytes:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP)."""
    text = io.StringIO()
    out = csv.writer(text)
    if header:
        out.writerow(COLUMNS)
    for item in items:
        out.writerow([_inert(read(item)) for _, read in COLUMNS.values()])
    return text.getvalue().encode()


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def parquet(items: Iterator[Item]) -> Iterator[bytes]:
    """The whole file, in pieces."""
    import polars as pl  # noqa: PLC0415 - heavy, and only for this

    kinds = {str: pl.String, int: pl.Int64, float: pl.Float64}
    rows = [[read(item) for _, read in COLUMNS.values()] for item in items]
    frame = pl.DataFrame(rows, schema={name: kinds[kind] for name, (kind, _) in COLUMNS.items()}, orient="row")
    with SpooledTemporaryFile(max_size=2**24) as file:
        frame.write_parquet(file)
        file.seek(0)
        while piece := file.read(2**16):
            yield piece


@router.get("/export.{ending}", responses=_OK | failing(404), summary="Every show in one file")
async def export(request: Request, ending: Literal["ndjson", "csv", "parquet"]) -> Response:
    room = room_of(request)
    known_to = await room.run(lambda site: site.known_to)
    headers = {
        "content-disposition": f'attachment; filename="nextcour-{known_to}.{ending}"',
        "cache-control": FRESH,
    }
    pieces = _parquet(room) if ending == "parquet" else _pieces(room, ending)
    return StreamingResponse(pieces, headers=headers, media_type=_TYPES[ending])


async def _pieces(room: Workroom, ending: str) -> AsyncIterator[bytes]:
    """Rows in pieces, so that other requests are answered in between and none is held whole."""
    last = ""
    while True:

        def work(site: Site, after: str = last) -> list[Item]:
            return site.shelf.items("line > ?", (after,), "line", CHUNK)

        items = await room.run(work)
        if ending == "csv":
            yield csv_rows(items, header=not last)
        elif items:
            yield ndjson(items)
        if len(items) < CHUNK:
            return
        last = items[-1].line


async def _parquet(room: Workroom) -> AsyncIterator[bytes]:
    for piece in await room.run(lambda site: list(parquet(iter(site.shelf.items())))):
        yield piece
