"""Which column of an analyst's file is what, and how cells are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.sources import file_values
from nextcour.sources.file_mapping import (
    MappingWrong,
    from_options,
    from_toml,
    name_of,
    preset,
)
from nextcour.sources.file_values import CellWrong
from tests.sources.file_running import DAY, SIMPLE


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("format", "tv short", "TV_SHORT"),
        ("status", "releasing", "RELEASING"),
        ("episodes", "12", 12),
        ("episodes", "0", None),
        ("premiere", "2020-10", [2020, 10, None]),
        ("premiere", "2020", [2020, None, None]),
        ("finale", "2020-12-24T00:00:00", [2020, 12, 24]),
        ("official_site", "https://example.org/", "https://example.org/"),
        ("ids.anilist", "5", 5),
        ("ids.tmdb", "tv/5", "tv/5"),
        ("adult", "yes", True),
        ("demand.rank", "0", None),
        ("demand.members", "0", 0),
        ("demand.score", "8.750", 8.75),
        ("demand.members", " 12 ", 12),
        ("demand.members", "N/A", None),
    ],
)
def test_cells_are_read_as_what_they_are_mapped_to(field: str, cell: str, value: Any) -> None:
    assert file_values.value(field, cell) == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("format", "hologram"),
        ("status", "no; drop table"),
        ("episodes", "1.5"),
        ("premiere", "2020-13"),
        ("premiere", "soon"),
        ("official_site", "javascript:alert(1)"),
        ("adult", "maybe"),
    ],
)
def test_cells_that_cannot_be_what_they_are_mapped_to_are_refused(field: str, cell: str) -> None:
    with pytest.raises(CellWrong):
        file_values.value(field, cell)


@given(st.sampled_from(("demand.members", "title", "premiere", "ids.tmdb", "status")), st.text() | st.floats())
def test_any_cell_gives_a_value_that_json_can_say_or_is_refused(field: str, cell: str | float) -> None:
    try:
        value = file_values.value(field, cell)
    except CellWrong:
        return
    json.dumps(value, allow_nan=False).encode()


def test_a_mapping_may_be_a_toml_file() -> None:
    text = 'day = 2026-07-19\n[id]\nmal = "id"\n[map]\nmembers = "demand.members"\nname = "title"\n'
    assert from_toml(text) == SIMPLE
    assert from_toml('preset = "mal-ranking"\nday = 2026-07-19\n') == preset("mal-ranking", day=DAY)


@pytest.mark.parametrize(
    ("maps", "ids", "days", "words"),
    [
        ([], ["mal=id"], {"day": "2026-07-19"}, "--map COLUMN"),
        (["a=demand.members"], [], {"day": "2026-07-19"}, "--id mal=COLUMN"),
        (["a=demand.members"], ["mla=id"], {"day": "2026-07-19"}, "'mla' is no provider"),
        (["a=members"], ["mal=id"], {"day": "2026-07-19"}, "'members'"),
        (["a=demand"], ["mal=id"], {"day": "2026-07-19"}, "'demand'"),
        (["a=relation.SEQUEL.mal.1"], ["mal=id"], {"day": "2026-07-19"}, "no field that a file can fill"),
        (["a=demand.x", "b=demand.x"], ["mal=id"], {"day": "2026-07-19"}, "Two columns"),
        (["a=demand.x"], ["mal=id"], {}, "Of which day"),
        (["a=demand.x"], ["mal=id"], {"day": "19.7.2026"}, "no day"),
        (["a=demand.x"], ["mal=id"], {"day": "2026-07-19", "day_column": "d"}, "Either"),
        (["a"], ["mal=id"], {"day": "2026-07-19"}, "--map members=demand.members"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_to_write(
    maps: list[str], ids: list[str], days: dict[str, str], words: str
) -> None:
    with pytest.raises(MappingWrong, match="(?i)" + words.replace("(", r"\(")):
        from_options(maps, ids, **days)


@pytest.mark.parametrize(
    "text", ["day =", "[id]\nmal = 3\n[map]\na = 'title'", "typo = 1\n[id]\n[map]", 'preset = "x"']
)
def test_a_toml_mapping_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(MappingWrong):
        from_toml(text)


def test_names_are_made_from_the_files() -> None:
    assert name_of("/home/me/MAL ranking (July).csv.gz") == "mal-ranking-july"
    assert name_of("https://example.org/data/x.parquet?token=1") == "x"
    assert name_of("日本.csv") == "data"


def test_the_mapping_in_the_docs_can_be_used() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sources-bulk.md").read_text(encoding="utf-8")
    example = text.partition("<!-- mapping -->\n```toml\n")[2].partition("```")[0]
    mapping = from_toml(example)
    assert (mapping.name, mapping.day) == ("my-series", DAY)
    assert set(mapping.id) == {"mal", "anilist"}
