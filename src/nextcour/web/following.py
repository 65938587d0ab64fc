"""A running site notices that its data have changed, and opens the new ones once they can be opened quickly."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from nextcour.errors import Expected
from nextcour.site.site import data_now
from nextcour.site.workroom import Workroom
from nextcour.store.page_file import PageFile
from nextcour.web.page_maker import PageMaker

OPENED = "opened"  # the note in the file of pages that says which data are ready
LOOK = 3.0  # seconds
_log = logging.getLogger("uvicorn.error")


@asynccontextmanager
async def follow(room: Workroom, maker: PageMaker, path: Path | None) -> AsyncIterator[None]:
    """While it is entered, pages come from the file at `path` where they are there, and the site follows the data.
    Nothing happens without a path, or where the file cannot be used."""
    try:
        pages = None if path is None else PageFile(path)
    except (OSError, sqlite3.Error) as error:
        _log.warning("nextcour: pages are made only when they are asked for: %s", error)
        pages = None
    if pages is None:
        yield
        return
    maker.ahead = pages
    task = asyncio.create_task(_look(room, pages))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        maker.ahead = None
        pages.close()


async def _look(room: Workroom, pages: PageFile) -> None:
    while True:
        await asyncio.sleep(LOOK)
        try:
            now = await asyncio.to_thread(data_now)
            # Until the other process has made them ready, opening would take a minute, and every reader would wait.
            if room.data and now != room.data and pages.noted(OPENED) == now:
                await room.reopen()
        except (OSError, sqlite3.Error, Expected) as error:
            _log.warning("nextcour: the new data cannot be opened, the ones of before are shown: %s", error)
