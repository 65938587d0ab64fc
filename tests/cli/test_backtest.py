"""`nextcour backtest`, `track-record` and `fans`, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nextcour.cli.backtest import LOG
from tests.cli.run import nextcour

NO_DEMAND = {"NEXTCOUR_DEMAND": "/nowhere"}


def test_one_landmark_from_end_to_end(tmp_path: Path) -> None:
    env = {**NO_DEMAND, "NEXTCOUR_DATA_DIR": str(tmp_path / "data")}
    folder, figures, page = tmp_path / "bt", tmp_path / "figures.json", tmp_path / "report.html"
    years = ("--from", "2011", "--to", "2011", "--every", "12")
    done = nextcour("backtest", *years, "--folder", str(folder), "--json", str(figures), "--report", str(page), env=env)
    assert done.returncode == 0, done.stderr
    assert "announced 24 m" in done.stdout
    content = json.loads(figures.read_text(encoding="utf-8"))
    whole = next(
        cell
        for cell in content["summary"]["cells"]
        if (cell["event"], cell["horizon_months"], cell["subset"]) == ("announced", 24, "all")
    )
    assert whole["n"] > 1000
    assert content["fans"] is None
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    (line,) = (tmp_path / "data" / LOG).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["landmarks"] == 1
    assert json.loads(line)["configuration"] == content["configuration"]
    assert {path.name for path in folder.glob("2011*")} == {
        "2011-01-01.npz",
        "2011-01-01--nextcour.npz",
        "2011-01-01--nextcour-without-demand.npz",
        "2011-01-01--kaplan-meier.npz",
    }


def test_years_that_run_backwards_are_refused() -> None:
    done = nextcour("backtest", "--from", "2019", "--to", "2012")
    assert done.returncode == 2
    assert "lies before" in done.stderr


@pytest.mark.parametrize(
    ("module", "option", "extra"), [("altair", "--report=x.html", "charts"), ("lifelines", "--peers", "backtest")]
)
def test_a_missing_extra_is_named_before_any_work(tmp_path: Path, module: str, option: str, extra: str) -> None:
    (tmp_path / f"{module}.py").write_text("raise ImportError\n", encoding="utf-8")
    done = nextcour("backtest", option, env={"PYTHONPATH": str(tmp_path)}, cwd=tmp_path)
    assert done.returncode == 1
    assert f"pip install 'nextcour[{extra}]'" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "x.html").exists()


def test_the_fan_table_of_what_ships_says_whose_counts_it_uses() -> None:
    done = nextcour("fans", env={**NO_DEMAND, "COLUMNS": "300"})
    assert done.returncode == 0, done.stderr
    assert "Bangumi (2022-01-30) alone" in done.stdout
    # Without a later listing, announcements end too early to be followed for two years from 2022.
    assert done.stdout.startswith("Next season out within 24 | 48 months")


def test_the_fan_table_before_demand_was_counted_is_no_table() -> None:
    done = nextcour("fans", "--as-of", "2015-01-01", env=NO_DEMAND)
    assert done.returncode == 1
    assert "demand was counted on no day" in done.stderr


def test_the_track_record_says_that_nothing_live_is_scored_yet() -> None:
    done = nextcour("track-record", env={"COLUMNS": "160"})
    assert done.returncode == 0, done.stderr
    assert "Live forecasts" in done.stdout
    assert "none yet" in done.stdout
    assert "back-test" in done.stdout


def test_the_track_record_as_json_keeps_live_apart() -> None:
    content = json.loads(nextcour("track-record", "--json").stdout)
    assert content["kind"] == "backtest"
    assert content["live"] == []
    keys = {(score["event"], score["horizon_months"], score["subset"]) for score in content["scores"]}
    assert ("premiere", 48, "fresh_demand") in keys


def test_the_track_record_needs_no_more_than_the_core_install(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise ImportError\n", encoding="utf-8")
    done = nextcour("track-record", "--json", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stderr
