"""`nextcour train` and `nextcour forecast`, on a small made-up catalogue."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from nextcour.cli.commands import cli
from nextcour.errors import Expected
from nextcour.forecast.columns import COLUMNS, LIST_COLUMNS
from nextcour.store import forecast_runs, model_file, paths
from tests.forecast import catalogues
from tests.forecast.catalogues import DATA_DAY

ROOT = Path(__file__).resolve().parents[2]
_KINDS = {str: "text", int: "whole number", float: "number", bool: "true or false", dt.date: "day"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a machine with the small catalogue, a quick configuration and a model that was trained there."""
    folder = tmp_path_factory.mktemp("forecast")
    (folder / "configuration.json").write_bytes(msgspec.json.encode(catalogues.QUICK))
    env = {
        "NEXTCOUR_CATALOGUE": str(catalogues.write(folder / "catalogue.msgpack.xz", catalogues.tiny())),
        "NEXTCOUR_CONFIGURATION": str(folder / "configuration.json"),
        "NEXTCOUR_MODEL": str(folder / "model.json.xz"),
        "NEXTCOUR_DEMAND": str(folder / "none"),
        "NEXTCOUR_DATA_DIR": str(folder / "data"),
        "NEXTCOUR_CACHE_DIR": str(folder / "cache"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    code, _, errors = run("train", "--out", env["NEXTCOUR_MODEL"], env=env)
    assert code == 0, errors
    return env


def run(*args: str | Path, env: dict[str, str]) -> tuple[int, str, str]:
    """(exit code, output, errors) of a command in this process, which has the heavy imports behind it."""
    done = CliRunner().invoke(cli, [str(arg) for arg in args], env=env)
    if isinstance(done.exception, Expected):
        return done.exception.code, done.stdout, str(done.exception)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def forecast(*args: str | Path, env: dict[str, str]) -> dict[str, Any]:
    code, output, errors = run("forecast", "--json", *args, env=env)
    assert code == 0, errors
    found: dict[str, Any] = json.loads(output)
    return found


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def mal_of(title: str) -> int:
    found = next(one.ids.mal for one in catalogues.tiny().entries if one.title == title)
    assert found is not None
    return found


def test_a_model_is_trained_with_a_card_that_names_its_inputs(place: dict[str, str]) -> None:
    path = Path(place["NEXTCOUR_MODEL"])
    assert path.read_bytes() == model_file.encode(catalogues.trained())
    card = path.with_name("model-card.md").read_text(encoding="utf-8")
    made = catalogues.trained().made
    for words in (made.inputs.digest, catalogues.QUICK.digest(), str(DATA_DAY), "made-up", "| demand | none |"):
        assert words in card
    assert "nothing is claimed" in card


def test_the_model_that_ships_is_not_replaced() -> None:
    shipped = paths.SHIPPED / "configuration.json"
    before = shipped.read_bytes()
    code, _, errors = run("train", "--out", shipped, env={})
    assert code == 2
    assert "not replaced" in errors
    assert shipped.read_bytes() == before


def test_everything_is_scored_kept_and_the_highest_are_shown(place: dict[str, str], tmp_path: Path) -> None:
    env = {**place, "NEXTCOUR_DATA_DIR": str(tmp_path)}
    code, first, errors = run("forecast", env=env)
    assert code == 0, errors
    assert "The data end on" not in first
    assert "1 announced, 1 on air without an end" in first
    assert f"Kept in {tmp_path / 'forecasts.sqlite'}" in first
    (kept,) = forecast_runs.read(tmp_path / "forecasts.sqlite").runs()
    assert (kept.day, kept.configuration) == (DATA_DAY, catalogues.QUICK.digest())
    again = forecast(env=env)
    assert (again["new"], again["differs"]) == (False, 0)
    chances = [one["announced_24m"] for one in again["top"]]
    assert chances == sorted(chances, reverse=True)
    assert len(chances) == 10
    assert all(one["title"] in first for one in again["top"])


def test_ask_uses_a_run_that_was_kept(place: dict[str, str], tmp_path: Path) -> None:
    env = {**place, "NEXTCOUR_DATA_DIR": str(tmp_path)}
    top = forecast(env=env)["top"][0]
    answer = json.loads(run("ask", "--json", top["title"], env=env)[1])
    assert answer["forecast"]["made_on"] == str(DATA_DAY)
    assert answer["forecast"]["announced"]["24"]["p"] == pytest.approx(top["announced_24m"], abs=1e-6)


def test_a_day_after_the_data_counts_from_their_last_day(place: dict[str, str]) -> None:
    assert "The data end on 25 Apr 2024" in run("forecast", "--as-of", "2025-01-01", env=place)[1]
    assert forecast("--as-of", "2025-01-01", env=place)["day"] == str(DATA_DAY)


def test_an_earlier_day_is_forecast_by_a_model_of_that_day(place: dict[str, str]) -> None:
    found = forecast("--as-of", "2021-03-01", env=place)
    assert found["day"] == found["trained_to"] == "2021-03-01"
    assert found["labels_to"] <= "2021-03-01"
    assert forecast("--as-of", "2021-03-01", env=place)["differs"] is None


def test_a_day_too_early_to_learn_from_is_refused(place: dict[str, str]) -> None:
    code, _, errors = run("forecast", "--as-of", "2015-01-01", env=place)
    assert code == 1
    assert "ask for 2019-01-01 or later" in errors


def test_csv_and_parquet_hold_every_line_and_the_same(place: dict[str, str], tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="Parquet needs the [forecast] extra")
    found = forecast("--export", tmp_path / "out.csv", env=place)
    forecast("--export", tmp_path / "out.parquet", env=place)
    rows = read_csv(tmp_path / "out.csv")
    table = polars.read_parquet(tmp_path / "out.parquet")
    assert list(rows[0]) == table.columns == list(COLUMNS)
    assert len(rows) == found["waiting"] + found["announced"] + found["long_running"]
    for row, other in zip(rows, table.to_dicts(), strict=True):
        assert {name: "" if value is None else str(value) for name, value in other.items()} == row
    empty = [row for row in rows if row["announced_24m"] == ""]
    assert sorted(row["state"] for row in empty) == ["ANNOUNCED", "LONG_RUNNING"]
    assert all(row["premiere_24m"] or row["reason"] for row in empty)


def test_a_list_comes_back_row_by_row(place: dict[str, str], tmp_path: Path) -> None:
    coming, endless = mal_of(catalogues.COMING), mal_of(catalogues.LONG_RUNNING)
    cells = [str(coming), "1", str(endless), "", "no number", str(coming)]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("mal_id;note\r\n" + "".join(f"{cell};x\r\n" for cell in cells), encoding="utf-8-sig")
    found = forecast("--ids", source, "--export", out, env=place)
    rows = read_csv(out)
    assert list(rows[0]) == list(dict.fromkeys((*LIST_COLUMNS, *COLUMNS)))
    assert [row["row"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["asked"] for row in rows] == cells
    assert [row["matched"] for row in rows] == ["True", "False", "True", "False", "False", "True"]
    assert all(row["reason"] for row in rows if row["matched"] == "False")
    assert [row["title"] for row in rows] == [catalogues.COMING, "", catalogues.LONG_RUNNING, "", "", catalogues.COMING]
    assert [row["matched"] for row in found["rows"]] == [row["matched"] == "True" for row in rows]
    shown = run("forecast", "--ids", source, env=place)[1]
    assert "Of 6 rows of the list 3 were matched." in shown
    assert "row 5: no number: " in shown


def test_questions_in_a_list_are_answered_from_the_same_catalogue(place: dict[str, str], tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"query\n{catalogues.COMING}\nakudama drive\n", encoding="utf-8")
    rows = forecast("--ids", source, env=place)["rows"]
    assert [row["matched"] for row in rows] == [True, False]
    assert rows[0]["title"] == catalogues.COMING


def test_a_show_of_which_nothing_was_out_is_no_match_on_that_day(place: dict[str, str], tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"mal_id\n{mal_of(catalogues.COMING)}\n", encoding="utf-8")
    (row,) = forecast("--ids", source, "--as-of", "2021-03-01", env=place)["rows"]
    assert (row["matched"], row["line_id"]) == (False, None)
    assert "nothing of it had premiered" in row["reason"]


def test_the_list_is_never_overwritten(place: dict[str, str], tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("mal_id\n1\n", encoding="utf-8")
    code, _, errors = run("forecast", "--ids", source, "--export", source, env=place)
    assert code == 2
    assert "the list itself" in errors
    assert source.read_text(encoding="utf-8") == "mal_id\n1\n"


@pytest.mark.parametrize("name", ["out.json", "out", "out.xlsx"])
def test_an_unknown_ending_is_bad_usage(name: str, place: dict[str, str]) -> None:
    code, _, errors = run("forecast", "--export", name, env=place)
    assert code == 2
    assert ".parquet" in errors


def test_a_failed_export_leaves_nothing(place: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, errors = run("forecast", "--export", tmp_path / "file" / "out.csv", env=place)
    assert code == 1
    assert "Nothing was kept" in errors
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_damaged_model_is_named(place: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"this is no model at all")
    code, _, errors = run("forecast", env={**place, "NEXTCOUR_MODEL": str(tmp_path / "model")})
    assert code == 1
    assert str(tmp_path) in errors
    assert "nextcour train" in errors


def test_without_the_extra_the_command_to_install_it_is_named(place: dict[str, str]) -> None:
    code = (
        "import sys; sys.modules['lightgbm'] = None; sys.argv = ['nextcour', 'forecast'];"
        "from nextcour.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "pip install 'nextcour[forecast]'" in done.stderr
    assert "`nextcour ask` answers without it" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_data_dictionary_is_the_table_of_columns(request: pytest.FixtureRequest) -> None:
    page = ROOT / "docs" / "forecast.md"
    text = page.read_text(encoding="utf-8")
    lines = [f"| `{name}` | {_KINDS[one.kind]} | {one.words} |" for name, one in {**LIST_COLUMNS, **COLUMNS}.items()]
    table = "\n".join(("| column | type | what it holds |", "|---|---|---|", *lines))
    written = re.sub(r"(<!-- columns -->\n).*(<!-- /columns -->)", lambda m: f"{m[1]}{table}\n{m[2]}", text, flags=re.S)
    if request.config.getoption("--update-golden"):
        page.write_text(written, encoding="utf-8")
        return
    assert text == written, "run: pytest --update-golden tests/cli/test_forecast.py"
