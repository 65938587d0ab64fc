"""Answers from kept forecasts: made on a day, in words, adding up, and never from a run of a later day."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nextcour.answers.answer import Answer, ForecastPart, RenewalStatus
from nextcour.answers.influences import GROUPS, WHAT_IFS
from nextcour.bootstrap import Engine, model_on, open_engine
from nextcour.evaluation.record import EDGES, Event, Record, Row, Tally
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.first import NAME as FIRST
from nextcour.store import curated, forecast_codes, forecast_file, forecast_runs, paths
from tests.cli.run import nextcour
from tests.forecast.runs import GROUPS as MADE_UP
from tests.forecast.runs import run_of

from .test_no_look_ahead import Truncated, ask_of, pairs

DAYS = [dt.date(2016, 1, 1), dt.date(2022, 1, 1), dt.date(2026, 4, 25)]
SHOW = "akudama drive"


class WithRuns:
    """A library with runs that do not ship. Implements `Library`."""

    def __init__(self, library: Any, forecasts: forecast_file.Forecasts) -> None:
        self._library = library
        self._forecasts = forecasts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def runs(self) -> tuple[Run, ...]:
        return self._forecasts.runs

    def curves(self, line: str) -> Mapping[int, Curve]:
        return self._forecasts.curves(line)


@pytest.fixture(scope="module")
def made(engine: Engine) -> list[tuple[Run, dict[str, Curve]]]:
    return [run_of(engine.library.spells(), day, seed=at) for at, day in enumerate(DAYS)]


@pytest.fixture(scope="module")
def library(engine: Engine, made: list[tuple[Run, dict[str, Curve]]]) -> Any:
    return WithRuns(engine.library, forecast_file.decode(forecast_file.encode(made)))


def part(answer: Answer) -> ForecastPart:
    assert answer.forecast is not None
    return answer.forecast


def test_an_answer_says_when_its_forecast_was_made_and_what_moved_it(library: Any) -> None:
    found = ask_of(library, SHOW, dt.date(2022, 3, 1))
    forecast = part(found)
    assert (forecast.made_on, forecast.model) == (DAYS[1], "made-up-1")
    assert forecast.origin == dt.date(2022, 3, 1)
    assert {one.group: one.text for one in forecast.contributions} == {group: GROUPS[group] for group in MADE_UP}
    assert {one.name for one in forecast.what_if} <= set(WHAT_IFS)
    assert forecast.base is not None
    curve = library.curves("akudama-drive")[1]
    total = forecast.base + sum(one.points for one in forecast.contributions)
    assert total == pytest.approx(curve.announced[6], abs=1e-9)
    assert found.reference_class is not None
    assert all(case.title for case in found.reference_class.cases)


def test_taking_the_future_away_changes_no_answer_from_runs(engine: Engine, library: Any) -> None:
    """Of days since the first run: before it, an answer may say that there is none so old."""
    kept = 0
    for name, day in [pair for pair in pairs(engine) if pair[1] >= DAYS[0]]:
        title = f"id:{engine.library.franchise(name).lines[0].id}"
        whole = ask_of(library, title, day)
        if whole.franchise is None or whole.franchise.installments == 0:
            continue
        assert ask_of(Truncated(library, day), title, day) == whole, (name, day)
        if whole.forecast is not None and whole.forecast.made_on is not None:
            assert whole.forecast.made_on <= day
            kept += 1
    assert kept > 5


def test_it_is_said_where_demand_does_not_move_the_chance(engine: Engine, library: Any) -> None:
    def demand(found: Answer) -> str:
        return next(signal.text for signal in found.evidence if signal.signal == "demand")

    day = dt.date(2022, 3, 1)
    assert "does not use it" not in demand(ask_of(library, SHOW, day))
    # More than a year after the last count a shipped run has none.
    assert demand(engine.ask(SHOW, dt.date(2024, 3, 1))).endswith("(the chance does not use it)")
    assert "does not use it" not in demand(engine.ask("detective conan", day))  # no chance is given


def test_billed_as_the_last_is_said_beside_a_chance(library: Any) -> None:
    found = ask_of(library, "attack on titan", DAYS[2])
    assert found.renewal_status is RenewalStatus.CONCLUDED
    assert part(found).announced
    assert part(found).notes[-1] == "Billed as the last season; the chance does not know that."


def test_each_model_has_its_own_record(library: Any) -> None:
    bins = tuple(Tally(500, 10.0, 20, 100, 10) for _ in EDGES[Event.ANNOUNCED][1:])
    rows = (Row(Event.ANNOUNCED, DAYS[0], dt.date(2020, 7, 1), bins),)
    own = Record("made-up-1", "", "", DAYS[2], 24, EDGES, rows)

    class Recorded(WithRuns):
        def record(self, model: str) -> Record | None:
            return own if model == "made-up-1" else self._library.record(model)

    assert part(ask_of(library, SHOW, DAYS[2])).calibration is None
    recorded = Recorded(library, library._forecasts)
    past = part(ask_of(recorded, SHOW, DAYS[2])).calibration
    assert past is not None
    assert past.text.endswith("in 4.0 % of 500 past forecasts (2016; 100 shows)")
    assert set(curated.records()) >= {FIRST}


def test_every_group_and_what_if_comes_back_from_json(library: Any) -> None:
    found = ask_of(library, SHOW, dt.date(2022, 3, 1))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Answer) == found


@pytest.fixture
def own(made: list[tuple[Run, dict[str, Curve]]]) -> Iterator[Path]:
    """A person's own file of runs, taken away again."""
    path = paths.own_forecasts()
    for run, curves in made:
        forecast_runs.keep(path, run, {line: curves[line] for line in ("akudama-drive",) if line in curves})
    yield path
    path.unlink()


def test_ones_own_runs_answer(own: Path, tmp_path: Path) -> None:
    shown = nextcour("ask", SHOW, "--as-of", "2022-03-01", env={"COLUMNS": "100"}).stdout
    assert "Forecast made on 1 Jan 2022 from what was known then (model made-up-1)." in shown
    assert shown.count(" points: ") == 3
    explained = nextcour("explain", SHOW, "--as-of", "2022-03-01", env={"COLUMNS": "120"}).stdout
    for group in MADE_UP:
        assert GROUPS[group] in explained
    assert "What moved the chance of an announcement within 24 months of 1 Jan 2022" in explained
    assert "if a film that carries the story on" in explained
    assert "The nearest shows like it" in explained
    found = json.loads(nextcour("ask", SHOW, "--as-of", "2022-03-01", "--json").stdout)
    assert found["schema_version"] == 2
    assert found["forecast"]["made_on"] == "2022-01-01"
    (tmp_path / "in.csv").write_text(f"query\n{SHOW}\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    done = nextcour("ask", "--as-of", "2022-03-01", "--batch", str(tmp_path / "in.csv"), "--out", str(out))
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (row["forecast_made_on"], row["model"]) == ("2022-01-01", "made-up-1")


def test_own_runs_that_cannot_be_read_do_not_stop_answers(own: Path) -> None:
    whole = own.read_bytes()
    own.write_bytes(b"no database" * 99)
    try:
        found = open_engine().ask(SHOW, dt.date(2022, 3, 1))
    finally:
        own.write_bytes(whole)
    assert part(found).model not in (FIRST, "made-up-1"), "the shipped runs answer"
    assert any("own forecasts are left out" in note for note in part(found).notes)


def test_damaged_shipped_forecasts_are_a_clear_message(tmp_path: Path) -> None:
    path = tmp_path / "forecasts.bin"
    path.write_bytes(b"cut short")
    env = {"NEXTCOUR_FORECASTS": str(path), "NEXTCOUR_CACHE_DIR": str(tmp_path / "cache")}
    done = nextcour("ask", SHOW, env=env)
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert not list(tmp_path.glob("cache/*"))


def test_the_model_reads_the_runs_that_ship(engine: Engine) -> None:
    shipped = engine.library.runs()
    assert list(shipped) == sorted(shipped, key=lambda run: run.day)
    assert model_on(engine.library).name == (shipped[-1].model if shipped else FIRST)
    for franchise in random.Random(1).sample(engine.library.franchise_ids(), 50 if shipped else 0):
        for line in engine.library.franchise(franchise).lines:
            for at in engine.library.curves(line.id):
                assert 0 <= at < len(shipped)
    assert forecast_codes.groups_of(shipped) >= 0
