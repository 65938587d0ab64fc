"""Pictures that pages name: drawn in the background or when somebody first looks, kept for good.

A page is made without waiting for its pictures. It names them by key (`want`); one thread writes down what was named,
draws what somebody is waiting for first and the rest afterwards, in a process of its own (`site.drawing`).
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import brotli

from nextcour.charts.sketch import Sketch
from nextcour.site.drawing import Drawer, NotDrawn
from nextcour.store import paths
from nextcour.store.picture_file import PictureFile

_AHEAD = 2_000  # pictures that wait to be drawn before anybody looks
_NOTED = 4_000  # that wait to be written down: pages in a great hurry lose the oldest, which their readers bring back


def file() -> Path:
    return paths.cache_dir() / "pictures-1.sqlite"


class Pictures:
    """Keeps them in a file where it can, else for its own time."""

    def __init__(self, path: Path | None = None, *, ahead: bool = True) -> None:
        """`ahead`: draw what pages name before anybody looks at it."""
        self._file = PictureFile.usable(path or file())
        self._drawn = set(self._file.keys())
        self._drawer = Drawer()
        self._ahead = ahead
        self._noted: OrderedDict[str, bytes] = OrderedDict()
        self._urgent: deque[tuple[str, Future[bytes | None]]] = deque()
        self._later: deque[str] = deque(maxlen=_AHEAD)
        self._work = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._thread.start()

    def want(self, sketch: Sketch) -> str:
        """Names a picture that a page shows; gives its key. From any thread, without waiting."""
        key = sketch.key
        if key not in self._drawn:
            with self._work:
                self._noted[key] = sketch.payload
                while len(self._noted) > _NOTED:
                    self._noted.popitem(last=False)
                if self._ahead:
                    self._later.append(key)
                self._work.notify()
        return key

    def look(self, key: str) -> Future[bytes | None]:
        """The picture as brotli-compressed SVG, drawn first where it has not been; None for a key that no page named.
        The future may hold NotDrawn."""
        found: Future[bytes | None] = Future()
        with self._work:
            if self._closed:
                found.set_exception(NotDrawn("the site is closing"))
            else:
                self._urgent.append((key, found))
                self._work.notify()
        return found

    def close(self) -> None:
        with self._work:
            self._closed = True
            self._work.notify()
        self._thread.join()
        self._drawer.close()
        self._file.close()

    def _run(self) -> None:
        while True:
            with self._work:
                while not (self._closed or self._urgent or self._noted or self._later):
                    self._work.wait()
                if self._closed:
                    for _, waiting in self._urgent:
                        waiting.set_exception(NotDrawn("the site is closing"))
                    self._urgent.clear()
                    return
                noted, self._noted = self._noted, OrderedDict()
                asked = self._urgent.popleft() if self._urgent else None
                key = self._later.popleft() if asked is None and not noted and self._later else None
            with contextlib.suppress(sqlite3.Error):  # a full disk: what is asked for is drawn all the same
                if noted:
                    self._file.want(noted)
            if asked is not None:
                self._answer(*asked, noted)
            elif key is not None:
                with contextlib.suppress(NotDrawn, sqlite3.Error):
                    self._made(key, None)

    def _answer(self, key: str, waiting: Future[bytes | None], noted: OrderedDict[str, bytes]) -> None:
        try:
            waiting.set_result(self._made(key, noted.get(key)))
        except (NotDrawn, sqlite3.Error) as error:
            waiting.set_exception(error if isinstance(error, NotDrawn) else NotDrawn(str(error)))

    def _made(self, key: str, payload: bytes | None) -> bytes | None:
        packed = self._file.drawn(key)
        if packed is None:
            payload = payload or self._file.payload(key)
            if payload is None:
                return None
            packed = self._file.keep(key, self._drawer.draw(payload))
            self._drawn.add(key)
        return packed


def drawn(sketches: Iterable[Sketch], workers: int = 2, path: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Key and SVG of each sketch, in order, for files: from the kept pictures, the others drawn by several processes.

    Raises NotDrawn, and sqlite3.Error where the disk is full.
    """
    kept = PictureFile.usable(path or file())
    drawers = [Drawer() for _ in range(workers)]
    free = deque(drawers)

    def draw(sketch: Sketch) -> bytes:
        drawer = free.popleft()  # as many as threads
        try:
            return drawer.draw(sketch.payload)
        finally:
            free.append(drawer)

    try:
        with ThreadPoolExecutor(workers) as threads:
            started: deque[tuple[str, bytes | None, Future[bytes] | None]] = deque()
            for sketch in sketches:
                packed = kept.drawn(sketch.key)
                started.append((sketch.key, packed, None if packed else threads.submit(draw, sketch)))
                if len(started) > 8 * workers:
                    yield _finished(kept, *started.popleft())
            while started:
                yield _finished(kept, *started.popleft())
    finally:
        for drawer in drawers:
            drawer.close()
        kept.close()


def _finished(kept: PictureFile, key: str, packed: bytes | None, made: Future[bytes] | None) -> tuple[str, bytes]:
    if made is None:
        svg: bytes = brotli.decompress(packed)
        return key, svg
    svg = made.result()
    kept.keep(key, svg)
    return key, svg
