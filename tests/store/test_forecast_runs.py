"""A person's own forecasts: added to, never changed, whole or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nextcour.forecast.curve import Curve, Run
from nextcour.store import forecast_runs
from nextcour.store.forecast_runs import RunsUnreadable, RunsUnwritable, keep, read
from tests.forecast.runs import many, run

RUNS = many(3, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "forecasts.sqlite"


@pytest.fixture
def filled(path: Path) -> Path:
    for made, some in RUNS:
        assert keep(path, made, some)
    return path


def runs_of(path: Path) -> tuple[Run, ...]:
    with contextlib.closing(read(path)) as found:
        return found.runs()


def test_what_was_kept_comes_back_exactly(filled: Path) -> None:
    found = read(filled)
    assert found.runs() == tuple(made for made, _ in RUNS)
    for line in {line for _, some in RUNS for line in some}:
        assert found.curves(line) == {at: some[line] for at, (_, some) in enumerate(RUNS) if line in some}
    assert found.curves("no such line") == {}
    found.close()


def test_the_same_run_again_changes_nothing(filled: Path) -> None:
    made, some = RUNS[0]
    before = filled.read_bytes()
    assert not keep(filled, made, some)
    assert not keep(filled, msgspec.structs.replace(made, base=0.5), {})
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [{"day": dt.date(2020, 1, 1)}, {"model": "another"}, {"configuration": "d"}, {"inputs": "1"}],
    ids=lambda change: next(iter(change)),
)
def test_a_run_of_another_day_model_configuration_or_input_is_another_run(
    filled: Path, change: dict[str, object]
) -> None:
    made, some = RUNS[0]
    assert keep(filled, msgspec.structs.replace(made, **change), some)
    assert len(runs_of(filled)) == len(RUNS) + 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET model = 'x'",
        "UPDATE curve SET body = x''",
        "DELETE FROM run",
        "DELETE FROM curve",
        "INSERT OR REPLACE INTO run SELECT id, day, model, configuration, inputs, recorded_at, x'' FROM run LIMIT 1",
        "INSERT OR REPLACE INTO curve SELECT line, run, x'' FROM curve LIMIT 1",
        "INSERT INTO curve VALUES ('a line that came late', 1, x'')",
    ],
)
def test_the_file_itself_refuses_every_change(filled: Path, statement: str) -> None:
    connection = sqlite3.connect(filled)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)
    connection.close()


def test_an_interrupted_run_leaves_nothing(filled: Path) -> None:
    class Cut(dict[str, Curve]):
        def __iter__(self) -> Iterator[str]:
            return iter([*super().keys(), "interrupted"])

        def __getitem__(self, line: str) -> Curve:
            if line == "interrupted":
                raise KeyboardInterrupt
            return super().__getitem__(line)

    with pytest.raises(KeyboardInterrupt):
        keep(filled, run(dt.date(2020, 1, 1)), Cut(RUNS[0][1]))
    assert len(runs_of(filled)) == len(RUNS)
    connection = sqlite3.connect(filled)
    assert connection.execute("SELECT max(run) FROM curve").fetchone() == (len(RUNS),)
    connection.close()


MANY = many(40, 5)


def _keep_all(path: str, start: Any) -> None:
    start.wait()
    for made, some in MANY:
        keep(Path(path), made, some)


def test_two_processes_keep_each_run_once(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    both = [spawn.Process(target=_keep_all, args=(str(path), start)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    with contextlib.closing(read(path)) as found:
        assert list(found.runs()) == [made for made, _ in MANY]
        for at, (_, some) in enumerate(MANY):
            assert all(found.curves(line)[at] == one for line, one in some.items())


def test_a_missing_or_foreign_file_is_a_clear_message(tmp_path: Path) -> None:
    with pytest.raises(RunsUnreadable, match="cannot be read"):
        read(tmp_path / "none.sqlite")
    (tmp_path / "noise").write_bytes(b"no database" * 99)
    sqlite3.connect(tmp_path / "empty.sqlite").close()
    foreign = sqlite3.connect(tmp_path / "foreign.sqlite")
    foreign.execute("CREATE TABLE mine (x)")
    foreign.commit()
    foreign.close()
    newer = sqlite3.connect(tmp_path / "newer.sqlite")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    for name in ("noise", "foreign.sqlite", "newer.sqlite"):
        with pytest.raises(RunsUnreadable, match=r"nextcour forecast"):
            read(tmp_path / name)
        with pytest.raises(RunsUnwritable, match="Nothing was kept"):
            keep(tmp_path / name, *RUNS[0])
    assert forecast_runs.SCHEMA == 1
