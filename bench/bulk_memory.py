"""Memory and speed of a bulk sync of 40,000 records of anime-offline-database, beside the least that can be done.

    .venv/bin/python bench/bulk_memory.py [RECORDS]

A release is made after the schema (`tests/sources/offline_examples.py`), packed with zstd at level 19, and served on
loopback. (At level 22 unpacking takes 40 MB more: its window is the whole file.) Each way runs in a process of its own:

- `peer`: the unpacked file from disk, `json.loads` a line, nothing kept;
- `null store`: download, unpack, decode, observations, nothing kept;
- `SQLite`: the same into a new fact store, batch by batch as `nextcour sync` does;
- `made ready`: what `nextcour sync` does at its end, from that store to what `ask` reads of it, and the index with it.

Peak is the process's resident set (getrusage). Target: under 300 MB for the sync; making ready, which holds every
statement at once, has no target and is stated.
"""

# ruff: noqa: PLC0415 - each process imports what it measures, and the first one next to nothing: a process is born with
# the peak of the one that starts it.

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
RECORDS = 40_000
TARGET = 300  # MB
TODAY = dt.date(2026, 11, 23)
PLAIN, PACKED = "release.jsonl", "release.jsonl.zst"


def make(folder: Path, records: int) -> None:
    """The release, plain and packed."""
    import zstandard

    from tests.sources.offline_examples import dense, metadata, record

    with (folder / PLAIN).open("wb") as file:
        file.write(dense(metadata()) + b"\n")
        for number in range(1, records + 1):
            file.write(dense(record(number)) + b"\n")
    with (folder / PLAIN).open("rb") as plain, (folder / PACKED).open("wb") as packed:
        zstandard.ZstdCompressor(level=19).copy_stream(plain, packed)


def peer(folder: Path, _base: str) -> tuple[int, int]:
    count = 0
    with (folder / PLAIN).open("rb") as file:
        for line in file:
            count += len(json.loads(line)) > 0
    return count - 1, 0  # line 1 is no record


def null_store(_folder: Path, base: str) -> tuple[int, int]:
    from nextcour.http.client import Http
    from nextcour.sources.offline_database import OfflineDatabase

    facts = 0
    keys: set[str] = set()
    with Http() as http:
        for batch in OfflineDatabase(http, url=f"{base}/{PACKED}").batches((), "", TODAY):
            assert not batch.problems, batch.problems
            facts += len(batch.observations)
            keys.update(f"{row.key.provider}{row.key.id}" for row in batch.observations)
    return len(keys), facts


def sqlite(folder: Path, base: str) -> tuple[int, int]:
    from nextcour.http.client import Http
    from nextcour.sources.offline_database import OfflineDatabase
    from nextcour.store.facts.engine import file_url
    from nextcour.store.facts.sql_store import open_store

    store = open_store(file_url(folder / "facts.sqlite"))
    facts = 0
    keys: set[str] = set()
    with Http() as http:
        source = OfflineDatabase(http, url=f"{base}/{PACKED}")
        run = store.begin_run(source.name)
        for batch in source.batches((), "", TODAY):
            assert not batch.problems, batch.problems
            facts += store.store(batch, run).new
            keys.update(f"{row.key.provider}{row.key.id}" for row in batch.observations)
        store.finish_run(run)
    return len(keys), facts


def made_ready(folder: Path, _base: str) -> tuple[int, int]:
    from nextcour.store import bundle, index_file, paths, preparing
    from nextcour.store.facts.engine import file_url
    from nextcour.store.facts.sql_store import open_store
    from nextcour.store.making import make_pages

    began = time.perf_counter()
    store = open_store(file_url(folder / "facts.sqlite"))
    catalogues = paths.catalogues()
    made = preparing.prepare(store, catalogues, folder / "prepared")
    took = time.perf_counter() - began
    assert bundle.newest(catalogues)[1] == made.catalogue
    pages = list(
        make_pages(
            catalogues, folder / "none", paths.forecasts(), lambda _: None, folder / "demand", folder / "prepared"
        )
    )
    index_file.write(pages, folder / "index")
    print(f"{took:.1f} s until prepared, then the index", file=sys.stderr)
    return len(made.entries), 0


WAYS = {"peer": peer, "null store": null_store, "SQLite": sqlite, "made ready": made_ready}


def one(name: str, folder: str, base: str) -> None:
    """In a process of its own: prints what it took."""
    started = time.perf_counter()
    records, facts = WAYS[name](Path(folder), base)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"records": records, "facts": facts, "seconds": seconds, "peak": peak}))


def main(records: int) -> None:
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, __file__, "--make", name, str(records)], check=True)
        sizes = [(folder / file).stat().st_size / 1e6 for file in (PACKED, PLAIN)]
        print(f"{records:,} records, {sizes[0]:.1f} MB packed, {sizes[1]:.1f} MB plain")
        handler = partial(_Quiet, directory=name)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{server.server_port}"
            for way in WAYS:
                command = [sys.executable, __file__, "--one", way, name, base]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                took = json.loads(done.stdout)
                failed = failed or (took["peak"] > TARGET and way != "made ready")
                speed = took["records"] / took["seconds"]
                facts = f", {took['facts']:,} facts ({took['facts'] / took['seconds']:,.0f}/s)" if took["facts"] else ""
                print(
                    f"{way:>10}: peak {took['peak']:.0f} MB, {took['seconds']:.1f} s, {took['records']:,} records "
                    f"({speed:,.0f}/s){facts}",
                    flush=True,
                )
                if done.stderr:
                    print(f"            {done.stderr.strip()}")
            if (folder / "facts.sqlite").exists():
                print(f"    facts.sqlite: {(folder / 'facts.sqlite').stat().st_size / 1e6:.0f} MB")
            server.shutdown()
    if failed:
        sys.exit(f"more than {TARGET} MB")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:5])
    elif sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
