"""`nextcour sync` and `nextcour schedule`, against servers on the loopback."""

from __future__ import annotations

import base64
import configparser
import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from nextcour.sources.pins import pins
from nextcour.store import bundle, paths
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from tests.cli.run import COMMAND, nextcour
from tests.conftest import ROOT
from tests.replay.anilist import AniListServer, titles
from tests.replay.server import ReplayServer, Reply, Sent, status
from tests.sources.fakes import item, packages, tarball
from tests.syncing.servers import RELEASE, bulk

VERSIONS = {pin.name: (pin.version, pin.integrity) for pin in pins()}
SHOW = item("アクダマドライブ", ids={"bangumi": "302076", "mal": "41433", "aniList": "116566"})


class Registry(ReplayServer):
    """A page for each package in `versions`, and tarballs of bangumi-data in `works`, by version."""

    def __init__(self, versions: Mapping[str, tuple[str, str]], works: Mapping[str, list[dict[str, Any]]]) -> None:
        self.versions = dict(versions)
        self.tarballs = {
            version: tarball({f"package/{name}": data for name, data in packages(rows)["bangumi-data"].items()})
            for version, rows in works.items()
        }
        super().__init__()

    def answer(self, sent: Sent) -> Reply:
        name = unquote(sent.path).lstrip("/")
        found = re.fullmatch(r"bangumi-data/-/bangumi-data-([\d.]+)\.tgz", name)
        if found:
            data = self.tarballs.get(found[1])
            return Reply(200, data, {"Content-Type": "application/octet-stream"}) if data else status(404)
        if name not in self.versions:
            return status(404)
        latest, integrity = self.versions[name]
        known = {latest: {"dist": {"integrity": integrity}}}
        if name == "bangumi-data":
            for version, data in self.tarballs.items():
                digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
                known[version] = {"dist": {"integrity": f"sha512-{digest}"}}
        return Reply.json({"dist-tags": {"latest": latest}, "versions": known})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of a few shows: loading it takes no time."""
    content, _, _ = bundle.newest([paths.BUNDLED])
    path = tmp_path_factory.mktemp("small") / "catalogue.msgpack.xz"
    import msgspec

    bundle.write(msgspec.structs.replace(content, entries=content.entries[:40]), path)
    return path


@pytest.fixture
def home(tmp_path: Path, small: Path) -> dict[str, str]:
    return {
        "NEXTCOUR_DATA_DIR": str(tmp_path / "data"),
        "NEXTCOUR_CACHE_DIR": str(tmp_path / "cache"),
        "NEXTCOUR_CATALOGUE": str(small),
        "NEXTCOUR_DATABASE_URL": "",
        "HOME": str(tmp_path),
        "NEXTCOUR_SOURCE_URLS": "",
    }


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry(VERSIONS, {VERSIONS["bangumi-data"][0]: [SHOW]}) as server:
        yield server


def store(home: Mapping[str, str]) -> SqlFactStore:
    return open_store(file_url(Path(home["NEXTCOUR_DATA_DIR"]) / "facts.sqlite"))


def test_a_second_sync_adds_nothing(registry: Registry, home: dict[str, str], tmp_path: Path) -> None:
    env = {**home, "NPM_CONFIG_REGISTRY": registry.base}
    first = nextcour("sync", "bangumi-data", env=env, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert re.search(r"bangumi-data +\d+ .*done", first.stdout)
    assert "Nothing newer in the registry. The data is of 2026-04-25." in first.stderr
    known = len(list(store(home).latest()))
    report = json.loads(nextcour("sync", "bangumi-data", "--json", env=env, cwd=tmp_path).stdout)
    (row,) = report["sources"]
    assert (row["state"], row["new"], row["changed"], row["problems"]) == ("done", 0, 0, [])
    assert len(list(store(home).latest())) == known
    assert not report["index_rebuilt"]
    assert not pending(home).exists()


def test_the_index_is_made_anew_only_when_something_came(
    registry: Registry, home: dict[str, str], tmp_path: Path
) -> None:
    env = {**home, "NPM_CONFIG_REGISTRY": registry.base}
    assert json.loads(nextcour("sync", "bangumi-data", "--json", env=env).stdout)["index_rebuilt"]
    pending(home).touch()  # as a sync leaves it that was killed before it made ready what came
    report = json.loads(nextcour("sync", "bangumi-data", "--json", env=env).stdout)
    assert not report["index_rebuilt"], "the same facts make the same index"
    assert not pending(home).exists()
    registry.misbehave(status(500), always=True)
    nextcour("sync", "bangumi-data", env=env)
    assert not pending(home).exists()


def pending(home: Mapping[str, str]) -> Path:
    return Path(home["NEXTCOUR_DATA_DIR"]) / "synced-not-prepared"


def test_a_newer_package_that_cannot_be_fetched_leaves_the_catalogue_as_it_was(
    registry: Registry, home: dict[str, str], tmp_path: Path
) -> None:
    pytest.importorskip("cutlet", reason="building needs the [sources] extra")
    registry.versions["bgmd"] = ("99.0.0", VERSIONS["bgmd"][1])
    env = {**home, "NPM_CONFIG_REGISTRY": registry.base, "NEXTCOUR_CATALOGUE": ""}
    done = nextcour("sync", "bangumi-data", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Loaded the catalogue once" in done.stderr
    assert re.search(r"catalogue: .*cannot be fetched", done.stderr) or "is not the pinned package" in done.stderr
    assert "The catalogue was not changed." in done.stderr
    assert "Answers still rest on the catalogue of 2026-04-25." in done.stderr
    assert not paths.synced().exists()
    assert not (tmp_path / "data" / "catalogue.msgpack.xz").exists()


def test_a_registry_that_has_nothing_is_a_line_and_exit_code_1(home: dict[str, str], tmp_path: Path) -> None:
    with Registry({}, {}) as server:
        done = nextcour("sync", "bangumi-data", env={**home, "NPM_CONFIG_REGISTRY": server.base}, cwd=tmp_path)
    assert done.returncode == 1
    assert "bangumi-data: npm registry: " in done.stderr
    assert "bangumi-data could not be had: run `nextcour sync bangumi-data` again later." in done.stderr


def test_one_source_that_is_down_does_not_cost_the_other(
    registry: Registry, home: dict[str, str], tmp_path: Path
) -> None:
    with bulk(50) as files:
        files.misbehave(status(404), always=True)
        urls = {"offline-database": {"url": files.base + RELEASE, "fallback": files.base + RELEASE}}
        env = {**home, "NPM_CONFIG_REGISTRY": registry.base, "NEXTCOUR_SOURCE_URLS": json.dumps(urls)}
        done = nextcour("sync", "offline-database", "bangumi-data", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"offline-database .*failed", done.stdout)
    assert re.search(r"bangumi-data .*done", done.stdout)
    assert "anime-offline-database could not be had" in done.stderr


def test_a_show_is_asked_for_by_its_number_and_what_is_due_is_shown(home: dict[str, str], tmp_path: Path) -> None:
    number = titles()[0]["id"]
    with AniListServer(titles()) as server:
        env = {**home, "NEXTCOUR_SOURCE_URLS": json.dumps({"anilist": server.base})}
        done = nextcour("sync", "anilist", "--title", f"anilist:{number}", "--json", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["sources"]
    assert row["new"] > 20
    listed = nextcour("schedule", "--list", env=home, cwd=tmp_path).stdout
    assert re.search(r"anilist +what you follow +1 d +\d{4}-\d\d-\d\d \d\d:\d\d +\d{4}", listed)
    assert re.search(r"jikan +what you follow +1 d +never +now", listed)


def test_a_source_that_is_asked_by_title_says_so(home: dict[str, str], tmp_path: Path) -> None:
    done = nextcour("sync", "jikan", env=home, cwd=tmp_path)
    assert done.returncode == 1
    assert "name one, `nextcour sync jikan --title QUERY`" in done.stderr


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["jikn"], "Did you mean jikan?", 1),
        (["file"], "is asked with --file PATH", 2),
        (["jikan", "--title", "qqqqzzzz wwwww"], "No show 'qqqqzzzz wwwww' in the catalogue", 3),
        (["jikan", "--file", "x.csv"], "--file is read by itself", 2),
        (["--file", "x.csv"], "No column with ids is named: --id mal=COLUMN", 1),
    ],
)
def test_what_cannot_be_understood_says_what_to_write(
    home: dict[str, str], tmp_path: Path, words: list[str], said: str, code: int
) -> None:
    done = nextcour("sync", *words, env=home, cwd=tmp_path)
    assert said in done.stderr
    assert done.returncode == code


def test_a_setting_that_cannot_be_read_says_so(home: dict[str, str], tmp_path: Path) -> None:
    done = nextcour("sync", "jikan", env={**home, "NEXTCOUR_SOURCE_URLS": "jikan=http"}, cwd=tmp_path)
    assert done.returncode == 2
    assert "NEXTCOUR_SOURCE_URLS is not like" in done.stderr


def test_a_table_of_ones_own_becomes_facts(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "ranking.csv").write_text("id,members\n1,100\n2,50\n")
    words = [
        "sync",
        "--file",
        "ranking.csv",
        "--id",
        "mal=id",
        "--map",
        "members=demand.members",
        "--day",
        "2026-07-19",
    ]
    done = nextcour(*words, env=home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"file:ranking +2 +0 +0 +0 ", done.stdout)
    assert re.search(r"file:ranking +0 +0 +0 +0 ", nextcour(*words, env=home, cwd=tmp_path).stdout)


def test_without_the_extras_it_says_what_to_install(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sqlalchemy.py").write_text("raise ImportError('no', name='sqlalchemy')\n")
    for command in ("sync", "schedule"):
        done = nextcour(command, env={**home, "PYTHONPATH": str(tmp_path)}, cwd=tmp_path)
        assert done.returncode == 1
        assert "-m pip install 'nextcour[sources,store]'" in done.stderr


def test_ctrl_c_ends_at_a_batch_and_the_next_sync_goes_on(home: dict[str, str], tmp_path: Path) -> None:
    with bulk(6000) as files:
        urls = {"offline-database": {"url": files.base + RELEASE, "fallback": files.base + RELEASE}}
        env = {**os.environ, **home, "NEXTCOUR_SOURCE_URLS": json.dumps(urls)}
        words = [*COMMAND, "sync", "offline-database"]
        process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while process.poll() is None:
            known = Path(home["NEXTCOUR_DATA_DIR"]) / "facts.sqlite"
            run = store(home).unfinished("offline-database") if known.exists() and known.stat().st_size > 4e5 else None
            if run is not None and run.counts.new:
                process.send_signal(signal.SIGINT)
                break
            time.sleep(0.02)
        said, errors = process.communicate(timeout=60)
        assert process.returncode == 130, errors
        assert "interrupted" in errors
        assert "cut off" in said
        assert "Traceback" not in errors
        assert pending(home).exists(), "what came is made ready by the next sync"
        done = nextcour("sync", "offline-database", env={**home, "NEXTCOUR_SOURCE_URLS": env["NEXTCOUR_SOURCE_URLS"]})
    assert done.returncode == 0
    assert "done, resumed" in done.stdout
    assert len({one.observation.key for one in store(home).latest()}) >= 5000


def test_the_service_stops_at_sigterm_with_a_line(home: dict[str, str], tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    urls: dict[str, Any] = {"ann-news": nowhere, "offline-database": {"url": nowhere, "fallback": nowhere}}
    env = {**os.environ, **home, "NEXTCOUR_SOURCE_URLS": json.dumps(urls), "NPM_CONFIG_REGISTRY": nowhere}
    process = subprocess.Popen(
        [*COMMAND, "schedule"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stderr is not None
    lines = [process.stderr.readline()]
    while "ann-news" not in lines[-1]:
        lines.append(process.stderr.readline())
        assert lines[-1], lines
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == 0, rest
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ stopped\n", rest)
    assert re.match(r"\S+Z started, facts in .*facts.sqlite", lines[0])
    assert [line.split()[1:3] for line in lines[1:]] == [
        ["offline-database", "failed"],
        ["bangumi-data", "failed"],
        ["ann-news", "failed"],
    ]
    assert all("again in 5 min" in line or "again in 6 min" in line for line in lines[1:])


def test_schedule_once_asks_what_is_due_and_ends(registry: Registry, home: dict[str, str], tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    urls: dict[str, Any] = {"ann-news": nowhere, "offline-database": {"url": nowhere, "fallback": nowhere}}
    env = {**home, "NEXTCOUR_SOURCE_URLS": json.dumps(urls), "NPM_CONFIG_REGISTRY": registry.base}
    first = nextcour("schedule", "--once", env=env, cwd=tmp_path)
    assert first.returncode == 0
    assert re.search(r"Z bangumi-data done new=[1-9]", first.stderr)
    second = nextcour("schedule", "--once", env=env, cwd=tmp_path)
    assert "ann-news failed" in first.stderr
    assert second.stderr == "", "what failed is left alone for minutes, also by the next process"
    listed = nextcour("schedule", "--list", env=env, cwd=tmp_path).stdout
    assert re.search(r"ann-news .* never +\d{4}-\d\d-\d\d \d\d:\d\d, failed once", listed)


def test_the_service_stopped_in_the_middle_of_a_source_goes_on_when_it_is_started_again(
    home: dict[str, str], tmp_path: Path
) -> None:
    nowhere = "http://127.0.0.1:9"
    with bulk(6000) as files:
        urls = {
            "offline-database": {"url": files.base + RELEASE, "fallback": files.base + RELEASE},
            "ann-news": nowhere,
        }
        env = {**home, "NEXTCOUR_SOURCE_URLS": json.dumps(urls), "NPM_CONFIG_REGISTRY": nowhere}
        process = subprocess.Popen(
            [*COMMAND, "schedule"], env={**os.environ, **env}, stderr=subprocess.PIPE, text=True, cwd=tmp_path
        )
        known = Path(home["NEXTCOUR_DATA_DIR"]) / "facts.sqlite"
        stored = 0
        while not stored and process.poll() is None:
            time.sleep(0.02)
            run = store(home).unfinished("offline-database") if known.exists() and known.stat().st_size > 4e5 else None
            stored = run.counts.new if run is not None else 0
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert said.endswith("Z stopped\n")
        assert "Traceback" not in said
        assert store(home).unfinished("offline-database") is not None
        again = nextcour("schedule", "--once", env=env, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "offline-database done" in again.stderr
    assert len({one.observation.key for one in store(home).latest()}) >= 5000
    assert store(home).unfinished("offline-database") is None


def part(name: str) -> str:
    text = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w*\n(.*?)```\n<!-- /{re.escape(name)} -->", text, re.S)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", ["nextcour.service", "nextcour-once.service", "nextcour-once.timer"])
def test_the_units_in_the_docs_can_be_read_and_run_a_command_that_there_is(name: str) -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(part(name))
    assert unit["Unit"]["Description"]
    if name.endswith(".timer"):
        assert unit["Timer"]["Unit"] == "nextcour-once.service"
        assert unit["Install"]["WantedBy"] == "timers.target"
        return
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/nextcour")
    assert nextcour(*words, "--help").returncode == 0


def test_the_line_for_cron_has_five_times_and_a_command_that_there_is() -> None:
    (line,) = part("cron").splitlines()
    *times, command = line.split(maxsplit=5)
    assert len(times) == 5
    assert times[0].isdigit()
    assert 0 <= int(times[0]) < 60
    assert times[1:] == ["*"] * 4
    assert "%" not in command, "cron takes a percent sign for the end of the command"
    _, *words = shlex.split(command.partition("2>>")[0])
    assert nextcour(*words, "--help").returncode == 0


def test_the_newest_readable_catalogue_is_used(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"x")
    content, _, path = bundle.newest([tmp_path / "damaged", paths.BUNDLED])
    assert path == paths.BUNDLED
    with pytest.raises(bundle.CatalogueDamaged):
        bundle.newest([tmp_path / "damaged", tmp_path / "missing"])
    assert content.entries
