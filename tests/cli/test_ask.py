"""`nextcour ask` as a process: exit codes, JSON, one line, days, bad input."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest

from nextcour.cli.main import plain_question
from nextcour.cli.output import to_json
from nextcour.cli.schema import answer_schema
from tests.cli.run import COMMAND, nextcour

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "query", "as_of", "data_day", "franchise", "installment", "renewal_status", "status_detail", "forecast",
    "reference_class", "evidence", "facts", "candidates",
}  # fmt: skip


def test_a_show_is_answered_with_its_day() -> None:
    done = nextcour("ask", "akudama", "drive", "season", "2")
    assert done.returncode == 0
    assert "No season 2 known by 25 Apr 2026." in done.stdout
    assert "212 days old" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_has_the_promised_keys_and_fits_its_schema() -> None:
    done = nextcour("ask", "--json", "akudama drive season 2")
    answer = json.loads(done.stdout)
    jsonschema.Draft202012Validator(answer_schema()).validate(answer)
    assert answer.keys() >= KEYS
    assert answer["renewal_status"] == "NOT_ANNOUNCED"
    assert answer["installment"]["asked"] == 2
    assert answer["installment"]["exists"] is False
    assert set(answer["forecast"]["announced"]) <= {"6", "12", "24", "48"}
    assert set(answer["forecast"]["premiere"]) <= {"12", "24", "48"}
    assert answer["franchise"]["ids"]["mal"] == 41433
    assert answer["stale"] is True


def test_the_published_schema_is_the_one_in_use() -> None:
    published = json.loads((ROOT / "docs" / "answer.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(to_json(answer_schema())), "run: nextcour schema > docs/answer.schema.json"


def test_demand_is_not_known_before_it_was_counted() -> None:
    before = json.loads(nextcour("ask", "--json", "--as-of", "2022-01-01", "akudama drive").stdout)
    after = json.loads(nextcour("ask", "--json", "--as-of", "2022-02-01", "akudama drive").stdout)
    assert "collections" not in {fact["field"] for fact in before["facts"]}
    assert {fact["value"] for fact in after["facts"] if fact["field"] == "collections"} == {"3602"}


def test_strict_knows_nothing_before_a_source_looked() -> None:
    answer = json.loads(nextcour("ask", "--json", "--as-of", "2022-01-01", "--strict", "akudama drive").stdout)
    assert answer["renewal_status"] == "UNKNOWN"
    assert answer["facts"] == []


def test_short_is_one_line() -> None:
    done = nextcour("ask", "--short", "akudama drive")
    assert done.returncode == 0
    assert len(done.stdout.strip().splitlines()) == 1


def test_not_found_says_so_with_code_3() -> None:
    done = nextcour("ask", "qwxz vvkkq jjqx")
    assert done.returncode == 3
    assert done.stdout.startswith("Not found")


def test_ambiguous_lists_candidates_with_code_4() -> None:
    done = nextcour("ask", "--json", "gundam")
    assert done.returncode == 4
    answer = json.loads(done.stdout)
    assert answer["outcome"] == "AMBIGUOUS"
    assert len(answer["candidates"]) > 2
    assert answer["forecast"] is None


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("",), "empty"),
        (("   \t",), "empty"),
        (("\x1b[2J\x07",), "empty"),
        (("x" * 100_000,), "100,000 characters"),
        (("x", "--as-of", "2027-01-01"), "future"),
        (("x", "--as-of", "2023-02-30"), "no day of the calendar"),
        (("x", "--as-of", "yesterday"), "no day of the calendar"),
        (("x", "--short", "--json"), "exclude"),
        (("x", "--out", "y.csv"), "--batch"),
        ((), "empty"),
    ],
)
def test_bad_input_is_a_clear_message_with_code_2(args: tuple[str, ...], words: str) -> None:
    done = nextcour("ask", *args)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr) < 1000


@pytest.mark.parametrize(
    "query", ["😀😀", "3", "ꙮꙮꙮ", "ⴰⵎⴰⵣⵉⵖ", "\u202eevird", "'; DROP TABLE page; --", "%s%n{0}[bold]"]
)
def test_odd_queries_end_with_an_answer_or_a_no(query: str) -> None:
    done = nextcour("ask", query)
    assert done.returncode in (0, 3, 4)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", done.stdout + done.stderr)


@pytest.mark.parametrize("day", ["0001-01-01", "1950-01-01"])
def test_a_day_before_everything_knows_nothing(day: str) -> None:
    done = nextcour("ask", "akudama drive", "--as-of", day)
    assert done.returncode == 0
    assert "Nothing was known of it" in done.stdout


def test_narrow_terminals_and_forced_colour() -> None:
    narrow = nextcour("ask", "akudama drive", env={"COLUMNS": "40"})
    assert max(len(line) for line in narrow.stdout.splitlines()) <= 40
    forced = nextcour("ask", "akudama drive", env={"FORCE_COLOR": "1"})
    assert "\x1b[" in forced.stdout
    plain = nextcour("ask", "akudama drive", env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert not re.search(r"\x1b\[[0-9;]*3[1-7]", plain.stdout)


@pytest.mark.parametrize("question", ["akudama drive season 2", "gundam", "qwxz vvkkq jjqx", "", "銀魂"])
def test_the_short_way_and_the_way_through_click_agree(question: str) -> None:
    short = nextcour("ask", question)
    through = nextcour("ask", "--as-of", "2026-11-23", question)
    assert (short.returncode, short.stdout, short.stderr) == (through.returncode, through.stdout, through.stderr)


@pytest.mark.parametrize(
    ("arguments", "question"),
    [
        (["ask", "a", "b"], "a b"),
        (["ask", "--", "-x"], "-x"),
        (["ask", "a", "--json"], None),
        (["ask"], None),
        (["explain", "a"], None),
        ([], None),
    ],
)
def test_what_counts_as_a_plain_question(arguments: list[str], question: str | None) -> None:
    assert plain_question(arguments) == question


def test_every_candidate_can_be_asked_for_by_its_id() -> None:
    listed = json.loads(nextcour("ask", "--json", "gundam").stdout)["candidates"]
    for candidate in listed[:3]:
        found = json.loads(nextcour("ask", "--json", f"id:{candidate['line']}").stdout)
        assert found["franchise"]["line"] == candidate["line"]
    assert nextcour("ask", "id:no-such-line").returncode in (3, 4)


def test_a_full_disk_and_a_closed_pipe_are_no_tracebacks() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "ask", "akudama drive"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
    with subprocess.Popen(
        [*COMMAND, "ask", "akudama drive"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode in (1, 141)  # rich ends with 1 when it meets the closed pipe itself


def test_another_encoding_loses_no_answer() -> None:
    env = {"PYTHONIOENCODING": "ascii"}
    page = nextcour("ask", "銀魂", env=env)
    assert page.returncode == 0
    assert "known by 25 Apr 2026" in page.stdout
    native = json.loads(nextcour("ask", "--json", "銀魂", env=env).stdout)["franchise"]["titles"]["ja"]
    assert native == "銀魂"


def test_a_very_narrow_terminal_still_shows_the_title() -> None:
    page = nextcour("ask", "akudama drive", env={"COLUMNS": "24"})
    assert page.stdout.startswith("Akudama Drive")
