"""The research file of MyAnimeList demand: what a row says, which values are no observations, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.errors import Expected
from nextcour.sources import mal_research
from nextcour.sources.mal_research import COLUMNS, ResearchUnreadable, Row, read

FULL = {
    "snapshot": "2018-05-20",
    "mal_id": "7",
    "title": 'Foo, "Bar"',
    "type": "TV",
    "episodes": "12",
    "premiered": "Spring 2017",
    "source": "Light novel",
    "studios": "One|Two",
    "score": "7.25",
    "scored_by": "10",
    "members": "20",
    "favorites": "1",
    "watching": "2",
    "completed": "3",
    "on_hold": "4",
    "dropped": "5",
    "popularity_rank": "6",
    "plan_to_watch": "8",
}


def packed(rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, columns, extrasaction="ignore", restval="")
    table.writeheader()
    table.writerows(rows)
    return gzip.compress(text.getvalue().encode())


def rows_of(folder: Path, *changes: dict[str, str]) -> list[Row]:
    path = folder / "demand.csv.gz"
    path.write_bytes(packed([FULL | {"mal_id": str(at)} | change for at, change in enumerate(changes, start=1)]))
    return list(read(path))


def refused(folder: Path, data: bytes) -> str:
    path = folder / "demand.csv.gz"
    path.write_bytes(data)
    with pytest.raises(ResearchUnreadable) as caught:
        list(read(path))
    assert isinstance(caught.value, Expected)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_every_column_lands_in_its_field_wherever_it_stands(tmp_path: Path) -> None:
    expected = Row(
        snapshot=dt.date(2018, 5, 20), mal_id=7, title='Foo, "Bar"', kind="TV", episodes=12, premiered="Spring 2017",
        source="Light novel", studios=("One", "Two"), score=7.25, scored_by=10, members=20, favorites=1, watching=2,
        completed=3, on_hold=4, dropped=5, popularity_rank=6, plan_to_watch=8,
    )  # fmt: skip
    for columns in (COLUMNS, ("extra", *reversed(COLUMNS))):
        path = tmp_path / "demand.csv.gz"
        path.write_bytes(packed([FULL], columns))
        assert list(read(path)) == [expected]


def test_empty_cells_and_placeholders_are_unknown(tmp_path: Path) -> None:
    empty = dict.fromkeys(COLUMNS[3:], "")
    words = {"type": "Unknown", "episodes": "Unknown", "premiered": "None", "source": "Unknown", "score": "N/A"}
    first, second, third = rows_of(tmp_path, empty, words | {"studios": "None found|add some"}, {"episodes": "0"})
    assert first.studios == ()
    assert all(getattr(first, name) is None for name in Row.__struct_fields__[3:] if name != "studios")
    assert (second.kind, second.episodes, second.premiered, second.source, second.score, second.studios) == (
        (None,) * 5 + ((),)
    )
    assert third.episodes is None


@pytest.mark.parametrize(
    ("snapshot", "score", "expected"),
    [
        ("2018-05-20", "0.0", None),
        ("2026-07-19", "0", None),
        ("2021-03-05", "6.51", None),
        ("2021-03-05", "9", None),
        ("2021-03-05", "6.52", 6.52),
        ("2022-03-05", "6.51", 6.51),
        ("2022-03-05", "9.0", 9.0),
    ],
)
def test_scores_that_were_filled_in_are_unknown(
    tmp_path: Path, snapshot: str, score: str, expected: float | None
) -> None:
    (row,) = rows_of(tmp_path, {"snapshot": snapshot, "score": score})
    assert row.score == expected


def test_a_hundred_episodes_of_2021_were_filled_in(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"snapshot": "2021-03-05", "episodes": "100"}, {"episodes": "100"})
    assert [row.episodes for row in rows] == [None, 100]


def test_a_repeated_row_counts_once_a_snapshot(tmp_path: Path) -> None:
    one = {"mal_id": "7"}
    rows = rows_of(tmp_path, one, one | {"members": "99"}, one | {"snapshot": "2016-10-15"})
    assert [(row.snapshot.year, row.members) for row in rows] == [(2018, 20), (2016, 20)]


def test_rows_come_before_the_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "demand.csv.gz"
    path.write_bytes(packed([FULL, FULL | {"mal_id": "many"}]))
    rows = read(path)
    assert next(rows).mal_id == 7
    with pytest.raises(ResearchUnreadable, match="line 3: mal_id 'many' is no whole number"):
        next(rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"members": "-1"}, "members '-1' is no whole number"),
        ({"members": "1_0"}, "members '1_0' is no whole number"),
        ({"watching": "12345678901"}, "watching '12345678901' is no whole number"),
        ({"score": "nan"}, "score 'nan' is no number from 0 to 10"),
        ({"score": "10.5"}, "score '10.5' is no number from 0 to 10"),
        ({"snapshot": "May 2018"}, "snapshot 'May 2018' is no day"),
        ({"title": ""}, "a row without mal_id or title"),
        ({"mal_id": ""}, "a row without mal_id or title"),
    ],
)
def test_a_bad_value_names_its_line(tmp_path: Path, change: dict[str, str], message: str) -> None:
    assert f"line 2: {message}" in refused(tmp_path, packed([FULL | change]))


def test_missing_columns_are_named(tmp_path: Path) -> None:
    columns = tuple(name for name in COLUMNS if name not in ("score", "members"))
    assert "lacks the columns score, members" in refused(tmp_path, packed([FULL], columns))
    assert "lacks the columns" in refused(tmp_path, gzip.compress(b""))


def test_a_row_of_another_width_is_refused(tmp_path: Path) -> None:
    data = gzip.decompress(packed([FULL])) + b"2018-05-20,8,Short\r\n"
    assert "line 3: 3 cells where 18 are due" in refused(tmp_path, gzip.compress(data))


def test_what_is_no_whole_gzip_file_is_refused(tmp_path: Path) -> None:
    good = packed([FULL] * 50)
    assert "no whole gzip file" in refused(tmp_path, b"snapshot,mal_id\n")
    assert "no whole gzip file" in refused(tmp_path, good[:-12])
    broken = bytearray(good)
    broken[20] ^= 0xFF
    refused(tmp_path, bytes(broken))
    assert "line 1" in refused(tmp_path, gzip.compress(b"\xff\xfe\n"))


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a line of more than" in refused(tmp_path, gzip.compress(b"a" * (mal_research.LONGEST_LINE + 1)))
    data = packed([FULL | {"mal_id": str(at)} for at in range(1, 40)])
    monkeypatch.setattr(mal_research, "MAX_EXPANDED", 1000)
    assert "expands to more than 1,000 bytes" in refused(tmp_path, data)
    monkeypatch.setattr(mal_research, "MAX_PACKED", 10)
    assert "larger than 10 bytes" in refused(tmp_path, data)


def test_a_missing_file_says_that_the_data_does_not_ship(tmp_path: Path) -> None:
    with pytest.raises(ResearchUnreadable, match="does not ship"):
        list(read(tmp_path / "none.csv.gz"))


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_the_expected_error(tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "demand.csv.gz"
    path.write_bytes(gzip.compress(gzip.decompress(packed([FULL])) + tail))
    try:
        rows = list(read(path))
    except ResearchUnreadable:
        return
    assert rows[0].mal_id == 7


def test_the_real_file_is_read_whole(shared: Path) -> None:
    path = shared / "data" / "mal_demand.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    rows = list(read(path))
    assert len(rows) == len({(row.snapshot, row.mal_id) for row in rows}) == 94_964
    assert sum(row.snapshot == dt.date(2026, 7, 19) for row in rows) == 29_728
    assert all(row.score is None or 1 <= row.score <= 10 for row in rows)
