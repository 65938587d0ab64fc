"""Headlines in the terminal, each with its link and whom to credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nextcour.answers.headlines import HeadlineRow
from nextcour.answers.words import day_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

TITLE = "Headlines: evidence with a link, never by themselves a status"


def print_headlines(rows: Sequence[HeadlineRow], console: Console) -> None:
    """Each with the day it was published, its credit and link, and the day it was seen; nothing without any."""
    from rich.padding import Padding  # noqa: PLC0415 - only where there is something to print
    from rich.text import Text  # noqa: PLC0415

    if not rows:
        return
    console.print()
    console.print(Text(TITLE, style="bold"))
    for one in rows:
        console.print(Padding(lines(one), (0, 0, 0, 2), expand=False))


def lines(one: HeadlineRow) -> Text:
    """`3 Nov 2026  “…”`, and below it `Anime News Network, https://…, seen 2026-11-23`."""
    from rich.text import Text  # noqa: PLC0415

    when = day_words(one.published) if one.published is not None else "day not given"
    text = Text(f"{when}  “{one.title}”")
    days = f"seen {one.observed_at}, knowable from {one.knowable_from} ({one.rule or 'observed'})"
    text.append(f"\n{one.credit}, {one.link}, {days}", style="dim")
    return text
