"""axe-core finds nothing to complain about, on any kind of page, in light and dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.visiting import DESKTOP, PHONE, Visitor, see_whole

KINDS = (
    "/", "/anime/akudama-drive", "/anime/oshi-no-ko", "/anime/oshi-no-ko?as_of=2023-08-01",
    "/anime/akudama-drive/forecasts", "/season/2020/fall", "/calendar/2020-10", "/studios", "/studio/mappa", "/browse",
    "/browse?page=x", "/browse/2020", "/search", "/search?q=qqqqzzzz", "/track-record", "/about", "/preferences",
    "/check", "/nowhere",
)  # fmt: skip
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """(tags) => axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.html.slice(0, 150)}`)))"""
COLOURS = """() => axe.run(document, {runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]},
  resultTypes: ["violations"]}).then((found) => found.violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.target} ${node.any.map((check) => check.message)}`)))"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core. It is evaluated: the pages' policy allows no script of others."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def opened(page: Page, axe: str) -> None:
    """Everything that can be unfolded is, so that it is looked at too."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    see_whole(page)
    page.evaluate(axe)


def violations(page: Page, script: str, given: Any = None) -> list[str]:
    found: list[str] = page.evaluate(script, given)
    return found


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(visit: Callable[..., Visitor], address: str, axe: str, path: str) -> None:
    page = visit(address, expected=(404, 400)).tab()
    page.goto(address + path)
    opened(page, axe)
    found = violations(page, RUN, TAGS)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += violations(page, RUN, TAGS)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    found += violations(page, COLOURS)
    page.goto(f"{address}/ja{path}")
    opened(page, axe)
    found += violations(page, RUN, TAGS)
    assert found == []


def test_axe_finds_nothing_in_open_suggestions(visit: Callable[..., Visitor], address: str, axe: str) -> None:
    page = visit(address).tab(viewport=PHONE)
    page.goto(f"{address}/")
    page.get_by_role("search").get_by_role("combobox").press_sequentially("titan", delay=10)
    page.get_by_role("listbox").get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.evaluate(axe)
    assert violations(page, RUN, TAGS) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []


def test_axe_finds_nothing_in_a_card(visit: Callable[..., Visitor], address: str, axe: str) -> None:
    page = visit(address).tab(viewport={"width": 400, "height": 220})
    for lang in ("en", "ja"):
        page.goto(f"{address}/card/oshi-no-ko?lang={lang}")
        page.evaluate(axe)
        assert violations(page, RUN, TAGS) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, COLOURS) == []


@pytest.mark.parametrize("path", ["/", "/anime/oshi-no-ko/", "/browse/", "/browse/2020/", "/search/", "/ja/browse/"])
def test_axe_finds_nothing_in_files(visit: Callable[..., Visitor], still: str, axe: str, path: str) -> None:
    page = visit(still).tab(viewport=PHONE)
    page.goto(still + path)
    opened(page, axe)
    assert violations(page, RUN, TAGS) == []


def test_axe_does_find_what_is_wrong(visit: Callable[..., Visitor], address: str, axe: str) -> None:
    """So that silence means something."""
    page = visit(address).tab()
    page.goto(f"{address}/about")
    page.evaluate("""() => {
      document.querySelector("main p").style.color = "#ccc";
      document.querySelector("main").append(document.createElement("img"));
    }""")
    page.evaluate(axe)
    assert {one.partition(":")[0] for one in violations(page, RUN, TAGS)} >= {"color-contrast", "image-alt"}
