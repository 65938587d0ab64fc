"""The reference class: past lines that stood where this one stands, how many came back, and the nearest of them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import nsmallest
from math import log

from nextcour.catalog.dates import add_months
from nextcour.forecast.interface import Subject
from nextcour.forecast.model import ReferenceCase, ReferenceClass
from nextcour.forecast.spells import Spell

MONTHS = 48
YEARS = 10  # cases stood at the subject's age within so long before the last that could be followed
LEAST = 50  # cases below which the source material is left out
NAMED = 5  # nearest cases that are named
_FOLLOW_UP = round(MONTHS * 30.4375)

_NOUNS = {
    "ORIGINAL": ("original", "originals"),
    "MANGA": ("manga adaptation", "manga adaptations"),
    "LIGHT_NOVEL": ("light novel adaptation", "light novel adaptations"),
    "NOVEL": ("novel adaptation", "novel adaptations"),
    "GAME": ("game adaptation", "game adaptations"),
    "VISUAL_NOVEL": ("visual novel adaptation", "visual novel adaptations"),
}
_SEASONS = {1: "one-season", 2: "two-season", 3: "longer-running"}


def reference_class(
    spells: Sequence[Spell], subject: Subject, origin: dt.date, announcements_to: dt.date
) -> ReferenceClass | None:
    """How the subject's like fared. `spells` ordered by premiere.

    Of lines with as many installments (3 means three or more) that had waited as long since their latest premiere with
    no next season announced: how many had one announced within MONTHS. Each line counts once, at its first such wait
    within YEARS, and only when its MONTHS were over by `announcements_to`. The source material is held equal too where
    that leaves at least LEAST cases. The subject's own line does not count. None when there is no such line. The NAMED
    nearest are given with what became of them: their four years were over by `announcements_to`, so nothing in them is
    later than that day.
    """
    age = (origin - subject.premiere).days
    number = min(subject.number, 3)
    cases: dict[str, Spell] = {}
    end = announcements_to.toordinal()
    # Those that reached the age in the years that count, and were followed for MONTHS after.
    first = add_months(announcements_to, -12 * YEARS - MONTHS).toordinal() - age
    last = add_months(announcements_to, -MONTHS).toordinal() - age
    low = bisect_left(spells, first, key=_premiere)
    high = bisect_right(spells, last, key=_premiere)
    for spell in spells[low:high]:
        if min(spell.number, 3) != number or spell.line == subject.line or spell.line in cases:
            continue
        announced = spell.next_announced
        if announced is None or announced > spell.premiere + age:
            cases[spell.line] = spell
    alike = [spell for spell in cases.values() if spell.source == subject.source]
    exact = subject.source in _NOUNS and len(alike) >= LEAST
    chosen = alike if exact else list(cases.values())
    if not chosen:
        return None
    returned = sum(_announced(spell, age, end) is not None for spell in chosen)
    distance = _Distance(subject, origin)
    nearest = nsmallest(NAMED, chosen, key=lambda spell: (distance.to(spell, age), spell.line))
    return ReferenceClass(
        _words(number, subject.source if exact else None, age, len(chosen), returned),
        len(chosen),
        returned,
        tuple(_case(spell, age, end) for spell in nearest),
    )


def _announced(spell: Spell, age: int, end: int) -> int | None:
    """The day its next season was announced, if that came within MONTHS of the age and by `end`."""
    day = spell.next_announced
    return day if day is not None and day <= min(spell.premiere + age + _FOLLOW_UP, end) else None


def _case(spell: Spell, age: int, end: int) -> ReferenceCase:
    then = spell.premiere + age
    announced = _announced(spell, age, end)
    premiere = spell.next_premiere
    if announced is None or premiere is None or premiere > min(then + _FOLLOW_UP, end):
        premiere = None
    return ReferenceCase(
        line=spell.line,
        number=spell.number,
        day=dt.date.fromordinal(then),
        announced=dt.date.fromordinal(announced) if announced is not None else None,
        premiere=dt.date.fromordinal(premiere) if premiere is not None else None,
    )


class _Distance:
    """How unlike the subject a case was when it stood where the subject stands. Installments and age are equal already.

    A season twice as long, another kind of show (television or not), five years between the premieres, another source
    and a movie more or less since the season each count about one.
    """

    def __init__(self, subject: Subject, origin: dt.date) -> None:
        self._subject = subject
        finale = subject.finale
        self._length = (finale - subject.premiere).days if finale is not None and finale <= origin else None
        self._premiere = subject.premiere.toordinal()

    def to(self, spell: Spell, age: int) -> float:
        """Not below 0; rounded so that order is the same wherever it is computed."""
        then = spell.premiere + age
        length = spell.finale - spell.premiere if spell.finale is not None and spell.finale <= then else None
        movie = spell.movie_announced is not None and spell.movie_announced <= then
        apart = abs(spell.premiere - self._premiere) / (5 * 365.25)
        apart += spell.group != self._subject.group
        apart += spell.source != self._subject.source
        apart += movie != (self._subject.movie_announced is not None)
        if length is None or self._length is None:
            apart += length is not self._length
        else:
            apart += abs(log(max(length, 0) + 7) - log(max(self._length, 0) + 7)) / log(2)
        return round(apart, 6)


def _premiere(spell: Spell) -> int:
    return spell.premiere


def _words(number: int, source: str | None, age: int, cases: int, returned: int) -> str:
    single, plural = _NOUNS[source] if source is not None else ("show", "shows")
    noun = f"{_SEASONS[number]} {single if cases == 1 else plural}"
    came = str(returned) if returned else "none"
    return (
        f"of {cases:,} {noun} with no new season announced {_age_words(age)} after the latest premiere, "
        f"{came} had one announced within four years"
    )


def _age_words(days: int) -> str:
    months = round(days / 30.4375)
    if months < 1:
        return "less than a month"
    if months < 24:
        return "1 month" if months == 1 else f"{months} months"
    years = round(days / 365.25 * 2) / 2
    return f"{years:g} years"
