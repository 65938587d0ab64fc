"""Versions of bangumi-data as a source, from a registry that is made up; the real one where asked for."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.observation import Batch, Key, Provider
from nextcour.sources import npm
from nextcour.sources.bangumi_packages import BangumiPackages
from nextcour.sources.newest import versions_in
from nextcour.sources.pins import Pin, pins
from tests.sources import contract
from tests.sources.fakes import item, packages

TODAY = contract.TODAY
PIN = next(pin for pin in pins() if pin.name == "bangumi-data")
SHOW = item(
    "アクダマドライブ",
    titleTranslate={"zh-Hans": ["恶玉DRIVE", "Akudama"], "en": ["Akudama Drive"]},
    officialSite="https://akudama-drive.com/",
    ids={"bangumi": "302076", "mal": "41433", "aniList": "116566", "tmdb": "tv/100436", "unext": "SID1", "dmhy": "x"},
)
KEY = Key(Provider.BANGUMI, "302076")


class Registry:
    """Versions with their day and rows; asked for as npm is."""

    def __init__(self, versions: Mapping[str, tuple[str, list[dict[str, Any]]]]) -> None:
        self.versions = dict(versions)
        self.down: set[str] = set()
        self.fetched: list[str] = []

    def document(self, pin: Pin) -> bytes:
        if "registry" in self.down:
            raise npm.PackageUnavailable("bangumi-data cannot be fetched: no route.")
        return json.dumps(
            {
                "versions": {
                    version: {"dist": {"integrity": "sha512-" + "A" * 86 + "=="}} for version in self.versions
                },
                "time": {version: f"{day}T12:00:00.000Z" for version, (day, _) in self.versions.items() if day},
                "dist-tags": {"latest": max(self.versions, key=lambda text: [int(part) for part in text.split(".")])},
            }
        ).encode()

    def fetch(self, pin: Pin) -> dict[str, bytes]:
        self.fetched.append(pin.version)
        if pin.version in self.down:
            raise npm.PackageRefused(f"bangumi-data {pin.version} is a damaged archive.")
        return packages(self.versions[pin.version][1])["bangumi-data"]

    def source(self, since: str = "", *, by_content: bool = False) -> BangumiPackages:
        return BangumiPackages(since=since, by_content=by_content, document=self.document, fetch=self.fetch)

    def run(self, cursor: str = "", since: str = "") -> list[Batch]:
        return list(self.source(since).batches((), cursor, TODAY))


def _fields(batches: list[Batch], key: Key = KEY) -> dict[str, Any]:
    return {row.field: json.loads(row.value) for row in contract.union(batches) if row.key == key}


def test_a_work_becomes_observations_of_the_day_its_version_was_out() -> None:
    batches = Registry({"0.3.300": ("2026-10-01", [SHOW])}).run()
    assert _fields(batches) == {
        "title.ja": "アクダマドライブ",
        "title.zh-Hans": "恶玉DRIVE",
        "title.en": "Akudama Drive",
        "title.synonym": ["Akudama"],
        "format": "TV",
        "premiere": [2020, 10, 8],
        "finale": [2020, 12, 24],
        "official_site": "https://akudama-drive.com/",
        "ids.mal": 41433,
        "ids.anilist": 116566,
        "ids.tmdb": "tv/100436",
        "stream.unext": "https://video.unext.jp/title/SID1",
    }
    assert {row.observed_at for row in contract.union(batches)} == {dt.date(2026, 10, 1)}


def test_without_a_bangumi_subject_the_key_is_the_mal_id_or_our_own() -> None:
    rows = [item("A", ids={"mal": "5"}), item("B")]
    batches = Registry({"0.3.300": ("2026-10-01", rows)}).run()
    keys = sorted({row.key for row in contract.union(batches)})
    assert keys[1] == Key(Provider.MAL, "5")
    assert keys[0].provider is Provider.ENTRY
    assert keys[0].id.startswith("x")


def test_an_older_placeholder_time_gives_the_month_where_nothing_tells_the_day() -> None:
    older = item("A", type="movie", begin="2010-04-09T16:00:00.000Z", end="", ids={"bangumi": "302076"})
    assert _fields(Registry({"0.3.300": ("2026-10-01", [older])}).run())["premiere"] == [2010, 4, None]
    turn = item("A", type="movie", begin="2010-12-31T16:00:00.000Z", end="", ids={"bangumi": "302076"})
    assert "premiere" not in _fields(Registry({"0.3.300": ("2026-10-01", [turn])}).run())
    newer = item("A", type="movie", begin="2025-09-18T16:00:00.000Z", end="", ids={"bangumi": "302076"})
    assert _fields(Registry({"0.3.300": ("2026-10-01", [newer])}).run())["premiere"] == [2025, 9, 19]


def test_it_keeps_to_the_contract_of_sources() -> None:
    rows = [item(f"Show {number}", ids={"bangumi": str(number)}) for number in range(1, 1_300)]
    moved = [row | {"begin": "2021-01-01T00:00:00.000Z"} for row in rows[:20]] + rows[40:]
    registry = Registry({"0.3.300": ("2026-10-01", rows), "0.3.301": ("2026-10-09", moved)})
    batches = contract.check_source(lambda: registry.source("0.3.300"))
    assert sum(len(batch.gone) for batch in batches) == 20


def test_a_later_run_observes_what_changed_on_the_day_of_each_version() -> None:
    dated = SHOW | {"begin": "2020-10-15T12:30:00.000Z", "officialSite": ""}
    registry = Registry({"0.3.300": ("2026-10-01", [SHOW, item("B", ids={"bangumi": "2"})])})
    cursor = registry.run()[-1].cursor
    assert registry.run(cursor) == []
    registry.versions |= {"0.3.301": ("2026-10-08", [dated]), "0.3.302": ("2026-10-15", [dated])}
    first, second = registry.run(cursor)
    assert {(row.field, row.value, str(row.observed_at)) for row in first.observations} == {
        ("premiere", "[2020,10,15]", "2026-10-08"),
        ("official_site", "null", "2026-10-08"),
    }
    assert first.gone == (Key(Provider.BANGUMI, "2"),)
    assert {row.observed_at for row in second.observations} == {dt.date(2026, 10, 15)}
    assert len(second.observations) > 8, "the newest version tells everything again, so that it is known to hold still"
    assert json.loads(second.cursor) == {"version": "0.3.302", "done": True}


def test_a_run_that_ended_between_two_versions_goes_on_against_the_first() -> None:
    rows = [item(f"Show {number}", ids={"bangumi": str(number)}) for number in range(1, 700)]
    moved = [row | {"begin": "2021-01-01T00:00:00.000Z"} for row in rows]
    registry = Registry(
        {"0.3.300": ("2026-10-01", rows), "0.3.301": ("2026-10-08", moved), "0.3.302": ("2026-10-15", moved)}
    )
    batches = registry.run(since="0.3.300")
    middle = batches[2]
    assert json.loads(middle.cursor) == {"version": "0.3.301", "base": "0.3.300", "work": 500}
    assert registry.run(middle.cursor) == batches[3:]


def test_versions_of_a_mirror_have_the_day_by_which_they_were_out_for_certain() -> None:
    registry = Registry(
        {
            "0.3.100": ("2026-03-24", []),
            "0.3.101": ("2024-12-13", []),
            "0.3.102": ("", []),
            "0.3.103": ("2027-05-05", []),
        }
    )
    days = {pin.version: str(pin.observed_at) for pin in registry.source().versions("", TODAY)}
    assert days == {"0.3.100": "2024-12-13", "0.3.101": "2024-12-13", "0.3.102": str(TODAY), "0.3.103": str(TODAY)}
    assert [pin.version for pin in registry.source().versions("0.3.102", TODAY)] == ["0.3.102", "0.3.103"]


def test_the_pinned_version_has_the_day_of_the_catalogue() -> None:
    days = [pin.observed_at for pin in Registry({PIN.version: ("2026-05-15", [])}).source().versions("", TODAY)]
    assert days == [PIN.observed_at]


def test_by_content_a_version_is_of_the_day_it_reaches_to() -> None:
    rows = [item(name, ids={"bangumi": name}, begin="2022-04-23T03:00:00.000Z", end="") for name in ("1", "2")]
    registry = Registry({"0.3.91": ("2025-10-04", rows)})
    (batch,) = registry.source(by_content=True).batches((), "", TODAY)
    assert {row.observed_at for row in batch.observations} == {dt.date(2022, 4, 23)}


def test_a_registry_that_is_down_is_a_problem_and_the_cursor_stays() -> None:
    registry = Registry({"0.3.300": ("2026-10-01", [SHOW])})
    cursor = registry.run()[-1].cursor
    registry.down.add("registry")
    (batch,) = registry.run(cursor)
    assert batch.problems[0].why.endswith("no route.")
    assert batch.cursor == cursor


def test_a_damaged_version_is_passed_over_and_asked_for_again_when_it_is_the_newest() -> None:
    registry = Registry({"0.3.300": ("2026-10-01", [SHOW])})
    cursor = registry.run()[-1].cursor
    registry.versions |= {"0.3.301": ("2026-10-08", [SHOW]), "0.3.302": ("2026-10-15", [SHOW])}
    registry.down = {"0.3.301", "0.3.302"}
    batches = registry.run(cursor)
    assert [batch.problems[0].what for batch in batches] == ["0.3.301", "0.3.302"]
    assert batches[-1].cursor == cursor
    registry.down = {"0.3.301"}
    assert json.loads(registry.run(cursor)[-1].cursor)["version"] == "0.3.302"


def test_a_row_whose_start_is_no_time_is_told_and_the_others_are_kept() -> None:
    batches = Registry({"0.3.300": ("2026-10-01", [item("A", begin="soon"), SHOW])}).run()
    assert batches[0].problems[0].what == "0.3.300: 1 rows"
    assert {row.key for row in contract.union(batches)} == {KEY}


def test_another_shape_is_a_problem() -> None:
    registry = Registry({"0.3.300": ("2026-10-01", [{"title": 3}])})
    (batch,) = registry.run()
    assert "not as expected" in batch.problems[0].why


@pytest.mark.parametrize("document", [b"", b"[]", b"<html>"])
def test_a_page_that_is_none_is_refused(document: bytes) -> None:
    with pytest.raises(npm.PackageRefused):
        versions_in(document, PIN, TODAY)


@given(st.lists(st.dates(dt.date(2018, 1, 1), dt.date(2028, 1, 1)), min_size=1, max_size=8))
def test_no_version_is_dated_after_a_later_one_or_after_today(days: list[dt.date]) -> None:
    registry = Registry({f"0.3.{300 + place}": (str(day), []) for place, day in enumerate(days)})
    found = [pin.observed_at for pin in registry.source().versions("", TODAY)]
    assert found == sorted(found)
    assert all(one <= min(day, TODAY) for one, day in zip(found, days, strict=True))


@pytest.mark.live
@pytest.mark.skipif("NEXTCOUR_LIVE" not in os.environ, reason="asks the real registry: NEXTCOUR_LIVE=1")
def test_the_real_registry_has_versions_that_can_be_read() -> None:
    batches = list(BangumiPackages().batches((), "", TODAY))
    assert not any(batch.problems for batch in batches)
    assert len({row.key for row in contract.union(batches)}) > 8_000
