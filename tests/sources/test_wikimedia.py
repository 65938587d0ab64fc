"""Pageviews from a server that follows Wikimedia's own OpenAPI document, and misbehaves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.sources.wikimedia import Wikimedia as Source
from tests.conftest import SHARED
from tests.replay import wikimedia as replay
from tests.replay.server import Reply, reset, silence, status, too_many, web_page
from tests.sources.contract import check_source
from tests.sources.running import client, mal, run, shown

TODAY = dt.date(2026, 11, 23)
D1 = dt.date(2026, 11, 1)
CONTRACT = SHARED / "contracts" / "wikimedia-pageviews-openapi.json"


@pytest.fixture
def server() -> Iterator[replay.Wikimedia]:
    with replay.Wikimedia(CONTRACT if CONTRACT.is_file() else None) as running:
        running.item("Q101", {"en": "Akudama Drive", "ja": "アクダマドライブ"}, mal=(41433,), anilist=(116566,))
        running.series("en.wikipedia.org", "Akudama_Drive", D1, [10, 0, 30, 40])
        running.series("ja.wikipedia.org", "アクダマドライブ", D1, [5])
        running.item("Q102", {"en": "Are You the One?/X"}, mal=(7,), classes=("Q63952888",))
        running.series("en.wikipedia.org", "Are_You_the_One?/X", D1, [1, 2])
        yield running
        assert running.violations == []


Made = Callable[..., Callable[[], Source]]


@pytest.fixture
def made() -> Iterator[Made]:
    """`made(server, …)` makes the source anew at each call."""
    with ExitStack() as stack:

        def of(server: replay.Wikimedia, **changes: Any) -> Callable[[], Source]:
            def make() -> Source:
                http = stack.enter_context(client(today=TODAY))
                return Source(http, **{"url": server.metrics, "wikidata_url": server.wikidata, **changes})

            return make

        yield of


def series(rows: list[Observation], field: str) -> list[tuple[int, float]]:
    return [(row.valid_from.day, json.loads(row.value)) for row in rows if row.field == field and row.valid_from]


def problems(batches: list[Batch]) -> list[str]:
    return [f"{problem.what}: {problem.why}" for batch in batches for problem in batch.problems]


def test_the_requests_and_answers_fit_the_contract_of_wikimedia(
    server: replay.Wikimedia, made: Made, shared: object
) -> None:
    run(made(server)(), mal(41433, 7), today=TODAY)
    assert len([sent for sent in server.sent if sent.path.startswith("/metrics")]) == 3
    run(made(server, url=server.metrics + "x")(), mal(7), today=TODAY)
    assert server.violations, "the validation would notice a wrong path"
    server.violations.clear()


def test_daily_views_come_by_language_and_day(server: replay.Wikimedia, made: Made) -> None:
    rows = shown(run(made(server)(), mal(41433), today=TODAY))
    assert series(rows, "demand.pageviews.en") == [(1, 10), (2, 0), (3, 30), (4, 40)], "a missing day is no views"
    assert series(rows, "demand.pageviews.ja") == [(1, 5)]
    assert {row.key for row in rows} == {Key(Provider.MAL, "41433")}
    assert {row.observed_at for row in rows} == {TODAY}
    assert rows[0].url == "https://en.wikipedia.org/wiki/Akudama_Drive"


def test_it_keeps_to_what_every_source_keeps_to(server: replay.Wikimedia, made: Made) -> None:
    wanted = [*mal(41433, 7, 999), Key(Provider.ANILIST, "116566"), Key(Provider.ANIDB, "1")]
    batches = check_source(made(server), wanted, TODAY)
    assert problems(batches) == [
        "1 title: Wikimedia pageviews knows no title by these ids: it needs a MyAnimeList or AniList id",
        "MyAnimeList id 999: Wikidata has no item with this id in en or ja",
    ]


def test_a_title_with_signs_is_asked_for_as_one_part_of_the_path(server: replay.Wikimedia, made: Made) -> None:
    assert series(shown(run(made(server)(), mal(7), today=TODAY)), "demand.pageviews.en") == [(1, 1), (2, 2)]
    assert "/Are_You_the_One%3F%2FX/" in server.sent[-1].raw_path


def test_only_days_that_are_not_known_yet_are_asked_for(server: replay.Wikimedia, made: Made) -> None:
    source = made(server, last_day=lambda key, language: dt.date(2026, 11, 3) if language == "en" else None)()
    rows = shown(run(source, mal(41433), today=TODAY))
    assert [day for day, _ in series(rows, "demand.pageviews.en")] == [1, 2, 3, 4]
    paths = [sent.path.rpartition("daily/")[2] for sent in server.sent if "daily" in sent.path]
    assert paths == ["20261101/20261122", "20150701/20261122"]


def test_an_article_that_nobody_read_is_nothing_and_no_fault(server: replay.Wikimedia, made: Made) -> None:
    server.item("Q5", {"en": "Nothing"}, mal=(5,))
    batches = run(made(server)(), mal(5), today=TODAY)
    assert (shown(batches), problems(batches)) == ([], [])


def test_an_item_for_manga_and_several_seasons_says_so(server: replay.Wikimedia, made: Made) -> None:
    server.item("Q8", {"en": "Mixed"}, mal=(8, 9, 10), classes=("Q21198342", "Q63952888"))
    server.series("en.wikipedia.org", "Mixed", D1, [3])
    batches = run(made(server)(), mal(8, 9), today=TODAY)
    assert problems(batches) == [
        "MyAnimeList id 8: its Wikipedia article (Q8) is about the manga and 2 other entries too: the views are kept, "
        "and are not those of this anime alone"
    ]
    assert {row.url for row in shown(batches)} == {"https://en.wikipedia.org/wiki/Mixed"}, "one article, one address"


def test_of_two_items_the_one_about_the_anime_alone_is_taken(server: replay.Wikimedia, made: Made) -> None:
    server.item("Q9", {"en": "The Manga"}, mal=(20,), classes=("Q21198342",))
    server.item("Q11", {"en": "The Anime"}, mal=(20,))
    server.item("Q10", {}, mal=(20,))
    server.series("en.wikipedia.org", "The_Anime", D1, [3])
    assert shown(run(made(server)(), mal(20), today=TODAY))[0].url.endswith("The_Anime")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (status(500), "127.0.0.1 has a fault of its own (status 500)"),
        (too_many("9999"), "127.0.0.1 asks for a pause until 23 Nov 2026 14:46 UTC"),
        (reset(), "The connection to 127.0.0.1 broke"),
    ],
)
@pytest.mark.parametrize("where", ["/w/api.php", "/metrics"])
def test_a_provider_that_is_down_ends_the_run_with_a_line(
    server: replay.Wikimedia, made: Made, fault: Reply, told: str, where: str
) -> None:
    server.misbehave(fault, where=where, always=True)
    batches = run(made(server)(), mal(7, 41433), today=TODAY)
    assert len(batches) == 1
    assert told in problems(batches)[0]
    assert "MyAnimeList id 7:" in problems(batches)[0]


def test_silence_ends_the_run_too(server: replay.Wikimedia) -> None:
    server.misbehave(silence(), always=True)
    with client(patient=False, today=TODAY, attempts=1) as http:
        batches = run(Source(http, url=server.metrics, wikidata_url=server.wikidata), mal(7), today=TODAY)
    assert problems(batches) == ["MyAnimeList id 7: 127.0.0.1 did not answer in time"]


def test_without_a_contact_nothing_is_asked_and_one_line_says_why(server: replay.Wikimedia) -> None:
    with client(today=TODAY, needs_contact=True) as http:
        batches = run(Source(http, url=server.metrics, wikidata_url=server.wikidata), mal(7, 41433), today=TODAY)
    assert problems(batches) == [
        "MyAnimeList id 7: 127.0.0.1 wants to know whom to write to: set NEXTCOUR_CONTACT to an e-mail address or a "
        "page"
    ]
    assert server.sent == []


def test_one_title_that_fails_does_not_stop_the_others(server: replay.Wikimedia, made: Made) -> None:
    server.misbehave(web_page(), where="/w/api.php")
    batches = run(made(server)(), mal(7, 41433), today=TODAY)
    assert problems(batches) == ["MyAnimeList id 7: 127.0.0.1 answered with a web page instead of application/json"]
    assert shown(batches)


def test_what_wikidata_says_of_itself_in_a_good_answer_is_heard(server: replay.Wikimedia, made: Made) -> None:
    server.misbehave(Reply.json({"error": {"code": "maxlag", "info": "geheim"}}))
    assert problems(run(made(server)(), mal(7), today=TODAY)) == [
        "MyAnimeList id 7: Wikidata cannot answer at the moment (maxlag)"
    ]


def test_counts_that_are_none_are_left_out(server: replay.Wikimedia, made: Made) -> None:
    same = {"project": "en.wikipedia", "article": "x"}
    rows = [("20261103", 5), ("20261103", 6), ("20261101", -4), ("20270101", 3), ("soon", 1), ("20261105", 10**12)]
    items = [{**same, "timestamp": f"{day}00", "views": views} for day, views in rows]
    server.misbehave(Reply.json({"items": items}), where="/metrics")
    assert series(shown(run(made(server)(), mal(7), today=TODAY)), "demand.pageviews.en") == [(3, 5)]


@pytest.mark.parametrize(
    "entity", [{}, {"sitelinks": [], "claims": []}, {"sitelinks": {"enwiki": 7}, "claims": {"P31": 5}}]
)
def test_an_item_of_another_shape_is_an_item_without_an_article(
    server: replay.Wikimedia, made: Made, entity: object
) -> None:
    server.misbehave(Reply.json({"query": {"search": [{"title": "Q1"}, {"title": "Talk:Q1"}]}}), where="/w/")
    server.misbehave(Reply.json({"entities": {"Q1": entity}}), where="/w/")
    assert problems(run(made(server)(), mal(7), today=TODAY)) == ["MyAnimeList id 7: Q1 has no article in en or ja"]
