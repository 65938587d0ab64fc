"""`nextcour ask --batch`: every row comes back, matched or marked."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from nextcour.cli.batch import COLUMNS, read_questions
from nextcour.cli.errors import Stop
from tests.cli.run import nextcour

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = "query,note\nakudama drive season 2,a\nqwxz vvkkq jjqx,b\ngundam,c\n,d\n進撃の巨人,e\n"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(QUESTIONS, encoding="utf-8-sig")
    return path


def test_csv_keeps_every_row_in_order_and_marks_what_is_not_answered(questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = nextcour("ask", "--batch", str(questions), "--out", str(out))
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["outcome"] for row in rows] == ["ANSWERED", "NOT_FOUND", "AMBIGUOUS", "INVALID", "ANSWERED"]
    assert [row["query"] for row in rows] == ["akudama drive season 2", "qwxz vvkkq jjqx", "gundam", "", "進撃の巨人"]
    assert rows[0]["mal_id"] == "41433"
    assert 0 <= float(rows[0]["announced_24m_low"]) <= float(rows[0]["announced_24m"]) <= 1
    assert rows[1]["announced_24m"] == ""


def test_json_and_parquet_hold_the_same(questions: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="Parquet needs the [forecast] extra")
    for name in ("out.json", "out.parquet"):
        done = nextcour("ask", "--batch", str(questions), "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    from_json = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    from_parquet = polars.read_parquet(tmp_path / "out.parquet").to_dicts()
    assert from_json == from_parquet


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"title\nx\n", "no column `query`"),
        (b"query\n\xff\xfe\n", "not UTF-8"),
        (b'query\n"x\n', "no CSV file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(Stop, match=words):
        read_questions(path)


def test_a_failed_batch_leaves_nothing(questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "file" / "out.csv"
    (tmp_path / "file").write_text("in the way")
    done = nextcour("ask", "--batch", str(questions), "--out", str(out))
    assert done.returncode == 1
    assert "Nothing was kept" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "in.csv"]


def test_an_unknown_ending_is_bad_usage(questions: Path) -> None:
    done = nextcour("ask", "--batch", str(questions), "--out", "out.xls")
    assert done.returncode == 2
    assert ".parquet" in done.stderr


def test_the_data_dictionary_names_every_column() -> None:
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    for name, words in COLUMNS.items():
        assert f"| `{name}` | {words} |" in text


def test_the_input_is_never_overwritten(questions: Path) -> None:
    before = questions.read_bytes()
    done = nextcour("ask", "--batch", str(questions), "--out", str(questions))
    assert done.returncode == 2
    assert "the input itself" in done.stderr
    assert questions.read_bytes() == before


def test_an_unusable_data_folder_does_not_stop_answers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = nextcour("ask", "--short", "akudama drive", env={"NEXTCOUR_DATA_DIR": str(tmp_path / "file" / "data")})
    assert done.returncode == 0, done.stderr
