"""A checked article in the terminal: its text with signs that survive a pipe, then every claim with its reason."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from nextcour.answers.words import day_words
from nextcour.articles.checked import Checked, CheckedClaim
from nextcour.articles.claim import Verdict
from nextcour.articles.marked import SIGNS, WORDS, summary
from nextcour.catalog.text import printable

_STYLES = {
    Verdict.SUPPORTED: "green", Verdict.CONTRADICTED: "bold red", Verdict.NEAR_MISS: "magenta",
    Verdict.OUTDATED: "yellow", Verdict.UNVERIFIABLE: "cyan", Verdict.SPECULATION: "dim",
}  # fmt: skip


def print_checked(checked: Checked, console: Console | None = None, *, wrote: Path | None = None) -> None:
    console = console or Console(highlight=False, markup=False, emoji=False)
    console.print(Text(printable(checked.title) or "Article", style="bold"))
    console.print(Padding(Text(summary(checked)), (0, 0, 0, 2)))
    if checked.published is not None:
        basis = {"given": "as given", "stated": "as the page says", "inferred": "from what it says"}[
            checked.published_basis or ""
        ]
        console.print(Padding(Text(f"Published {day_words(checked.published)} ({basis})."), (0, 0, 0, 2)))
    for note in checked.notes:
        console.print(Padding(Text(note, style="yellow"), (0, 0, 0, 2)))
    console.print()
    for paragraph in _paragraphs(checked):
        console.print(Padding(paragraph, (0, 0, 1, 2)))
    if checked.claims:
        console.print(Text("Claims", style="bold"))
    for number, claim in enumerate(checked.claims, 1):
        _print_claim(number, claim, console)
    if wrote is not None:
        console.print(Text(f"Written: {wrote}"))


def _paragraphs(checked: Checked) -> list[Text]:
    """The article, each claim followed by its sign and number: `ran for 12 episodes [✓7]`."""
    made: list[Text] = []
    start = 0
    for piece in checked.text.split("\n\n"):
        end = start + len(piece)
        text = Text()
        inside = [(n, c) for n, c in enumerate(checked.claims, 1) if start <= c.start < end]
        at = start
        for stop in sorted({min(claim.end, end) for _, claim in inside}):
            text.append(printable(checked.text[at:stop]))
            for number, claim in inside:
                if min(claim.end, end) == stop:
                    text.append(f" [{SIGNS[claim.verdict]}{number}]", style=_STYLES[claim.verdict])
            at = stop
        text.append(printable(checked.text[at:end]))
        for _, claim in inside:
            if claim.verdict is Verdict.CONTRADICTED:
                words = printable(claim.text)
                place = text.plain.find(words)
                if place >= 0:
                    text.stylize("red", place, place + len(words))
        made.append(text)
        start = end + 2
    return made


def _print_claim(number: int, claim: CheckedClaim, console: Console) -> None:
    head = Text(f"{SIGNS[claim.verdict]} {number}  {WORDS[claim.verdict]}", style=_STYLES[claim.verdict])
    head.append(f"  {claim.kind.value.replace('_', ' ')}: ", style="default")
    head.append(printable(claim.text)[:200], style="italic default")
    console.print(Padding(head, (0, 0, 0, 2)))
    if claim.verdict is Verdict.SPECULATION:
        return
    console.print(Padding(Text(claim.why), (0, 0, 0, 6)))
    if claim.right_value:
        console.print(Padding(Text(f"Right: {claim.right_value}", style="bold"), (0, 0, 0, 6)))
    for one in claim.evidence[:3]:
        console.print(
            Padding(Text(f"{one.field}: {one.value}  ({one.source}, {one.observed_at})", style="dim"), (0, 0, 0, 6))
        )
