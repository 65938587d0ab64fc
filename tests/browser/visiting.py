"""Tabs of a browser that keep what goes wrong in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 20_000  # milliseconds, on a machine that does much else
# A policy that refuses something says so where nobody looks; here it is an error.
_TELL = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`));"""


@dataclass
class Visitor:
    """Opens tabs, each with settings of its own, and notes every trouble in them: errors in the console, scripts that
    fail, what a policy refused, requests to other hosts, answers that say that something is missing or broken."""

    browser: Browser
    hosts: set[str]
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def tab(self, **settings: Any) -> Page:
        """A page in a context of its own; `settings` are those of Playwright's `new_context`."""
        chosen = {"viewport": DESKTOP, "locale": "en-GB", "service_workers": "block", **settings}
        context = self.browser.new_context(**chosen)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_TELL)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _said(self, message: ConsoleMessage) -> None:
        # An answer that is expected to be an error is an error in the console, too.
        if message.type in ("error", "warning") and not (self.expected and "Failed to load" in message.text):
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        if urlsplit(request.url).netloc not in self.hosts:
            self.troubles.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        # What is given up because the reader typed on or went elsewhere is no trouble.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.troubles.append(f"{request.failure}: {request.url}")


def see_whole(page: Page) -> None:
    """Scrolls through the page, as a reader does, until every picture has come."""
    page.evaluate("""async () => {
      for (const image of document.images) {
        image.loading = "eager";
        try { await image.decode(); } catch { /* told by naturalWidth */ }
      }
    }""")


def empty_pictures(page: Page) -> list[str]:
    """Addresses of pictures that show nothing."""
    found: list[str] = page.evaluate("[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)")
    return found


def colours(page: Page, selector: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Ink and paper of the first element, as red, green and blue from 0 to 255; paper is that of the nearest element
    behind it that has any."""
    ink, paper = page.eval_on_selector(
        selector,
        """(one) => {
          const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
          const ink = numbers(getComputedStyle(one).color);
          for (let at = one; at; at = at.parentElement) {
            const paper = numbers(getComputedStyle(at).backgroundColor);
            if (paper.length === 3 || paper[3] > 0) return [ink, paper];
          }
          return [ink, [255, 255, 255]];
        }""",
    )
    return tuple(ink[:3]), tuple(paper[:3])


def luminance(colour: Iterable[float]) -> float:
    """Relative luminance as in WCAG 2, 0 to 1."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Iterable[float], other: Iterable[float]) -> float:
    """Contrast as in WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
