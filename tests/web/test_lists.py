"""Home, seasons, calendar, studios and browsing say what the shelf says."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient

from nextcour.site.site import Site
from nextcour.sources.tables import studio_names
from nextcour.store.shelf import studio_key
from nextcour.web.views.season import name_of, number_of
from tests.web.html_of import addresses, elements, only, parsed, text_of


def page(client: TestClient, path: str, status: int = 200) -> Element:
    answer = client.get(path)
    assert answer.status_code == status, path
    return parsed(answer.text)


def words(client: TestClient, path: str) -> str:
    return text_of(only(page(client, path), "main"))


def titles(document: Element) -> list[str]:
    """Lines of the shows that a table lists."""
    return [
        link.get("href", "").removeprefix("/anime/")
        for body in elements(document, "tbody")
        for head in elements(body, "th")
        for link in elements(head, "a")
    ]


def test_home_lists_the_likeliest_first_and_says_of_which_day(client: TestClient, site: Site) -> None:
    likely = site.shelf.items(
        "status = 'NOT_ANNOUNCED' AND chance NOT NULL AND installments > 0", (), "chance DESC, line", 3
    )
    text = words(client, "/")
    assert "As of 25 Apr 2026" in text
    text = text[text.index("Most likely to return") : text.index("Finished lately")]
    places = [text.index(" ".join(item.title.split())) for item in likely]
    assert places == sorted(places)


def test_home_says_how_old_the_data_are(client: TestClient) -> None:
    assert "212 days old" in text_of(page(client, "/"))


def test_a_season_groups_what_returns_and_what_is_new(client: TestClient, site: Site) -> None:
    season = max(site.shelf.seasons(), key=lambda found: found[1])[0]
    name, year = season.split()
    found = page(client, f"/season/{year}/{name.lower()}")
    listed = titles(found)
    known = site.shelf.premieres("season = ?", (season,))
    assert sorted(listed) == sorted(one.line for one in known)
    text = text_of(only(found, "main"))
    assert f"new series: {sum(one.series and one.new for one in known)};" in text


def test_seasons_lead_to_their_neighbours(client: TestClient) -> None:
    found = addresses(page(client, "/season/2020/winter"))
    assert {"/season/2019/fall", "/season/2020/spring"} <= found


@pytest.mark.parametrize("season", ["WINTER 2020", "FALL 1999"])
def test_seasons_are_counted_through(season: str) -> None:
    assert name_of(number_of(season)) == season
    assert number_of("WINTER 2021") == number_of("FALL 2020") + 1


@pytest.mark.parametrize(
    "path",
    ["/season/2020/autumn", "/season/2020/FALL", "/season/20x0/fall", "/season/1801/fall", "/season/2099/fall",
     "/season/２０２０/fall", "/calendar/2020-13", "/calendar/2020-1", "/calendar/1899-01", "/calendar/2099-01",
     "/studio/no-such-studio", "/studio/%00", "/anime/no-such-show/forecasts"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    page(client, path, 404)


def test_the_calendar_puts_every_premiere_into_its_week(client: TestClient, site: Site) -> None:
    days = [one.date for one in site.shelf.premieres("length(date) = 10") if one.date]
    month = max({day[:7] for day in days}, key=lambda found: sum(day.startswith(found) for day in days))
    found = page(client, f"/calendar/{month}")
    shown = [element.get("datetime") for element in elements(found, "time")]
    assert [day for day in shown if day and len(day) == 10] == sorted(day for day in days if day.startswith(month))


def test_the_present_pages_are_those_of_the_last_day_of_data(client: TestClient) -> None:
    assert text_of(only(page(client, "/season"), "h1")) == "Spring 2026"
    assert text_of(only(page(client, "/calendar"), "h1")) == "April 2026"


def test_a_studio_shows_its_seasons_and_its_shows(client: TestClient, site: Site) -> None:
    studio, number = site.shelf.studios()[0]
    found = page(client, site_link(site, studio))
    assert text_of(only(found, "h1")) == studio
    lines = {item.line for item in site.shelf.by_studio(studio)}
    assert len(lines) == number
    assert lines <= {address.removeprefix("/anime/") for address in addresses(found)}


def site_link(site: Site, studio: str) -> str:
    from nextcour.site.links import Links

    return Links().studio(studio)


def test_browsing_filters_and_sorts(client: TestClient, site: Site) -> None:
    found = page(client, "/browse?source=MANGA&format=TV&sort=latest&order=up")
    wanted = site.shelf.items("source = 'MANGA' AND format = 'TV'", (), "last_premiere NULLS LAST, title, line")
    assert titles(found) == [item.line for item in wanted]
    assert f"Shows that fit: {len(wanted)}" in text_of(found)
    (column,) = [head for head in elements(found, "th") if head.get("aria-sort")]
    assert (column.get("aria-sort"), text_of(column)) == ("ascending", "Latest premiere ↑")


def test_a_heading_sorts_the_other_way_when_it_is_used_again(client: TestClient) -> None:
    found = page(client, "/browse?sort=title")
    (column,) = [head for head in elements(found, "th") if head.get("aria-sort")]
    (link,) = elements(column, "a")
    again = page(client, link.get("href", ""))
    assert titles(again) == list(reversed(titles(found)))


def test_unknown_chances_come_last_both_ways(client: TestClient, site: Site) -> None:
    unknown = {item.line for item in site.shelf.items("chance IS NULL")}
    for order in ("up", "down"):
        listed = titles(page(client, f"/browse?order={order}"))
        assert unknown
        assert set(listed[-len(unknown) :]) == unknown


def test_a_studio_may_be_written_as_people_write_it(client: TestClient, site: Site) -> None:
    studio, _ = site.shelf.studios()[0]
    assert titles(page(client, f"/browse?studio={studio.upper().replace(' ', '+')}&sort=title")) == [
        item.line for item in sorted(site.shelf.by_studio(studio), key=lambda item: (item.title.lower(), item.line))
    ]
    assert "No studio here is called" in words(client, "/browse?studio=nobody")


@pytest.mark.parametrize(
    "query",
    ["page=99999999999", "page=-1", "page=0", "page=1e3", "page=٣", "status=x", "sort=body", "order=sideways",
     "from=10000", "to=abc", "chance=101", "format=%00", "source=%ff%fe", "page=" + "9" * 5000],
)  # fmt: skip
def test_what_cannot_be_read_is_said_clearly(client: TestClient, query: str) -> None:
    text = text_of(only(page(client, f"/browse?{query}", 400), "main"))
    assert "This cannot be read" in text
    assert len(text) < 600


def test_a_page_that_does_not_exist_is_not_found(client: TestClient) -> None:
    page(client, "/browse?page=9999", 404)


def test_past_forecasts_are_those_of_the_runs(client: TestClient, site: Site) -> None:
    curves = site.engine.library.curves("akudama-drive")
    found = page(client, "/anime/akudama-drive/forecasts")
    rows = [row for body in elements(found, "tbody") for row in elements(body, "tr")]
    assert len(rows) == len(curves)
    newest = max(curves, key=lambda place: site.engine.library.runs()[place].day)
    assert re.search(r"25 Apr 2026\s*Season 2.* open: nothing by 25 Apr 2026", text_of(rows[0]))
    assert site.engine.library.runs()[newest].day.isoformat() == "2026-04-25"
    assert "not within 24 months" in text_of(rows[-1])


def test_a_forecast_that_came_true_says_when(client: TestClient, site: Site) -> None:
    library = site.engine.library
    waits = [
        one for one in library.spells()
        if one.next_announced and one.line in site.shelf.lines() and library.curves(one.line)
    ]  # fmt: skip
    came = [
        (one, place) for one in waits for place, curve in library.curves(one.line).items()
        if (curve.number, curve.premiere) == (one.number, one.premiere)
    ]  # fmt: skip
    line = came[0][0].line
    assert "announced" in words(client, f"/anime/{line}/forecasts")


def test_the_track_record_shows_every_bin_it_has(client: TestClient) -> None:
    from nextcour.store import track_record_file

    (whole,) = [
        one for one in track_record_file.read().scores
        if (one.event, one.horizon_months, one.subset) == ("announced", 24, "all")
    ]  # fmt: skip
    text = words(client, "/track-record")
    for bar in whole.bins:
        assert f"{100 * bar.seen:.2f} %" in text
    assert "None yet. Everything above is a back-test" in text


def test_the_numbers_are_explained_with_sources_and_licences(client: TestClient, site: Site) -> None:
    text = words(client, "/about")
    for package in site.engine.library.packages:
        assert package.name in text
        assert package.version in text
    assert "CC BY 4.0" in text
    assert "UniDic" in text


def test_another_spelling_of_a_studio_leads_to_it(client: TestClient, site: Site) -> None:
    known = {name for name, _ in site.shelf.studios()}
    names, tried = studio_names(), 0
    for other in names.spellings():
        name = names.canonical(other)
        if name in known and site.shelf.studio_named(other) is None:
            answer = client.get(f"/studio/{quote(other, safe='')}")
            assert (answer.status_code, answer.headers["location"]) == (302, f"/studio/{quote(studio_key(name))}")
            tried += 1
    assert tried > 10
    assert client.get("/studio/no-such-studio-anywhere").status_code == 404


def test_years_lead_to_the_year_before_and_after(client: TestClient, site: Site) -> None:
    years = [year for year, _ in site.shelf.years() if year is not None]
    walked = [years[0]]
    while steps := [link for link in elements(page(client, f"/browse/{walked[-1]}"), "a") if link.get("rel") == "prev"]:
        walked.append(int(steps[0].get("href", "").rpartition("/")[2]))
    assert walked == years
