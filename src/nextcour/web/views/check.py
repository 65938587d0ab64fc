"""Checking an article: the form, and what became of each claim."""

from __future__ import annotations

from markupsafe import Markup

from nextcour.articles.checked import Checked
from nextcour.articles.claim import Verdict
from nextcour.articles.marked import SIGNS, marked_text
from nextcour.site.languages import N_
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer

NOTHING = N_("Paste an article, or give its address.")
LONG = N_("That is too long to be checked. Paste the article alone.")
_WORDS = {
    Verdict.SUPPORTED: N_("supported"),
    Verdict.CONTRADICTED: N_("contradicted"),
    Verdict.NEAR_MISS: N_("near miss"),
    Verdict.OUTDATED: N_("outdated: true when it was written"),
    Verdict.UNVERIFIABLE: N_("cannot be checked here"),
    Verdict.SPECULATION: N_("speculation"),
}


def form(
    renderer: Renderer, *, text: str = "", address: str = "", problem: str = "", said: str = "", status: int = 200
) -> Page:
    """`problem` is one of ours, `said` what the check itself says (English). With `status` 200 it is kept."""
    body = renderer.render(
        "check.html",
        "/check",
        text="".join(char for char in text if char.isprintable() or char in "\n\t"),
        address=address,
        problem=renderer.gettext(problem) if problem else "",
        said=said,
    )
    return Page(body, status, keep=status == 200, fresh=3600 if status == 200 else 0)


def result(renderer: Renderer, checked: Checked) -> Page:
    """Kept nowhere."""
    words = {verdict: renderer.gettext(text) for verdict, text in _WORDS.items()}
    counts = [(Verdict(name), number) for name, number in checked.counts().items()]
    body = renderer.render(
        "checked.html",
        "/check",
        checked=checked,
        counts=counts,
        verdicts=words,
        signs=SIGNS,
        lines={show.line for show in checked.shows},
        marked=Markup(marked_text(checked)),  # noqa: S704 - escapes every text
    )
    return Page(body, keep=False, fresh=0)
