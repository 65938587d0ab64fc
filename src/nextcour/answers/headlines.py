"""Headlines as evidence beside an answer: what the outlet wrote, when, and where. Never a status."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.answer import Direction, Signal
from nextcour.answers.library import Library
from nextcour.answers.view import LineView
from nextcour.answers.words import day_words
from nextcour.facts.news import Headline, readable

RECENT = dt.timedelta(days=180)  # an older one is left to `nextcour explain`
NO_STATUS = "a headline is not a status"


class HeadlineRow(msgspec.Struct, frozen=True):
    """A headline about `entry` with its link and whom to credit. `published` is the UTC day that the outlet gives
    (null: none), `observed_at` the day our source showed it, `knowable_from` the first day it could be read, by `rule`
    of docs/knowable.md (empty: it was observed then)."""

    entry: str
    title: str
    link: str
    credit: str
    published: dt.date | None
    source: str
    observed_at: dt.date
    knowable_from: dt.date
    rule: str


def row(one: Headline) -> HeadlineRow:
    return HeadlineRow(
        one.entry, one.title, one.link, one.credit, one.published, one.source, one.observed, one.knowable, one.rule
    )


def of_line(view: LineView, library: Library, day: dt.date, *, strict: bool) -> tuple[Headline, ...]:
    """Headlines about what is known of a line that could be read on `day`, newest first."""
    entries = {part.id for season in (*view.seasons, *view.called_off) for part in season.parts}
    entries |= {around.entry.id for around in view.around}
    return readable(library.headlines(view.franchise.id), entries, day, strict=strict)


def latest(view: LineView, library: Library, day: dt.date, *, strict: bool) -> Signal | None:
    """The newest headline, where it is no older than RECENT on `day`. `value` is the link."""
    found = of_line(view, library, day, strict=strict)
    if not found or day - found[0].day > RECENT:
        return None
    one = found[0]
    return Signal("headline", Direction.NEUTRAL, f"{words(one)}; {NO_STATUS}", one.link, one.credit, one.observed)


def words(one: Headline) -> str:
    """`Anime News Network, 3 Nov 2026: “…” (https://…)`."""
    seen = "" if one.published is not None else "seen "
    return f"{one.credit}, {seen}{day_words(one.day)}: “{one.title}” ({one.link})"
