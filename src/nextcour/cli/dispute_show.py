"""Where sources disagree, in words for `nextcour explain`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from nextcour.facts.dispute import Dispute, Voice

if TYPE_CHECKING:
    from rich.console import Console


def print_disputes(disputes: Sequence[Dispute], console: Console) -> None:
    """Both values of each field with source and day, the shown one first, and why it is shown; nothing without any."""
    from rich.padding import Padding  # noqa: PLC0415 - only where there is something to print
    from rich.text import Text  # noqa: PLC0415

    if not disputes:
        return
    console.print()
    console.print(Text("Where sources disagree", style="bold"))
    for entry, rows in groupby(disputes, key=lambda one: one.entry):
        console.print(Padding(Text(entry, style="bold"), (0, 0, 0, 2), expand=False))
        for one in rows:
            text = Text(f"{one.field}  ")
            text.append(f"{value_words(one.shown.value)}  ← shown", style="bold")
            text.append(f"  {voice_words(one.shown)}", style="dim")
            for other in one.others:
                text.append(f"\n  {value_words(other.value)}")
                text.append(f"  {voice_words(other)}", style="dim")
            text.append(f"\n  {one.reason}", style="dim")
            console.print(Padding(text, (0, 0, 0, 4), expand=False))


def value_words(value: str) -> str:
    """A value of the store for a person: `2026-04-09`, `Studio A, Studio B`, `nothing`."""
    found = json.loads(value)
    if found is None:
        return "nothing"
    if isinstance(found, list):
        if found and all(part is None or isinstance(part, int) for part in found):
            return "-".join(f"{part:02}" for part in found if part is not None)
        return ", ".join(str(part) for part in found)
    return str(found)


def voice_words(voice: Voice) -> str:
    """`anilist, shown 2026-05-31, https://…`; an editor's own is marked as such."""
    who = "an editor's own fact" if voice.editor else voice.source
    days = f"shown {voice.observed_at}"
    if voice.last_seen > voice.observed_at:
        days += f" to {voice.last_seen}"
    return f"{who}, {days}, {voice.url}" if voice.url else f"{who}, {days}"
