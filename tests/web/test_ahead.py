"""The process beside the server: started for new data, ended with the site."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nextcour.serving import ahead
from nextcour.serving.ahead import Ahead

Started = list["subprocess.Popen[bytes]"]
_Popen = subprocess.Popen


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The data as they lie on disk."""
    found = ["one"]
    monkeypatch.setattr(ahead, "data_now", lambda: found[0])
    monkeypatch.setattr(ahead, "_LOOK", 0.02)
    return found


@pytest.fixture
def code() -> list[str]:
    """What the process does."""
    return ["import time; time.sleep(60)"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, code: list[str]) -> Iterator[Started]:
    found: Started = []

    def popen(command: list[str], **given: Any) -> subprocess.Popen[bytes]:
        assert command[1:3] == ["-m", "nextcour.serving.making"]
        found.append(_Popen([sys.executable, "-c", code[0]], **given))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    yield found
    for one in found:
        one.kill()
        one.wait()


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_it_runs_until_the_site_ends(now: list[str], started: Started, tmp_path: Path) -> None:
    one = Ahead("https://x.example", tmp_path / "pages-1.sqlite")
    one.start()
    assert until(lambda: len(started) == 1)
    time.sleep(0.2)
    one.close()
    assert len(started) == 1
    assert started[0].poll() is not None


def test_new_data_end_what_makes_pages_of_the_old(now: list[str], started: Started, tmp_path: Path) -> None:
    one = Ahead("https://x.example", tmp_path / "pages-1.sqlite")
    one.start()
    assert until(lambda: len(started) == 1)
    now[0] = "two"
    assert until(lambda: len(started) == 2)
    assert started[0].poll() is not None
    assert started[1].poll() is None
    one.close()


def test_once_done_it_is_not_started_again_for_the_same(
    now: list[str], started: Started, code: list[str], tmp_path: Path
) -> None:
    code[0] = ""
    one = Ahead("https://x.example", tmp_path / "pages-1.sqlite")
    one.start()
    assert until(lambda: len(started) == 1)
    started[0].wait()
    time.sleep(0.3)
    assert len(started) == 1
    now[0] = "two"
    assert until(lambda: len(started) == 2)
    one.close()


def test_one_that_fails_is_not_started_again_at_once(
    now: list[str], started: Started, code: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code[0] = "raise SystemExit(3)"
    one = Ahead("https://x.example", tmp_path / "pages-1.sqlite")
    one.start()
    assert until(lambda: len(started) == 1)
    started[0].wait()
    time.sleep(0.3)
    one.close()
    assert len(started) == 1
    assert "ended with 3" in capfd.readouterr().err


def test_a_site_that_never_started_ends_well(tmp_path: Path) -> None:
    Ahead("https://x.example", tmp_path / "pages-1.sqlite").close()
