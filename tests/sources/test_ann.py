"""Anime News Network: its feed and its encyclopedia, as they should be and as they should not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.http.errors import WrongType
from nextcour.sources.ann import Ann
from nextcour.sources.ann_news import AnnNews, moment, own_link, read_feed
from nextcour.sources.markup import marked, plain, tree
from tests.replay.ann import FEED, NEWS, AnnServer, item
from tests.replay.server import Reply, gzip_bomb, oversized, status, too_many, truncated, web_page
from tests.sources.contract import check_source
from tests.sources.running import client, mal, run, shown

TODAY = dt.date(2026, 11, 23)
XML = "text/xml"


@pytest.fixture
def server() -> Iterator[AnnServer]:
    with AnnServer() as running:
        yield running


Of = Callable[[AnnServer], Callable[[], AnnNews]]


@pytest.fixture
def news() -> Iterator[Of]:
    with ExitStack() as stack:

        def lookup(title: str) -> list[Key]:
            return [Key(Provider.ENTRY, "tower-of-dusk")] if title.casefold() == "tower of dusk" else []

        yield lambda server: lambda: AnnNews(stack.enter_context(client(today=TODAY)), url=server.feed, lookup=lookup)


@pytest.fixture
def encyclopedia() -> Iterator[Callable[[AnnServer], Callable[[], Ann]]]:
    with ExitStack() as stack:
        yield lambda server: lambda: Ann(stack.enter_context(client(today=TODAY)), url=server.encyclopedia)


def ann(*numbers: int) -> list[Key]:
    return [Key(Provider.ANN, str(number)) for number in numbers]


def problems(batches: list[Batch]) -> list[str]:
    return [f"{problem.what}: {problem.why}" for batch in batches for problem in batch.problems]


def values(rows: list[Observation]) -> dict[str, object]:
    return {row.field: json.loads(row.value) for row in rows}


def test_a_headline_is_evidence_with_a_link_on_the_show_it_is_about(server: AnnServer, news: Of) -> None:
    server.items = [item("Tower of Dusk Anime Gets 2nd Season &amp;amp; Film", 7), item("A Day in Akihabara", 8)]
    (matched,) = shown(run(news(server)(), [], today=TODAY))
    assert matched.key == Key(Provider.ENTRY, "tower-of-dusk")
    assert matched.field.startswith("headline.")
    assert json.loads(matched.value) == {
        "title": "Tower of Dusk Anime Gets 2nd Season & Film",
        "link": NEWS % ("slug", 7),
        "published": "2026-11-21T01:00:00Z",
    }
    assert (matched.valid_from, matched.observed_at) == (dt.date(2026, 11, 21), TODAY), "the day in UTC"
    assert matched.url == NEWS % ("slug", 7)


def test_a_headline_about_no_known_show_is_not_kept(server: AnnServer, news: Of) -> None:
    server.items = [item("A Day in Akihabara", 8), item("Tower of Dusk Film Delayed", 9)]
    batches = check_source(news(server), (), TODAY)
    assert [row.key.id for row in shown(batches)] == ["tower-of-dusk"]
    assert problems(batches) == []


def test_it_keeps_to_what_every_source_keeps_to(server: AnnServer, news: Of) -> None:
    server.items = [item("Tower of Dusk Anime Gets 2nd Season", 7), item("Tower of Dusk Film Delayed", 9)]
    batches = check_source(news(server), (), TODAY)
    assert {row.field.partition(".")[0] for row in shown(batches)} == {"headline"}


def test_a_title_that_is_marked_in_the_text_is_found(server: AnnServer, news: Of) -> None:
    about = "&lt;cite&gt;Tower of Dusk&lt;/cite&gt; returns"
    server.items = [item("That Anime Gets 2nd Season", 7, about=about)]
    assert shown(run(news(server)(), [], today=TODAY))[0].key.id == "tower-of-dusk"


def test_an_edited_headline_replaces_the_first_one_and_a_tracked_link_is_the_same_link(
    server: AnnServer, news: Of
) -> None:
    server.items = [item("Tower of Dusk Anime Gets 2nd Season", 7)]
    first = shown(run(news(server)(), [], today=TODAY))[0]
    server.items = [item("Tower of Dusk Anime Gets 2nd Season in 2027", 7, link=NEWS % ("slug", 7) + "?utm=rss#x")]
    again = shown(run(news(server)(), [], today=TODAY))[0]
    assert (first.field, first.url) == (again.field, again.url)
    assert first.value != again.value


def test_items_without_a_headline_or_with_a_link_elsewhere_are_dropped_and_counted(server: AnnServer, news: Of) -> None:
    server.items = [
        item("", 1),
        item("&lt;script&gt;alert(1)&lt;/script&gt;", 2),
        item("Elsewhere", link="https://evil.example/animenewsnetwork.com"),
        item("Elsewhere", link="https://notanimenewsnetwork.com/"),
        item("Elsewhere", link="javascript:alert(1)"),
        item("Tower of Dusk Anime &#27;[31m&amp;lt;b&amp;gt;", 3).replace("&#27;", ""),
        item("Tower of Dusk Anime", 3),
    ]
    batches = run(news(server)(), [], today=TODAY)
    assert problems(batches) == ["5 items of the news feed: they have no headline, or no link to the site itself"]
    assert len(shown(batches)) == 1


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Fri, 20 Nov 2026 20:00:00 -0500", "2026-11-21T01:00:00+00:00"),
        ("Fri, 20 Nov 2026 20:00:00 EST", "2026-11-21T01:00:00+00:00"),
        ("Mon, 20 Jul 2026 20:00:00 EDT", "2026-07-21T00:00:00+00:00"),
        ("Mon, 20 Jul 2026 20:00:00 PDT", "2026-07-21T03:00:00+00:00"),
        ("20 Nov 26 20:00 GMT", "2026-11-20T20:00:00+00:00"),
        ("Fri, 20 Nov 2026 20:00:00", "2026-11-20T20:00:00+00:00"),
        ("2026-11-19T23:30:00Z", "2026-11-19T23:30:00+00:00"),
        ("Fri, 20 Nov 2037 20:00:00 -0500", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_with_american_offsets_become_utc(text: str, utc: str | None) -> None:
    found = moment(text, TODAY)
    assert (None if found is None else found.isoformat()) == utc


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><rss version="2.0"><channel/></rss>'


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (status(503), "has a fault of its own (status 503)"),
        (status(403), "was refused (403 forbidden)"),
        (too_many("86400"), "asks for a pause until 24 Nov 2026 12:00 UTC"),
        (web_page(), "a web page instead of application/rss+xml"),
        (web_page(kind=XML), "XML that declares types or entities"),
        (Reply.text(BOMB, XML), "XML that declares types or entities"),
        (Reply(200, BOMB.encode("utf-16"), {"Content-Type": XML}), "XML that declares types or entities"),
        (Reply.text('<?xml version="1.0" encoding="utf-7"?><rss/>', XML), "an encoding that is not read"),
        (Reply.text("{}", XML), "something that is no news feed"),
        (truncated(Reply.text(FEED % item("x"), XML)), "broke off its answer"),
        (oversized(5 * 1024 * 1024, XML), "offers 5,242,880 bytes where at most 4,194,304"),
        (gzip_bomb(30 * 1024 * 1024, XML), "more than the 4,194,304 bytes"),
    ],
)
def test_a_feed_that_cannot_be_read_is_a_line_and_no_exception(
    server: AnnServer, news: Of, fault: Reply, told: str
) -> None:
    server.misbehave(fault, always=True)
    batches = run(news(server)(), [], today=TODAY)
    assert shown(batches) == []
    assert told in problems(batches)[0]
    assert problems(batches)[0].startswith("the news feed: ")


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: (FEED % text).encode("utf-8", "ignore")))
)
def test_no_bytes_raise_anything_but_a_fault_that_is_told(data: bytes) -> None:
    for read in (lambda: read_feed(data, "x", "x", TODAY), lambda: tree(data, "x")):
        with suppress(WrongType):
            read()


def test_markup_is_text_without_tags_entities_and_control_characters() -> None:
    assert plain("<b>A &amp; B</b> &lt;i&gt;<script>alert(1)</script>\x1b[31m C &#x202e;") == "A & B <i> C"
    assert marked("<cite>One</cite> and <cite>Two <b>more</b></cite><cite> </cite>", "cite") == ("One", "Two more")


def test_only_links_to_the_site_itself_are_kept() -> None:
    assert own_link("https://www.animenewsnetwork.com/news/x?y#z", "animenewsnetwork.com") is not None
    for text in ("https://u:p@animenewsnetwork.com/", "https://animenewsnetwork.com.evil.example/", "x", ""):
        assert own_link(text, "animenewsnetwork.com") is None


def test_a_record_of_the_encyclopedia_becomes_facts(
    server: AnnServer, encyclopedia: Callable[[AnnServer], Callable[[], Ann]]
) -> None:
    server.show(100, "Tower of Dusk")
    rows = shown(run(encyclopedia(server)(), ann(100), today=TODAY))
    found = values(rows)
    headline = next(field for field in found if field.startswith("headline."))
    assert found.pop(headline) == {
        "title": "Tower of Dusk Gets 2nd Season",
        "link": "https://www.animenewsnetwork.com/news/2026-11-19/tower/.5",
        "published": "2026-11-19T23:30:00Z",
    }
    assert found == {
        "format": "TV",
        "title.en": "Tower of Dusk",
        "title.ja": "薄明の塔",
        "title.synonym": ["La torre & el alba", "薄明の塔"],
        "episodes": 12,
        "premiere": [2020, 10, 8],
        "finale": [2020, 12, 24],
        "official_site": "https://example.jp/",
        "studios": ["Studio Sample"],
        "relation.SEQUEL.ann.901": True,
        "relation.SEQUEL_OF.ann.900": True,
        "demand.scored_by": 1500,
        "demand.score": 7.5,
    }
    assert {row.url for row in rows if not row.field.startswith("headline")} == {
        "https://www.animenewsnetwork.com/encyclopedia/anime.php?id=100"
    }


def test_fifty_are_asked_for_at_once_and_a_warning_is_nothing(
    server: AnnServer, encyclopedia: Callable[[AnnServer], Callable[[], Ann]]
) -> None:
    for number in range(1, 121):
        server.show(number, f"Show {number}")
    wanted = [*ann(*range(1, 121), 999_999), *mal(1)]
    batches = check_source(encyclopedia(server), wanted, TODAY)
    assert [len(sent.query["anime"].split("/")) for sent in server.sent[:3]] == [50, 50, 21]
    assert problems(batches) == [
        "1 title: Anime News Network Encyclopedia knows no title by these ids: it needs an id of its own",
        "ids 999999: the encyclopedia has no such anime",
    ]


def test_records_that_nobody_asked_for_are_left_out(
    server: AnnServer, encyclopedia: Callable[[AnnServer], Callable[[], Ann]]
) -> None:
    server.show(5, "Other")
    server.show(4, "Mine")
    server.shows[4] += server.shows[5] + server.shows[4].replace("Mine", "Again")
    rows = shown(run(encyclopedia(server)(), ann(4), today=TODAY))
    assert {row.key for row in rows} == set(ann(4))
    assert values(rows)["title.en"] == "Mine"


@pytest.mark.parametrize(
    ("fault", "told", "requests"),
    [
        (status(500), "has a fault of its own", 3),
        (web_page(), "a web page instead of application/rss+xml", 3),
        (Reply.text(BOMB, XML), "declares types or entities", 3),
        (Reply.text("<ann><anime", XML), "XML that cannot be read", 3),
    ],
)
def test_an_encyclopedia_that_is_down_ends_the_run_with_lines(
    server: AnnServer,
    encyclopedia: Callable[[AnnServer], Callable[[], Ann]],
    fault: Reply,
    told: str,
    requests: int,
) -> None:
    server.misbehave(fault, always=True)
    batches = run(encyclopedia(server)(), ann(*range(1, 400)), today=TODAY)
    assert shown(batches) == []
    assert all(told in line for line in problems(batches))
    assert len(server.sent) == requests
