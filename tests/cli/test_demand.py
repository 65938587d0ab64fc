"""Synced demand in `ask` and `explain`: one line, a small table, and nothing of a later day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from nextcour.bootstrap import Engine
from nextcour.catalog.dates import season_of
from nextcour.catalog.entry import Entry
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.signals.demand import COMPARED
from nextcour.store import bundle
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import open_store
from tests.cli.run import nextcour

SHOW = "Akudama Drive"
FIRST, STEP, WEEKS = dt.date(2021, 1, 4), 7, 60
LAST = FIRST + dt.timedelta(days=STEP * (WEEKS - 1))
FADED = dt.date(2021, 9, 1)


def season() -> list[Entry]:
    """Series of Fall 2020, Akudama Drive first."""
    found = []
    for one in bundle.read()[0].entries:
        first = one.premiere.earliest
        if one.format in COMPARED and one.premiere.day and first is not None and season_of(first) == ("FALL", 2020):
            found.append(one)
    found.sort(key=lambda one: all(title.text != SHOW for title in one.titles))
    return found


def observations() -> list[Observation]:
    """Members of the whole season: the show is the best known, and new interest in it halves every 12 weeks."""
    rows = []
    for place, one in enumerate(season()):
        total = 100_000.0 - 1_000 * place
        for week in range(WEEKS):
            total += 1000 * 0.5 ** (week / 12)
            day = FIRST + dt.timedelta(days=STEP * week)
            key = Key(Provider.ENTRY, one.id)
            rows.append(Observation(key, "demand.members", str(round(total)), "file:mine", day, valid_from=day))
    return rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A data folder with a store in it, and an index of its own."""
    folder = tmp_path_factory.mktemp("demand")
    store = open_store(file_url(folder / "data" / "facts.sqlite"))
    run = store.begin_run("file:mine")
    store.store(Batch(tuple(observations())), run)
    store.finish_run(run)
    return {
        "NEXTCOUR_DATA_DIR": str(folder / "data"),
        "NEXTCOUR_CACHE_DIR": str(folder / "cache"),
        "NEXTCOUR_DATABASE_URL": "",
        "COLUMNS": "200",
    }


def line(home: dict[str, str], *options: str) -> dict[str, object]:
    answer = json.loads(nextcour("ask", "--json", SHOW, *options, env=home).stdout)
    (found,) = [signal for signal in answer["evidence"] if signal["signal"] == "demand"]
    return dict(found)


def test_ask_says_place_trend_and_half_life_in_one_line(home: dict[str, str]) -> None:
    done = nextcour("ask", SHOW, "--as-of", str(FADED), env=home)
    assert done.returncode == 0, done.stderr
    (text,) = [row for row in done.stdout.splitlines() if "demand: " in row]
    assert f"demand: top 2 % of its season's {len(season())} series at your file mine on 30 Aug 2021" in text
    assert "new interest falling" in text
    assert "halves every 3 months since the finale" in text


def test_every_day_sees_only_what_had_been_counted(home: dict[str, str]) -> None:
    assert line(home, "--as-of", str(FADED))["observed_at"] == "2021-08-30"
    assert line(home)["observed_at"] == str(LAST)
    assert line(home)["source"] == "file:mine"
    before = line(home, "--as-of", str(FIRST - dt.timedelta(days=1)))
    assert before["source"] == "none"
    assert "nothing had been counted" in str(before["text"])


def test_without_synced_demand_the_catalogues_own_count_stands(engine: Engine) -> None:
    answer = engine.ask(SHOW, dt.date(2026, 11, 23))
    (found,) = [signal for signal in answer.evidence if signal.signal == "demand"]
    assert found.source == "anime-sachedule-search-data"
    assert "collections on Bangumi by 30 Jan 2022" in found.text


def test_explain_shows_the_series_and_bars_that_survive_a_pipe(home: dict[str, str]) -> None:
    done = nextcour("explain", SHOW, env=home)
    assert done.returncode == 0, done.stderr
    assert "Demand, as it was synced" in done.stdout
    assert "Akudama Drive  (your file mine, members)" in done.stdout
    assert "█" in done.stdout
    assert " 4 Jan 2021  101,000  above 99 % of" in done.stdout
    assert "Its studios, series on air by season" in done.stdout
    plain = nextcour("explain", SHOW, env={**home, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert plain.returncode == 0, plain.stderr
    picture = next(row for row in plain.stdout.splitlines() if "new interest  " in row)
    assert "#" in picture
    assert "?" not in picture


def test_explain_as_json_has_every_point_up_to_the_day(home: dict[str, str]) -> None:
    found = json.loads(nextcour("explain", "--json", SHOW, "--as-of", str(FADED), env=home).stdout)
    (row,) = found["demand"]
    assert row["points"][0] == {"day": str(FIRST), "value": 101_000.0, "place": pytest.approx(0.99, abs=0.01)} | {
        "counted": len(season())
    }
    assert row["points"][-1]["day"] == "2021-08-30"
    assert row["half_life"]["days"] == pytest.approx(84, rel=0.1)
    assert row["half_life"]["points"] == len(row["points"]) - 1
    assert [one["name"] for one in found["studios"]] == ["Studio Pierrot"]


def test_the_demand_file_can_be_deleted(home: dict[str, str]) -> None:
    path = Path(home["NEXTCOUR_DATA_DIR"]) / "demand.msgpack"
    before = path.read_bytes()
    path.unlink()
    assert line(home)["source"] == "file:mine"
    assert path.read_bytes() == before
