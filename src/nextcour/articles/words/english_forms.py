"""English: days, numbers, and the names and runs of installments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.prose_parts import About, Noun, Run, Standing, Told, Which
from nextcour.articles.words.shared import date_of_iso
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def day_text(day: dt.date) -> str:
    return f"{day.day} {month(day)}"


def month(day: dt.date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def fuzzy(date: FuzzyDate) -> str:
    """`8 October 2020`, `October 2020`, `2020`, `a day that is not known`."""
    if date.year is None:
        return "a day that is not known"
    if date.month is None:
        return str(date.year)
    named = f"{_MONTHS[date.month - 1]} {date.year}"
    return named if date.day is None else f"{date.day} {named}"


def at(date: FuzzyDate) -> str:
    """`on 8 October 2020`, `in October 2020`."""
    return f"{'in' if date.year is not None and date.day is None else 'on'} {fuzzy(date)}"


def status_words(standing: Standing) -> str:
    name = named(standing.which)
    match standing.status:
        case RenewalStatus.ANNOUNCED:
            return f"{definite(standing.which)} was announced" + (
                f" for {fuzzy(standing.date)}" if standing.date.year else " without a date"
            )
        case RenewalStatus.ON_AIR if standing.last is not None:
            return f"{definite(standing.last)} was on air and no {name} known"
        case RenewalStatus.SPLIT_COUR if standing.last is not None:
            return f"{definite(standing.last)} was in a break between its parts"
        case RenewalStatus.CONCLUDED:
            return f"no {name} was known and the last one billed as the end"
        case RenewalStatus.CANCELLED:
            return f"{definite(standing.which)} was called off"
        case _:
            return f"no {name} was known"


def named(which: Which) -> str:
    """`season 2`, `second film`."""
    return f"season {which.number}" if which.noun is Noun.SEASON else f"{ordinal(which.number)} {which.noun}"


def definite(which: Which) -> str:
    return named(which) if which.noun is Noun.SEASON else f"the {named(which)}"


def indefinite(which: Which) -> str:
    name = named(which)
    return name if which.noun is Noun.SEASON else f"{article(name)} {name}"


def ordinal(number: int) -> str:
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def count_word(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def article(words: str) -> str:
    return "an" if words[0].lower() in "aeiou" or words.startswith(("11th", "18th", "80th")) else "a"


def percent(p: float) -> str:
    if p < 0.001:
        return "less than 0.1 %"
    if p > 0.99:
        return "more than 99 %"
    return f"{p * 100:.1f} %" if p < 0.0995 else f"{p * 100:.0f} %"


def quoted(title: str) -> str:
    return f"“{title}”"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def began_words(about: About) -> str:
    if not about.started:
        return f"; {announced_words(about.premiere, day_text(about.known_to))}"
    verb = {Format.MOVIE: "came out", Format.OVA: "first came out", Format.SPECIAL: "was first shown"}.get(
        about.format, "premiered"
    )
    return f"; it {verb} {at(about.premiere)}"


def announced_words(date: FuzzyDate, day: str) -> str:
    if date.year is None:
        return f"it had been announced by {day}, without a date"
    return f"it had been announced by {day}, for {fuzzy(date)}"


def episode_words(told: Told) -> str:
    count = told.episodes or 0
    return f"{'about ' if told.counted else ''}{count} {plural('episode', count)}"


def cour_words(told: Told) -> str:
    return f" ({told.cour[0].capitalize()} {told.cour[1]})" if told.cour else ""


def ran_words(told: Told) -> str:
    """`ran for 12 episodes, from 8 October 2020 to 24 December 2020 (Fall 2020)`, with the studio where it is told."""
    made = f", animated by {listed(told.studios)}" if told.studios else ""
    first = told.runs[0]
    verb = "aired" if told.series and not told.online else "came out"
    if told.state is State.ON_AIR:
        began = f"began {at(first.premiere)}{cour_words(told)}{made}"
        still = f"was still on air as of {day_text(told.known_to)}"
        if len(told.runs) == 1:
            return f"{began} and {still}"
        return f"{began}, went into its latest part {at(told.runs[-1].premiere)} and {still}"
    episodes = f"ran for {episode_words(told)}, " if told.episodes and told.episodes > 1 else ""
    if len(told.runs) > 1:
        parts = f"in {count_word(len(told.runs))} parts, {span_words(told.runs)}"
        return f"{episodes or verb + ' '}{parts}{cour_words(told)}{made}"
    if first.finale.year is None or first.finale == first.premiere:
        whole = (
            f"{episodes}all on one day, {fuzzy(first.premiere)}"
            if episodes and first.finale == first.premiere and first.premiere.day
            else ""
        )
        return f"{whole or episodes + verb + ' ' + at(first.premiere)}{cour_words(told)}{made}"
    return f"{episodes or verb + ' '}{run_words(first)}{cour_words(told)}{made}"


def span_words(runs: Sequence[Run]) -> str:
    return listed([run_words(run) for run in runs])


def run_words(run: Run) -> str:
    if run.finale.year is None or run.finale == run.premiere:
        return at(run.premiere)
    return f"from {fuzzy(run.premiere)} to {fuzzy(run.finale)}"


def fuzzy_iso(text: str) -> str:
    date = date_of_iso(text)
    return fuzzy(date) if date is not None else ""
