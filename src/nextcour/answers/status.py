"""Renewal status of a line, for the installment that was asked about, from what could be known on a day."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.view import LineView, Season, State
from nextcour.answers.words import day_words, fuzzy_words, name_of, season_words
from nextcour.catalog.dates import Precision
from nextcour.facts.fact import MAL_ID
from nextcour.facts.rules import SHOWN
from nextcour.facts.run_state import CANCELLED

# A title that calls its own season the last one. Shows have come back after that, so it is said with its reason.
BILLED_AS_LAST = re.compile(
    r"完結[編篇]|完结篇|最終(章|シーズン|季|楽章|幕)|最终季|final\s+(season|chapter|series|act)|ファイナル(シーズン)?\b",
    re.I,
)


class Status(NamedTuple):
    """`headline` answers in a few words; `detail` says what it rests on."""

    renewal: RenewalStatus
    number: int
    season: Season | None
    headline: str
    detail: str


def resolve(view: LineView, asked: int | None) -> int:
    """Our number of the installment asked about. Our own numbers win over a provider's; without a number it is the one
    to come: known and not out, else the one after the last."""
    if asked is not None:
        if view.season(asked) is not None:
            return asked
        by_provider = [s.number for s in view.seasons if asked in s.provider_numbers]
        return by_provider[0] if by_provider else asked
    if view.upcoming is not None:
        return view.upcoming.number
    return view.seasons[-1].number + 1 if view.seasons else 1


def billed_as_last(season: Season) -> str | None:
    """The title in which `season` calls itself the last one, or None."""
    for part in season.parts:
        for title in part.titles:
            if title.kind.value != "GENERATED" and BILLED_AS_LAST.search(title.text):
                return title.text
    return None


_BASES = {MAL_ID: "estimated from its catalogue id", SHOWN: "the day a source first showed it"}


def _upcoming(view: LineView, season: Season, day: dt.date) -> Status:
    name = name_of(view, season.number)
    basis = _BASES.get(season.announced.basis, "a typical lead, no id to go by")
    since = f"known since about {day_words(season.announced_day)} ({basis})"
    if season.season is not None:
        head = f"{name} is announced for {season_words(season.season)}."
        detail = f"{since}; its season was public by {day_words(day)}"
    elif season.premiere.year is None:
        head, detail = f"{name} is announced, no date yet.", f"{since}; not out by {day_words(day)}"
    else:
        head = f"{name} is announced for {fuzzy_words(season.premiere)}."
        public = {Precision.DAY: "date", Precision.MONTH: "month"}.get(season.premiere.precision, "year")
        detail = f"{since}; its {public} was public by {day_words(day)}"
    return Status(RenewalStatus.ANNOUNCED, season.number, season, head, detail)


def _running(view: LineView, season: Season, day: dt.date) -> Status:
    name = name_of(view, season.number)
    if season.state is State.BREAK:
        pending = next(p for p in season.parts if p.premiere.latest is None or p.premiere.latest > day)
        when = f" for {fuzzy_words(pending.premiere)}" if pending.premiere.year else ", no date yet"
        detail = f"a break planned from the start, not a renewal; last part known by {day_words(day)}"
        return Status(
            RenewalStatus.SPLIT_COUR,
            season.number,
            season,
            f"{name} is in a break; its next part is known{when}.",
            detail,
        )
    head = f"{name} was on air on {day_words(day)}."
    return Status(RenewalStatus.ON_AIR, season.number, season, head, f"first aired {fuzzy_words(season.premiere)}")


def _out(view: LineView, season: Season) -> str:
    name = name_of(view, season.number)
    if season.finale.year is not None and season.finale != season.premiere:
        return f"{name} is out: {fuzzy_words(season.premiere)} to {fuzzy_words(season.finale)}."
    return f"{name} is out: {fuzzy_words(season.premiere)}."


def _called_off(view: LineView) -> str | None:
    """What became of the season that comes after those there are, when it was announced and called off."""
    last = view.seasons[-1].number
    season = next((season for season in view.called_off if season.number > last), None)
    if season is None:
        return None
    word = "cancelled" if season.parts[0].status == CANCELLED else "taken down"
    return f"{name_of(view, season.number)} had been announced and was {word}."


def _how(view: LineView) -> str:
    part = view.called_off[-1].parts[0]
    seen = next((one for one in part.seen if one.field == "status"), None)
    return f"seen at {seen.source} on {day_words(seen.observed)}: {seen.url}" if seen is not None else ""


def status_of(view: LineView, number: int) -> Status:
    """Status for installment `number` of a view that has at least one season.

    An installment that exists and is not over gives its own state. For one that is over, or does not exist, the status
    is the show's: what comes next is announced, the latest is on air or in a break, it was billed as the last, or
    nothing is known.
    """
    day = view.day
    asked = view.season(number)
    if asked is not None and asked.state is State.UPCOMING:
        return _upcoming(view, asked, day)
    if asked is not None and asked.state is not State.OUT:
        return _running(view, asked, day)

    upcoming, last = view.upcoming, view.last_shown
    missing = f"No {name_of(view, number, capital=False)} known by {day_words(day)}."
    if upcoming is not None:
        coming = _upcoming(view, upcoming, day)
        if asked is not None:
            return coming._replace(number=number, season=asked, headline=f"{_out(view, asked)} {coming.headline}")
        detail = f"{coming.headline} {coming.detail}"
        return Status(RenewalStatus.NOT_ANNOUNCED, number, None, missing, detail)
    if last is None:
        return Status(RenewalStatus.UNKNOWN, number, None, missing, "nothing of it has been shown, as far as is known")
    lead = _out(view, asked) if asked is not None else missing
    if last.state is not State.OUT:
        running = _running(view, last, day)
        return running._replace(number=number, season=asked, headline=f"{lead} {running.headline}")
    rest = (
        missing if asked is None else f"No {name_of(view, last.number + 1, capital=False)} known by {day_words(day)}."
    )
    off = _called_off(view)
    if off is not None:
        said = f"{lead} {off}" if asked is not None or number != view.called_off[-1].number else off
        return Status(RenewalStatus.CANCELLED, number, asked, said, _how(view))
    billed = billed_as_last(last)
    if billed is not None:
        detail = f"its last season was billed as the last: {billed}"
        return Status(RenewalStatus.CONCLUDED, number, asked, lead if asked is None else f"{lead} {rest}", detail)
    detail = f"no source had shown a successor by {day_words(day)}"
    return Status(RenewalStatus.NOT_ANNOUNCED, number, asked, lead if asked is None else f"{lead} {rest}", detail)
