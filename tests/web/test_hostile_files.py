"""Hostile titles outside of pages: the API, feeds, calendars, drawings, cards, and the site as files."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from nextcour.publishing.addresses import Unplaceable, file_of
from nextcour.publishing.folder import Folder
from nextcour.publishing.names import names
from nextcour.publishing.publish import Here, publish, state_of
from nextcour.site.site import Site
from nextcour.web.renderer import Form, Renderer
from tests.sample_site import open_sample
from tests.web import hostile_site
from tests.web.hostile_site import TITLES, line_of
from tests.web.html_of import elements, offences, parsed, text_of

NUMBERS = range(len(TITLES))


def test_the_api_carries_titles_as_data(hostile: TestClient) -> None:
    answer = hostile.get("/api/v1/shows?limit=100")
    assert answer.headers["content-type"].startswith("application/json")
    assert sorted(show["title"] for show in answer.json()["shows"]) == sorted(TITLES)


def test_exports_carry_titles_as_data_and_none_as_a_formula(hostile: TestClient) -> None:
    answer = hostile.get("/api/v1/export.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == len(TITLES)
    assert not any(value.startswith(("=", "+", "@", "\t")) for row in rows for value in row.values())
    lines = hostile.get("/api/v1/export.ndjson").text.strip().split("\n")
    assert sorted(json.loads(line)["title"] for line in lines) == sorted(TITLES)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_card_shows_a_title_as_text(hostile: TestClient, number: int) -> None:
    answer = hostile.get(f"/card/{line_of(number)}")
    assert answer.status_code == 200
    document = parsed(answer.text)
    assert offences(document) == []
    (heading,) = elements(document, "h1")
    assert text_of(heading) == " ".join(TITLES[number].split())
    assert not list(elements(document, "script"))
    assert not list(elements(document, "img"))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_badge_shows_a_title_as_text(hostile: TestClient, number: int) -> None:
    answer = hostile.get(f"/badge/{line_of(number)}.svg")
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "a", "use", "style", "iframe", "set", "animate"}
    assert not any(name.lower().startswith("on") or "href" in name for one in root.iter() for name in one.attrib)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_preview_is_a_picture_and_nothing_else(hostile: TestClient, number: int) -> None:
    answer = hostile.get(f"/og/{line_of(number)}.png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize("path", ["/calendar.ics", "/season/2026/spring.ics", "/season/2026/summer.ics"])
def test_a_calendar_has_no_line_of_a_title(hostile: TestClient, path: str) -> None:
    answer = hostile.get(path)
    if answer.status_code == 404:
        pytest.skip("nothing of the hostile catalogue is in it")
    assert answer.headers["content-type"].startswith("text/calendar")
    known = ("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
             "DESCRIPTION", "URL", "STATUS", "TRANSP", "SEQUENCE", "CATEGORIES", "LAST-MODIFIED", "NAME", "SOURCE",
             "REFRESH-INTERVAL", "COLOR", "CLASS", "CREATED", "X-", " ")  # fmt: skip
    for line in answer.text.split("\r\n"):
        assert not line or line.startswith(known), line
        assert "\n" not in line


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml", "/feeds/changes.atom", "/feeds/changes.rss"])
def test_files_of_xml_are_well_formed(hostile: TestClient, path: str) -> None:
    root = ElementTree.fromstring(hostile.get(path).content)
    assert not any(element.tag in ("script", "{http://www.w3.org/1999/xhtml}script") for element in root.iter())


def test_studios_have_feeds_under_an_address_of_their_own(hostile: TestClient) -> None:
    document = parsed(hostile.get("/studio/b-studio-b").text)
    feeds = [one.get("href", "") for one in elements(document, "link") if "/feeds/" in one.get("href", "")]
    assert feeds
    for feed in feeds:
        assert hostile.get(feed).status_code == 200


@pytest.fixture(scope="module")
def hostile_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile site as files."""
    shelf = hostile_site.make_shelf(tmp_path_factory.mktemp("hostile-published") / "shelf.sqlite")
    folder = tmp_path_factory.mktemp("outer") / "site"
    form = Form(fixed=True, quarters=0, languages=("en",))

    def opened() -> Site:
        return open_sample(shelf)

    site = opened()
    with closing(Folder(folder, state_of(site, form))) as target, closing(Here(opened, form)) as maker:
        publish(site, target, form, maker)
    return folder


def test_files_stay_in_their_folder_and_nothing_in_them_runs(hostile_files: Path) -> None:
    assert [path.name for path in hostile_files.parent.iterdir()] == ["site"]
    pages = sorted(hostile_files.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        if 'http-equiv="refresh"' in (text := page.read_text(encoding="utf-8")):
            continue
        document = parsed(text)
        assert offences(document) == []
        (policy,) = [one for one in elements(document, "meta") if one.get("http-equiv")] or [None]
        assert policy is not None or "card" in page.parts, page
    assert not [path for path in hostile_files.rglob("*") if path.is_symlink()]


def test_names_for_the_search_are_data(hostile_files: Path) -> None:
    known = json.loads((hostile_files / "names-en.json").read_text(encoding="utf-8"))
    assert sorted(show[0] for show in known["shows"]) == sorted(TITLES)
    assert all(show[3].startswith("/anime/hostile-") for show in known["shows"])


def test_names_are_as_the_served_site_has_them(hostile_files: Path, tmp_path: Path) -> None:
    site = open_sample(hostile_site.make_shelf(tmp_path / "shelf.sqlite"))
    form = Form(fixed=True, quarters=0, languages=("en",))
    assert (hostile_files / "names-en.json").read_bytes() == names(site, Renderer(site, form=form))


@pytest.mark.parametrize(
    "path", ["/a/../b", "/..", "/%2e%2e/x", "/a%2fb", "/a//b", "/a%5cb", "/a%00b", "/" + "a" * 300]
)
def test_no_address_becomes_a_file_elsewhere(path: str) -> None:
    with pytest.raises(Unplaceable):
        file_of(path, page=True)
    assert file_of("/anime/x", page=True) == PurePosixPath("anime/x/index.html")
