"""A process that makes every show's page before anybody asks, when nothing else wants the machine.

`python -m nextcour.serving.making JSON`, started by `serving.ahead`. English first, then the other languages, in each
what more people look for first; then the pictures that the pages name. It goes on where it was stopped.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import signal
import sqlite3
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nextcour.charts.sketch import Sketch
from nextcour.site.drawing import Drawer, NotDrawn
from nextcour.site.languages import LANGUAGES
from nextcour.site.pictures import file as picture_path
from nextcour.site.site import Site, open_site, utc_today
from nextcour.store.page_file import PageFile, PageRow
from nextcour.store.picture_file import PictureFile
from nextcour.web.following import OPENED
from nextcour.web.kept_pages import ready, row_of
from nextcour.web.page_maker import file_key
from nextcour.web.renderer import Renderer
from nextcour.web.views.title import title

_AT_ONCE = 20  # pages in one transaction
_TOLD = 1_000  # pages between two lines in the log


def make_pages(
    site: Site,
    pages: PageFile,
    pictures: PictureFile,
    languages: Sequence[str] = tuple(LANGUAGES),
    told: Callable[[str], object] = lambda _text: None,
    step: Callable[[], object] = lambda: None,
) -> int:
    """Every show's page that is not there for this data and day; gives how many were made. Pages of before are dropped
    at the end. `step` is called before each page, and may raise. Raises sqlite3.Error where a file is of no use."""
    moment = site.moment
    there = pages.of_moment(moment)
    lines = [item.line for item in site.shelf.items(order="collections IS NULL, collections DESC, line")]
    made = 0
    for language in languages:
        sketches: dict[str, bytes] = {}
        renderer = Renderer(site, language)
        renderer.want = _noting(sketches)
        rows: list[tuple[str, PageRow]] = []
        for place, line in enumerate(lines, 1):
            step()
            key = file_key(("title", line, ""), language, "auto")
            if key not in there:
                page = title(renderer, line)
                if page is not None and not page.location:
                    rows.append((key, row_of(ready(page), moment)))
                    made += 1
            if len(rows) >= _AT_ONCE or place == len(lines):
                # Pictures first: a page that can be seen has pictures that can be drawn.
                pictures.want(sketches)
                pages.put(rows)
                sketches.clear()
                rows.clear()
            if place % _TOLD == 0 and made:
                told(f"pages made ahead: {place:,} of {len(lines):,} in {LANGUAGES[language]}")
    dropped = pages.drop_others(moment)
    told(f"pages made ahead: all {len(lines):,} shows, {made:,} made now, {dropped:,} old ones dropped")
    return made


def _noting(sketches: dict[str, bytes]) -> Callable[[Sketch], None]:
    def want(sketch: Sketch) -> None:
        sketches[sketch.key] = sketch.payload

    return want


def draw(
    pictures: PictureFile,
    told: Callable[[str], object] = lambda _text: None,
    step: Callable[[], object] = lambda: None,
) -> int:
    """Draws what pages name and nobody has drawn yet; gives how many."""
    drawer = Drawer()
    drawn = 0
    try:
        for key in tuple(pictures.undrawn()):
            step()
            payload = pictures.payload(key)
            if payload is not None:
                with contextlib.suppress(NotDrawn):
                    pictures.keep(key, drawer.draw(payload))
                    drawn += 1
    finally:
        drawer.close()
    if drawn:
        told(f"pictures drawn ahead: {drawn:,}")
    return drawn


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[PageFile]:
    file = PageFile(path)
    try:
        yield file
    finally:
        file.close()


def _stand_back() -> None:
    """Takes only what no other process wants."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(19)
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


class _Alone(Exception):
    """The site that started this process is gone."""


def main(told: str) -> int:
    signal.signal(signal.SIGTERM, _leave)
    _stand_back()
    given = json.loads(told)
    parent = os.getppid()

    def still_wanted() -> None:
        if os.getppid() != parent:
            raise _Alone

    def say(text: str) -> None:
        print(f"nextcour: {text}", file=sys.stderr, flush=True)  # noqa: T201

    day = dt.date.fromisoformat(given["day"]) if given["day"] else None
    site = open_site(given["address"], clock=(lambda: day) if day else utc_today)
    with _opened(Path(given["pages"])) as pages:
        pages.note(OPENED, site.data)
        pages.remove_others()
        if given["all"]:
            pictures = PictureFile(picture_path())
            try:
                make_pages(site, pages, pictures, told=say, step=still_wanted)
                draw(pictures, say, still_wanted)
            finally:
                pictures.close()
    return 0


def _leave(_number: int, _frame: types.FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except _Alone:
        sys.exit(0)
    except (OSError, sqlite3.Error) as error:
        print(f"nextcour: pages are not made ahead: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
