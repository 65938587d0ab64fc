"""Somebody lands on a show's page, on a phone, at night, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visitor, colours, contrast, empty_pictures, luminance, see_whole

LINES = ("akudama-drive", "oshi-no-ko", "attack-on-titan", "blue-box")


@pytest.mark.parametrize("line", LINES)
def test_the_answer_is_seen_first_on_a_phone_and_every_picture_comes(
    visit: Callable[..., Visitor], address: str, line: str
) -> None:
    page = visit(address).tab(viewport=PHONE)
    page.goto(f"{address}/anime/{line}")
    verdict = page.locator(".verdict")
    expect(verdict).to_be_in_viewport(ratio=1)
    if page.locator(".chance b").count():
        expect(page.locator(".chance b")).to_be_in_viewport(ratio=1)
    see_whole(page)
    assert empty_pictures(page) == []
    assert page.locator(".plot img").count() >= 3
    for table in page.locator(".plot details summary").all():
        table.click()
    expect(page.locator(".plot details[open] table").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_past_day_is_replayed_and_left_again(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab()
    page.goto(f"{address}/anime/oshi-no-ko")
    today = page.locator(".verdict").inner_text()
    page.get_by_label("What was known, and what did we say, on").fill("2023-08-01")
    page.get_by_role("button", name="Look back").click()
    page.wait_for_url("**/anime/oshi-no-ko?as_of=2023-08-01")
    expect(page.get_by_text("As of 1 Aug 2023.")).to_be_visible()
    expect(page.locator(".verdict")).not_to_have_text(today)
    expect(page.get_by_label("What was known, and what did we say, on")).to_have_value("2023-08-01")
    see_whole(page)
    assert empty_pictures(page) == []
    page.get_by_role("link", name="To the present page").click()
    page.wait_for_url(f"{address}/anime/oshi-no-ko")
    expect(page.locator(".verdict")).to_have_text(today)


def test_without_scripts_days_can_be_replayed_too(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(java_script_enabled=False)
    page.goto(f"{address}/anime/akudama-drive")
    page.get_by_label("What was known, and what did we say, on").fill("2022-01-01")
    page.get_by_role("button", name="Look back").click()
    expect(page.get_by_text("As of 1 Jan 2022.")).to_be_visible()
    page.get_by_text("Days to look back to").click()
    page.locator(".days a").first.click()
    expect(page.get_by_role("link", name="To the present page")).to_be_visible()
    page.get_by_role("link", name="To the present page").click()
    page.wait_for_url(f"{address}/anime/akudama-drive")


@pytest.mark.parametrize("path", ["/", "/anime/akudama-drive", "/browse", "/track-record"])
def test_dark_is_dark_and_can_be_read(visit: Callable[..., Visitor], address: str, path: str) -> None:
    page = visit(address).tab(color_scheme="dark")
    page.goto(address + path)
    ink, paper = colours(page, "body")
    assert luminance(paper) < 0.05
    assert contrast(ink, paper) >= 7
    for selector in ("main a", "footer p", "h1", "main .quiet, main small", "button"):
        if page.locator(selector).count():
            assert contrast(*colours(page, selector)) >= 4.5, selector
    page.emulate_media(color_scheme="light")
    ink, paper = colours(page, "body")
    assert luminance(paper) > 0.8
    assert contrast(ink, paper) >= 7


def test_pictures_are_drawn_for_dark_paper_too(visit: Callable[..., Visitor], address: str) -> None:
    """What the middle of a picture's edge looks like, in both schemes."""
    page = visit(address).tab()
    page.goto(f"{address}/anime/akudama-drive")
    see_whole(page)
    image = page.locator(".plot img").first
    ink = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        ink[scheme] = image.evaluate("""async (one) => {
          // An image loaded anew follows the scheme of now.
          const shown = new Image(); shown.src = one.src; await shown.decode();
          const sheet = new OffscreenCanvas(one.width, one.height).getContext("2d");
          sheet.drawImage(shown, 0, 0, one.width, one.height);
          const points = sheet.getImageData(0, 0, one.width, one.height).data;
          let sum = 0, number = 0;
          for (let at = 0; at < points.length; at += 4) {
            const [red, green, blue, there] = points.subarray(at, at + 4);
            // Grey, and quite opaque: letters and axes, not the marks.
            if (there > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) < 30) {
              sum += (red + green + blue) / 3; number++;
            }
          }
          return number ? sum / number : null;
        }""")
    assert ink["light"] < 128 < ink["dark"]


def test_nothing_moves_for_those_who_do_not_want_it(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(reduced_motion="reduce")
    page.goto(f"{address}/anime/akudama-drive")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
    }).length""")
    assert moving == 0


def test_a_printed_page_has_the_answer_and_no_controls(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(color_scheme="dark")
    page.goto(f"{address}/anime/akudama-drive")
    see_whole(page)
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator(".verdict")).to_be_visible()
    for gone in ("header.site nav", ".find", ".choose", ".languages"):
        expect(page.locator(gone).first).to_be_hidden()
    ink, paper = colours(page, ".verdict")
    assert contrast(ink, paper) >= 7
    assert luminance(paper) > 0.8
    made = page.pdf(format="A4")
    assert made.startswith(b"%PDF")
    assert 1 <= made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") <= 12


def test_a_print_from_a_dark_screen_is_dark_on_white(visit: Callable[..., Visitor], address: str) -> None:
    page = visit(address).tab(color_scheme="dark")
    page.goto(f"{address}/anime/akudama-drive")
    page.emulate_media(media="print")
    ink, _ = colours(page, ".verdict")
    # Browsers leave the paper out when they print.
    assert contrast(ink, (255, 255, 255)) >= 7
