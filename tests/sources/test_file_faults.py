"""What an analyst's file may hold that it should not: each is told with its place."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.sources import file_rows
from nextcour.sources.file import MOST_PROBLEMS
from tests.sources import contract
from tests.sources.file_running import HEAD, TODAY, facts_of, run, why_of, write


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "My series.csv"


@pytest.mark.parametrize(
    ("row", "what", "why"),
    [
        ("abc,A,1", "line 2", "'abc' is no id of mal; the row is left out"),
        ("0,A,1", "line 2", "'0' is no id"),
        ("-4,A,1", "line 2", "'-4' is no id"),
        ("１２,A,1", "line 2", "is no id of mal"),
        (",A,1", "line 2", "it has no id"),
        ("1,A,-5", "line 2", "members: '-5' is negative; the other cells are kept"),
        ("1,A,nan", "line 2", "is no number"),
        ("1,A,inf", "line 2", "is no number"),
        ("1,A,1e999", "line 2", "no number that can be counted"),
        ("1,A,99999999999999999", "line 2", "too large"),
        ('1,A,"1,234"', "line 2", "without separators"),
        ("1,A,=1+1", "line 2", "is no number"),
        (
            '1,"=HYPERLINK(""https://example.org"")",1',
            "line 2",
            "name: '=HYPERLINK(\"https://example.org\")' is a formula",
        ),
        ("1,+cmd|' /C calc'!A0,1", "line 2", "is a formula"),
        ("1,A", "line 2", "it has 2 cells where 3 are due"),
        ("1,A,1,2", "line 2", "it has 4 cells where 3 are due"),
        (f"1,{'x' * 20_000},1", "line 2", "it has 20,000 characters, more than 10,000"),
        (f"1,{'x' * 200_000},1", "line 2", "it cannot be read (field larger than field limit"),
        (f"1,{'x' * 400_000},1", "line 2", "it has more than 262,144 bytes"),
        ("1,\x1b[31m\x07,1", "line 2", "nothing that can be shown"),
        ("9,A,1", "line 3", "mal 9 on 2026-07-19 stands in line 2 too; the first row is kept"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_and_the_others_are_kept(table: Path, row: str, what: str, why: str) -> None:
    batches = run(write(table, HEAD + row + "\n9,Good,77\n"))
    ((place, text),) = why_of(batches)
    assert place == what
    assert why in text
    assert facts_of(batches)["9", "title"] in ("Good", "A")


def test_names_that_only_look_like_formulas_or_nothing_are_kept(table: Path) -> None:
    lines = ["1,+Tic Elder Sister,1", "2,=LOVE,1", "3,None,1", "4,-,1", "5,@ Home,1"]
    batches = run(write(table, HEAD + "\n".join(lines)))
    assert why_of(batches) == []
    assert [facts_of(batches)[str(n), "title"] for n in range(1, 6)] == [
        "+Tic Elder Sister",
        "=LOVE",
        "None",
        "-",
        "@ Home",
    ]


def test_rows_over_several_lines_and_faults_between_them_have_their_places(table: Path) -> None:
    text = HEAD.encode() + b'1,"two\nlines",1\n2,\xff,2\nx,A,3\n\n4,"B\n\nC",x\n5,E,5\n'
    batches = run(write(table, text))
    assert [what for what, _ in why_of(batches)] == ["line 4", "line 5", "line 7"]
    assert facts_of(batches)["1", "title"] == "two lines"
    assert facts_of(batches)["5", "demand.members"] == 5


def test_a_quote_that_never_ends_costs_only_what_it_swallows(table: Path) -> None:
    batches = run(write(table, HEAD + '1,A,1\n2,"B,2\n3,C,3\n'))
    assert facts_of(batches) == {("1", "title"): "A", ("1", "demand.members"): 1}
    assert [what for what, _ in why_of(batches)] == ["line 3"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"id,name\n1,A\n", "lacks the columns members. It has: id, name."),
        (b"id,name,members,members\n", "has the column 'members' twice"),
        ("id,name,members\n".encode("utf-16"), "UTF-16"),
        (b"id,n\xe4me,members\n", "not UTF-8"),
        (b"PK\x03\x04zip", "Excel"),
        (b"<!DOCTYPE html>", "web page"),
        (b"PAR1nonsense", "no Parquet"),
        (b"[1, 2", "no JSON list"),
        (b"\x1f\x8bnonsense", "no whole gzip file"),
        (gzip.compress(b"id,name,members\n" + b"1,A,1\n" * 5_000, mtime=0)[:60], "no whole gzip file"),
        (
            gzip.compress(b"id,name,members\n" + (b"1," + b"A" * 9_000 + b",1\n") * 4_000, 9, mtime=0),
            "expands to far more",
        ),
        (b"x" * 400_000, "the heading cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(table: Path, content: bytes, words: str) -> None:
    batches = run(write(table, content))
    assert words in why_of(batches)[-1][1]
    assert batches[-1].cursor == "" or "done" not in batches[-1].cursor


def test_a_missing_file_a_folder_and_a_device_are_told(tmp_path: Path) -> None:
    assert "not there" in why_of(run(tmp_path / "none.csv"))[0][1]
    assert "no file" in why_of(run(tmp_path))[0][1]
    os.mkfifo(tmp_path / "pipe")
    assert "no file" in why_of(run(tmp_path / "pipe"))[0][1]


def test_odd_rows_of_json_are_told_by_their_place(tmp_path: Path) -> None:
    rows: list[Any] = [3, {"id": 1}, {"id": 2, "members": [1]}, {"id": True, "members": 1}, {"id": 3.0, "members": 1.5}]
    path = write(tmp_path / "a.json", json.dumps(rows))
    batches = run(path)
    assert [what for what, _ in why_of(batches)] == ["row 1", "row 3", "row 4"]
    assert facts_of(batches) == {("3", "demand.members"): 1.5}
    write(path, '{"id": 1, "members": 1}\n{"id": 2, "members": NaN}\nnot json\n{"id": 3, "members": 1e3}')
    batches = run(path)
    assert [what for what, _ in why_of(batches)] == ["line 2", "line 3"]
    assert facts_of(batches)["3", "demand.members"] == 1000


def test_infinite_and_missing_numbers_of_parquet_are_told_or_left_out(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    frame = {"id": [1, 2, 3, 4], "name": ["A"] * 4, "members": [1.0, float("nan"), float("inf"), None]}
    pl.DataFrame(frame).write_parquet(tmp_path / "a.parquet")
    batches = run(tmp_path / "a.parquet")
    assert [what for what, _ in why_of(batches)] == ["row 2", "row 3"]
    pl.DataFrame({"id": [1]}).write_parquet(tmp_path / "a.parquet")
    assert "lacks the columns" in why_of(run(tmp_path / "a.parquet"))[0][1]


def test_problems_are_told_up_to_a_number_and_then_counted(table: Path) -> None:
    batches = run(write(table, HEAD + "x,A,1\n" * (MOST_PROBLEMS + 20)))
    assert len(why_of(batches)) == MOST_PROBLEMS + 1
    assert why_of(batches)[-1][0] == "20 more places"


@given(st.binary(max_size=300))
def test_any_bytes_after_the_heading_end_in_observations_or_problems(data: bytes) -> None:
    path = Path(os.environ["NEXTCOUR_CACHE_DIR"]) / "any.csv"
    path.write_bytes(HEAD.encode() + data)
    for batch in run(path):
        for row in batch.observations:
            contract.check_observation(row, TODAY)


def test_more_rows_than_any_table_has_are_refused(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_rows, "MAX_ROWS", 3)
    batches = run(write(table, HEAD + "".join(f"{number},A,1\n" for number in range(1, 9))))
    assert "more than 3 rows" in why_of(batches)[-1][1]
