"""Runs are reproducible: same inputs, same model, same curves; and no model forecasts a day whose future it knows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nextcour.fitting import LEAST_YEARS, NothingToLearn, fit
from nextcour.forecast.attribution import GROUPS
from nextcour.forecast.columns import COLUMNS
from nextcour.forecast.columns import GROUPS as NAMED
from nextcour.forecast.curve import EDGES
from nextcour.forecast.listing import ANNOUNCED, LONG_RUNNING, WAITING, Listing
from nextcour.scoring import Scored, forecast, identity, listing, score, usable
from nextcour.store import forecast_runs, model_file
from tests.forecast import catalogues
from tests.forecast.catalogues import DATA_DAY, QUICK

EARLIER = dt.date(2021, 3, 1)


@pytest.fixture(scope="module")
def table() -> Listing:
    bench = catalogues.workbench()
    run, curves = score(bench, catalogues.trained(), DATA_DAY)
    return listing(bench, Scored(run, curves, new=True, differs=0))


def titled(table: Listing, title: str) -> str:
    return next(line for line in table.lines if table.title(line) == title)


def test_a_refit_from_the_same_inputs_is_the_same_file() -> None:
    again = fit(catalogues.workbench(), QUICK, DATA_DAY)
    assert model_file.encode(again) == model_file.encode(catalogues.trained())


def test_scoring_a_day_twice_gives_identical_curves() -> None:
    bench = catalogues.workbench()
    assert score(bench, catalogues.trained(), DATA_DAY) == score(bench, catalogues.trained(), DATA_DAY)


def test_a_model_of_the_future_is_not_usable_and_does_not_score() -> None:
    model = catalogues.trained()
    assert usable(model, DATA_DAY) is model
    assert usable(model, DATA_DAY - dt.timedelta(days=1)) is None
    assert usable(None, DATA_DAY) is None
    with pytest.raises(ValueError, match="cannot forecast"):
        score(catalogues.workbench(), model, EARLIER)


def test_an_earlier_day_is_forecast_by_a_model_fitted_as_of_it(tmp_path: Path) -> None:
    bench, store = catalogues.workbench(), tmp_path / "runs.sqlite"
    made = forecast(bench, EARLIER, catalogues.trained(), QUICK, store)
    assert (made.run.day, made.run.trained_to, made.new) == (EARLIER, EARLIER, True)
    assert made.run.labels_to <= EARLIER
    assert made.curves
    read = forecast(bench, EARLIER, catalogues.trained(), QUICK, store)
    assert (read.run, read.curves, read.new, read.differs) == (made.run, made.curves, False, None)
    anew = forecast(bench, EARLIER, catalogues.trained(), QUICK, store, refit=True)
    assert (anew.curves, anew.new, anew.differs) == (made.curves, False, 0)


def test_the_committed_model_forecasts_the_last_day_without_a_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nextcour.scoring.fit", None)
    made = forecast(catalogues.workbench(), DATA_DAY, catalogues.trained(), QUICK, tmp_path / "runs.sqlite")
    assert made.run.trained_to == DATA_DAY
    assert forecast_runs.read(tmp_path / "runs.sqlite").runs() == (made.run,)


def test_a_kept_run_stays_when_the_same_inputs_give_something_else(tmp_path: Path) -> None:
    bench, store = catalogues.workbench(), tmp_path / "runs.sqlite"
    run, curves = score(bench, catalogues.trained(), DATA_DAY)
    fewer = dict(list(curves.items())[1:])
    assert forecast_runs.keep(store, run, fewer)
    made = forecast(bench, DATA_DAY, catalogues.trained(), QUICK, store)
    assert (made.new, made.differs) == (False, 1)
    assert made.curves == fewer


def test_a_day_without_enough_before_it_has_no_model() -> None:
    first = dt.date(QUICK.first_landmark + LEAST_YEARS, 1, 1)
    with pytest.raises(NothingToLearn, match=str(first)):
        fit(catalogues.workbench(), QUICK, first - dt.timedelta(days=1))


def test_a_day_after_the_data_is_refused() -> None:
    with pytest.raises(ValueError, match="after the data"):
        fit(catalogues.workbench(), QUICK, DATA_DAY + dt.timedelta(days=1))


def test_a_run_is_known_by_what_is_scored_and_what_the_model_learned_from() -> None:
    assert identity("a", "a") == "a"
    assert len({identity("a", "b"), identity("b", "a"), "a", "b"}) == 4


def test_a_model_says_what_it_was_made_from() -> None:
    made = catalogues.trained().made
    assert made.inputs.data_day == DATA_DAY
    assert [one.name for one in made.inputs.packages] == ["made-up"]
    assert made.inputs.demand is None
    assert made.events["announced"] > 50
    assert made.landmarks == 42  # quarters from 2014 to April 2024
    assert set(made.software) == {"nextcour", "python", "numpy", "lightgbm"}


def test_the_groups_of_the_table_are_those_of_the_model() -> None:
    assert NAMED == GROUPS


def test_a_line_with_nothing_announced_has_the_chances_of_its_curve(table: Listing) -> None:
    _, curves = score(catalogues.workbench(), catalogues.trained(), DATA_DAY)
    for line, curve in list(curves.items())[:40]:
        row = table.row(line)
        assert row["state"] == WAITING
        for months in (6, 12, 24, 48):
            at = EDGES.index(months)
            assert row[f"announced_{months}m"] == pytest.approx(curve.announced[at], abs=1e-9)
        assert row["movie_24m"] == pytest.approx(curve.movie[EDGES.index(24)])
        assert row["announced_24m_low"] <= row["announced_24m"] <= row["announced_24m_high"]  # type: ignore[operator]
        assert row["premiere_48m"] <= row["announced_48m"] + 1e-9  # type: ignore[operator]
        assert row["window_p10"] <= row["window_p50"] <= row["window_p90"]  # type: ignore[operator]
        assert row["reason"] is None


def test_a_line_whose_next_season_is_announced_has_the_chances_of_its_premiere_only(table: Listing) -> None:
    row = table.row(titled(table, catalogues.COMING))
    assert row["state"] == ANNOUNCED
    assert isinstance(row["announced_on"], dt.date)
    assert row["announced_on"] <= DATA_DAY
    assert row["announced_24m"] is None
    assert 0 < row["premiere_12m"] < row["premiere_48m"] < 1  # type: ignore[operator]
    assert row["window_p50"] > DATA_DAY  # type: ignore[operator]


def test_a_show_on_air_without_an_end_has_a_reason_and_no_chance(table: Listing) -> None:
    row = table.row(titled(table, catalogues.LONG_RUNNING))
    assert (row["state"], row["on_air"], row["announced_24m"], row["premiere_48m"]) == (LONG_RUNNING, True, None, None)
    assert "without an end" in str(row["reason"])


def test_every_line_of_which_something_premiered_has_one_row_of_every_column(table: Listing) -> None:
    rows = [table.row(line) for line in table.lines]
    assert len({row["line_id"] for row in rows}) == len(rows) == len(catalogues.workbench().chronicle.lines)
    for row in rows:
        assert tuple(row) == tuple(COLUMNS)
        for name, value in row.items():
            assert value is None or type(value) is COLUMNS[name].kind, name


def test_nothing_that_premiered_later_has_a_row() -> None:
    bench = catalogues.workbench()
    run, curves = score(bench, catalogues.trained(EARLIER), EARLIER)
    table = listing(bench, Scored(run, curves, new=True, differs=0))
    assert 0 < len(table.lines) < len(bench.chronicle.lines)
    for line in table.lines:
        row = table.row(line)
        for name in ("latest_premiere", "announced_on", "demand_day"):
            assert row[name] is None or row[name] <= EARLIER, name  # type: ignore[operator]


def test_demand_has_its_day_while_it_is_fresh() -> None:
    day = dt.date(2022, 7, 1)
    bench = catalogues.workbench()
    run, curves = score(bench, catalogues.trained(day), day)
    table = listing(bench, Scored(run, curves, new=True, differs=0))
    days = {table.row(line)["demand_day"] for line in table.lines}
    assert days == {None, dt.date(2022, 1, 30)}
