"""An analyst's own file: what it may look like, and where it may lie."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from nextcour.facts.observation import Key, Provider
from nextcour.sources.file import FileSource, refuse_private
from nextcour.sources.file_mapping import (
    from_options,
    preset,
)
from nextcour.sources.file_rows import FileUnreadable
from tests.replay.server import status
from tests.sources import contract
from tests.sources.bulk_server import BulkServer, client
from tests.sources.file_running import DAY, HEAD, SIMPLE, TODAY, facts_of, run, source_of, why_of, write


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "My series.csv"


def test_a_row_becomes_observations_of_its_day(table: Path) -> None:
    (batch,) = run(write(table, HEAD + "1,Cowboy Bebop,2073470\n5,,414561\n"))
    assert facts_of([batch]) == {
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
    facts = facts_of(run(path))
    assert len(facts) == 118
    assert facts["3", "title"] == "Show 3, “the” one"
    assert facts["59", "demand.members"] == 413


def test_it_keeps_to_the_contract_of_sources(table: Path) -> None:
    lines = [f"{number % 1_400},Show {number},{number - 3}" for number in range(1, 1_750)]
    write(table, HEAD + "\n".join(lines) + "\n")
    assert len(contract.check_source(lambda: source_of(table))) == 4


def test_a_file_that_was_read_is_not_read_again_until_it_changes(table: Path) -> None:
    cursor = run(write(table, HEAD + "1,A,5\n"))[-1].cursor
    assert run(table, cursor=cursor) == []
    assert len(run(write(table, HEAD + "1,A,6\n"), cursor=cursor)) == 1
    other = from_options(["members=demand.watching"], ["mal=id"], day="2026-07-19")
    assert len(run(table, other, cursor=cursor)) == 1


def test_days_may_stand_in_a_column(table: Path) -> None:
    mapping = from_options(["members=demand.members"], ["mal=id"], day_column="day")
    write(table, "id,day,members\n1,2026-07-01,5\n1,2026-07-02,6\n1,2026-07-02,7\n1,2027-01-01,8\n1,July,9\n1,,9\n")
    batches = run(table, mapping)
    days = {str(row.valid_from): row.value for row in contract.union(batches)}
    assert days == {"2026-07-01": "5", "2026-07-02": "6"}
    assert [what for what, _ in why_of(batches)] == ["line 4", "line 5", "line 6", "line 7"]


def test_numbers_of_a_day_to_come_are_refused(table: Path) -> None:
    mapping = from_options(["members=demand.members"], ["mal=id"], day="2027-01-01")
    assert "after today" in why_of(run(write(table, HEAD), mapping))[0][1]


def test_ids_nobody_knows_are_kept_and_counted(table: Path) -> None:
    batches = run(write(table, HEAD + "1,A,1\n2,B,2\n"), known=lambda key: key == Key(Provider.MAL, "1"))
    assert why_of(batches) == [("1 ids", "are not known here (mal 2 …); they are kept, and shown once they are known")]
    assert ("2", "title") in facts_of(batches)


def test_the_second_best_id_is_taken_where_the_best_is_missing(table: Path) -> None:
    mapping = from_options(["n=demand.members"], ["mal=mal", "anilist=al"], day="2026-07-19")
    batches = run(write(table, "mal,al,n\n1,2,3\n,4,5\nnull,6,7\n"), mapping)
    assert {row.key for row in contract.union(batches)} == {
        Key(Provider.MAL, "1"),
        Key(Provider.ANILIST, "4"),
        Key(Provider.ANILIST, "6"),
    }


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
        assert "500" in why_of(list(source.batches((), "", TODAY)))[0][1]


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
    batches = run(tmp_path / "ranking.csv", preset("mal-ranking", day=DAY))
    facts = facts_of(batches)
    assert len(rows) == 29_728
    assert len({key for key, _ in facts}) == 29_728
    assert why_of(batches) == []
    chosen = random.Random(4).sample(rows, 300)
    assert all(facts[row["mal_id"], "demand.members"] == int(row["members"]) for row in chosen if row["members"])
