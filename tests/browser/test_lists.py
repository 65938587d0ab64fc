"""Somebody browses: filters, sorting, languages, preferred titles, narrow screens, a card in another site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import files
from tests.browser.visiting import Visitor, see_whole

PATHS = (
    "/", "/anime/attack-on-titan", "/anime/akudama-drive/forecasts", "/season/2020/fall", "/calendar/2020-10",
    "/studios", "/studio/mappa", "/browse", "/search?q=titan", "/track-record", "/about", "/check", "/nowhere",
    "/ja/anime/attack-on-titan", "/zh/browse", "/preferences",
)  # fmt: skip


def numbers(page: Page) -> list[float]:
    """The chances of the rows, in percent; one below the smallest that is shown counts as nothing."""
    texts = page.locator("tbody .odds").all_inner_texts()
    return [0.0 if "<" in text else float(text.replace("%", "").strip()) for text in texts]


@pytest.mark.parametrize("scripts", [True, False])
def test_browsing_filters_and_sorts(visit: Callable[..., Visitor], address: str, scripts: bool) -> None:
    page = visit(address).tab(java_script_enabled=scripts)
    page.goto(f"{address}/browse")
    whole = page.locator("tbody tr").count()
    page.locator("select[name=status]").select_option("NOT_ANNOUNCED")
    page.locator("select[name=source]").select_option("MANGA")
    page.get_by_role("main").get_by_role("button", name="Show").click()
    page.wait_for_url("**/browse?*status=NOT_ANNOUNCED*")
    expect(page.locator("select[name=status]")).to_have_value("NOT_ANNOUNCED")
    assert 0 < page.locator("tbody tr").count() < whole
    assert set(page.locator("tbody .badge").all_inner_texts()) == {"Nothing announced"}
    falling = numbers(page)
    assert falling == sorted(falling, reverse=True)
    page.get_by_role("columnheader", name="Chance").get_by_role("link").click()
    page.wait_for_url("**order=up*")
    assert numbers(page) == sorted(falling)
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_role("link", name="Clear").click()
    page.wait_for_url(f"{address}/browse")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_is_changed_on_the_same_page(visit: Callable[..., Visitor], address: str, scripts: bool) -> None:
    page = visit(address).tab(java_script_enabled=scripts)
    page.goto(f"{address}/anime/oshi-no-ko?as_of=2023-08-01")
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url(f"{address}/ja/anime/oshi-no-ko?as_of=2023-08-01")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.get_by_role("heading", level=1)).to_contain_text("推しの子")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(f"{address}/zh/anime/oshi-no-ko?as_of=2023-08-01")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{address}/anime/oshi-no-ko?as_of=2023-08-01")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_titles_that_somebody_prefers_stay_so(visit: Callable[..., Visitor], address: str, scripts: bool) -> None:
    page = visit(address).tab(java_script_enabled=scripts)
    page.goto(f"{address}/anime/attack-on-titan")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("attack on titan", re.IGNORECASE))
    page.get_by_label("Titles in").select_option("native")
    page.get_by_role("contentinfo").get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("進撃の巨人")
    assert page.url == f"{address}/anime/attack-on-titan"
    page.goto(f"{address}/browse?sort=title")
    expect(page.get_by_role("row").filter(has_text="アクダマドライブ")).to_have_count(1)


@pytest.mark.parametrize("path", PATHS)
def test_a_narrow_screen_is_not_scrolled_sideways(visit: Callable[..., Visitor], address: str, path: str) -> None:
    page = visit(address, expected=(404,) if path == "/nowhere" else ()).tab(viewport={"width": 320, "height": 640})
    page.goto(address + path)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    see_whole(page)
    wide = page.evaluate("""() => {
      const within = (one) => one.closest(".scroll, .copy, .hush, .skip, svg");
      return [...document.body.querySelectorAll("*")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && box.right > innerWidth + 1 && !within(one);
      }).map((one) => one.outerHTML.slice(0, 120)).slice(0, 3);
    }""")
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_text_may_be_twice_as_large(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(viewport={"width": 640, "height": 800})
    page.goto(f"{address}/anime/akudama-drive")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    expect(page.locator(".verdict")).to_be_visible()


@pytest.fixture
def elsewhere(address: str, tmp_path: Path) -> Iterator[str]:
    """Another site, that embeds a card as the title page offers it, and tries the page itself."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><title>A blog</title><link rel="icon" href="data:,">'
        f'<iframe id="card" src="{address}/card/akudama-drive" title="Card" width="400" height="220"></iframe>'
        f'<iframe id="page" src="{address}/anime/akudama-drive" title="Page" width="400" height="220"></iframe></html>',
        encoding="utf-8",
    )
    with files(tmp_path) as found:
        yield found.replace("127.0.0.1", "localhost")


def test_a_card_stands_in_another_site_and_a_page_does_not(
    visit: Callable[..., Visitor], address: str, elsewhere: str
) -> None:
    visitor = visit(address, elsewhere)
    page = visitor.tab()
    page.goto(f"{elsewhere}/index.html")
    card = page.frame_locator("#card")
    expect(card.get_by_role("link", name="Akudama Drive")).to_have_attribute("href", f"{address}/anime/akudama-drive")
    expect(card.get_by_text("chance")).to_be_visible()
    inside = next(frame for frame in page.frames if "/card/" in frame.url)
    assert inside.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert not any("/anime/akudama-drive" in frame.url for frame in page.frames)
    refused = [trouble for trouble in visitor.troubles if "frame-ancestors" in trouble or "BLOCKED" in trouble]
    assert refused
    visitor.troubles = [trouble for trouble in visitor.troubles if trouble not in refused]


@pytest.mark.parametrize("path", PATHS)
def test_pages_bring_no_trouble_and_ask_nobody_else(visit: Callable[..., Visitor], address: str, path: str) -> None:
    """The visitor itself looks for that; here every page is loaded whole."""
    visitor = visit(address, expected=(404,) if path == "/nowhere" else ())
    page = visitor.tab()
    page.goto(address + path)
    see_whole(page)
    assert visitor.requests
    assert page.evaluate("[...document.scripts].every((one) => one.src || one.type === 'application/ld+json')")
