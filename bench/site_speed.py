"""Title page and search of `nextcour serve`, beside Datasette serving a row and a search of the same data, in one run.

    .venv/bin/python bench/site_speed.py [--seconds 20] [--rate 100] [--seed 5]

Both run on 127.0.0.1 with one worker and get the same load in turn: `--rate` requests a second, latency counted from
when a request was due, each for another show drawn at random; then as fast as they answer over 8 connections. Datasette
(DATASETTE, from PyPI, in an environment of its own in a temporary folder) reads one SQLite file with the rows of the
shelf and a full-text index of the same names. Needs a network for that alone, and some minutes: the site first makes
its pages, as it does after a start.

On a machine that does something else besides, latencies are its own: `chrt -f 5 .venv/bin/python bench/site_speed.py`
lets both servers and the load go before everything else; the process that makes pages stands back all the same.

Targets: p99 of the title page at most 20 ms at 100 requests a second, and ahead of Datasette.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from http_load import HOST, Result, at_rate, flat_out

from nextcour.site.site import Site, open_site
from nextcour.store.shelf import COLUMNS

DATASETTE = "datasette==0.65.5"
SITE, PEER = 8941, 8942
ROUNDS = 3
_WORD = re.compile(r"[A-Za-z]{4,}")


def environment(folder: Path, package: str) -> Path:
    """A fresh environment with one package; its folder of programs."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", package], check=True, stderr=subprocess.DEVNULL)
    return folder / "bin"


def database(site: Site, path: Path) -> None:
    """The shelf as tables that Datasette can show: columns, and what a row holds as JSON."""
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in COLUMNS.items())
        connection.execute(f"CREATE TABLE show ({columns}, body TEXT)")
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        for item in site.shelf.items():
            values = [read(item) for _, read in COLUMNS.values()]
            connection.execute(f"INSERT INTO show VALUES ({marks})", (*values, json.dumps(_plain(item))))
        connection.execute("CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT, line TEXT REFERENCES show (line))")
        names = [(one.text, one.line) for one in site.shelf.names()]
        connection.executemany("INSERT INTO name (text, line) VALUES (?, ?)", names)
        connection.execute("CREATE VIRTUAL TABLE name_fts USING fts5 (text, content=name, content_rowid=id)")
        connection.execute("INSERT INTO name_fts (name_fts) VALUES ('rebuild')")
        connection.commit()


def _plain(item: object) -> object:
    import msgspec  # noqa: PLC0415

    return msgspec.to_builtins(item)


@contextmanager
def running(command: Sequence[str | Path], port: int, log: Path) -> Iterator[None]:
    """A server, once it answers; ended at the end."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            for _ in range(3000):
                assert process.poll() is None, log.read_text()
                try:
                    with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10):
                        break
                except OSError:
                    time.sleep(0.2)
            yield
        finally:
            process.terminate()
            process.wait(30)


def made_in_english(cache: Path) -> int:
    found = sorted(cache.glob("pages-*.sqlite"), key=lambda path: path.stat().st_mtime)
    if not found:
        return 0
    with closing(sqlite3.connect(found[-1], timeout=30)) as connection:
        try:
            (count,) = connection.execute("SELECT COUNT(*) FROM page WHERE key LIKE 'en' || char(10) || '%'").fetchone()
        except sqlite3.Error:
            return 0
        return int(count)


def shown(what: str, result: Result, top: Result | None) -> str:
    wrong = {status: count for status, count in result.statuses.items() if status not in (200, 302, 404)}
    most = f"{top.rate:7.0f}/s" if top is not None else "        –"
    times = "   ".join(
        f"{word} {result.at(share):7.1f} ms" for word, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))
    )
    each = result.bytes / len(result.latencies) / 1000
    return f"  {what:<26} {times}   {most}   {each:6.1f} kB each{f'   FAILED {wrong}' if wrong else ''}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # A cache that is at hand saves minutes; nothing that a person has synced is used.
        cache = Path(os.environ.get("NEXTCOUR_CACHE_DIR") or folder / "cache")
        os.environ |= {"NEXTCOUR_CACHE_DIR": str(cache), "NEXTCOUR_DATA_DIR": str(cache / "no-data")}
        measure(given, folder, cache)


def measure(given: argparse.Namespace, folder: Path, cache: Path) -> None:
    site = open_site(f"http://{HOST}:{SITE}")
    lines = site.shelf.lines()
    database(site, folder / "shelf.db")
    draw = random.Random(given.seed)
    words = [found[0] for name in site.shelf.names() if (found := _WORD.findall(name.text))]
    site.close()
    datasette = environment(folder / "peer", DATASETTE) / "datasette"
    serve = [sys.executable, "-m", "nextcour", "serve", "--port", str(SITE)]
    count = int(given.seconds * given.rate)

    def titles() -> list[str]:
        return [quote(line, safe="") for line in draw.choices(lines, k=count)]

    def queries() -> list[str]:
        return [quote(word) for word in draw.choices(words, k=count)]

    log = folder / "log"
    load = os.getloadavg()[0]
    print(f"{len(lines):,} shows; {given.rate:.0f} requests a second for {given.seconds:.0f} s, seed {given.seed}; ")
    print(f"{os.cpu_count()} cores, load {load:.1f} before; Python {sys.version.split()[0]}, {DATASETTE}", flush=True)
    with running(serve, SITE, log):
        began = time.monotonic()
        while made_in_english(cache) < len(lines):
            assert time.monotonic() - began < 3600, log.read_text()
            time.sleep(1)
        print(
            f"every English page made ahead in {time.monotonic() - began:.0f} s after the start (nothing is waited for)"
        )
        busy = at_rate(SITE, [f"/anime/{line}" for line in titles()], given.rate)
    print("while the pages of other languages are being made in the background:")
    print(shown("title page", busy, None), flush=True)

    kinds = {
        "title page": (SITE, "/anime/{}", titles),
        "Datasette: row page": (PEER, "/shelf/show/{}", titles),
        "Datasette: row as JSON": (PEER, "/shelf/show/{}.json", titles),
        "suggestions (JSON)": (SITE, "/suggest?q={}", queries),
        "search": (SITE, "/search?q={}", queries),
        "Datasette: search page": (PEER, "/shelf/name?_search={}&_size=10", queries),
        "Datasette: search as JSON": (PEER, "/shelf/name.json?_search={}&_size=10&_shape=array", queries),
    }
    steady: dict[str, Result] = {what: Result() for what in kinds}
    most: dict[str, Result] = {what: Result() for what in kinds}
    peer = [datasette, "serve", "-i", folder / "shelf.db", "--host", HOST, "--port", str(PEER)]
    with running([*serve, "--no-ahead"], SITE, log), running(peer, PEER, log):
        print("seconds after a start, in turn:", flush=True)
        for turn in range(ROUNDS):
            for what, (port, path, drawn) in kinds.items():
                paths = [path.format(one) for one in drawn()]
                steady[what].add(at_rate(port, paths[turn::ROUNDS], given.rate))
        for what, (port, path, drawn) in kinds.items():
            many = [path.format(one) for _ in range(20) for one in drawn()]
            most[what] = flat_out(port, many, min(8.0, given.seconds))
    for what in kinds:
        print(shown(what, steady[what], most[what]))
    print("ratios (Datasette's p99 by ours; our requests a second by theirs):")
    for ours, theirs in (
        ("title page", "Datasette: row page"),
        ("title page", "Datasette: row as JSON"),
        ("suggestions (JSON)", "Datasette: search as JSON"),
        ("search", "Datasette: search page"),
    ):
        late = steady[theirs].at(0.99) / steady[ours].at(0.99)
        print(f"  {ours} / {theirs}: p99 {late:.1f} ×, throughput {most[ours].rate / most[theirs].rate:.1f} ×")
    worst = max(busy.at(0.99), steady["title page"].at(0.99))
    print(f"p99 of the title page: {worst:.1f} ms, {'within' if worst <= 20 else 'OVER'} 20 ms")


if __name__ == "__main__":
    main()
