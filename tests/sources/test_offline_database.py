"""The weekly database, from a server that follows its schema and one that does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from nextcour.sources import bulk_stream, offline_database
from nextcour.sources.offline_database import BATCH, MOST_PROBLEMS
from tests.replay.server import Reply, status, truncated, web_page
from tests.sources import contract
from tests.sources.bulk_server import BulkServer, client
from tests.sources.offline_examples import dense, document, jsonl, metadata, packed, record
from tests.sources.offline_running import OTHER, PATH, TODAY, run, source_of


@pytest.fixture
def server() -> Iterator[BulkServer]:
    with client() as http, BulkServer() as one:
        one.client = http
        yield one


def test_forty_thousand_records_follow_the_schema_and_the_contract(server: BulkServer, shared: Path) -> None:
    schema = json.loads(
        (shared / "contracts/anime-offline-database/anime-offline-database.jsonl.schema.json").read_text("utf-8")
    )
    validator = jsonschema.Draft202012Validator(schema)
    rows = [record(number) for number in range(1, 40_001)]
    for row in rows[::200]:
        validator.validate(row)
    server.bodies[PATH] = packed(jsonl(rows), level=3)
    batches = run(server)
    assert len(batches) == 81
    assert len({row.key for row in contract.union(batches)}) > 35_000
    assert not any(batch.problems for batch in batches)
    assert max(len(batch.observations) for batch in batches) < BATCH * 60


def test_the_document_follows_its_schema_too(shared: Path) -> None:
    schema = json.loads(
        (shared / "contracts/anime-offline-database/anime-offline-database-minified.schema.json").read_text("utf-8")
    )
    jsonschema.Draft202012Validator(schema).validate(json.loads(document([record(1), record(2)])))


def test_it_keeps_to_the_contract_of_sources(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 2_300)]))
    batches = contract.check_source(lambda: source_of(server))
    assert [len(batch.cursor) > 0 for batch in batches] == [True] * 5


def test_the_document_gives_the_same_observations_where_the_lines_are_not_offered(server: BulkServer) -> None:
    rows = [record(number) for number in range(1, 1_200)]
    server.bodies[PATH] = packed(jsonl(rows))
    wanted = run(server)
    del server.bodies[PATH]
    server.bodies[OTHER] = document(rows)
    assert run(server) == wanted


def test_a_release_that_was_read_is_not_read_again(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 5_000)]), level=1)
    cursor = run(server)[-1].cursor
    assert run(server, cursor) == []
    server.bodies[PATH] = packed(jsonl([record(1)], day="2026-11-21"))
    assert len(run(server, cursor)) == 1


def test_a_new_release_in_between_is_read_from_its_beginning(server: BulkServer) -> None:
    rows = [record(number) for number in range(1, 1_200)]
    server.bodies[PATH] = packed(jsonl(rows))
    first = run(server)[0]
    server.bodies[PATH] = packed(jsonl(rows[5:], day="2026-11-22"))
    rest = run(server, first.cursor)
    assert contract.union(rest) == contract.union(run(server))


@pytest.mark.parametrize("keep", [5, 500])
def test_a_file_changed_under_its_day_is_read_from_its_beginning(server: BulkServer, keep: int) -> None:
    rows = [record(number) for number in range(1, 1_200)]
    server.bodies[PATH] = packed(jsonl(rows))
    second = run(server)[1]
    server.bodies[PATH] = packed(jsonl([record(7_000), *rows[:keep]]))
    assert run(server, second.cursor) == run(server)


def test_a_file_cut_short_keeps_what_came_and_the_next_run_goes_on(server: BulkServer) -> None:
    whole = packed(jsonl([record(number) for number in range(1, 6_000)]))
    server.bodies[PATH] = whole
    wanted = contract.union(run(server))
    server.bodies[PATH] = whole[: len(whole) * 2 // 3]
    kept = run(server)
    assert "cut short" in kept[-1].problems[0].why
    assert len(kept) > 2
    server.bodies[PATH] = whole
    rest = run(server, kept[-1].cursor)
    assert contract.union(kept) | contract.union(rest) == wanted
    assert not contract.union(kept) & contract.union(rest)


def test_a_connection_that_breaks_is_a_problem_and_no_exception(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 6_000)]))
    server.misbehave(truncated(Reply(200, server.bodies[PATH])))
    kept = run(server)
    assert kept[-1].problems
    assert len(kept) > 2
    assert contract.union(kept) | contract.union(run(server, kept[-1].cursor)) == contract.union(run(server))


def test_a_server_that_is_down_is_a_problem_and_nothing_else_is_tried(server: BulkServer) -> None:
    server.misbehave(status(500), always=True)
    (batch,) = run(server)
    assert "500" in batch.problems[0].why
    assert batch.cursor == ""
    assert {sent.path for sent in server.sent} == {PATH}


def test_a_web_page_instead_of_the_file_is_told(server: BulkServer) -> None:
    server.misbehave(web_page(), always=True)
    assert "web page" in run(server)[0].problems[0].why


def test_more_bytes_than_any_release_has_are_refused(server: BulkServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_database, "MAX_PACKED", 1_000)
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 100)]))
    assert "1,000" in run(server)[0].problems[0].why


def test_a_server_that_knows_its_release_was_read_need_not_send_it(server: BulkServer) -> None:
    server.tagged = True
    server.bodies[PATH] = packed(jsonl([record(1)]))
    cursor = run(server)[-1].cursor
    assert run(server, cursor) == []
    assert server.sent[-1].headers["if-none-match"]
    server.bodies[PATH] = packed(jsonl([record(2)]))
    assert len(run(server, cursor)) == 1, "changed under its day"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\x28\xb5\x2f\xfdnonsense that is no zstd", "damaged"),
        (b"PK\x03\x04", "something else"),
        (packed(b"[]\n"), "metadata"),
        (packed(b'{"lastUpdate": "soon"}\n'), "metadata"),
        (packed(b"{}\n"), "metadata"),
        (packed(b"x" * 5_000_000), "times its size"),
    ],
)
def test_what_is_no_release_is_told(server: BulkServer, body: bytes, words: str) -> None:
    server.bodies[PATH] = body
    (batch,) = run(server)
    assert words in batch.problems[0].why
    assert not batch.observations


def test_a_line_that_cannot_be_read_costs_only_itself(server: BulkServer) -> None:
    lines = [
        dense(metadata()),
        dense(record(1)),
        b'{"sources": [',
        b'{"sources": "none", "title": 3}',
        b"",
        b"\xff\xfe",
        b'{"sources":["https://myanimelist.net/anime/8"],"title":"' + b"x" * bulk_stream.MAX_RECORD + b'"}',
        b'{"sources":["https://myanimelist.net/anime/9"],"title":"\\ud800"}',
        b"[" * 100_000,
        dense(record(1)),
        dense(record(2)),
    ]
    server.bodies[PATH] = b"\r\n".join(lines)
    (batch,) = run(server)
    assert [problem.what for problem in batch.problems] == [f"record {number}" for number in (2, 3, 4, 5, 6, 7, 8)]
    assert "more than" in batch.problems[3].why
    assert "came before" in batch.problems[-1].why
    assert {row.key.id for row in batch.observations} == {"1", "2"}


def test_problems_are_told_up_to_a_number_and_then_counted(server: BulkServer) -> None:
    server.bodies[PATH] = packed(b"\n".join([dense(metadata()), *[b"{"] * (MOST_PROBLEMS + 50)]))
    (batch,) = run(server)
    assert len(batch.problems) == MOST_PROBLEMS + 1
    assert batch.problems[-1].what == "50 more records"


def test_a_release_from_the_future_was_seen_today(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(1)], day="2027-01-01"))
    assert {row.observed_at for row in contract.union(run(server))} == {TODAY}


def test_a_cursor_of_another_version_starts_from_the_beginning(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(1)]))
    assert run(server, "anything else") == run(server)
