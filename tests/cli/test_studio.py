"""`nextcour studio`: found as people write it, season by season, and safe with whatever is typed."""

from __future__ import annotations

import json

import pytest

from nextcour.bootstrap import Engine
from nextcour.cli.demand_show import BARS, PLAIN, bars
from nextcour.cli.studio import find
from tests.cli.run import nextcour


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("pierrot", "Studio Pierrot"),
        ("京アニ", "Kyoto Animation"),
        ("kyoto animtion", "Kyoto Animation"),
        ("jcstaff", "J.C.Staff"),
        ("clover works", "CloverWorks"),
        ("骨头社", "Bones"),
    ],
)
def test_a_studio_is_found_as_people_write_it(typed: str, name: str, engine: Engine) -> None:
    assert find(typed, engine.library.studios()) == name


def test_its_seasons_end_where_its_source_was_read(engine: Engine) -> None:
    done = nextcour("studio", "cloverworks", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["studio"] == "CloverWorks"
    assert found["known_to"] == str(engine.library.observed.days["bgmd"])
    assert "bgmd" in found["note"]
    assert len(found["workload"]["past"]) == 8
    assert found["workload"]["gap"]["n"] >= 3
    named = {one["entry"] for one in found["titles"]}
    for season in found["workload"]["past"] + found["workload"]["ahead"]:
        assert set(season["started"]) <= set(season["on_air"]) <= named


def test_an_earlier_day_knows_nothing_of_later_shows() -> None:
    done = nextcour("studio", "cloverworks", "--as-of", "2019-07-01", "--json")
    found = json.loads(done.stdout)
    assert found["known_to"] == "2019-07-01"
    assert found["note"] == ""
    assert found["workload"]["past"][-1]["season"] == "SUMMER 2019"
    assert not any("SPY" in one["title"] for one in found["titles"])


def test_the_page_names_seasons_and_shows() -> None:
    done = nextcour("studio", "cloverworks", "--as-of", "2023-02-01", env={"COLUMNS": "100"})
    assert done.returncode == 0, done.stderr
    assert "As known on 1 Feb 2023." in done.stdout
    assert "Winter 2023" in done.stdout


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("",), 2),
        ((" ",), 2),
        (("x" * 5000,), 2),
        (("bo\x1b[31mnes",), 2),
        (("a\nb",), 2),
        (("studio",), 4),
        (("qqqqzzzz",), 3),
        (("[bold]%s{0}';DROP TABLE page;--",), 3),
        (("../../etc/passwd",), 3),
        (("・",), 3),
        ((), 2),
    ],
)
def test_what_is_no_studio_is_said_and_nothing_of_it_steers_the_terminal(typed: tuple[str, ...], code: int) -> None:
    done = nextcour("studio", "--", *typed)
    assert done.returncode == code, done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert done.stdout == ""


def test_bars_survive_a_pipe_that_cannot_show_them() -> None:
    values = [1.0, 2.0, 8.0, 4.0]
    assert set(bars(values, "utf-8")) <= set(BARS)
    assert set(bars(values, "ascii")) <= set(PLAIN)
    assert set(bars(values, None)) <= set(PLAIN)
    assert len(bars([float(at) for at in range(1000)], "utf-8")) == 40
    assert bars([1.0], "utf-8") == ""
    assert bars([3.0, 3.0], "utf-8") == BARS[0] * 2
