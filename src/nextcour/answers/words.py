"""Words for days, numbers and installments, in English."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format

if TYPE_CHECKING:
    from nextcour.answers.view import LineView

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOUNS = {Format.MOVIE: "film", Format.OVA: "OVA", Format.SPECIAL: "special"}


def day_words(day: dt.date) -> str:
    """`25 Apr 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def fuzzy_words(date: FuzzyDate) -> str:
    """`25 Apr 2026`, `Apr 2026`, `2026`, or `an unknown day`."""
    if date.year is None:
        return "an unknown day"
    if date.month is None:
        return str(date.year)
    month = f"{MONTHS[date.month - 1]} {date.year}"
    return month if date.day is None else f"{date.day} {month}"


def season_words(season: tuple[str, int]) -> str:
    """`Fall 2027`."""
    return f"{season[0].capitalize()} {season[1]}"


def percent(p: float) -> str:
    """A chance for a person: `< 0.1 %`, `3.4 %`, `21 %`, `> 99 %`. Never `0 %` or `100 %`: nothing here is certain."""
    if p < 0.001:
        return "< 0.1 %"
    if p > 0.99:
        return "> 99 %"
    return f"{p * 100:.1f} %" if p < 0.0995 else f"{p * 100:.0f} %"


def span_words(days: int) -> str:
    """A length of time: `6 weeks`, `15 months`, `6 years`, rounded down."""
    if days < 70:
        weeks = days // 7
        return f"{weeks} week{'s' if weeks != 1 else ''}"
    months = int(days / 30.4375)
    if months < 24:
        return f"{months} months"
    return f"{int(days / 365.25)} years"


def months_words(days: int) -> str:
    """A custom in months: `18 months`, `1 month`."""
    months = max(1, round(days / 30.4375))
    return f"{months} month{'s' if months != 1 else ''}"


def noun_of(view: LineView) -> str:
    """What an installment of this line is called: `season`, or `film` and `OVA` for lines made of those."""
    first = view.seasons[0].parts[0].format if view.seasons else Format.TV
    return _NOUNS.get(first, "season")


def name_of(view: LineView, number: int, *, capital: bool = True) -> str:
    """`Season 2`."""
    noun = noun_of(view)
    if capital and noun.islower():
        noun = noun.capitalize()
    return f"{noun} {number}"
