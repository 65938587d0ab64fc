"""The sitemap and robots.txt."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from nextcour.facts.changes import Kind
from nextcour.feeds import sitemap
from nextcour.site.languages import LANGUAGES
from nextcour.site.site import Site
from tests.feeds.made_site import KNOWN_TO, change, item, site_of

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def urls(site: Site) -> list[ElementTree.Element]:
    return [
        url
        for number in range(1, sitemap.parts(site) + 1)
        for url in ElementTree.fromstring(sitemap.part(site, number) or b"").findall(f"{SPACE}url")
    ]


def test_every_page_is_named_once_in_every_language_and_is_there(site: Site, client: TestClient) -> None:
    places = [url.findtext(f"{SPACE}loc") or "" for url in urls(site)]
    assert len(places) == len(set(places))
    assert len(places) % len(LANGUAGES) == 0
    for line in site.shelf.lines():
        assert f"{site.address}/ja/anime/{line}" in places
    for year, _ in site.shelf.years():
        assert f"{site.address}/zh/browse/{year or 'unknown'}" in places
    # One in seven, and all that are no show's: making every page takes long.
    titles = [place for place in places if "/anime/" in place]
    for place in [*(place for place in places if "/anime/" not in place), *titles[::7]]:
        assert client.get(urlsplit(place).path, follow_redirects=False).status_code == 200, place


def test_the_languages_of_a_page_name_each_other(tmp_path: Path) -> None:
    found = [
        url for url in urls(site_of(tmp_path / "one", [item()])) if "/anime/a-show" in str(url.findtext(f"{SPACE}loc"))
    ]
    named = {frozenset((link.get("hreflang"), link.get("href")) for link in url.findall(LINK)) for url in found[:3]}
    assert len(named) == 1
    assert dict(named.pop()) == {  # type: ignore[arg-type]
        "en": "https://nextcour.example/anime/a-show",
        "ja": "https://nextcour.example/ja/anime/a-show",
        "zh-Hans": "https://nextcour.example/zh/anime/a-show",
        "x-default": "https://nextcour.example/anime/a-show",
    }


def test_a_show_was_changed_when_something_became_known_of_it(tmp_path: Path) -> None:
    made = site_of(
        tmp_path / "one",
        [item(), item("b-show")],
        changes=[change(Kind.ANNOUNCED, "2025-12-01"), change(Kind.DATED, "2026-02-01", "2026-07")],
    )
    days = {one.path: one.changed for one in sitemap.addresses(made)}
    assert days["/anime/a-show"] == "2026-02-01"
    assert days["/anime/b-show"] == "", "nothing says when"
    assert days["/"] == KNOWN_TO.isoformat()


def test_no_file_has_more_than_the_protocol_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.PART * len(LANGUAGES) <= 50_000
    made = site_of(tmp_path / "one", [item(f"show-{n}") for n in range(30)])
    whole = [url.findtext(f"{SPACE}loc") for url in urls(made)]
    monkeypatch.setattr(sitemap, "PART", 10)
    index = ElementTree.fromstring(sitemap.index(made)).findall(f"{SPACE}sitemap/{SPACE}loc")
    assert len(index) == sitemap.parts(made) == 7
    assert [url.findtext(f"{SPACE}loc") for url in urls(made)] == whole
    assert sitemap.part(made, 8) is None
    assert sitemap.part(made, 0) is None


def test_robots_may_read_shows_and_not_searches(site: Site) -> None:
    rules = RobotFileParser()
    rules.parse(sitemap.robots(site).decode().splitlines())
    assert rules.site_maps() == [f"{site.address}/sitemap.xml"]
    assert rules.can_fetch("any", f"{site.address}/anime/akudama-drive")
    assert rules.can_fetch("any", f"{site.address}/ja/season/2024/fall")
    assert not rules.can_fetch("any", f"{site.address}/search?q=x")
    assert not rules.can_fetch("any", f"{site.address}/ja/search?q=x")
