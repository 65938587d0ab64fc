"""The site as files on a plain host: search in the reader's browser, lists without scripts, past quarters."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visitor, empty_pictures, see_whole


@pytest.mark.parametrize(
    ("start", "typed", "path"),
    [
        ("/", "akudama d", "/anime/akudama-drive"),
        ("/", "アクダマ", "/anime/akudama-drive"),
        ("/", "进击的", "/anime/attack-on-titan"),
        ("/ja/", "推しの子", "/ja/anime/oshi-no-ko"),
        ("/anime/blue-box/", "oshi no", "/anime/oshi-no-ko"),
    ],
)
def test_search_runs_in_the_browser_in_any_script(
    visit: Callable[..., Visitor], still: str, start: str, typed: str, path: str
) -> None:
    page = visit(still).tab()
    page.goto(still + start)
    page.get_by_role("search").get_by_role("combobox").press_sequentially(typed, delay=10)
    page.locator(f"[role=option][data-url='{path}']").click()
    page.wait_for_url(re.compile(re.escape(still + path) + "/?$"))
    expect(page.locator(".verdict")).to_be_visible()
    see_whole(page)
    assert empty_pictures(page) == []


def test_an_address_with_a_question_is_searched_too(visit: Callable[..., Visitor], still: str) -> None:
    page = visit(still).tab()
    page.goto(f"{still}/search/?q=titan")
    expect(page.locator("[role=option][data-url='/anime/attack-on-titan']")).to_be_visible()


def test_without_scripts_every_show_is_in_a_list(visit: Callable[..., Visitor], still: str) -> None:
    page = visit(still).tab(java_script_enabled=False)
    page.goto(f"{still}/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Browse").click()
    page.get_by_role("main").get_by_role("link", name="2020", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Akudama Drive").click()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Akudama Drive")


@pytest.mark.parametrize("scripts", [True, False])
def test_past_quarters_can_be_looked_at_and_left(visit: Callable[..., Visitor], still: str, scripts: bool) -> None:
    page = visit(still).tab(viewport=PHONE, java_script_enabled=scripts)
    page.goto(f"{still}/anime/oshi-no-ko/")
    assert page.locator("input[type=date]").count() == 0
    page.get_by_text("Days to look back to").click()
    page.locator(".days a").first.click()
    page.wait_for_url(re.compile("/anime/oshi-no-ko/as-of/"))
    expect(page.get_by_text("Only what could be known then is on this page.")).to_be_visible()
    page.get_by_role("link", name="To the present page").click()
    page.wait_for_url(re.compile("/anime/oshi-no-ko/?$"))


def test_the_language_is_changed_on_the_same_page(visit: Callable[..., Visitor], still: str) -> None:
    page = visit(still).tab()
    page.goto(f"{still}/anime/oshi-no-ko/")
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url(re.compile("/ja/anime/oshi-no-ko/?$"))
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_ids_of_providers_lead_to_the_show(visit: Callable[..., Visitor], still: str) -> None:
    page = visit(still).tab()
    page.goto(f"{still}/mal/41433/")
    page.wait_for_url(re.compile("/anime/akudama-drive/?$"))


def test_a_reader_is_told_how_old_the_files_are(visit: Callable[..., Visitor], still: str) -> None:
    page = visit(still).tab()
    page.clock.set_fixed_time("2026-05-01")
    page.goto(f"{still}/")
    expect(page.locator(".aged")).to_be_hidden()
    page.clock.set_fixed_time("2027-05-01")
    page.reload()
    expect(page.locator(".aged")).to_be_visible()
