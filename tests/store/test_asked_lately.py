"""The record of what was asked lately: small, bounded, shared by processes, and never in the way of an answer."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.store.asked_lately import DAYS, FILE, MOST_BYTES, OLD, VARIABLE, lately, note

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path / "data"


def test_what_was_asked_last_comes_first_and_once(folder: Path) -> None:
    for line in ("a", "b", "c", "a"):
        note(line, DAY)
    assert lately(DAY, 10) == ("c", "b", "a")  # the same day's second "a" is near: it is not written again
    note("a", DAY + dt.timedelta(days=1))
    assert lately(DAY + dt.timedelta(days=1), 10) == ("a", "c", "b")
    assert lately(DAY + dt.timedelta(days=1), 2) == ("a", "c")
    assert (folder / FILE).stat().st_mode & 0o077 == 0


def test_what_was_asked_long_ago_or_later_is_not_lately(folder: Path) -> None:
    note("old", DAY - dt.timedelta(days=DAYS + 1))
    note("edge", DAY - dt.timedelta(days=DAYS))
    note("tomorrow", DAY + dt.timedelta(days=1))
    assert lately(DAY, 10) == ("edge",)


def test_nothing_asked_is_no_file_and_nothing(folder: Path) -> None:
    assert lately(DAY, 10) == ()
    assert not folder.exists()


@pytest.mark.parametrize("said", ["0", "no", "OFF", " false "])
def test_it_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv(VARIABLE, said)
    note("a", DAY)
    assert not folder.exists()


@pytest.mark.parametrize("line", ["", "A", "a b", "a\nb", "../x", "进", "a" * 121])
def test_what_is_no_id_is_not_written(folder: Path, line: str) -> None:
    note(line, DAY)
    assert not folder.exists()


def test_a_torn_last_line_spoils_none_after_it(folder: Path) -> None:
    note("whole", DAY)
    with (folder / FILE).open("ab") as file:
        file.write(b"\n2026-11-23 to")
    note("after", DAY)
    assert lately(DAY, 10) == ("after", "to", "whole")
    with (folder / FILE).open("ab") as file:
        file.write(b"\n2026-1")
    note("last", DAY)
    assert lately(DAY, 10) == ("last", "after", "to", "whole")


@given(st.lists(st.one_of(st.binary(max_size=80), st.sampled_from([b"2026-11-23 ok-1", b"9999-99-99 x", b"\0" * 50]))))
def test_whatever_is_in_the_file_is_passed_over(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / FILE).write_bytes(b"\n".join(parts))
    for line in lately(DAY, 10, folder):
        assert set(line) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    (folder / FILE).write_bytes(b"\n".join([*parts, b"2026-11-23 sane", b""]))
    assert lately(DAY, 10, folder)[0] == "sane"


def test_the_files_stay_small_and_what_is_new_is_kept(folder: Path) -> None:
    for number in range(6000):
        note(f"line-{number}", DAY)
    sizes = [(folder / name).stat().st_size for name in (FILE, OLD)]
    assert max(sizes) <= MOST_BYTES + 200
    assert sorted(path.name for path in folder.iterdir()) == [FILE, OLD]
    assert lately(DAY, 900) == tuple(f"line-{number}" for number in range(5999, 5099, -1))


def test_a_file_that_cannot_be_moved_away_does_not_grow(folder: Path) -> None:
    (folder / OLD).mkdir(parents=True)
    for number in range(4000):
        note(f"line-{number}", DAY)
    assert MOST_BYTES < (folder / FILE).stat().st_size <= 2 * MOST_BYTES + 200


def _file_in_the_way(folder: Path) -> None:
    folder.write_text("a file")


def _folder_in_the_way(folder: Path) -> None:
    (folder / FILE).mkdir(parents=True)


def _pipe(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / FILE)


def _device(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE).symlink_to("/dev/full")


@pytest.mark.parametrize("prepare", [_file_in_the_way, _folder_in_the_way, _pipe, _device])
def test_what_cannot_be_written_is_left_and_the_answer_is_not_held_up(
    folder: Path, prepare: Callable[[Path], None]
) -> None:
    prepare(folder)
    began = time.monotonic()
    note("a", DAY)
    assert lately(DAY, 10) == ()
    assert time.monotonic() - began < 5


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_left(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    note("a", DAY)
    assert list(folder.iterdir()) == []


def test_a_name_that_is_no_path_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCOUR_DATA_DIR", "/proc/nowhere/at/all")
    note("a", DAY)
    assert lately(DAY, 10) == ()


def test_processes_that_write_at_once_lose_nothing(folder: Path) -> None:
    """Four processes, 700 records each: together they cross the size at which the file is moved away once."""
    code = (
        "import sys, datetime\n"
        "from nextcour.store.asked_lately import note\n"
        "for number in range(700): note(f'p{sys.argv[1]}-{number}', datetime.date(2026, 11, 23))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(number)]) for number in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    written = {f"p{process}-{number}" for process in range(4) for number in range(700)}
    assert (folder / OLD).exists()
    assert set(lately(DAY, 10_000)) == written
