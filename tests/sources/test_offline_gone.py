"""Records that the weekly database no longer has, and files that only look as if it had lost them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nextcour.facts.observation import Batch, Key, Provider
from tests.sources.bulk_server import BulkServer, client
from tests.sources.offline_examples import dense, jsonl, metadata, packed, record
from tests.sources.offline_running import PATH, facts_of, run

ROWS = [record(number) for number in range(1, 1_001)]


@pytest.fixture
def server() -> Iterator[BulkServer]:
    with client() as http, BulkServer() as one:
        one.client = http
        one.bodies[PATH] = packed(jsonl(ROWS))
        yield one


def keys(batches: list[Batch]) -> set[Key]:
    return {key for key, _ in facts_of(batches)}


def gone(batches: list[Batch]) -> list[Key]:
    return [key for batch in batches for key in batch.gone]


def later(server: BulkServer, rows: list[dict[str, object]], day: str = "2026-11-22") -> None:
    server.bodies[PATH] = packed(jsonl(rows, day=day))


def test_what_a_whole_release_no_longer_has_is_gone(server: BulkServer) -> None:
    first = run(server)
    assert not gone(first), "of a first release nothing can be missing"
    later(server, ROWS[:990])
    batches = run(server, first[-1].cursor, keys(first))
    assert set(gone(batches)) == keys(first) - keys(batches)
    assert len(gone(batches)) > 5
    assert [bool(batch.gone) for batch in batches[:-1]] == [False] * (len(batches) - 1), "only the end tells"
    assert not any(batch.problems or batch.stopped for batch in batches)


def test_a_record_that_got_a_better_id_is_not_gone(server: BulkServer) -> None:
    before = Key(Provider.ANILIST, "100001")
    assert f"https://anilist.co/anime/{before.id}" in ROWS[0]["sources"]
    assert not gone(run(server, known=[before]))


def test_going_on_in_the_middle_tells_the_same(server: BulkServer) -> None:
    known = keys(run(server))
    later(server, ROWS[5:])
    whole = run(server, known=known)
    rest = run(server, whole[0].cursor, known)
    assert gone(rest) == gone(whole) != []


def test_a_release_that_lost_too_much_is_not_taken_for_whole(server: BulkServer) -> None:
    first = run(server)
    known = keys(first)
    later(server, ROWS[:900])
    batches = run(server, first[-1].cursor, known)
    assert not gone(batches)
    assert batches[-1].stopped
    (problem,) = batches[-1].problems
    assert problem.what == "the release of 2026-11-22"
    assert f"of {len(known):,} records known before, more than 5%" in problem.why
    assert keys(batches) < known, "what it shows is kept"


def test_a_release_that_lost_too_much_is_refused_again_until_the_next_one_says_the_same(server: BulkServer) -> None:
    server.tagged = True
    first = run(server)
    known = keys(first)
    later(server, ROWS[:900])
    refused = run(server, first[-1].cursor, known)
    again = run(server, refused[-1].cursor, known)
    assert [(batch.stopped, bool(batch.observations)) for batch in again] == [(True, False)]
    assert "still the one that lacks too many" in again[0].problems[0].why
    assert server.sent[-1].headers["if-none-match"], "it is not downloaded for that"
    server.tagged = False
    again = run(server, refused[-1].cursor, known)
    assert (again[-1].stopped, gone(again)) == (True, [])
    later(server, ROWS[:901], "2026-11-23")
    believed = run(server, again[-1].cursor, known)
    assert len(gone(believed)) > 50
    assert not believed[-1].stopped
    later(server, ROWS[:700], "2026-11-24")
    assert run(server, believed[-1].cursor, known)[-1].stopped, "believing once is not believing for good"


def test_a_release_that_is_whole_again_is_taken_as_such(server: BulkServer) -> None:
    first = run(server)
    known = keys(first)
    later(server, ROWS[:900])
    refused = run(server, first[-1].cursor, known)
    later(server, ROWS, "2026-11-23")
    whole = run(server, refused[-1].cursor, known)
    assert (whole[-1].stopped, gone(whole), whole[-1].problems) == (False, [], ())


@pytest.mark.parametrize("cut", [0.3, 0.97, 0.999])
def test_a_file_that_is_cut_short_makes_nothing_gone(server: BulkServer, cut: float) -> None:
    known = keys(run(server))
    body = server.bodies[PATH]
    server.bodies[PATH] = body[: int(len(body) * cut)]
    batches = run(server, known=known)
    assert not gone(batches)
    assert batches[-1].stopped


def test_records_that_cannot_be_read_are_not_gone(server: BulkServer) -> None:
    known = keys(run(server))
    broken = dict(ROWS[10], episodes="many")
    server.bodies[PATH] = packed(jsonl([*ROWS[:10], broken, *ROWS[11:]]))
    assert not gone(run(server, known=known)), "it is there, whatever else it says"
    lines = [dense(metadata()), *map(dense, ROWS[:10]), b'{"sources": [', *map(dense, ROWS[11:])]
    server.bodies[PATH] = packed(b"\n".join(lines))
    batches = run(server, known=known)
    assert not gone(batches), "nobody knows which one it was"
    assert "nothing is marked as gone" in batches[-1].problems[-1].why
