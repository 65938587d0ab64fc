"""Somebody looks for a show: typing in any script, with suggestions, with the keyboard alone, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import PHONE, Visitor

TYPED = [
    ("akudama", "akudama-drive"),
    ("Akudama Drive season 2", "akudama-drive"),
    ("推しの", "oshi-no-ko"),
    ("アクダマ", "akudama-drive"),
    ("进击的", "attack-on-titan"),
    ("蓝箱", "blue-box"),
]


def box_of(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("combobox")


@pytest.mark.parametrize(("typed", "line"), TYPED)
def test_what_is_typed_is_suggested_and_a_click_leads_there(
    visit: Callable[..., Visitor], address: str, typed: str, line: str
) -> None:
    page = visit(address).tab()
    page.goto(f"{address}/")
    box_of(page).press_sequentially(typed, delay=10)
    option = page.get_by_role("listbox").get_by_role("option").and_(page.locator(f"[data-url='/anime/{line}']"))
    option.click()
    page.wait_for_url(f"{address}/anime/{line}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_suggestions_of_a_language_lead_to_its_pages(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(locale="ja-JP")
    page.goto(f"{address}/ja/")
    box_of(page).press_sequentially("進撃の", delay=10)
    option = page.locator("[data-url='/ja/anime/attack-on-titan']")
    expect(option.locator("span")).to_have_attribute("lang", "ja")
    option.click()
    page.wait_for_url(f"{address}/ja/anime/attack-on-titan")


def test_the_keyboard_is_enough(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab()
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    box = box_of(page)
    expect(box).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("titan")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("titan")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    wanted = options.first.get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{wanted}")


def test_leaving_the_box_closes_the_suggestions_and_the_number_is_told(
    visit: Callable[..., Visitor], address: str
) -> None:
    page = visit(address).tab()
    page.goto(f"{address}/about")
    box = box_of(page)
    box.press_sequentially("titan", delay=10)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(f"Suggestions: {options.count()}")
    page.keyboard.press("Tab")
    expect(options.first).to_be_hidden()
    box.fill("")
    box.press_sequentially("qqqqzzzz", delay=10)
    expect(page.get_by_role("status")).to_have_text("No title like this yet")


def test_enter_searches_where_nothing_is_chosen(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab()
    page.goto(f"{address}/")
    box_of(page).fill("akudama drive season 2")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/anime/akudama-drive")


def test_every_stop_of_the_keyboard_can_be_seen(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(viewport=PHONE)
    page.goto(f"{address}/browse")
    seen = 0
    while seen < 40:
        page.keyboard.press("Tab")
        stop = page.evaluate("""() => {
          const one = document.activeElement;
          if (one === document.body) return null;
          const box = one.getBoundingClientRect(), style = getComputedStyle(one);
          const wide = parseFloat(style.outlineWidth);
          return [one.outerHTML.slice(0, 80), style.outlineStyle, wide, box.width, box.height];
        }""")
        if stop is None:
            break
        html, outline, wide, *size = stop
        assert (outline, wide >= 2) == ("solid", True), html
        assert min(size) > 1, html
        seen += 1
    assert seen > 20


def test_without_scripts_the_form_finds(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address, expected=(404,)).tab(java_script_enabled=False)
    page.goto(f"{address}/")
    page.get_by_role("searchbox").fill("進撃の巨人 4期")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"{address}/anime/attack-on-titan")
    page.get_by_role("searchbox").fill("qqqqzzzz")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
