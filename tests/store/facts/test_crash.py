"""Killed at any point, with the disk full, or two at once: afterwards the facts are those of an unbroken run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import URL

from nextcour.store.facts.check import check
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.errors import StoreFull
from nextcour.store.facts.sql_store import open_store
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts import work
from tests.store.facts.examples import Ticking, content, new_file

ROOT = Path(__file__).resolve().parents[3]
KILLS = 8


def unbroken(*sources: str) -> list[tuple[object, ...]]:
    store = FakeFactStore(Ticking())
    for source in sources:
        work.work(store, source)
    return content(store, work.KEYS)


def start(url: URL, source: str) -> subprocess.Popen[str]:
    address = url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.facts.work", address, source],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def test_killed_at_many_points_it_ends_as_an_unbroken_run(url: URL) -> None:
    dice = random.Random(4)
    store = open_store(url)
    reached = set()
    for _ in range(KILLS):
        process = start(url, "jikan")
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        time.sleep(dice.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        run = store.unfinished("jikan")
        reached.add(run.cursor if run else "done")
    finish(start(url, "jikan"))
    assert content(store, work.KEYS) == unbroken("jikan")
    assert not check(store.engine).problems
    done = store.last_finished("jikan")
    assert done is not None
    assert done.cursor == str(work.BATCHES)
    assert len(reached) > 1, "the kills all came at the same point: nothing was tried"


def test_two_processes_that_write_at_once_store_what_one_after_the_other_does(url: URL) -> None:
    open_store(url)
    processes = [start(url, source) for source in ("jikan", "anilist")]
    for process in processes:
        finish(process)
    assert content(open_store(url), work.KEYS) == unbroken("jikan", "anilist")


def test_two_processes_that_sync_the_same_source_at_once_double_nothing(url: URL) -> None:
    open_store(url)
    processes = [start(url, "jikan") for _ in range(2)]
    ended = [process.communicate(timeout=120) and process.returncode for process in processes]
    assert 0 in ended  # the other one may find that its run was finished for it
    store = open_store(url)
    assert [one[0] for one in content(store, work.KEYS)] == [one[0] for one in unbroken("jikan")]


def test_the_tables_are_made_once_by_processes_that_start_together(url: URL) -> None:
    processes = [start(url, source) for source in ("jikan", "anilist")]
    for process in processes:
        finish(process)
    assert content(open_store(url), work.KEYS) == unbroken("jikan", "anilist")


def test_a_full_disk_keeps_what_was_stored_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    store = open_store(new_file(tmp_path / "facts.sqlite"))

    def cramped(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 40")  # type: ignore[attr-defined]

    event.listen(store.engine, "connect", cramped)
    with pytest.raises(StoreFull, match=r"Everything stored before is kept.*Free some room"):
        work.work(store, "jikan")
    halfway = store.unfinished("jikan")
    assert halfway is not None
    assert 0 < int(halfway.cursor) < work.BATCHES
    roomy = open_store(store.engine.url)
    assert not check(roomy.engine).problems
    work.work(roomy, "jikan")
    assert content(roomy, work.KEYS) == unbroken("jikan")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    if os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk; the test above simulates one")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("this machine does not let root mount; the test above simulates a full disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_real_disk_that_is_full_says_so_and_keeps_what_was_stored(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        store = open_store(file_url(disk / "facts.sqlite"))
        with pytest.raises(StoreFull, match="Free some room"):
            work.work(store, "jikan")
        kept = content(store, work.KEYS)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert content(store, work.KEYS) == kept
        work.work(store, "jikan")
        assert content(store, work.KEYS) == unbroken("jikan")
        store.engine.dispose()
