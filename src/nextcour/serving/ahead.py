"""Looks after the process that makes pages ahead: starts it when the data or the day have changed, stops it with us."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from nextcour.site.site import data_now, utc_today
from nextcour.store import paths
from nextcour.web.made_from import made_from
from nextcour.web.renderer import SERVED

_LOOK = 3.0  # seconds
_AGAIN = 120.0  # seconds until a process that failed is started again
_STOPPING = 5.0


def pages_path(address: str) -> Path:
    """Where the pages of a site at `address` lie."""
    return paths.cache_dir() / f"pages-{made_from(SERVED, address)}.sqlite"


class Ahead:
    """A thread that looks every few seconds. Nothing it does can fail the site: without it pages are made when they are
    asked for."""

    def __init__(self, address: str, pages: Path, day: dt.date | None = None, *, all_pages: bool = True) -> None:
        """`all_pages`: make every show's page; else the new data are only made ready to be opened."""
        self._told = {
            "address": address,
            "pages": str(pages),
            "day": day.isoformat() if day else "",
            "all": all_pages,
        }
        self._day = day
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends the process, too."""
        self._end.set()
        if self._thread.ident is not None:
            self._thread.join(2 * _STOPPING)
        self._stop()

    def _run(self) -> None:
        done = doing = ("", "")
        not_before = 0.0
        while not self._end.is_set():
            wanted = (data_now(), (self._day or utc_today()).isoformat())
            code = None if self._process is None else self._process.poll()
            if code is not None:
                self._process = None
                if code == 0:
                    done = doing
                else:
                    not_before = time.monotonic() + _AGAIN
                    _say(f"the process that makes pages ahead ended with {code}; it is started again in a while")
            if self._process is not None and wanted != doing:
                self._stop()
            if self._process is None and wanted != done and time.monotonic() >= not_before:
                doing = wanted
                self._start()
            self._end.wait(_LOOK)

    def _start(self) -> None:
        command = [sys.executable, "-m", "nextcour.serving.making", json.dumps(self._told)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
        except OSError as error:
            _say(f"pages are made only when they are asked for: {error}")

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOPPING)
            return
        process.kill()
        process.wait()


def _say(text: str) -> None:
    print(f"nextcour: {text}", file=sys.stderr, flush=True)  # noqa: T201
