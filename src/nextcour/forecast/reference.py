"""The reference class in words: past lines that stood where this one stands, and how many came back."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from nextcour.catalog.dates import add_months
from nextcour.forecast.interface import Subject
from nextcour.forecast.model import ReferenceClass
from nextcour.forecast.spells import Spell

MONTHS = 48
YEARS = 10  # cases stood at the subject's age within so long before the last that could be followed
LEAST = 50  # cases below which the source material is left out

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
    that leaves at least LEAST cases. The subject's own line does not count. None when there is no such line.
    """
    age = (origin - subject.premiere).days
    number = min(subject.number, 3)
    cases: dict[str, tuple[str, bool]] = {}
    follow_up = round(MONTHS * 30.4375)
    end = announcements_to.toordinal()
    # Those that reached the age in the years that count, and were followed for MONTHS after.
    first = add_months(announcements_to, -12 * YEARS - MONTHS).toordinal() - age
    last = add_months(announcements_to, -MONTHS).toordinal() - age
    low = bisect_left(spells, first, key=_premiere)
    high = bisect_right(spells, last, key=_premiere)
    for spell in spells[low:high]:
        if min(spell.number, 3) != number or spell.line == subject.line or spell.line in cases:
            continue
        then = spell.premiere + age
        announced = spell.next_announced
        if announced is not None and announced <= then:
            continue
        cases[spell.line] = (spell.source, announced is not None and announced <= min(then + follow_up, end))
    alike = [returned for source, returned in cases.values() if source == subject.source]
    exact = subject.source in _NOUNS and len(alike) >= LEAST
    outcomes = alike if exact else [returned for _, returned in cases.values()]
    if not outcomes:
        return None
    return ReferenceClass(
        _words(number, subject.source if exact else None, age, len(outcomes), sum(outcomes)),
        len(outcomes),
        sum(outcomes),
    )


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
