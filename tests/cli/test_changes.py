"""`nextcour changes` as a person types it, on the bundled catalogue alone."""

from __future__ import annotations

import json

from tests.cli.run import nextcour

SPAN = ("--since", "2026-01-01", "--until", "2026-04-25")


def test_every_change_of_a_span_is_told_with_its_evidence() -> None:
    done = nextcour("changes", *SPAN)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("After 2026-01-01, up to 2026-04-25: ")
    assert "bangumi-data, shown 2026-04-25 (known-once-it-ended)" in done.stdout
    assert "season 3 finished" in done.stdout


def test_json_has_the_same_changes_and_nothing_outside_the_span() -> None:
    found = json.loads(nextcour("changes", *SPAN, "--json").stdout)
    assert (found["since"], found["until"], found["known_to"]) == ("2026-01-01", "2026-04-25", "2026-04-25")
    rows = found["changes"]
    assert rows
    assert all("2026-01-01" < row["day"] <= "2026-04-25" for row in rows)
    assert all(row["source"] and row["observed_at"] and row["url"].startswith("https://") for row in rows)
    assert {"ANNOUNCED", "DATED", "STARTED", "FINISHED"} <= {row["kind"] for row in rows}
    assert rows == sorted(rows, key=lambda row: (row["day"], row["entry"]))


def test_a_title_narrows_it_to_one_franchise() -> None:
    found = json.loads(nextcour("changes", "--since", "2023-01-01", "--title", "oshi no ko", "--json").stdout)
    told = [(row["day"], row["kind"], row["installment"]) for row in found["changes"]]
    assert ("2024-07-03", "STARTED", 2) in told
    assert ("2026-03-25", "FINISHED", 3) in told
    assert len({row["franchise"] for row in found["changes"]}) == 1


def test_days_after_the_data_are_said_to_be_unknown() -> None:
    done = nextcour("changes", "--since", "2026-04-01", "--title", "oshi no ko")
    assert "The data ends on 2026-04-25" in done.stdout


def test_strict_tells_only_what_a_source_had_shown() -> None:
    found = json.loads(nextcour("changes", *SPAN, "--strict", "--json").stdout)
    assert {row["day"] for row in found["changes"]} >= {"2026-04-25"}
    assert all(row["observed_at"] <= row["day"] for row in found["changes"])


def test_a_title_that_is_nothing_ends_like_ask() -> None:
    done = nextcour("changes", *SPAN, "--title", "qwxz vvkkq jjqx")
    assert done.returncode == 3
    assert "Not found" in done.stdout


def test_days_in_the_wrong_order_are_refused() -> None:
    done = nextcour("changes", "--since", "2026-04-25", "--until", "2026-01-01")
    assert done.returncode == 2
    assert "has to come first" in done.stderr


def test_a_day_is_asked_for() -> None:
    assert nextcour("changes").returncode == 2
