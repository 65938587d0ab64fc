"""Feeds of changes, as programs read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest

from nextcour.facts.changes import Kind
from nextcour.feeds.changes import MOST, changes_feed, studio_feed, title_feed
from nextcour.feeds.forms import FORMS
from nextcour.site.site import Site
from nextcour.store.shelf import studio_key
from tests.conftest import Golden
from tests.feeds.made_site import HOSTILE, change, item, site_of

ATOM = "{http://www.w3.org/2005/Atom}"
THREE = (
    change(Kind.ANNOUNCED, "2025-12-01"),
    change(Kind.DATED, "2026-01-10", "2026-10", rule="air-month-150-days-ahead"),
    change(Kind.DELAYED, "2026-03-02", "2027-01", before="2026-10"),
)


def ids(feed: bytes) -> list[str]:
    return [entry.id for entry in feedparser.parse(feed).entries]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_feeds_of_the_real_log_are_well_formed(site: Site, form: str) -> None:
    read = feedparser.parse(changes_feed(site, form))
    assert not read.bozo
    assert read.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert len(read.entries) == MOST
    assert all(entry.link.startswith(site.address) for entry in read.entries)
    assert len({entry.id for entry in read.entries}) == MOST


def test_atom_has_what_rfc_4287_asks_for(site: Site) -> None:
    root = ElementTree.fromstring(changes_feed(site, "atom"))
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert root.find(f"{ATOM}updated").text == f"{site.known_to}T00:00:00+00:00"  # type: ignore[union-attr]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{site.address}/feeds/changes.atom", "alternate": f"{site.address}/"}
    for entry in root.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "summary"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None


def test_the_three_forms_say_the_same(tmp_path: Path) -> None:
    made = site_of(tmp_path / "one", [item()], changes=THREE)
    atom, rss = (feedparser.parse(changes_feed(made, form)).entries for form in ("atom", "rss"))
    items = json.loads(changes_feed(made, "json"))["items"]
    assert [entry.id for entry in atom] == [entry.id for entry in rss] == [one["id"] for one in items]
    assert [entry.title for entry in atom] == [entry.title for entry in rss] == [one["title"] for one in items]
    assert [one["url"] for one in items] == ["https://nextcour.example/anime/a-show"] * 3
    assert [one["date_published"][:10] for one in items] == ["2026-03-02", "2026-01-10", "2025-12-01"]


def test_json_feed_has_the_parts_of_version_1_1(tmp_path: Path) -> None:
    read = json.loads(title_feed(site_of(tmp_path / "one", [item()], changes=THREE), "a-show", "json") or b"")
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["feed_url"] == "https://nextcour.example/feeds/anime/a-show.json"
    assert read["home_page_url"] == "https://nextcour.example/anime/a-show"
    assert all({"id", "url", "title", "content_html", "content_text"} <= set(one) for one in read["items"])


def test_ids_stay_when_the_log_is_made_anew_with_more_in_it(tmp_path: Path) -> None:
    earlier = (change(Kind.ANNOUNCED, "2020-01-01", entry="e1"), *THREE[:1])
    then = ids(changes_feed(site_of(tmp_path / "then", [item()], changes=THREE), "atom"))
    now = ids(changes_feed(site_of(tmp_path / "now", [item()], changes=(*earlier, *THREE[1:])), "atom"))
    assert set(then) < set(now)
    assert ids(changes_feed(site_of(tmp_path / "rss", [item()], changes=THREE), "rss")) == then


def test_a_second_delay_is_another_entry(tmp_path: Path) -> None:
    twice = (*THREE, change(Kind.DELAYED, "2026-04-01", "2027-04", before="2027-01"))
    assert len(set(ids(changes_feed(site_of(tmp_path / "one", [item()], changes=twice), "atom")))) == 4


def test_evidence_stands_in_the_entry(tmp_path: Path) -> None:
    made = site_of(tmp_path / "one", [item()], changes=THREE)
    dated = feedparser.parse(changes_feed(made, "atom")).entries[1]
    assert "Source: bangumi-data, which showed it on 25 Apr 2026." in dated.summary
    assert "air-month-150-days-ahead" in dated.summary
    assert 'href="https://source.example/a?b=1&amp;c=2"' in dated.summary


def test_kinds_are_kept_apart_and_the_feed_names_itself(tmp_path: Path) -> None:
    made = site_of(tmp_path / "one", [item()], changes=THREE)
    read = feedparser.parse(changes_feed(made, "atom", (Kind.DELAYED, Kind.ANNOUNCED)))
    assert [entry.tags[0].term for entry in read.entries] == ["DELAYED", "ANNOUNCED"]
    own = next(link.href for link in read.feed.links if link.rel == "self")
    assert own == "https://nextcour.example/feeds/changes.atom?kind=ANNOUNCED&kind=DELAYED"
    assert read.feed.id != feedparser.parse(changes_feed(made, "atom")).feed.id


def test_nothing_of_a_later_day_is_told(tmp_path: Path) -> None:
    later = (*THREE, change(Kind.STARTED, "2026-05-01"))
    assert len(ids(changes_feed(site_of(tmp_path / "one", [item()], changes=later), "atom"))) == 3


def test_a_studio_has_its_own_feed(site: Site) -> None:
    (studio, _), *_ = site.shelf.studios()
    read = feedparser.parse(studio_feed(site, studio_key(studio), "atom") or b"")
    assert read.entries
    assert studio in read.feed.title
    assert studio_feed(site, "no-such-studio", "atom") is None


def test_a_show_that_is_not_there_has_no_feed(site: Site) -> None:
    assert title_feed(site, "no-such-show", "atom") is None


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_stay_words(tmp_path: Path, title: str) -> None:
    bad = change(Kind.ANNOUNCED, "2026-01-01", title=title, text=title, source=title, url=f"javascript:{title}")
    made = site_of(tmp_path / "one", [item(title=title)], changes=[bad])
    for make in (_all, _of_title):
        for form in ("atom", "rss"):
            read = feedparser.parse(make(made, form), sanitize_html=False)
            assert not read.bozo
            _harmless(read.entries[0].summary)
        _harmless(json.loads(make(made, "json"))["items"][0]["content_html"])


def _all(site: Site, form: str) -> bytes:
    return changes_feed(site, form)


def _of_title(site: Site, form: str) -> bytes:
    return title_feed(site, "a-show", form) or b""


def _harmless(fragment: str) -> None:
    """As a reader would show it: paragraphs and safe links only."""
    for element in html5lib.parseFragment(fragment, namespaceHTMLElements=False).iter():
        assert element.tag in ("DOCUMENT_FRAGMENT", "p", "ul", "li", "a")
        assert set(element.attrib) <= {"href", "rel"}
        assert element.get("href", "https://").startswith("https://")


@pytest.mark.parametrize("form", FORMS)
def test_feeds_read_as_reviewed(tmp_path: Path, golden: Golden, form: str) -> None:
    made = title_feed(site_of(tmp_path / "one", [item()], changes=THREE), "a-show", form) or b""
    golden.check(f"feeds/changes.{form}", made.decode().replace("><", ">\n<") + "\n")


@pytest.mark.parametrize("make", [_all, _of_title])
def test_the_same_data_give_the_same_bytes(tmp_path: Path, make: Callable[[Site, str], Any]) -> None:
    one, two = (site_of(tmp_path / name, [item()], changes=THREE) for name in ("one", "two"))
    assert all(make(one, form) == make(two, form) for form in FORMS)
