"""The weekly database, from a server that follows its schema and one that does not."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.observation import Batch, Key, Provider
from nextcour.http.client import Http
from nextcour.sources import bulk_stream, offline_database
from nextcour.sources.bulk_stream import BulkUnreadable
from nextcour.sources.offline_database import BATCH, MOST_PROBLEMS, OfflineDatabase
from nextcour.sources.offline_types import page_id
from tests.replay.server import Reply, status, truncated, web_page
from tests.sources import contract
from tests.sources.bulk_server import BulkServer, client
from tests.sources.offline_examples import dense, document, jsonl, metadata, packed, record

TODAY = contract.TODAY
PATH, OTHER = "/a.jsonl.zst", "/a-minified.json"
_CLIENTS: list[Http] = []


@pytest.fixture
def server() -> Iterator[BulkServer]:
    with BulkServer() as one:
        yield one


@pytest.fixture(autouse=True)
def http() -> Iterator[Http]:
    with client() as one:
        _CLIENTS.append(one)
        yield one
        _CLIENTS.pop()


def _source(server: BulkServer) -> OfflineDatabase:
    return OfflineDatabase(_CLIENTS[-1], url=server.base + PATH, fallback=server.base + OTHER)


def _run(server: BulkServer, cursor: str = "") -> list[Batch]:
    return list(_source(server).batches((), cursor, TODAY))


def _facts(batches: list[Batch]) -> dict[tuple[Key, str], Any]:
    return {(row.key, row.field): json.loads(row.value) for row in contract.union(batches)}


def _of(server: BulkServer, **values: Any) -> dict[str, Any]:
    """What is observed of one record."""
    server.bodies[PATH] = packed(jsonl([record(1, **values)]))
    return {field: value for (_, field), value in _facts(_run(server)).items()}


def test_a_record_becomes_observations_with_their_days_and_pages(server: BulkServer) -> None:
    server.bodies[PATH] = packed(
        jsonl(
            [
                record(
                    5,
                    title="Death  Note",
                    sources=[
                        "https://anidb.net/anime/4563",
                        "https://anilist.co/anime/1535",
                        "https://kitsu.app/anime/1376",
                        "https://myanimelist.net/anime/1535",
                        "https://notify.moe/anime/0-A-5Fimg",
                    ],
                    type="TV",
                    episodes=37,
                    status="ONGOING",
                    animeSeason={"season": "FALL", "year": 2006},
                    synonyms=["DN", "デスノート"],
                    studios=["madhouse"],
                    relatedAnime=["https://myanimelist.net/anime/2994", "https://anime-planet.com/anime/x"],
                    tags=["crime"],
                )
            ]
        )
    )
    (batch,) = _run(server)
    assert {row.field: json.loads(row.value) for row in batch.observations} == {
        "title": "Death Note",
        "title.synonym": ["DN", "デスノート"],
        "format": "TV",
        "status": "RELEASING",
        "episodes": 37,
        "season": ["FALL", 2006],
        "premiere": [2006, None, None],
        "studios": ["Madhouse"],
        "ids.anilist": 1535,
        "ids.anidb": 4563,
        "ids.kitsu": 1376,
        "ids.notify": "0-A-5Fimg",
        "relation.RELATED.mal.2994": True,
    }
    assert {row.key for row in batch.observations} == {Key(Provider.MAL, "1535")}
    assert {row.url for row in batch.observations} == {"https://myanimelist.net/anime/1535"}
    assert {row.observed_at for row in batch.observations} == {dt.date(2026, 11, 20)}


def test_what_is_unknown_is_not_observed(server: BulkServer) -> None:
    fields = _of(
        server,
        type="UNKNOWN",
        status="UNKNOWN",
        episodes=0,
        animeSeason={"season": "UNDEFINED"},
        synonyms=[],
        studios=[],
        relatedAnime=[],
    )
    assert set(fields) == {"title", "ids.anilist", "ids.anidb", "ids.kitsu", "ids.notify", "ids.livechart"}


def test_fields_that_are_null_or_missing_leave_the_others_readable(server: BulkServer) -> None:
    nothing = dict.fromkeys(
        ("type", "episodes", "status", "animeSeason", "synonyms", "studios", "relatedAnime", "tags", "duration")
    )
    assert _of(server, title="A", **nothing)["title"] == "A"
    bare = {"sources": ["https://myanimelist.net/anime/9"], "title": "B"}
    server.bodies[PATH] = packed(jsonl([bare]))
    assert _facts(_run(server)) == {(Key(Provider.MAL, "9"), "title"): "B"}


def test_a_status_of_tomorrow_is_kept_as_it_is_spelt_and_a_format_of_tomorrow_is_left_out(server: BulkServer) -> None:
    fields = _of(server, status="CANCELLED", type="HOLOGRAM")
    assert fields["status"] == "CANCELLED"
    assert "format" not in fields


def test_a_winter_season_does_not_tell_the_year_of_the_premiere(server: BulkServer) -> None:
    fields = _of(server, animeSeason={"season": "WINTER", "year": 2021})
    assert fields["season"] == ["WINTER", 2021]
    assert "premiere" not in fields


def test_the_key_is_the_best_id_and_several_ids_of_one_site_name_none(server: BulkServer) -> None:
    rows = [
        record(1, sources=["https://anidb.net/anime/3", "https://anilist.co/anime/2"]),
        record(2, sources=["https://anidb.net/anime/4"]),
        record(3, sources=["https://kitsu.app/anime/4"]),
        record(4, sources=[f"https://anilist.co/anime/{n}" for n in (8, 7)] + ["https://myanimelist.net/anime/6"]),
    ]
    server.bodies[PATH] = packed(jsonl(rows))
    facts = _facts(_run(server))
    assert {key for key, _ in facts} == {Key(Provider.ANILIST, "2"), Key(Provider.ANIDB, "4"), Key(Provider.MAL, "6")}
    assert (Key(Provider.MAL, "6"), "ids.anilist") not in facts


def test_shows_for_adults_are_marked(server: BulkServer) -> None:
    assert _of(server, tags=["hentai"])["adult"] is True
    assert "adult" not in _of(server, tags=["romance"])


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://myanimelist.net/anime/1535", ("mal", "1535")),
        ("https://myanimelist.net/anime/1535/Death_Note", ("mal", "1535")),
        ("https://anidb.net/a4563", ("anidb", "4563")),
        ("https://kitsu.io/anime/1376", ("kitsu", "1376")),
        ("https://animenewsnetwork.com/encyclopedia/anime.php?id=6592", ("ann", "6592")),
        ("https://myanimelist.net/manga/1535", None),
        ("https://myanimelist.net/anime/0", None),
        ("https://myanimelist.net/anime/１５", None),
        ("https://myanimelist.net.example.org/anime/1", None),
        ("ftp://anilist.co/anime/1", None),
        ("anilist.co/anime/1", None),
        ("", None),
    ],
)
def test_pages_name_ids(url: str, page: tuple[str, str] | None) -> None:
    assert page_id(url) == page


def test_forty_thousand_records_follow_the_schema_and_the_contract(server: BulkServer, shared: Path) -> None:
    schema = json.loads(
        (shared / "contracts/anime-offline-database/anime-offline-database.jsonl.schema.json").read_text("utf-8")
    )
    validator = jsonschema.Draft202012Validator(schema)
    rows = [record(number) for number in range(1, 40_001)]
    for row in rows[::200]:
        validator.validate(row)
    server.bodies[PATH] = packed(jsonl(rows), level=3)
    batches = _run(server)
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
    batches = contract.check_source(lambda: _source(server))
    assert [len(batch.cursor) > 0 for batch in batches] == [True] * 5


def test_the_document_gives_the_same_observations_where_the_lines_are_not_offered(server: BulkServer) -> None:
    rows = [record(number) for number in range(1, 1_200)]
    server.bodies[PATH] = packed(jsonl(rows))
    wanted = _run(server)
    del server.bodies[PATH]
    server.bodies[OTHER] = document(rows)
    assert _run(server) == wanted


def test_a_release_that_was_read_is_not_read_again(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 5_000)]), level=1)
    cursor = _run(server)[-1].cursor
    assert _run(server, cursor) == []
    server.bodies[PATH] = packed(jsonl([record(1)], day="2026-11-21"))
    assert len(_run(server, cursor)) == 1


def test_a_new_release_in_between_is_read_from_its_beginning(server: BulkServer) -> None:
    rows = [record(number) for number in range(1, 1_200)]
    server.bodies[PATH] = packed(jsonl(rows))
    first = _run(server)[0]
    server.bodies[PATH] = packed(jsonl(rows[5:], day="2026-11-22"))
    rest = _run(server, first.cursor)
    assert contract.union(rest) == contract.union(_run(server))


@pytest.mark.parametrize("keep", [5, 500])
def test_a_file_changed_under_its_day_is_read_from_its_beginning(server: BulkServer, keep: int) -> None:
    rows = [record(number) for number in range(1, 1_200)]
    server.bodies[PATH] = packed(jsonl(rows))
    second = _run(server)[1]
    server.bodies[PATH] = packed(jsonl([record(7_000), *rows[:keep]]))
    assert _run(server, second.cursor) == _run(server)


def test_a_file_cut_short_keeps_what_came_and_the_next_run_goes_on(server: BulkServer) -> None:
    whole = packed(jsonl([record(number) for number in range(1, 6_000)]))
    server.bodies[PATH] = whole
    wanted = contract.union(_run(server))
    server.bodies[PATH] = whole[: len(whole) * 2 // 3]
    kept = _run(server)
    assert "cut short" in kept[-1].problems[0].why
    assert len(kept) > 2
    server.bodies[PATH] = whole
    rest = _run(server, kept[-1].cursor)
    assert contract.union(kept) | contract.union(rest) == wanted
    assert not contract.union(kept) & contract.union(rest)


def test_a_connection_that_breaks_is_a_problem_and_no_exception(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 6_000)]))
    server.misbehave(truncated(Reply(200, server.bodies[PATH])))
    kept = _run(server)
    assert kept[-1].problems
    assert len(kept) > 2
    assert contract.union(kept) | contract.union(_run(server, kept[-1].cursor)) == contract.union(_run(server))


def test_a_server_that_is_down_is_a_problem_and_nothing_else_is_tried(server: BulkServer) -> None:
    server.misbehave(status(500), always=True)
    (batch,) = _run(server)
    assert "500" in batch.problems[0].why
    assert batch.cursor == ""
    assert {sent.path for sent in server.sent} == {PATH}


def test_a_web_page_instead_of_the_file_is_told(server: BulkServer) -> None:
    server.misbehave(web_page(), always=True)
    assert "web page" in _run(server)[0].problems[0].why


def test_more_bytes_than_any_release_has_are_refused(server: BulkServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_database, "MAX_PACKED", 1_000)
    server.bodies[PATH] = packed(jsonl([record(number) for number in range(1, 100)]))
    assert "1,000" in _run(server)[0].problems[0].why


def test_nothing_is_held_of_a_file_that_expands_without_end() -> None:
    bomb = packed(b'{"lastUpdate": "2026-11-20"}\n' + b" " * 80_000_000)
    tracemalloc.start()
    with pytest.raises(BulkUnreadable, match="times its size"):
        for _ in bulk_stream.lines(bulk_stream.unpacked([bomb])):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_a_server_that_knows_its_release_was_read_need_not_send_it(server: BulkServer) -> None:
    server.tagged = True
    server.bodies[PATH] = packed(jsonl([record(1)]))
    cursor = _run(server)[-1].cursor
    assert _run(server, cursor) == []
    assert server.sent[-1].headers["if-none-match"]
    server.bodies[PATH] = packed(jsonl([record(2)]))
    assert len(_run(server, cursor)) == 1, "changed under its day"


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
    (batch,) = _run(server)
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
    (batch,) = _run(server)
    assert [problem.what for problem in batch.problems] == [f"record {number}" for number in (2, 3, 4, 5, 6, 7, 8)]
    assert "more than" in batch.problems[3].why
    assert "came before" in batch.problems[-1].why
    assert {row.key.id for row in batch.observations} == {"1", "2"}


def test_problems_are_told_up_to_a_number_and_then_counted(server: BulkServer) -> None:
    server.bodies[PATH] = packed(b"\n".join([dense(metadata()), *[b"{"] * (MOST_PROBLEMS + 50)]))
    (batch,) = _run(server)
    assert len(batch.problems) == MOST_PROBLEMS + 1
    assert batch.problems[-1].what == "50 more records"


def test_a_release_from_the_future_was_seen_today(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(1)], day="2027-01-01"))
    assert {row.observed_at for row in contract.union(_run(server))} == {TODAY}


def test_a_cursor_of_another_version_starts_from_the_beginning(server: BulkServer) -> None:
    server.bodies[PATH] = packed(jsonl([record(1)]))
    assert _run(server, "anything else") == _run(server)


@given(st.binary(max_size=400), st.integers(1, 30), st.integers(1, 40))
def test_lines_are_the_same_however_they_are_cut_into_chunks(data: bytes, size: int, limit: int) -> None:
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert list(bulk_stream.lines(chunks, limit=limit)) == list(bulk_stream.lines([data], limit=limit))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), max_size=6), st.integers(1, 50))
def test_members_of_a_document_are_found_however_it_is_cut_into_chunks(rows: list[dict[str, str]], size: int) -> None:
    data = document(rows)
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    head, *found = bulk_stream.members(chunks)
    assert [json.loads(raw) for raw in found] == rows
    assert json.loads(head)["lastUpdate"] == "2026-11-20"


@given(st.binary(min_size=1, max_size=2_000), st.integers(0, 2_000))
def test_a_packed_file_that_is_cut_anywhere_is_never_taken_for_whole(data: bytes, cut: int) -> None:
    whole = packed(data)
    if cut >= len(whole):
        assert b"".join(bulk_stream.unpacked([whole])) == data
    else:
        with pytest.raises(BulkUnreadable):
            list(bulk_stream.unpacked([whole[:cut]]))


def test_a_document_that_ends_early_or_closes_too_much_is_told() -> None:
    for data, words in (
        (b'{"data": [{"a": 1}', "cut short"),
        (b'{"data": [}', "brackets"),
        (b"{}", "no JSON document"),
    ):
        with pytest.raises(BulkUnreadable, match=words):
            list(bulk_stream.members([data]))
