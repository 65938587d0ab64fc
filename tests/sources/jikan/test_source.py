"""Jikan as a source: what is asked for, what is cached, its bad days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nextcour.facts.observation import Batch, Key, Provider
from nextcour.http.client import Http
from nextcour.http.policy import JIKAN
from nextcour.sources.jikan import Jikan
from nextcour.sources.jikan.client import LARGEST
from nextcour.sources.source import Reach, Source
from tests.replay.jikan import JikanServer, anime, fault, not_found, openapi, statistics
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
from tests.sources.running import TODAY, anilist, at, client, mal, run, shown, told, values

ONE = 700004


def small(number: int, **changes: Any) -> dict[str, Any]:
    return {"mal_id": number, "members": number, **changes}


@pytest.fixture
def server() -> Iterator[JikanServer]:
    with JikanServer([*anime(), *(small(number) for number in range(1, 31))], statistics()) as running:
        yield running


@pytest.fixture
def http() -> Iterator[Http]:
    with client() as ready:
        yield ready


def ids(batches: list[Batch]) -> set[str]:
    return {row.key.id for row in shown(batches)}


def paths(server: JikanServer) -> list[str]:
    return [sent.path.removeprefix("/v4/anime/") for sent in server.sent]


def test_our_own_answers_keep_the_contract(server: JikanServer, http: Http) -> None:
    if openapi() is None:
        pytest.skip("../shared is not here: Jikan's contract does not ship")
    for record in anime():
        for part in ("full", "statistics"):
            assert http.get(f"{server.address}/anime/{record['mal_id']}/{part}").status == 200


def test_an_announced_sequel_of_the_title_asked_for_is_fetched_too(server: JikanServer, http: Http) -> None:
    source: Source = Jikan(http, url=server.address)
    assert source.reach is Reach.TITLES
    batches = run(source, mal(700001))
    assert paths(server) == [
        "700001/full", "700001/statistics", "700002/full", "700002/statistics", "700003/full", "700003/statistics",
    ]  # fmt: skip
    assert {row.key.provider for row in shown(batches)} == {Provider.MAL}
    assert values(shown(batches), 700002)["premiere"] == [2026, 10, None]
    assert told(batches) == ""


def test_cycles_end_and_what_is_wanted_anyway_is_asked_for_once(server: JikanServer, http: Http) -> None:
    run(Jikan(http, url=server.address), mal(700001, 700002, 700003, 700001))
    assert len(paths(server)) == len(set(paths(server))) == 6


def test_a_404_is_a_line_and_not_a_fault(server: JikanServer, http: Http) -> None:
    batches = run(Jikan(http, url=server.address), mal(555, ONE))
    assert ids(batches) == {str(ONE)}
    assert told(batches) == "id 555: no such anime is shown (404); Jikan may go on saying so for days after it is"
    assert all(batch.gone == () for batch in batches)


def test_an_answer_that_has_not_changed_is_not_sent_again(server: JikanServer, tmp_path: Path) -> None:
    def look(day: dt.date) -> list[Any]:
        with client(cache=tmp_path, today=day) as http:
            return [(row.key, row.field, row.value) for row in shown(run(Jikan(http, url=server.address), mal(ONE)))]

    first = look(TODAY)
    server.sent.clear()
    assert look(TODAY + dt.timedelta(days=1)) == first
    assert all("if-none-match" in sent.headers for sent in server.sent)
    assert len(server.sent) == 2


def test_counts_are_of_the_day_that_jikan_read_them(http: Http) -> None:
    def counted(modified: str) -> set[dt.date | None]:
        with JikanServer(anime(), statistics(), modified) as server:
            rows = shown(run(Jikan(http, url=server.address), mal(ONE)))
        assert {row.observed_at for row in rows} == {TODAY}
        return {row.valid_from for row in rows if row.field.startswith("demand")}

    assert counted("Sat, 30 May 2026 20:00:00 GMT") == {dt.date(2026, 5, 30)}
    assert counted("Tue, 01 Jan 2030 00:00:00 GMT") == {TODAY}
    for odd in ("", "soon", "Sat, 99 Foo 2026", "0"):
        assert counted(odd) == {TODAY}


def test_ids_of_other_kinds_are_a_line_in_the_report(server: JikanServer, http: Http) -> None:
    batches = run(Jikan(http, url=server.address), [*anilist(1), Key(Provider.MAL, "x"), *mal(ONE)])
    assert ids(batches) == {str(ONE)}
    assert told(batches).startswith("2 titles: MyAnimeList, by Jikan knows no title by these ids")


def test_a_run_is_bounded_and_the_others_take_turns(server: JikanServer, http: Http) -> None:
    source = Jikan(http, url=server.address, most=10)
    days = [run(source, mal(*range(1, 31)), today=TODAY + dt.timedelta(days=day)) for day in range(3)]
    assert [len(ids(batches)) for batches in days] == [10, 10, 10]
    assert len(set().union(*(ids(batches) for batches in days))) == 30
    assert "at most 10 titles" in told(days[0])


@pytest.mark.parametrize("kept", range(4))
def test_a_run_that_breaks_off_goes_on_to_the_same_facts(server: JikanServer, http: Http, kept: int) -> None:
    wanted = [*mal(ONE, 700001, 700007, 3), *anilist(1)]
    source = Jikan(http, url=server.address)
    whole = run(source, wanted)
    broken = whole[:kept]
    rest = run(source, wanted, broken[-1].cursor if broken else "")
    assert set(shown(broken) + shown(rest)) == set(shown(whole))
    steps = [batch.cursor for batch in broken + rest if batch.cursor]  # what cannot be asked for is said again first
    assert steps == [batch.cursor for batch in whole if batch.cursor]


def test_related_titles_are_bounded(http: Http) -> None:
    entries = [{"mal_id": number, "type": "anime"} for number in range(2, 30)]
    hub = small(1, relations=[{"relation": "Sequel", "entry": entries}])
    with JikanServer([hub, *(small(number) for number in range(2, 30))]) as server:
        batches = run(Jikan(http, url=server.address, most=5), mal(1))
    assert len(ids(batches)) == 6
    assert "a run follows at most 5" in told(batches)


@pytest.mark.parametrize(
    "faults",
    [(too_many(retry_after="2"),), (too_many(),), (status(500), status(503)), (reset(),), (silence(),)],
    ids=["429 with Retry-After", "429 without", "500 and 503", "reset", "silence"],
)
def test_faults_that_pass_cost_nothing_but_time(server: JikanServer, faults: tuple[Reply, ...]) -> None:
    server.misbehave(*faults)
    # A machine so busy that a good answer takes seconds must not make a fault of it: of the attempts one has to come
    # through, and only a server that says nothing at all is waited for with a short limit.
    with client(read_timeout=2.0 if faults[0].silent else 120.0, total_timeout=240.0, attempts=6) as http:
        batches = run(Jikan(http, url=server.address), mal(ONE))
    assert (ids(batches), told(batches)) == ({str(ONE)}, "")
    assert len(server.sent) >= len(faults) + 2


def full(number: int = 2) -> Reply:
    return Reply.json({"data": small(number)})


@pytest.mark.parametrize(
    "bad",
    [
        oversized(LARGEST + 1),
        gzip_bomb(LARGEST + 1),
        web_page(),
        web_page(kind="application/json"),
        wrong_type(full(), "text/plain"),
        Reply.json(["a", "list"]),
        Reply.json({"data": {"mal_id": None}}),
        Reply.json({"data": {"mal_id": 2, "members": "many"}}),
        full(3),
        Reply(200, b"\xff{", {"Content-Type": "application/json"}),
        Reply(200, full().body[:-5], {"Content-Type": "application/json"}),
        fault(400, "BadRequestException", "Invalid"),
        fault(403, "Forbidden", "no"),
    ],
)
def test_an_answer_of_no_use_costs_its_title_and_no_other(server: JikanServer, http: Http, bad: Reply) -> None:
    server.misbehave(bad, where="/anime/2/full", always=True)
    batches = run(Jikan(http, url=server.address), mal(1, 2, 3))
    assert ids(batches) == {"1", "3"}
    assert told(batches).startswith("id 2: ")
    assert "\n" not in told(batches)
    assert told(batches).isprintable()


@pytest.mark.parametrize("bad", [not_found(), Reply.json({"data": None}), Reply.json({})])
def test_no_record_is_a_line(server: JikanServer, http: Http, bad: Reply) -> None:
    server.misbehave(bad, where="/anime/2/full")
    assert "id 2: no such anime is shown" in told(run(Jikan(http, url=server.address), mal(1, 2, 3)))


def test_without_statistics_the_rest_is_kept(server: JikanServer, http: Http) -> None:
    server.misbehave(web_page(), where="/statistics")
    batches = run(Jikan(http, url=server.address), mal(ONE))
    assert "demand.members@2026-05-31" in values(shown(batches), ONE)
    assert told(batches).startswith(f"statistics of id {ONE}: ")


def test_one_title_that_always_fails_is_passed_over(server: JikanServer, http: Http) -> None:
    server.misbehave(status(500), where="/anime/2/", always=True)
    batches = run(Jikan(http, url=server.address), mal(1, 2, 3))
    assert ids(batches) == {"1", "3"}


@pytest.mark.parametrize(
    ("bad", "requests"),
    [(status(503), 6), (reset(), 6), (too_many(retry_after="86400"), 1), (web_page(), 3)],
    ids=["503", "reset", "429 for a day", "web pages"],
)
def test_a_provider_that_is_down_ends_the_run_and_what_came_is_kept(
    server: JikanServer, http: Http, bad: Reply, requests: int
) -> None:
    source = Jikan(http, url=server.address)
    steps = source.batches(mal(*range(1, 21)), "", TODAY)
    kept = [next(steps), next(steps)]
    server.sent.clear()
    server.misbehave(bad, always=True)
    rest = list(steps)
    assert len(server.sent) == requests
    assert shown(rest) == []
    assert told(rest).count("the run ends here and goes on from here next time") == 1
    server._faults.clear()
    with client() as later:
        again = run(Jikan(later, url=server.address), mal(*range(1, 21)), rest[-1].cursor)
    assert ids(kept) == {"1", "2"}
    assert "20" in ids(again)


@pytest.mark.parametrize("make", [truncated, lambda reply: drip(reply, 0.5)], ids=["cut short", "a slow drip"])
def test_bodies_that_never_end_are_given_up(server: JikanServer, make: Any) -> None:
    server.misbehave(make(full()), where="/anime/2/full", always=True)
    with client(patient=False, read_timeout=1.0, total_timeout=1.0) as http:
        batches = run(Jikan(http, url=server.address), mal(1, 2, 3))
    assert ids(batches) == {"1", "3"}


def test_clocks_that_are_wrong_never_date_a_fact_after_today(server: JikanServer, http: Http) -> None:
    for skew in ("Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"):
        server.misbehave(skewed(full(), skew), where="/anime/2/full")
        rows = shown(run(Jikan(http, url=server.address), mal(2)))
        assert {row.observed_at for row in rows} == {TODAY}


def test_three_a_second_and_sixty_a_minute_are_kept(server: JikanServer) -> None:
    clock = Clock(at(TODAY))
    with Http({"127.0.0.1": JIKAN}, clock=clock, sleep=clock.sleep) as http:
        began = clock.now
        run(Jikan(http, url=server.address), mal(*range(1, 31), 700004))
    assert len(server.sent) == 62
    assert clock.now - began >= 60


def test_the_server_that_we_test_against_fails_a_test_that_breaks_the_contract(http: Http) -> None:
    if openapi() is None:
        pytest.skip("../shared is not here: Jikan's contract does not ship")
    with pytest.raises(AssertionError, match="Hologram"), JikanServer([small(1, type="Hologram")]) as server:
        run(Jikan(http, url=server.address), mal(1))
