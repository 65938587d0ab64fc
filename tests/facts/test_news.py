"""Headlines as answers show them: from which day on, with which words, and none that lead elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.field_values import canonical
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.news import PUBLISHED, Headline, chained, headline_of, leads_to, readable
from nextcour.facts.observation import Key, Observation, Provider

SITE = "animenewsnetwork.com"
LINK = "https://www.animenewsnetwork.com/news/2026-11-20/dusk/.7"
ENTRY = Key(Provider.ENTRY, "bgm1")
SEEN = dt.date(2026, 11, 23)
OUT = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def stated(
    title: object = "Dusk Gets 2nd Season",
    link: object = LINK,
    published: object = "2026-11-20T20:00:00Z",
    *,
    seen: dt.date = SEEN,
    source: str = "ann-news",
    withdrawn: bool = False,
) -> Stored:
    value = canonical({"title": title, "link": link, "published": published})
    return Stored(Observation(ENTRY, "headline.7", value, source, seen, LINK), NOW, seen, withdrawn)


def headline(**more: object) -> Headline:
    found = headline_of(stated(**more), "bgm1")  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_headline_can_be_read_from_the_day_it_was_published_and_strictly_from_the_day_it_was_seen() -> None:
    one = headline()
    assert (one.published, one.observed, one.knowable, one.rule) == (OUT, SEEN, OUT, PUBLISHED)
    assert not one.known(OUT - dt.timedelta(days=1), strict=False)
    assert one.known(OUT, strict=False)
    assert not one.known(OUT, strict=True)
    assert one.known(SEEN, strict=True)
    assert one.credit == "Anime News Network"


def test_without_a_day_it_counts_from_the_day_it_was_seen() -> None:
    for published in (None, "", "soon", "2026-13-40"):
        one = headline(published=published)
        assert (one.published, one.knowable, one.rule) == (None, SEEN, "")


def test_it_is_never_published_after_it_was_seen() -> None:
    assert headline(published="2031-01-01T00:00:00Z").published == SEEN


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"title": "\x1b[2J\u202e"},
        {"title": 7},
        {"link": "javascript:alert(1)"},
        {"link": "https://evil.example/animenewsnetwork.com"},
        {"link": "https://animenewsnetwork.com.evil.example/"},
        {"link": "https://u:p@animenewsnetwork.com/"},
        {"link": "https://animenewsnetwork.com/\x1b[31m"},
        {"link": "https://animenewsnetwork.com/a b"},
        {"link": "ftp://animenewsnetwork.com/"},
        {"link": None},
        {"source": EDITOR},
        {"source": "jikan"},
        {"withdrawn": True},
    ],
)
def test_what_may_not_be_shown_is_none(bad: dict[str, object]) -> None:
    assert headline_of(stated(**bad), "bgm1") is None  # type: ignore[arg-type]


@given(st.text(max_size=400))
def test_whatever_the_words_are_they_steer_no_terminal(text: str) -> None:
    found = headline_of(stated(text), "bgm1")
    if found is not None:
        assert found.title.isprintable()
        assert len(found.title) <= 300


@given(st.text(max_size=60))
def test_links_lead_to_the_site(text: str) -> None:
    assert leads_to(f"https://{SITE}/news", SITE)
    host = f"{text}.example"
    assert not leads_to(f"https://{host}/{SITE}", SITE)


def test_another_wording_takes_the_place_of_the_first_from_the_day_it_was_seen() -> None:
    first = headline(seen=SEEN)
    later = SEEN + dt.timedelta(days=3)
    second = headline(title="Dusk Gets 2nd Season in 2027", seen=later)
    rows = chained([(second, ENTRY), (first, ENTRY)])
    for day, title in (
        (OUT, first.title),
        (later - dt.timedelta(days=1), first.title),
        (later, second.title),
    ):
        assert [one.title for one in readable(rows, ["bgm1"], day)] == [title]
    assert [one.title for one in readable(rows, ["bgm1"], later, strict=True)] == [second.title]


def test_a_link_that_two_sources_gave_is_shown_once_and_others_newest_first() -> None:
    older = headline(link=LINK + "1", published="2026-10-01T00:00:00Z")
    rows = chained([(headline(), ENTRY), (headline(source="ann"), Key(Provider.ANN, "5")), (older, ENTRY)])
    assert [one.link for one in readable(rows, ["bgm1"], SEEN)] == [LINK, LINK + "1"]
    assert readable(rows, ["bgm2"], SEEN) == ()
