"""`nextcour franchise`: corrections are checked, recorded, and survive a rebuild."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nextcour.bootstrap import Engine
from tests.cli.run import nextcour

SOURCE = "https://example.org/official"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"NEXTCOUR_DATA_DIR": str(tmp_path / "data"), "NEXTCOUR_CACHE_DIR": str(tmp_path / "cache")}


def lone_series(engine: Engine) -> tuple[str, str]:
    """Two TV series that stand alone, the earlier one first."""
    alone = []
    for name in engine.library.franchise_ids():
        franchise = engine.library.franchise(name)
        entries = franchise.entry_ids()
        if len(entries) == 1 and engine.library.entry(entries[0]).format.value == "TV":
            alone.append(engine.library.entry(entries[0]))
        if len(alone) == 2:
            break
    alone.sort(key=lambda entry: entry.premiere)
    return alone[0].id, alone[1].id


def test_a_link_and_its_undoing_survive_rebuilds(engine: Engine, home: dict[str, str]) -> None:
    earlier, later = lone_series(engine)
    done = nextcour("franchise", "link", earlier, later, "--source", SOURCE, env=home)
    assert done.returncode == 0, done.stderr
    title = engine.library.entry(earlier).title
    explained = json.loads(nextcour("explain", "--json", title, env=home).stdout)
    rows = explained["lines"][0]["installments"]
    assert [row["entries"] for row in rows] == [[earlier], [later]]
    evidence = explained["lines"][0]["links"][0]["evidence"]
    assert any(item["kind"] == "correction" and item["source"] == SOURCE for item in evidence)

    done = nextcour("franchise", "renumber", later, "5", "--source", SOURCE, env=home)
    assert done.returncode == 0, done.stderr
    explained = json.loads(nextcour("explain", "--json", title, env=home).stdout)
    assert [row["number"] for row in explained["lines"][0]["installments"]] == [1, 5]

    done = nextcour("franchise", "unlink", earlier, later, "--source", SOURCE, env=home)
    assert done.returncode == 0, done.stderr
    explained = json.loads(nextcour("explain", "--json", title, env=home).stdout)
    assert [row["entries"] for row in explained["lines"][0]["installments"]] == [[earlier]]

    listed = json.loads(nextcour("franchise", "list", "--json", env=home).stdout)
    assert [item["kind"] for item in listed["corrections"][-3:]] == ["link", "renumber", "unlink"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("link", "bgm302076", "bgm302076", "--source", SOURCE), "two different entries"),
        (("link", "bgm302076", "nonsense", "--source", SOURCE), "No entry"),
        (("link", "bgm302076", "bgm1", "--source", "file:///etc/passwd"), "http(s) address"),
        (("link", "bgm302076", "bgm1", "--source", SOURCE, "--note", "a\nb"), "printable"),
        (("renumber", "bgm302076", "0", "--source", SOURCE), "1<=x<=999"),
        (("link", "bgm302076", "bgm1"), "--source"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(args: tuple[str, ...], words: str, home: dict[str, str]) -> None:
    done = nextcour("franchise", *args, env={**home, "NEXTCOUR_CACHE_DIR": ""} if "nonsense" not in args else home)
    assert done.returncode == 2
    assert words in done.stderr
    assert not (Path(home["NEXTCOUR_DATA_DIR"]) / "corrections.jsonl").exists()


def test_a_damaged_line_is_passed_over_and_named(home: dict[str, str]) -> None:
    path = Path(home["NEXTCOUR_DATA_DIR"]) / "corrections.jsonl"
    path.parent.mkdir()
    path.write_text("{cut short\n", encoding="utf-8")
    done = nextcour("franchise", "list", env=home)
    assert done.returncode == 0
    assert "line 1" in done.stderr
