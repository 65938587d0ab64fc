"""An analyst's own file: what it may look like, and what it may hold that it should not."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.observation import Batch, Key, Provider
from nextcour.sources import file_rows, file_values
from nextcour.sources.file import MOST_PROBLEMS, FileSource, refuse_private
from nextcour.sources.file_mapping import (
    FileMapping,
    MappingWrong,
    from_options,
    from_toml,
    name_of,
    preset,
)
from nextcour.sources.file_rows import FileUnreadable
from nextcour.sources.file_values import CellWrong
from tests.replay.server import status
from tests.sources import contract
from tests.sources.bulk_server import BulkServer, client

TODAY = contract.TODAY
DAY = dt.date(2026, 7, 19)
SIMPLE = from_options(["members=demand.members", "name=title"], ["mal=id"], day="2026-07-19")
HEAD = "id,name,members\n"


def _source(path: Path, mapping: FileMapping = SIMPLE, **options: Any) -> FileSource:
    return FileSource(None, str(path), mapping, **options)


def _run(path: Path, mapping: FileMapping = SIMPLE, cursor: str = "", **options: Any) -> list[Batch]:
    return list(_source(path, mapping, **options).batches((), cursor, TODAY))


def _facts(batches: list[Batch]) -> dict[tuple[str, str], Any]:
    return {(row.key.id, row.field): json.loads(row.value) for row in contract.union(batches)}


def _why(batches: list[Batch]) -> list[tuple[str, str]]:
    return [(problem.what, problem.why) for batch in batches for problem in batch.problems]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "My series.csv"


def _write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_row_becomes_observations_of_its_day(table: Path) -> None:
    (batch,) = _run(_write(table, HEAD + "1,Cowboy Bebop,2073470\n5,,414561\n"))
    assert _facts([batch]) == {
        ("1", "title"): "Cowboy Bebop",
        ("1", "demand.members"): 2073470,
        ("5", "demand.members"): 414561,
    }
    assert {row.observed_at for row in batch.observations} == {DAY}
    assert {row.valid_from for row in batch.observations if row.field == "demand.members"} == {DAY}
    assert {row.valid_from for row in batch.observations if row.field == "title"} == {None}
    assert {row.source for row in batch.observations} == {"file:my-series"}
    assert not batch.problems


@pytest.mark.parametrize("kind", ["csv", "semicolons", "tabs", "bom", "crlf", "gz", "json", "ndjson", "parquet"])
def test_every_form_of_a_table_gives_the_same(tmp_path: Path, kind: str) -> None:
    rows = [{"id": number, "name": f"Show {number}, “the” one", "members": number * 7} for number in range(1, 60)]
    text = HEAD + "".join(f'{row["id"]},"{row["name"]}",{row["members"]}\n' for row in rows)
    path = tmp_path / "table.dat"
    if kind == "parquet":
        pl = pytest.importorskip("polars")
        pl.DataFrame(rows).write_parquet(path)
    else:
        forms = {
            "csv": text.encode(),
            "semicolons": text.replace(",", ";").replace("; “", ", “").encode(),
            "tabs": text.replace(",", "\t").replace("\t “", ", “").encode(),
            "bom": b"\xef\xbb\xbf" + text.encode(),
            "crlf": text.replace("\n", "\r\n").encode(),
            "gz": gzip.compress(text.encode()),
            "json": json.dumps(rows).encode(),
            "ndjson": "\n".join(json.dumps(row) for row in rows).encode(),
        }
        path.write_bytes(forms[kind])
    facts = _facts(_run(path))
    assert len(facts) == 118
    assert facts["3", "title"] == "Show 3, “the” one"
    assert facts["59", "demand.members"] == 413


def test_it_keeps_to_the_contract_of_sources(table: Path) -> None:
    lines = [f"{number % 1_400},Show {number},{number - 3}" for number in range(1, 1_750)]
    _write(table, HEAD + "\n".join(lines) + "\n")
    assert len(contract.check_source(lambda: _source(table))) == 4


def test_a_file_that_was_read_is_not_read_again_until_it_changes(table: Path) -> None:
    cursor = _run(_write(table, HEAD + "1,A,5\n"))[-1].cursor
    assert _run(table, cursor=cursor) == []
    assert len(_run(_write(table, HEAD + "1,A,6\n"), cursor=cursor)) == 1
    other = from_options(["members=demand.watching"], ["mal=id"], day="2026-07-19")
    assert len(_run(table, other, cursor=cursor)) == 1


@pytest.mark.parametrize(
    ("row", "what", "why"),
    [
        ("abc,A,1", "line 2", "'abc' is no id of mal; the row is left out"),
        ("0,A,1", "line 2", "'0' is no id"),
        ("-4,A,1", "line 2", "'-4' is no id"),
        ("１２,A,1", "line 2", "is no id of mal"),
        (",A,1", "line 2", "it has no id"),
        ("1,A,-5", "line 2", "members: '-5' is negative; the other cells are kept"),
        ("1,A,nan", "line 2", "is no number"),
        ("1,A,inf", "line 2", "is no number"),
        ("1,A,1e999", "line 2", "no number that can be counted"),
        ("1,A,99999999999999999", "line 2", "too large"),
        ('1,A,"1,234"', "line 2", "without separators"),
        ("1,A,=1+1", "line 2", "is no number"),
        (
            '1,"=HYPERLINK(""https://example.org"")",1',
            "line 2",
            "name: '=HYPERLINK(\"https://example.org\")' is a formula",
        ),
        ("1,+cmd|' /C calc'!A0,1", "line 2", "is a formula"),
        ("1,A", "line 2", "it has 2 cells where 3 are due"),
        ("1,A,1,2", "line 2", "it has 4 cells where 3 are due"),
        (f"1,{'x' * 20_000},1", "line 2", "it has 20,000 characters, more than 10,000"),
        (f"1,{'x' * 200_000},1", "line 2", "it cannot be read (field larger than field limit"),
        (f"1,{'x' * 400_000},1", "line 2", "it has more than 262,144 bytes"),
        ("1,\x1b[31m\x07,1", "line 2", "nothing that can be shown"),
        ("9,A,1", "line 3", "mal 9 on 2026-07-19 stands in line 2 too; the first row is kept"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_and_the_others_are_kept(table: Path, row: str, what: str, why: str) -> None:
    batches = _run(_write(table, HEAD + row + "\n9,Good,77\n"))
    ((place, text),) = _why(batches)
    assert place == what
    assert why in text
    assert _facts(batches)["9", "title"] in ("Good", "A")


def test_names_that_only_look_like_formulas_or_nothing_are_kept(table: Path) -> None:
    lines = ["1,+Tic Elder Sister,1", "2,=LOVE,1", "3,None,1", "4,-,1", "5,@ Home,1"]
    batches = _run(_write(table, HEAD + "\n".join(lines)))
    assert _why(batches) == []
    assert [_facts(batches)[str(n), "title"] for n in range(1, 6)] == [
        "+Tic Elder Sister",
        "=LOVE",
        "None",
        "-",
        "@ Home",
    ]


def test_rows_over_several_lines_and_faults_between_them_have_their_places(table: Path) -> None:
    text = HEAD.encode() + b'1,"two\nlines",1\n2,\xff,2\nx,A,3\n\n4,"B\n\nC",x\n5,E,5\n'
    batches = _run(_write(table, text))
    assert [what for what, _ in _why(batches)] == ["line 4", "line 5", "line 7"]
    assert _facts(batches)["1", "title"] == "two lines"
    assert _facts(batches)["5", "demand.members"] == 5


def test_a_quote_that_never_ends_costs_only_what_it_swallows(table: Path) -> None:
    batches = _run(_write(table, HEAD + '1,A,1\n2,"B,2\n3,C,3\n'))
    assert _facts(batches) == {("1", "title"): "A", ("1", "demand.members"): 1}
    assert [what for what, _ in _why(batches)] == ["line 3"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"id,name\n1,A\n", "lacks the columns members. It has: id, name."),
        (b"id,name,members,members\n", "has the column 'members' twice"),
        ("id,name,members\n".encode("utf-16"), "UTF-16"),
        (b"id,n\xe4me,members\n", "not UTF-8"),
        (b"PK\x03\x04zip", "Excel"),
        (b"<!DOCTYPE html>", "web page"),
        (b"PAR1nonsense", "no Parquet"),
        (b"[1, 2", "no JSON list"),
        (b"\x1f\x8bnonsense", "no whole gzip file"),
        (gzip.compress(b"id,name,members\n" + b"1,A,1\n" * 5_000, mtime=0)[:60], "no whole gzip file"),
        (
            gzip.compress(b"id,name,members\n" + (b"1," + b"A" * 9_000 + b",1\n") * 4_000, 9, mtime=0),
            "expands to far more",
        ),
        (b"x" * 400_000, "the heading cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(table: Path, content: bytes, words: str) -> None:
    batches = _run(_write(table, content))
    assert words in _why(batches)[-1][1]
    assert batches[-1].cursor == "" or "done" not in batches[-1].cursor


def test_a_missing_file_a_folder_and_a_device_are_told(tmp_path: Path) -> None:
    assert "not there" in _why(_run(tmp_path / "none.csv"))[0][1]
    assert "no file" in _why(_run(tmp_path))[0][1]
    os.mkfifo(tmp_path / "pipe")
    assert "no file" in _why(_run(tmp_path / "pipe"))[0][1]


def test_odd_rows_of_json_are_told_by_their_place(tmp_path: Path) -> None:
    rows: list[Any] = [3, {"id": 1}, {"id": 2, "members": [1]}, {"id": True, "members": 1}, {"id": 3.0, "members": 1.5}]
    path = _write(tmp_path / "a.json", json.dumps(rows))
    batches = _run(path)
    assert [what for what, _ in _why(batches)] == ["row 1", "row 3", "row 4"]
    assert _facts(batches) == {("3", "demand.members"): 1.5}
    _write(path, '{"id": 1, "members": 1}\n{"id": 2, "members": NaN}\nnot json\n{"id": 3, "members": 1e3}')
    batches = _run(path)
    assert [what for what, _ in _why(batches)] == ["line 2", "line 3"]
    assert _facts(batches)["3", "demand.members"] == 1000


def test_infinite_and_missing_numbers_of_parquet_are_told_or_left_out(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    frame = {"id": [1, 2, 3, 4], "name": ["A"] * 4, "members": [1.0, float("nan"), float("inf"), None]}
    pl.DataFrame(frame).write_parquet(tmp_path / "a.parquet")
    batches = _run(tmp_path / "a.parquet")
    assert [what for what, _ in _why(batches)] == ["row 2", "row 3"]
    pl.DataFrame({"id": [1]}).write_parquet(tmp_path / "a.parquet")
    assert "lacks the columns" in _why(_run(tmp_path / "a.parquet"))[0][1]


def test_days_may_stand_in_a_column(table: Path) -> None:
    mapping = from_options(["members=demand.members"], ["mal=id"], day_column="day")
    _write(table, "id,day,members\n1,2026-07-01,5\n1,2026-07-02,6\n1,2026-07-02,7\n1,2027-01-01,8\n1,July,9\n1,,9\n")
    batches = _run(table, mapping)
    days = {str(row.valid_from): row.value for row in contract.union(batches)}
    assert days == {"2026-07-01": "5", "2026-07-02": "6"}
    assert [what for what, _ in _why(batches)] == ["line 4", "line 5", "line 6", "line 7"]


def test_numbers_of_a_day_to_come_are_refused(table: Path) -> None:
    mapping = from_options(["members=demand.members"], ["mal=id"], day="2027-01-01")
    assert "after today" in _why(_run(_write(table, HEAD), mapping))[0][1]


def test_ids_nobody_knows_are_kept_and_counted(table: Path) -> None:
    batches = _run(_write(table, HEAD + "1,A,1\n2,B,2\n"), known=lambda key: key == Key(Provider.MAL, "1"))
    assert _why(batches) == [("1 ids", "are not known here (mal 2 …); they are kept, and shown once they are known")]
    assert ("2", "title") in _facts(batches)


def test_problems_are_told_up_to_a_number_and_then_counted(table: Path) -> None:
    batches = _run(_write(table, HEAD + "x,A,1\n" * (MOST_PROBLEMS + 20)))
    assert len(_why(batches)) == MOST_PROBLEMS + 1
    assert _why(batches)[-1][0] == "20 more places"


def test_the_second_best_id_is_taken_where_the_best_is_missing(table: Path) -> None:
    mapping = from_options(["n=demand.members"], ["mal=mal", "anilist=al"], day="2026-07-19")
    batches = _run(_write(table, "mal,al,n\n1,2,3\n,4,5\nnull,6,7\n"), mapping)
    assert {row.key for row in contract.union(batches)} == {
        Key(Provider.MAL, "1"),
        Key(Provider.ANILIST, "4"),
        Key(Provider.ANILIST, "6"),
    }


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


@given(st.binary(max_size=300))
def test_any_bytes_after_the_heading_end_in_observations_or_problems(data: bytes) -> None:
    path = Path(os.environ["NEXTCOUR_CACHE_DIR"]) / "any.csv"
    path.write_bytes(HEAD.encode() + data)
    for batch in _run(path):
        for row in batch.observations:
            contract.check_observation(row, TODAY)


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


@pytest.fixture
def server() -> Iterator[BulkServer]:
    with BulkServer() as one:
        yield one


def test_a_file_may_be_on_the_web(server: BulkServer) -> None:
    server.bodies["/a.csv"] = (HEAD + "1,A,5\n").encode()
    with client() as http:
        source = FileSource(http, server.base + "/a.csv", SIMPLE, private=True)
        batches = contract.check_source(lambda: source)
        assert {row.url for row in contract.union(batches)} == {server.base + "/a.csv"}
        server.misbehave(status(500), always=True)
        assert "500" in _why(list(source.batches((), "", TODAY)))[0][1]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.csv",
        "ftp://example.org/a.csv",
        "file:///etc/passwd",
        "https://127.0.0.1/a.csv",
        "https://localhost/a.csv",
        "https://10.0.0.1/a.csv",
        "https://192.168.1.1:8443/a.csv",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/a.csv",
        "https://[fd00::1]/a.csv",
        "https://0x7f000001/a.csv",
        "https://[not-an-address/a.csv",
    ],
)
def test_urls_without_tls_or_into_our_own_network_are_refused(url: str) -> None:
    with pytest.raises(FileUnreadable):
        refuse_private(url)
    with client() as http:
        (batch,) = FileSource(http, url, SIMPLE).batches((), "", TODAY)
    assert batch.problems


def test_more_rows_than_any_table_has_are_refused(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_rows, "MAX_ROWS", 3)
    batches = _run(_write(table, HEAD + "".join(f"{number},A,1\n" for number in range(1, 9))))
    assert "more than 3 rows" in _why(batches)[-1][1]


def test_the_ranking_of_2026_07_19_is_read_with_the_preset(shared: Path, tmp_path: Path) -> None:
    columns = ("id", "title", "mean", "rank", "popularity", "num_list_users", "num_scoring_users")
    with gzip.open(shared / "data/mal_demand.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["snapshot"] == "2026-07-19"]
    with (tmp_path / "ranking.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            cells = ("mal_id", "title", "score", "", "popularity_rank", "members", "scored_by")
            writer.writerow([row.get(cell, "") for cell in cells])
    batches = _run(tmp_path / "ranking.csv", preset("mal-ranking", day=DAY))
    facts = _facts(batches)
    assert len(rows) == 29_728
    assert len({key for key, _ in facts}) == 29_728
    assert _why(batches) == []
    chosen = random.Random(4).sample(rows, 300)
    assert all(facts[row["mal_id"], "demand.members"] == int(row["members"]) for row in chosen if row["members"])


def test_the_mapping_in_the_docs_can_be_used() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sources-bulk.md").read_text(encoding="utf-8")
    example = text.partition("<!-- mapping -->\n```toml\n")[2].partition("```")[0]
    mapping = from_toml(example)
    assert (mapping.name, mapping.day) == ("my-series", DAY)
    assert set(mapping.id) == {"mal", "anilist"}
