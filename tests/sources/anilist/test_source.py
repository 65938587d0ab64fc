"""AniList as a source: which titles are asked for, how often, and how a run goes on after a break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from nextcour.facts.observation import Batch, Key, Provider
from nextcour.http.client import Http
from nextcour.sources.anilist import AniList
from nextcour.sources.source import Reach, Source
from tests.replay.anilist import AniListServer, titles
from tests.replay.anilist_records import nothing
from tests.sources.running import TODAY, anilist, client, mal, run, shown, told, values


@pytest.fixture
def server() -> Iterator[AniListServer]:
    with AniListServer(titles()) as running:
        yield running


@pytest.fixture
def http() -> Iterator[Http]:
    with client() as ready:
        yield ready


def ids(batches: list[Batch]) -> set[str]:
    return {row.key.id for row in shown(batches)}


def many(count: int) -> list[dict[str, object]]:
    return [nothing(number) | {"idMal": 100_000 + number} for number in range(1, count + 1)]


def test_an_announced_sequel_of_the_title_asked_for_is_fetched_too(server: AniListServer, http: Http) -> None:
    source: Source = AniList(http, url=server.base)
    assert source.reach is Reach.TITLES
    batches = run(source, anilist(900001))
    assert ids(batches) == {"900001", "900002", "900003"}  # not the crossover, not the manga
    assert values(shown(batches), 900002)["premiere"] == [2026, 10, None]
    assert server.asked == [("id_in", [900001]), ("id_in", [900002, 900003])]
    assert told(batches) == ""


def test_one_step_is_followed_and_cycles_end(server: AniListServer, http: Http) -> None:
    batches = run(AniList(http, url=server.base), anilist(900003))
    assert ids(batches) == {"900003", "900001"}  # not 900002, two steps away


def test_titles_are_found_by_their_myanimelist_id(server: AniListServer, http: Http) -> None:
    batches = run(AniList(http, url=server.base), mal(700004, 700007))
    assert server.asked == [("idMal_in", [700004, 700007])]
    assert {row.key for row in shown(batches)} == {Key(Provider.ANILIST, "900004"), Key(Provider.ANILIST, "900007")}
    assert values(shown(batches), 900004)["ids.mal"] == 700004


def test_a_title_wanted_by_both_ids_is_asked_for_once(server: AniListServer, http: Http) -> None:
    run(AniList(http, url=server.base), [*mal(700004, 700007), *anilist(900004), *anilist(900004)])
    assert server.asked == [("id_in", [900004]), ("idMal_in", [700007])]


def test_a_wanted_title_is_not_followed_again_by_its_myanimelist_id(server: AniListServer, http: Http) -> None:
    run(AniList(http, url=server.base), [*anilist(900001), *mal(700003)])
    assert server.asked == [("id_in", [900001]), ("id_in", [900002]), ("idMal_in", [700003])]


def test_trends_come_only_when_asked_for(server: AniListServer, http: Http) -> None:
    def days(source: AniList) -> int:
        rows = shown(run(source, anilist(900001)))
        return len({row.valid_from for row in rows if row.field == "demand.popularity" and row.key.id == "900001"})

    assert days(AniList(http, url=server.base)) == 1
    assert days(AniList(http, url=server.base, trends=True)) == 3


def test_ids_of_other_kinds_are_a_line_in_the_report(server: AniListServer, http: Http) -> None:
    odd = [
        Key(Provider.BANGUMI, "5"),
        Key(Provider.ENTRY, "bgm302076"),
        *(Key(Provider.ANILIST, text) for text in ("", "x", "-5", "0", "٣", "99999999999999999999", "4294967296")),
    ]
    batches = run(AniList(http, url=server.base), [*odd, *anilist(900004)])
    assert ids(batches) == {"900004"}
    assert told(batches) == "9 titles: AniList knows no title by these ids: it needs an AniList or MyAnimeList id"


def test_an_id_that_is_no_longer_there_is_gone_only_after_asking_twice(server: AniListServer, http: Http) -> None:
    batches = run(AniList(http, url=server.base), anilist(900004, 12, 13))
    assert [batch.gone for batch in batches] == [(Key(Provider.ANILIST, "12"), Key(Provider.ANILIST, "13"))]
    assert server.asked == [("id_in", [12, 13, 900004]), ("id_in", [12, 13])]
    assert told(batches) == "id 12, 13: AniList shows no such anime, or no longer"


def test_an_unknown_myanimelist_id_is_a_line_and_nothing_is_gone(server: AniListServer, http: Http) -> None:
    batches = run(AniList(http, url=server.base), mal(12, 700004))
    assert [batch.gone for batch in batches] == [()]
    assert told(batches) == "MyAnimeList id 12: AniList shows no anime with it"


def test_many_titles_are_asked_for_fifty_at_a_time(http: Http) -> None:
    with AniListServer(many(120)) as server:
        batches = run(AniList(http, url=server.base), [*anilist(*range(1, 71)), *mal(*range(100_071, 100_121))])
        assert [(name, len(numbers)) for name, numbers in server.asked] == [
            ("id_in", 50),
            ("id_in", 20),
            ("idMal_in", 50),
        ]
    assert len(ids(batches)) == 120


def test_a_run_is_bounded_and_the_others_take_turns_day_by_day(http: Http) -> None:
    wanted = anilist(*range(1, 501))
    with AniListServer(many(500)) as server:
        source = AniList(http, url=server.base)
        days = [run(source, wanted, today=TODAY + dt.timedelta(days=day)) for day in range(3)]
    assert [len(ids(batches)) <= 200 for batches in days] == [True] * 3
    assert set().union(*(ids(batches) for batches in days)) == {str(number) for number in range(1, 501)}
    assert told(days[0]) == (
        "300 titles: one run asks AniList for at most 200 titles; the others follow on the next days, in turn"
    )


def test_related_titles_are_bounded_too(http: Http) -> None:
    edges = [
        {"relationType": "SEQUEL", "node": {"id": number, "idMal": None, "type": "ANIME"}} for number in range(2, 400)
    ]
    hub = nothing(1) | {"relations": {"edges": edges}}
    with AniListServer([hub, *(nothing(number) for number in range(2, 400))]) as server:
        batches = run(AniList(http, url=server.base, most=60), anilist(1))
        assert [len(numbers) for _, numbers in server.asked] == [1, 50, 10]
    assert len(ids(batches)) == 61
    assert "a run follows at most 60" in told(batches)


@pytest.mark.parametrize("kept", range(5))
def test_a_run_that_breaks_off_goes_on_to_the_same_facts(http: Http, kept: int) -> None:
    step = {"relationType": "SEQUEL"}
    records = [
        nothing(number)
        | {
            "idMal": 100_000 + number,
            "relations": {"edges": [step | {"node": {"id": number + 1000, "idMal": None, "type": "ANIME"}}]},
        }
        for number in range(1, 121)
    ] + [nothing(number) for number in range(1001, 1121)]
    wanted = [*anilist(*range(1, 81)), *mal(*range(100_081, 100_121)), Key(Provider.BANGUMI, "1")]
    with AniListServer(records) as server:
        source = AniList(http, url=server.base)
        whole = run(source, wanted)
        assert len(whole) == 4
        broken = whole[:kept]
        cursor = broken[-1].cursor if broken else ""
        rest = run(source, wanted, cursor)
    assert set(shown(broken) + shown(rest)) == set(shown(whole))
    steps = [batch.cursor for batch in rest if batch.cursor]  # what cannot be asked for is said again until one is done
    assert steps == [batch.cursor for batch in whole[kept:] if batch.cursor]


def test_a_run_that_goes_on_the_next_day_keeps_its_share(http: Http) -> None:
    wanted = anilist(*range(1, 301))
    with AniListServer(many(300)) as server:
        source = AniList(http, url=server.base)
        whole = run(source, wanted)
        rest = run(source, wanted, whole[2].cursor, today=TODAY + dt.timedelta(days=1))
    assert ids(whole[:3]) | ids(rest) == ids(whole)
    assert ids(rest).isdisjoint(ids(whole[:3]))


def test_a_cursor_that_is_not_ours_begins_anew(server: AniListServer, http: Http) -> None:
    source = AniList(http, url=server.base)
    for cursor in ("x", "2026-05-31", "2026-05-31 x", "2026-05-31 0 tv:1", "{}", "2026-05-31 0 anilist:x", " "):
        assert ids(run(source, anilist(900004), cursor)) == {"900004"}


def test_nothing_wanted_asks_nothing(server: AniListServer, http: Http) -> None:
    assert run(AniList(http, url=server.base), []) == []
    assert server.sent == []


def test_requests_say_who_we_are_and_keep_one_connection(server: AniListServer, http: Http) -> None:
    run(AniList(http, url=server.base), anilist(900001, 900004))
    assert all(sent.headers["user-agent"].startswith("nextcour/") for sent in server.sent)
    assert server.connections == 1
