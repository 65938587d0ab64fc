"""A placeholder in bangumi-data is read as the catalogue read it, and nothing else is."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from nextcour.facts.assembly import assemble
from nextcour.facts.ledger import Stored
from nextcour.facts.observation import Key, Provider
from nextcour.facts.placeholder import settled
from tests.facts.shows import ENTRIES, FIRST, LATER, catalogue, said, shipped

KEY = Key(Provider.BANGUMI, "1")  # FIRST: from 2025-04-05 to 2025-06-28


def dates(
    premiere: list[int], finale: list[int], *, day: dt.date = LATER, source: str = "bangumi-data"
) -> list[Stored]:
    return [
        said(KEY, "premiere", premiere, day, source=source),
        said(KEY, "finale", finale, day, source=source),
    ]


def entries(rows: list[Stored]) -> list[tuple[str, str]]:
    content = catalogue(ENTRIES)
    found = assemble(content, lambda one: shipped(content)[one.id], rows)
    return [(one.premiere.iso(), one.finale.iso()) for one in found.entries]


def test_the_same_row_read_a_day_later_changes_nothing() -> None:
    assert entries(dates([2025, 4, 6], [2025, 6, 29])) == []
    assert entries(dates([2025, 4, 6], [2025, 6, 28])) == []


def test_sync_and_catalogue_do_not_contradict_each_other_either() -> None:
    content = catalogue(ENTRIES)
    rows = [*dates([2025, 4, 6], [2025, 6, 29]), said(Key(Provider.ANILIST, "101"), "premiere", [2025, 4, 5])]
    assert assemble(content, lambda one: shipped(content)[one.id], rows).disputes == ()


@pytest.mark.parametrize(
    ("premiere", "finale"),
    [([2025, 4, 7], [2025, 6, 30]), ([2025, 4, 4], [2025, 6, 27]), ([2025, 4, 5], [2025, 6, 29])],
)
def test_any_other_move_is_a_move(premiere: list[int], finale: list[int]) -> None:
    shown = ["-".join(f"{part:02}" for part in date) for date in (premiere, finale)]
    assert entries(dates(premiere, finale)) == [tuple(shown)]


def test_another_source_that_says_the_later_day_is_believed() -> None:
    assert entries(dates([2025, 4, 6], [2025, 6, 29], source="anilist")) == [("2025-04-06", "2025-06-29")]


def test_what_is_still_to_come_may_be_put_off_by_a_day() -> None:
    rows = dates([2025, 4, 6], [2025, 6, 29], day=dt.date(2025, 4, 1))
    assert settled(FIRST, rows) == tuple(rows)
    assert settled(None, rows) == tuple(rows)
    coarse = [
        msgspec.structs.replace(
            rows[0], observation=msgspec.structs.replace(rows[0].observation, value="[2025,4,null]")
        )
    ]
    assert settled(FIRST, coarse) == tuple(coarse)
