"""The title page: the answer first, replayable, for people without scripts, eyes for colour, or trust in titles."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import time
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from nextcour.answers.explanation import DemandRow, HalfLifeRow, PointRow
from nextcour.answers.headlines import HeadlineRow
from nextcour.charts.sketch import Sketch
from nextcour.pages.title import TitlePage
from nextcour.site.site import Site
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer
from nextcour.web.views.title import page_on, rendered, title
from tests.conftest import Golden
from tests.web.hostile_site import TITLES
from tests.web.html_of import elements, offences, only, parsed, text_of

DAYS = (None, dt.date(2025, 6, 1), dt.date(2025, 12, 15))
SHOWN = (
    ("akudama-drive", None), ("akudama-drive", dt.date(2021, 1, 5)), ("akudama-drive", dt.date(2000, 1, 5)),
    ("oshi-no-ko", None), ("oshi-no-ko", dt.date(2025, 6, 1)), ("oshi-no-ko", dt.date(2025, 12, 15)),
    ("attack-on-titan", None), ("attack-on-titan", dt.date(2021, 6, 1)), ("blue-box", dt.date(2024, 11, 1)),
)  # fmt: skip


def made(site: Site, line: str, day: dt.date | None = None, language: str = "en") -> str:
    page = title(Renderer(site, language), line, day)
    assert isinstance(page, Page)
    return page.body


def by_id(document: Element, name: str) -> Element:
    return next(element for element in document.iter() if element.get("id") == name)


def by_class(document: Element, name: str) -> list[Element]:
    return [element for element in document.iter() if name in (element.get("class") or "").split()]


def without(document: Element, *classes_and_ids: str) -> str:
    """The text of the main part, without these elements."""
    main = only(document, "main")
    for parent in list(main.iter()):
        for child in list(parent):
            marks = {*(child.get("class") or "").split(), child.get("id"), child.get("aria-labelledby")}
            if marks & set(classes_and_ids):
                parent.remove(child)
    return text_of(main)


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize(("line", "day"), SHOWN)
def test_a_page_is_well_formed_and_accessible(site: Site, line: str, day: dt.date | None, language: str) -> None:
    document = parsed(made(site, line, day, language))
    assert offences(document) == []
    only(document, "h1")
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in document.iter():
        for name in (element.get("aria-labelledby") or "").split():
            assert name in ids
    levels = [int(str(element.tag)[-1]) for element in document.iter() if re.fullmatch(r".*}h[1-6]", str(element.tag))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in elements(document, "table"):
        assert list(elements(table, "caption"))
        assert all(head.get("scope") for head in elements(table, "th"))


@pytest.mark.parametrize(("line", "day"), SHOWN[:1] + SHOWN[4:6] + SHOWN[7:8])
def test_what_the_page_says(site: Site, golden: Golden, line: str, day: dt.date | None) -> None:
    document = parsed(made(site, line, day))
    words = without(document, "facts", "prose", "replay", "follow")
    marked = re.sub(r" (?=(?:Why|How the chance was seen|Shows like it|The story so far|Who watches it) )", "\n", words)
    golden.check(f"title/{line}{f'-{day}' if day else ''}.txt", marked.replace(". ", ".\n") + "\n")


def test_the_answer_comes_first_with_one_chance(site: Site) -> None:
    document = parsed(made(site, "akudama-drive"))
    (answer,) = by_class(document, "answer")
    words = text_of(answer)
    assert words.startswith("Will Akudama Drive have a season 2? Not announced by 25 Apr 2026.")
    assert len(by_class(document, "chance")) == 1
    assert re.search(r"0\.\d % chance that Season 2 is announced by April 2028", words)
    assert "0 %" not in words.split("%")[0]


def test_a_day_replayed_says_so_and_points_to_the_page_of_today(site: Site) -> None:
    body = made(site, "akudama-drive", dt.date(2021, 1, 5))
    document = parsed(body)
    assert "As of 5 Jan 2021." in text_of(by_class(document, "aged")[0])
    links = {link.get("rel"): link.get("href") for link in elements(document, "link")}
    assert links["canonical"] == "https://nextcour.example/anime/akudama-drive"
    (robots,) = [meta for meta in elements(document, "meta") if meta.get("name") == "robots"]
    assert robots.get("content") == "noindex"
    present = parsed(made(site, "akudama-drive"))
    assert not [meta for meta in elements(present, "meta") if meta.get("name") == "robots"]


def test_the_days_that_can_be_replayed_begin_with_the_first_one_and_need_no_script(site: Site) -> None:
    document = parsed(made(site, "akudama-drive"))
    (form,) = [one for one in elements(document, "form") if one.get("action") == "/anime/akudama-drive"]
    (field,) = [one for one in elements(form, "input") if one.get("type") == "date"]
    assert form.get("method") == "get"
    assert field.get("name") == "as_of"
    assert "2019-01-01" < field.get("min", "") < "2020-10-08"
    assert field.get("max") == "2026-11-23"
    quarters = [text_of(link) for days in by_class(document, "days") for link in elements(days, "a")]
    assert quarters[0] == "1 Apr 2026"


def test_a_day_that_is_not_past_shows_the_present(site: Site) -> None:
    assert made(site, "akudama-drive", dt.date(2050, 1, 1)) == made(site, "akudama-drive")


_DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) (?:19|20)\d\d\b")


def _read(text: str) -> dt.date:
    return dt.datetime.strptime(text.replace("Sept", "Sep"), "%d %b %Y").replace(tzinfo=dt.UTC).date()


@pytest.mark.parametrize("seed", range(8))
def test_a_replayed_page_names_no_day_that_was_still_to_come_but_published_ones(site: Site, seed: int) -> None:
    chance = random.Random(seed)
    for line in chance.sample(site.shelf.lines(), 4):
        day = dt.date(2015, 1, 1) + dt.timedelta(days=chance.randrange(4100))
        home = site.engine.library.home(line)
        assert home is not None
        page = page_on(Renderer(site), line, home, day)
        words = without(parsed(made(site, line, day)), "facts", "replay", "prose", "news")
        published = {step.premiere for step in page.story} | {step.finale for step in page.story}
        for found in map(_read, _DAY.findall(words)):
            assert found <= page.answer.known_to or found.isoformat() in published, (line, day, found)


def test_a_title_that_tells_the_end_is_folded(site: Site) -> None:
    document = parsed(made(site, "attack-on-titan"))
    assert "Final Season" not in without(document, "spoiler", "facts")
    told = [text_of(one) for one in by_class(parsed(made(site, "attack-on-titan")), "spoiler")]
    assert any("Final" in one for one in told)
    assert all(str(one.tag).endswith("details") for one in by_class(parsed(made(site, "attack-on-titan")), "spoiler"))


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize(("line", "day"), SHOWN[:1] + SHOWN[3:5])
def test_machines_read_the_show_its_seasons_and_the_question(
    site: Site, line: str, day: dt.date | None, language: str
) -> None:
    (script,) = [
        one
        for one in elements(parsed(made(site, line, day, language)), "script")
        if one.get("type") == "application/ld+json"
    ]
    series, asked = json.loads(script.text or "")["@graph"]
    assert series["@type"] == "TVSeries"
    assert [one["seasonNumber"] for one in series["containsSeason"]] == list(
        range(1, len(series["containsSeason"]) + 1)
    )
    assert series["productionCompany"]
    assert asked["@type"] == "FAQPage"
    (question,) = asked["mainEntity"]
    assert question["name"].rstrip().endswith(("?", "？"))
    answer = question["acceptedAnswer"]["text"]
    assert answer.count(". ") == 0
    assert "%" in answer


def test_films_are_a_series_of_films(site: Site) -> None:
    line = next(
        line for line in site.shelf.lines() if (item := site.shelf.item(line)) is not None and item.format == "MOVIE"
    )
    body = made(site, line)
    assert '"@type":"MovieSeries"' in body
    assert '"@type":"TVSeason"' not in body


@pytest.mark.parametrize("hostile", TITLES)
def test_titles_never_become_markup(site: Site, hostile: str) -> None:
    renderer = Renderer(site)
    page = page_on(renderer, "oshi-no-ko", "oshi-no-ko", dt.date(2026, 11, 23))
    document = parsed(rendered(renderer, spoiled(page, hostile), None).body)
    assert offences(document) == []
    assert {image.get("src", "")[:1] for image in elements(document, "img")} == {"/"}
    assert "".join(only(document, "h1").itertext()) == hostile
    (script,) = [one for one in elements(document, "script") if one.get("type") == "application/ld+json"]
    assert json.loads(script.text or "")["@graph"][0]["name"] == hostile
    assert len(list(elements(document, "script"))) == 2


def spoiled(page: TitlePage, text: str) -> TitlePage:
    """`page` with `text` wherever a source's text stands."""
    show = page.answer.franchise
    assert show is not None
    show = replace(show, title=text, titles={"en": text, "ja": text})
    evidence = tuple(replace(one, text=text) for one in page.answer.evidence)
    reference = page.answer.reference_class
    if reference is not None:
        reference = replace(reference, description=text, cases=tuple(replace(c, title=text) for c in reference.cases))
    subjects = tuple(
        replace(one, title=text, titles={}, rows=tuple(replace(row, values=(text,), source=text) for row in one.rows))
        for one in page.subjects
    )
    return replace(
        page,
        answer=replace(page.answer, franchise=show, evidence=evidence, reference_class=reference),
        story=tuple(replace(step, title=text, titles={}) for step in page.story),
        subjects=subjects,
        streams=tuple(replace(one, service=text) for one in page.streams),
        studios=(text,),
    )


def test_a_synced_series_is_drawn_as_a_curve_and_headlines_are_credited(site: Site) -> None:
    renderer = Renderer(site)
    page = page_on(renderer, "oshi-no-ko", "oshi-no-ko", dt.date(2026, 11, 23))
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=7 * n) for n in range(12)]
    row = DemandRow(
        entry="bgm1", title="x", source="anilist", measure="popularity", summary="top 3 % of <b>its</b> season",
        points=tuple(PointRow(day, 1000.0 + 10 * n, None, 0) for n, day in enumerate(days)), trend=None, drift=None,
        half_life=HalfLifeRow(None, None, None, 0, None, None, ""), rises=(), changes=(),
    )  # fmt: skip
    link = "https://www.animenewsnetwork.com/news/2026-01-02/x/.1"
    news = HeadlineRow(
        "bgm1", "<i>Oshi</i> returns", link, "Anime News Network", days[0], "ann-news", days[0], days[0], ""
    )
    page = replace(page, demand=row, explanation=replace(page.explanation, headlines=(news,)))
    document = parsed(rendered(renderer, page, None).body)
    demand = next(one for one in elements(document, "section") if one.get("aria-labelledby") == "demand")
    assert "1,110 on 19 Mar 2026, after 12 counts since 1 Jan 2026." in text_of(demand)
    assert "Demand at AniList" in text_of(demand)
    assert len(by_class(demand, "plot")) == 1
    (headline,) = [one for one in elements(document, "a") if one.get("href") == link]
    assert text_of(headline) == "<i>Oshi</i> returns"
    assert "nofollow" in (headline.get("rel") or "")


def test_a_report_has_the_fact_filled_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Wrong?" not in made(site, "akudama-drive")
    monkeypatch.setenv("NEXTCOUR_REPORT_URL", "https://example.org/new?labels=data")
    document = parsed(made(site, "akudama-drive"))
    links = [link.get("href", "") for link in elements(document, "a") if text_of(link) == "Wrong?"]
    assert len(links) > 20
    assert links[0].startswith("https://example.org/new?labels=data&title=Akudama%20Drive%3A%20")
    assert "bgm302076" in links[0]
    monkeypatch.setenv("NEXTCOUR_REPORT_URL", "mailto:facts@example.org")
    assert 'href="mailto:facts@example.org?subject=Akudama%20Drive' in made(site, "akudama-drive")
    monkeypatch.setenv("NEXTCOUR_REPORT_URL", "javascript:alert(1)")
    assert "alert" not in made(site, "akudama-drive")


def test_pictures_have_an_alternative_a_size_and_a_table(site: Site) -> None:
    wanted: list[Sketch] = []
    renderer = Renderer(site)
    renderer.want = wanted.append
    page = title(renderer, "akudama-drive")
    assert page is not None
    document = parsed(page.body)
    figures = by_class(document, "plot")
    assert len(figures) == len(wanted) >= 5
    for figure, sketch in zip(figures, wanted, strict=True):
        (image,) = elements(figure, "img")
        assert image.get("src") == f"/pictures/{sketch.key}.svg"
        assert sketch.description in (image.get("alt") or "")
        assert (image.get("width"), image.get("height")) == (str(sketch.width), str(sketch.height))
        (table,) = elements(figure, "table")
        assert len(list(elements(table, "tr"))) == len(sketch.table.rows) + 1


def test_the_same_page_has_the_same_bytes(site: Site) -> None:
    assert made(site, "oshi-no-ko") == made(site, "oshi-no-ko")


def test_pages_of_every_kind_are_made_quickly(site: Site) -> None:
    """A generous bound, for machines that do much else; `bench/` has the figures."""
    renderer = Renderer(site)
    lines = site.shelf.lines()[:40]
    for line in lines:
        title(renderer, line)
    start = time.process_time()
    for line in lines:
        title(renderer, line)
    assert (time.process_time() - start) / len(lines) < 0.1


def test_pictures_are_served_for_good_and_under_a_policy_of_their_own(client: TestClient) -> None:
    document = parsed(client.get("/anime/akudama-drive").text)
    address = next(image.get("src", "") for image in elements(document, "img") if "/pictures/" in image.get("src", ""))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.text.startswith("<svg")
    assert client.get(address, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert client.get(address, headers={"accept-encoding": "identity"}).text == answer.text


@pytest.mark.parametrize(
    "name", ["0" * 24 + ".svg", "x.svg", "0" * 24, "../x.svg", "%2e%2e%2fx.svg", "É" * 24 + ".svg"]
)
def test_no_picture_lies_under_a_key_that_no_page_named(client: TestClient, name: str) -> None:
    answer = client.get(f"/pictures/{name}")
    assert answer.status_code == 404


def test_a_show_without_a_page_here_is_named_but_not_linked(client: TestClient, site: Site) -> None:
    """A small site has pages of some shows alone."""
    led, named = set(), 0
    for line in site.shelf.lines():
        document = parsed(client.get(f"/anime/{line}").text)
        cases = [one for one in elements(document, "ul") if one.get("class") == "cases"]
        named += sum(len(list(elements(one, "li"))) for one in cases)
        led |= {link.get("href", "") for one in cases for link in elements(one, "a")}
    assert named > len(led)
    for address in led:
        assert client.get(address).status_code == 200, address
