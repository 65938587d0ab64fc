"""`nextcour fact` and `nextcour db` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import nextcour

SOURCE = ("--source", "https://example.org/news")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"NEXTCOUR_DATA_DIR": str(tmp_path / "data"), "NEXTCOUR_DATABASE_URL": ""}


def listed(home: dict[str, str], *more: str) -> list[dict[str, object]]:
    found = nextcour("fact", "list", "--json", *more, env=home)
    assert found.returncode == 0, found.stderr
    rows = json.loads(found.stdout)
    assert isinstance(rows, list)
    return rows


@pytest.mark.usefixtures("engine")
def test_a_fact_is_added_listed_and_retracted(home: dict[str, str]) -> None:
    done = nextcour("fact", "add", "bgm302076", "premiere", "2027-04", *SOURCE, "--day", "2026-11-20", env=home)
    assert done.returncode == 0, done.stderr
    assert "seen 2026-11-20" in done.stderr
    (row,) = listed(home, "bgm302076")
    assert row["observation"] == {
        "key": {"provider": "entry", "id": "bgm302076"},
        "field": "premiere",
        "value": "[2027,4,null]",
        "source": "editor",
        "observed_at": "2026-11-20",
        "url": "https://example.org/news",
        "valid_from": None,
        "valid_to": None,
    }
    assert "editor" in nextcour("fact", "list", env=home).stdout
    gone = nextcour("fact", "retract", "bgm302076", "premiere", *SOURCE, "--note", "wrong show", env=home)
    assert gone.returncode == 0, gone.stderr
    assert [row["withdrawn"] for row in listed(home)] == [True]
    assert "WITHDRAWN" in nextcour("fact", "list", env=home).stdout
    twice = nextcour("fact", "retract", "bgm302076", "premiere", *SOURCE, env=home)
    assert twice.returncode == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("mal:1", "premiere", "soon", *SOURCE),
        ("mal:1", "nonsense", "1", *SOURCE),
        ("mal:1", "title.ja", "\x1b[2J", *SOURCE),
        ("mal:1", "title.ja", "", *SOURCE),
        ("mal:1", "title.ja", "'; DROP TABLE observation; --", "--source", "ftp://example.org"),
        ("mal:1", "episodes", "12"),
        ("mal:1", "episodes", "12", *SOURCE, "--day", "2030-01-01"),
        ("bgm999999999", "episodes", "12", *SOURCE),
        ("nobody:1", "episodes", "12", *SOURCE),
    ],
)
@pytest.mark.usefixtures("engine")
def test_hostile_or_senseless_input_is_refused_and_nothing_recorded(
    arguments: tuple[str, ...], home: dict[str, str]
) -> None:
    done = nextcour("fact", "add", *arguments, env=home)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "\x1b" not in done.stderr
    assert listed(home) == []


def test_text_that_looks_like_sql_is_text(home: dict[str, str]) -> None:
    text = "'; DROP TABLE observation; -- %s :x"
    assert nextcour("fact", "add", "mal:1", "title.en", text, *SOURCE, env=home).returncode == 0
    assert [row["observation"]["value"] for row in listed(home)] == [json.dumps(text)]  # type: ignore[index]


def test_a_store_is_backed_up_checked_and_restored(home: dict[str, str], tmp_path: Path) -> None:
    nothing = nextcour("db", "check", env=home)
    assert nothing.returncode == 1
    nextcour("fact", "add", "mal:1", "episodes", "12", *SOURCE, env=home)
    assert "nothing wrong" in nextcour("db", "check", env=home).stdout
    assert json.loads(nextcour("db", "check", "--json", env=home).stdout)["rows"]["observation"] == 1
    file = str(tmp_path / "facts.bak")
    assert nextcour("db", "backup", file, env=home).returncode == 0
    nextcour("fact", "add", "mal:1", "episodes", "24", *SOURCE, env=home)
    refused = nextcour("db", "restore", file, env=home)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert nextcour("db", "restore", file, "--force", env=home).returncode == 0
    assert [row["observation"]["value"] for row in listed(home)] == ["12"]  # type: ignore[index]
    assert "up to date" in nextcour("db", "upgrade", env=home).stderr
    assert "no " in nextcour("db", "restore", str(tmp_path / "none"), env=home).stderr


def test_an_older_store_is_upgraded_after_a_backup(home: dict[str, str], tmp_path: Path) -> None:
    from nextcour.store.facts import upgrade
    from nextcour.store.facts.engine import connect, file_url

    path = Path(home["NEXTCOUR_DATA_DIR"]) / "facts.sqlite"
    upgrade.upgrade(connect(file_url(path)), "0001")
    refused = nextcour("fact", "list", env=home)
    assert refused.returncode == 1
    assert "nextcour db upgrade" in refused.stderr
    done = nextcour("db", "upgrade", env=home)
    assert done.returncode == 0, done.stderr
    assert [one.name for one in path.parent.glob("facts.sqlite.0001-*") if not one.name.endswith(".sha256")]
    assert listed(home) == []


def test_a_password_in_the_address_is_never_printed(home: dict[str, str]) -> None:
    secret = "hunter2-very-secret"
    address = f"postgresql://me:{secret}@127.0.0.1:1/facts"
    for command in (("db", "check"), ("fact", "list"), ("db", "upgrade"), ("doctor",)):
        done = nextcour(*command, env={**home, "NEXTCOUR_DATABASE_URL": address})
        assert secret not in done.stdout + done.stderr
        if command != ("doctor",):
            assert done.returncode == 1
            assert "cannot be reached" in done.stderr


@pytest.mark.usefixtures("engine")
def test_a_count_is_of_the_day_it_was_shown_unless_another_is_given(home: dict[str, str]) -> None:
    count = ("fact", "add", "bgm302076", "demand.members")
    day = ("--day", "2026-11-20")
    done = nextcour(*count, "1200", *SOURCE, *day, env=home)
    assert done.returncode == 0, done.stderr
    assert "demand.members = 1200, counted on 2026-11-20, seen 2026-11-20" in done.stderr
    done = nextcour(*count, "1100", *SOURCE, *day, "--valid-from", "2026-10-01", env=home)
    assert "counted on 2026-10-01, seen 2026-11-20" in done.stderr
    (newest,) = listed(home, "bgm302076")
    assert (newest["observation"]["value"], newest["observation"]["valid_from"]) == ("1200", "2026-11-20")  # type: ignore[index]
    late = nextcour(*count, "1300", *SOURCE, *day, "--valid-from", "2026-11-21", env=home)
    assert late.returncode == 2
    assert "Nothing was recorded" in late.stderr
