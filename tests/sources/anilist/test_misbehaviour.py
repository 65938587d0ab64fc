"""AniList on its bad days: what is kept, what is said, and whether the run goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from nextcour.facts.observation import Batch
from nextcour.http.policy import Policy
from nextcour.sources.anilist import AniList
from nextcour.sources.anilist.client import LARGEST
from tests.replay.anilist import AniListServer, disabled, fault, titles
from tests.replay.anilist_records import nothing
from tests.replay.server import (
    Clock,
    Reply,
    drip,
    gzip_bomb,
    oversized,
    reset,
    silence,
    skewed,
    status,
    too_many,
    truncated,
    web_page,
    wrong_type,
)
from tests.sources.running import TODAY, anilist, at, client, run, shown, told

ONE = 900004  # a film that leads nowhere


@pytest.fixture
def server() -> Iterator[AniListServer]:
    with AniListServer([*titles(), *(nothing(number) for number in range(1, 161))]) as running:
        yield running


def ids(batches: list[Batch]) -> set[str]:
    return {row.key.id for row in shown(batches)}


def good(server: AniListServer) -> Reply:
    """The answer to a question for ONE, as it is sent."""
    with client() as http:
        found: list[Reply] = []
        answer = server.answer
        server.answer = lambda sent: found.append(answer(sent)) or found[-1]
        run(AniList(http, url=server.base), anilist(ONE))
        server.answer = answer
    server.sent.clear()
    return found[0]


@pytest.mark.parametrize(
    "faults",
    [
        (too_many(retry_after="30", X_RateLimit_Limit="90", X_RateLimit_Remaining="0"),),
        (too_many(),),
        (status(500, "oops"), status(502)),
        (reset(), status(503)),
        (silence(),),
    ],
    ids=["429 with Retry-After", "429 without", "500 and 502", "reset and 503", "silence"],
)
def test_faults_that_pass_cost_nothing_but_time(server: AniListServer, faults: tuple[Reply, ...]) -> None:
    server.misbehave(*faults)
    with client(read_timeout=2.0 if faults[0].silent else 20.0) as http:
        batches = run(AniList(http, url=server.base), anilist(ONE))
    assert ids(batches) == {str(ONE)}
    assert told(batches) == ""
    assert len(server.sent) == len(faults) + 1


@pytest.mark.parametrize(
    "bad",
    [status(500), silence(), reset(), too_many(retry_after="86400"), disabled(), disabled(200), disabled(404)],
    ids=["500", "silence", "reset", "429 for a day", "403", "403 with HTTP 200", "403 with HTTP 404"],
)
def test_a_provider_that_is_down_ends_the_run_with_a_line_and_what_came_is_kept(
    server: AniListServer, bad: Reply
) -> None:
    with client(patient=False, read_timeout=1.0, total_timeout=2.0, stop_on=("temporarily disabled",)) as http:
        source = AniList(http, url=server.base)
        first, last = source.batches(anilist(*range(1, 141)), "", TODAY), []
        kept = next(first)
        server.misbehave(bad, always=True)
        last = list(first)
    assert len(last) == 1
    assert last[0].observations == ()
    assert last[0].cursor == kept.cursor  # what could not be had is asked for again
    assert "the run ends here" in told(last)
    assert last[0].gone == ()
    server._faults.clear()
    with client() as http:
        rest = run(AniList(http, url=server.base), anilist(*range(1, 141)), last[0].cursor)
    assert ids([kept]) | ids(rest) == {str(number) for number in range(1, 141)}


@pytest.mark.parametrize("code", [403, 200, 404], ids=["by its status", "with HTTP 200", "with HTTP 404"])
def test_temporarily_disabled_means_that_nothing_more_is_sent(server: AniListServer, code: int) -> None:
    server.misbehave(disabled(code))
    with client(stop_on=("temporarily disabled",), cool_down=3600.0) as http:
        first = run(AniList(http, url=server.base), anilist(ONE))
        second = run(AniList(http, url=server.base), anilist(ONE))
    assert len(server.sent) == 1
    assert told(first)
    assert told(second)


def test_a_fault_while_following_a_story_leaves_the_step_to_be_done_again(server: AniListServer) -> None:
    answered = server.answer

    def once(sent: Any) -> Reply:
        reply = answered(sent)
        server.misbehave(disabled(200))
        return reply

    server.answer = once
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(900001))
        assert ids(batches) == {"900001"}
        server.answer = answered
        server._faults.clear()
        again = run(AniList(http, url=server.base), anilist(900001), batches[-1].cursor)
    assert ids(again) == {"900001", "900002", "900003"}


@pytest.mark.parametrize(
    "make",
    [
        lambda reply: oversized(LARGEST + 1),
        lambda reply: gzip_bomb(LARGEST + 1),
        lambda reply: web_page(),
        lambda reply: web_page(kind="application/json"),
        lambda reply: wrong_type(reply, "text/plain"),
        lambda reply: Reply.json(["a", "list"]),
        lambda reply: Reply.json({"data": {"Page": {"media": {"a": "dictionary"}}}}),
        lambda reply: Reply.json({"data": None}),
        lambda reply: Reply.json({"data": {"Page": None}}),
        lambda reply: Reply.json({}),
        lambda reply: Reply.json(None),
        lambda reply: Reply(200, b"\xff\xfe{", {"Content-Type": "application/json"}),
        lambda reply: Reply(200, b"[" * 100_000, {"Content-Type": "application/json"}),
        lambda reply: Reply(200, b"", {"Content-Type": "application/json"}),
        lambda reply: Reply(200, reply.body[:-7], {"Content-Type": "application/json"}),
        lambda reply: fault("validation", 400),
        lambda reply: fault("Internal Server Error", 500, 200),
        lambda reply: fault("Not Found.", 404),
        lambda reply: fault("Not Found.", 404, 200),
        lambda reply: Reply.json({"errors": [None], "data": None}),
        lambda reply: Reply.json({"errors": [{"message": "\x1b[31m" + "m" * 10_000, "status": None}], "data": None}),
    ],
)
def test_an_answer_of_no_use_costs_its_titles_and_no_others(server: AniListServer, make: Any) -> None:
    server.misbehave(make(good(server)))
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(*range(1, 101)))
    assert ids(batches) == {str(number) for number in range(51, 101)}
    words = told(batches)
    assert words.startswith("id 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 40 more: ")
    assert words.isprintable()
    assert len(words) < 500
    assert [batch.gone for batch in batches] == [(), ()]


def test_three_answers_of_no_use_in_a_row_end_the_run(server: AniListServer) -> None:
    server.misbehave(web_page(kind="application/json"), always=True)
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(*range(1, 161)))
    assert (len(server.sent), ids(batches)) == (3, set())
    assert told(batches[:-1]).count("the run ends here") == 0
    assert "the run ends here" in told(batches[-1:])


@pytest.mark.parametrize("make", [truncated, lambda reply: drip(reply, 0.5)], ids=["cut short", "a slow drip"])
def test_bodies_that_never_end_are_tried_again_and_then_given_up(server: AniListServer, make: Any) -> None:
    server.misbehave(*[make(good(server))] * 3)
    with client(patient=False, read_timeout=1.0, total_timeout=1.0) as http:
        batches = run(AniList(http, url=server.base), anilist(ONE))
    assert (len(server.sent), shown(batches)) == (3, [])
    assert "the run ends here" in told(batches)


def test_one_record_that_cannot_be_read_costs_no_other(server: AniListServer) -> None:
    def broken(body: Any) -> Any:
        for record, wrong in zip(body["data"]["Page"]["media"], ({"popularity": "many"}, {"id": None}), strict=False):
            record.update(wrong)
        return body

    server.changed = broken
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(1, 2, 3))
    assert ids(batches) == {"3"}
    assert told(batches).count("a record cannot be read") == 2
    assert batches[0].gone == ()  # two were there after all


def test_errors_beside_data_keep_the_data_and_take_no_null_for_an_answer(server: AniListServer) -> None:
    server.changed = lambda body: body | {"errors": [{"message": "Some fields failed", "status": 500 - 1}]}
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(ONE, 1))
    assert ids(batches) == {str(ONE)}
    assert not [row for row in shown(batches) if row.value == "null"]
    assert "it says: Some fields failed (499)" in told(batches)


def test_what_nobody_asked_for_is_not_kept(server: AniListServer) -> None:
    def more(body: Any) -> Any:
        rows = body["data"]["Page"]["media"]
        rows += [rows[0] | {"id": 77}, rows[0] | {"type": "MANGA"}, None]
        return body

    server.changed = more
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(ONE))
    assert ids(batches) == {str(ONE)}


@pytest.mark.parametrize(
    ("size", "repeat", "vanish", "missing"),
    [(20, 0, frozenset(), 0), (20, 3, frozenset(), 0), (20, 20, frozenset({1}), 20), (5, 0, frozenset(), 30)],
    ids=["small pages", "repeated items", "a page vanishes", "pages without end"],
)
def test_pages_may_be_small_repeat_items_or_vanish(
    server: AniListServer, size: int, repeat: int, vanish: frozenset[int], missing: int
) -> None:
    server.per_page, server.repeat, server.vanish = size, repeat, vanish
    with client() as http:
        batches = run(AniList(http, url=server.base), anilist(*range(1, 51)))
    rows = shown(batches)
    assert len(rows) == len({(row.key, row.field, row.valid_from) for row in rows})
    found = {number for number in range(1, 51) if str(number) in ids(batches)}
    assert len(found) >= 50 - missing
    said_gone = {int(key.id) for batch in batches for key in batch.gone}
    assert not said_gone & found


def test_clocks_that_are_wrong_never_date_a_fact_after_today(server: AniListServer) -> None:
    for skew in ("Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"):
        server.misbehave(skewed(good(server), skew))
        with client() as http:
            rows = shown(run(AniList(http, url=server.base), anilist(ONE)))
        assert {row.observed_at for row in rows} == {TODAY}
        assert {row.valid_from for row in rows} == {None, TODAY}


def test_the_day_is_that_of_the_answer_when_the_caller_is_ahead_of_it(server: AniListServer) -> None:
    from datetime import timedelta

    with client(today=TODAY - timedelta(days=1)) as http:
        rows = shown(run(AniList(http, url=server.base), anilist(ONE)))
    assert {row.observed_at for row in rows} == {TODAY - timedelta(days=1)}


def test_the_real_policy_keeps_thirty_requests_a_minute() -> None:
    from nextcour.http.client import Http
    from nextcour.http.policy import ANILIST

    assert isinstance(ANILIST, Policy)
    clock = Clock(at(TODAY))
    with (
        AniListServer([nothing(number) for number in range(1, 2001)]) as server,
        Http({"127.0.0.1": ANILIST}, clock=clock, sleep=clock.sleep) as http,
    ):
        server.misbehave(*[Reply.json({"data": {"Page": {"media": []}}})] * 40)  # no headers of its own
        began = clock.now
        run(AniList(http, url=server.base, most=2000), anilist(*range(1, 1951)))
        assert json.loads(server.sent[0].body)["variables"]["ids"][:2] == [1, 2]
        assert len(server.sent) > 31
        assert clock.now - began >= 60
