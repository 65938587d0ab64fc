"""What a question must not import: each of these cost it milliseconds once (`bench/ask_speed.py`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import nextcour

# Modules that a plain question about a show with nothing announced has no use for.
UNUSED = (
    "click",
    "httpx",
    "sqlalchemy",
    "numpy",
    "nextcour.cli.ask",
    "nextcour.evaluation.backtest",
    "nextcour.facts.announced",
    "nextcour.facts.dispute",
    "nextcour.facts.ledger",
    "nextcour.facts.observation",
    "nextcour.forecast.coming",
    "nextcour.forecast.first",
    "nextcour.forecast.history",
    "nextcour.forecast.incidence",
    "nextcour.signals.series",
    "nextcour.store.forecast_rows",
    "nextcour.store.index_file",
    "nextcour.store.making",
    # of the standard library, by what they bring with them
    "calendar",
    "email",
    "hashlib",
    "multiprocessing",
    "statistics",
    "tempfile",
    "zoneinfo",
)
PROBE = """
import os, sys
def leave(code):
    sys.stdout.flush()
    sys.stderr.write("\\n".join(sys.modules))
    sys.stderr.flush()
    os.kill(os.getpid(), 9)
os._exit = leave
from nextcour.cli.main import main
try:
    main()
except SystemExit:
    leave(0)
"""


def imported(*arguments: str) -> set[str]:
    """Every module that the command had imported when it was done."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, encoding="utf-8", check=False, env=os.environ
    )
    assert done.stdout, done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module", autouse=True)
def _index() -> None:
    assert nextcour("catalog", "index").returncode == 0


@pytest.mark.parametrize("query", ["akudama drive season 2", "進撃の巨人", "qwertyuiop asdf"])
def test_a_question_imports_nothing_that_it_has_no_use_for(query: str) -> None:
    found = imported("ask", query)
    assert {"nextcour.answers.ask", "nextcour.store.index", "rich.console"} <= found
    assert sorted(found & set(UNUSED)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs says where files lie")
def test_on_linux_a_question_does_without_platformdirs() -> None:
    assert "platformdirs" not in imported("ask", "akudama drive season 2")


def test_what_was_announced_brings_the_model_of_delays() -> None:
    """The other side: a module that is put off is there when it is needed."""
    assert "nextcour.forecast.coming" in imported("ask", "oshi no ko", "--as-of", "2023-08-01")


@pytest.mark.parametrize("name", ["data", "cache"])
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"HOME": "/somewhere/else/"},
        {"HOME": "/"},
        {"HOME": ""},
        {"HOME": "not/absolute"},
        {"XDG_DATA_HOME": "/x/data", "XDG_CACHE_HOME": "/x/cache/"},
        {"XDG_DATA_HOME": "relative", "XDG_CACHE_HOME": "relative"},
        {"XDG_DATA_HOME": "", "XDG_CACHE_HOME": " "},
        {"ANDROID_DATA": "/data", "ANDROID_ROOT": "/system", "SHELL": "/bin/sh"},
    ],
)
def test_folders_are_those_that_platformdirs_says(
    name: str, changed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import platformdirs

    from nextcour.store import paths

    for variable in ("NEXTCOUR_DATA_DIR", "NEXTCOUR_CACHE_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in changed.items():
        monkeypatch.setenv(variable, value)
    said = platformdirs.user_data_dir if name == "data" else platformdirs.user_cache_dir
    found = paths.data_dir() if name == "data" else paths.cache_dir()
    assert found == Path(said("nextcour", appauthor=False))
