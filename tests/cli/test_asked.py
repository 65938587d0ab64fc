"""What commands leave behind of a question: the line and the day, for the next sync."""

from __future__ import annotations

from pathlib import Path

import pytest

from nextcour.store.asked_lately import FILE, VARIABLE
from tests.cli.run import nextcour

DAY = "2026-11-23"  # NEXTCOUR_TODAY of the tests


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"NEXTCOUR_DATA_DIR": str(tmp_path / "data")}


def test_an_answer_leaves_its_line_and_the_day_and_nothing_of_what_was_typed(
    home: dict[str, str], tmp_path: Path
) -> None:
    assert nextcour("ask", "will akudama drive ever get a 2nd season??", env=home).returncode == 0
    assert nextcour("ask", "akudama drive", "--as-of", "2022-01-01", "--json", env=home).returncode == 0
    assert nextcour("explain", "oshi no ko", env=home).returncode == 0
    written = (tmp_path / "data" / FILE).read_text(encoding="ascii").split("\n")
    assert [line for line in written if line] == [f"{DAY} akudama-drive", f"{DAY} oshi-no-ko"]


def test_what_is_not_answered_and_what_an_analyst_lists_leave_nothing(home: dict[str, str], tmp_path: Path) -> None:
    assert nextcour("ask", "gundam", env=home).returncode == 4
    assert nextcour("ask", "qwxz vvkkq jjqx", env=home).returncode == 3
    questions = tmp_path / "questions.csv"
    questions.write_text("query\nakudama drive\n")
    assert nextcour("ask", "--batch", str(questions), "--out", str(tmp_path / "out.json"), env=home).returncode == 0
    assert not (tmp_path / "data" / FILE).exists()


def test_the_answer_is_the_same_where_nothing_can_be_kept(home: dict[str, str], tmp_path: Path) -> None:
    kept = nextcour("ask", "akudama drive", env=home)
    (tmp_path / "file").write_text("in the way")
    for other in ({"NEXTCOUR_DATA_DIR": str(tmp_path / "file" / "data")}, {**home, VARIABLE: "0"}):
        done = nextcour("ask", "akudama drive", env=other)
        assert (done.returncode, done.stdout, done.stderr) == (0, kept.stdout, "")
