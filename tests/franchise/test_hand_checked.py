"""Precision and recall on the samples checked by hand (see bench/franchise_quality.py for how they were drawn)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nextcour.catalog.entry import Entry
from nextcour.franchise.graph import Graph

FIXTURE = Path(__file__).parent / "fixtures" / "hand_checked.jsonl"
ROWS = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def after(graph: Graph) -> dict[str, str]:
    """What comes next on its line, by entry."""
    return {link.earlier: link.later for f in graph.franchises for line in f.lines for link in line.links}


def test_the_fixture_is_whole(entries: dict[str, Entry]) -> None:
    report = [row for row in ROWS if row["sample"] == "report"]
    assert sum(row["kind"] == "link" for row in report) >= 200
    assert sum(row["kind"] == "end" for row in report) >= 100
    for row in ROWS:
        assert row["reason"]
        assert row["verdict"] in ({"yes", "no"} if row["kind"] == "link" else {"none", "missed"})
        for role in ("earlier", "later", "last", "successor"):
            assert row.get(role) is None or row[role] in entries, row


@pytest.mark.parametrize(("sample", "at_least"), [("first", 0.98), ("second", 0.975), ("report", 0.97)])
def test_precision(sample: str, at_least: float, after: dict[str, str]) -> None:
    links = [row for row in ROWS if row["sample"] == sample and row["kind"] == "link"]
    made = [row for row in links if after.get(row["earlier"]) == row["later"]]
    assert len(made) >= 0.95 * len(links)
    assert sum(row["verdict"] == "yes" for row in made) >= at_least * len(made)


@pytest.mark.parametrize("sample", ["first", "second", "report"])
def test_recall_of_checked_links(sample: str, after: dict[str, str]) -> None:
    right = [row for row in ROWS if row["sample"] == sample and row["kind"] == "link" and row["verdict"] == "yes"]
    lost = [row for row in right if after.get(row["earlier"]) != row["later"]]
    assert len(lost) <= 0.01 * len(right), lost


@pytest.mark.parametrize("sample", ["first", "second", "report"])
def test_line_ends(sample: str, after: dict[str, str]) -> None:
    ends = [row for row in ROWS if row["sample"] == sample and row["kind"] == "end"]
    wrong = [row for row in ends if after.get(row["last"]) != row["successor"]]
    assert len(wrong) <= 0.03 * len(ends), wrong
