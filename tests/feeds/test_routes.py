"""Feeds, calendars and drawings over HTTP."""

from __future__ import annotations

import feedparser
import html5lib
import icalendar
import pytest
from starlette.testclient import TestClient

from nextcour.site.site import Site
from nextcour.web.renderer import Renderer
from tests.feeds.made_site import HOSTILE

PATHS = {
    "/feeds/changes.atom": "application/atom+xml; charset=utf-8",
    "/feeds/changes.rss": "application/rss+xml; charset=utf-8",
    "/feeds/changes.json": "application/feed+json",
    "/feeds/anime/akudama-drive.atom": "application/atom+xml; charset=utf-8",
    "/feeds/studio/cloverworks.json": "application/feed+json",
    "/calendar.ics": "text/calendar; charset=utf-8",
    "/season/2024/fall.ics": "text/calendar; charset=utf-8",
    "/anime/akudama-drive.ics": "text/calendar; charset=utf-8",
    "/badge/akudama-drive.svg": "image/svg+xml",
    "/badge/akudama-drive.svg?lang=ja": "image/svg+xml",
    "/og/akudama-drive.png": "image/png",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/sitemap-1.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize(("path", "media_type"), PATHS.items())
def test_each_is_there_with_its_type_and_may_be_kept(client: TestClient, path: str, media_type: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["cache-control"].startswith("public, max-age=")
    assert response.headers["access-control-allow-origin"] == "*"
    again = client.get(path, headers={"if-none-match": f"W/{response.headers['etag']}"})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-none-match": '"another"'}).status_code == 200
    assert client.head(path).headers["etag"] == response.headers["etag"]


def test_a_feed_comes_compressed_as_the_reader_can_take_it(client: TestClient) -> None:
    plain = client.get("/feeds/changes.atom", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for name in ("gzip", "br"):
        packed = client.get("/feeds/changes.atom", headers={"accept-encoding": name})
        assert packed.headers["content-encoding"] == name
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < len(plain.content) / 4


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/changes.exe",
        "/feeds/anime/no-such-show.atom",
        "/feeds/studio/no-such-studio.rss",
        "/feeds/anime/%3Cscript%3E.atom",
        "/anime/no-such-show.ics",
        "/season/1901/fall.ics",
        "/season/2024/Fall.ics",
        "/season/٢٠٢٤/fall.ics",
        "/season/2024/monsoon.ics",
        "/badge/no-such-show.svg",
        "/og/no-such-show.png",
        "/sitemap-0.xml",
        "/sitemap-99.xml",
        "/sitemap-²2.xml",
        "/sitemap-x.xml",
    ],
)
def test_what_is_not_there_is_told_in_plain_words(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/feeds/changes.atom?kind=PARTY", "kind: “PARTY” is none of ANNOUNCED, "),
        ("/calendar.ics?pastDays=367", "pastDays: has to be a whole number from 0 to 366"),
        ("/calendar.ics?futureDays=-1", "futureDays: has to be a whole number from 0 to 1827"),
        ("/calendar.ics?futureDays=%D9%A1", "futureDays: has to be a whole number"),
        ("/calendar.ics?unmonitored=maybe", "unmonitored: has to be true or false"),
        ("/calendar.ics?asAllDay=maybe", "asAllDay: has to be true or false"),
        ("/calendar.ics?tags=" + "a," * 101, "tags: at most 100"),
        ("/badge/akudama-drive.svg?lang=tlh", "lang: “tlh” is none of en, ja, zh."),
        ("/feeds/changes.atom?x=" + "a" * 13_000, "This address is too long."),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(client: TestClient, path: str, said: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert response.text.startswith(said)


def test_kinds_can_be_chosen_in_any_case(client: TestClient) -> None:
    read = feedparser.parse(client.get("/feeds/changes.atom?kind=announced&kind=MOVIE_ANNOUNCED").content)
    assert {entry.tags[0].term for entry in read.entries} <= {"ANNOUNCED", "MOVIE_ANNOUNCED"}
    assert read.entries


def test_sonarrs_names_are_understood(client: TestClient) -> None:
    asked = "pastDays=366&futureDays=1827&tags=akudama-drive&unmonitored=true&premieresOnly=true&asAllDay=true"
    events = icalendar.Calendar.from_ical(client.get(f"/calendar.ics?{asked}").content).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == ["akudama-drive-2-premiere@nextcour.example"]


def test_pages_name_their_feeds_and_preview_and_these_are_there(client: TestClient) -> None:
    page = client.get("/ja/anime/akudama-drive").text
    for path in ("/feeds/anime/akudama-drive.atom", "/feeds/anime/akudama-drive.json", "/anime/akudama-drive.ics"):
        assert f'href="{path}"' in page.split("</head>")[0]
        assert client.get(path).status_code == 200
    assert 'property="og:image" content="https://nextcour.example/og/akudama-drive.png?lang=ja"' in page
    assert 'property="og:locale" content="ja_JP"' in page


def test_a_page_of_a_past_day_does_not_show_the_present_in_its_preview(client: TestClient) -> None:
    page = client.get("/anime/akudama-drive?as_of=2022-01-01").text
    assert "/og/akudama-drive" not in page
    assert 'property="og:image" content="https://nextcour.example/static/preview.png' in page


def test_a_card_may_stand_in_a_frame_and_nothing_else_may(client: TestClient) -> None:
    card = client.get("/card/akudama-drive?lang=ja")
    assert card.status_code == 200
    assert "frame-ancestors *" in card.headers["content-security-policy"]
    assert "<script" not in card.text
    assert 'href="https://nextcour.example/ja/anime/akudama-drive"' in card.text
    missing = client.get("/card/no-such-show")
    assert missing.status_code == 404
    assert "frame-ancestors 'none'" in missing.headers["content-security-policy"]
    assert client.get("/card/akudama-drive?lang=tlh").status_code == 400


def test_icons_and_the_manifest_are_there(client: TestClient) -> None:
    assert client.get("/favicon.ico").content[:4] == b"\0\0\1\0"
    manifest = client.get("/static/site.webmanifest").json()
    for icon in manifest["icons"]:
        assert client.get(f"/static/{icon['src']}").status_code == 200


@pytest.mark.parametrize("title", [*HOSTILE, "](javascript:alert(1)) [x", "\\](https://evil.example)"])
def test_what_is_copied_from_a_page_is_harmless_in_another(site: Site, title: str) -> None:
    renderer = Renderer(site)
    module = renderer._environment.get_template("_follow.html").make_module(renderer._environment.globals)
    shown = html5lib.parseFragment(str(module.embed(title, "a-show")), namespaceHTMLElements=False)  # type: ignore[attr-defined]
    markdown, frame = ("".join(code.itertext()) for code in shown.iter("code"))
    (element,) = list(html5lib.parseFragment(frame, namespaceHTMLElements=False))
    assert element.tag == "iframe"
    assert set(element.attrib) == {"src", "title", "width", "height", "loading"}
    assert element.get("src") == "https://nextcour.example/card/a-show"
    assert list(html5lib.parseFragment(markdown, namespaceHTMLElements=False)) == []
    badge, page = "https://nextcour.example/badge/a-show.svg", "https://nextcour.example/anime/a-show"
    assert markdown.startswith("[![")
    assert markdown.endswith(f"]({badge})]({page})")
    assert markdown.count("](") == 2
