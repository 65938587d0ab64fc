"""The reasons beside the number.

A reason gets + or − only where past returns, counted by the same day, say so; what they do not compare is shown as ±,
and what is not known as ?. How much a group of features moved the chance itself is said apart (`influences`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nextcour.answers.answer import Direction, Signal
from nextcour.answers.library import Library
from nextcour.answers.studios import studio_day
from nextcour.answers.view import LineView, Season
from nextcour.answers.words import day_words, fuzzy_words, months_words, span_words
from nextcour.catalog.entry import SourceMaterial
from nextcour.facts.rules import days_of
from nextcour.facts.views import Cut
from nextcour.forecast.spells import Spell
from nextcour.franchise.model import Relation
from nextcour.signals.studio import workload
from nextcour.signals.workload import gap

YEARS = 4  # "came back" in these sentences: a next season premiered within this many years
SPAN = round(YEARS * 365.25)
MIN_CASES = 50  # fewer past cases say nothing
COMPUTED = "counted from the catalogue"
ALL = "all"
_NUMBERS = ("", "number-1", "number-2", "number-3")
WORDS = {
    SourceMaterial.ORIGINAL: "original stories",
    SourceMaterial.MANGA: "manga adaptations",
    SourceMaterial.LIGHT_NOVEL: "light novel adaptations",
    SourceMaterial.NOVEL: "novel adaptations",
    SourceMaterial.GAME: "game adaptations",
    SourceMaterial.VISUAL_NOVEL: "visual novel adaptations",
    SourceMaterial.OTHER: "adaptations of other works",
}


def evidence(
    view: LineView,
    library: Library,
    cut: Cut,
    *,
    demand_idle: bool = False,
    counted: dt.date | None = None,
    as_of: dt.date | None = None,
) -> tuple[Signal, ...]:
    """Reasons for a view of which something has been shown, strongest kind first; otherwise a headline at most.
    `demand_idle` says that the chance beside them was not moved by demand, `counted` when what moved it was counted.
    Synced demand and headlines may be newer than the catalogue: they count up to `as_of` (None: up to the cut)."""
    last = view.last_shown
    news = tuple(_headline(view, library, as_of or cut.day, strict=cut.strict))
    if last is None or last.premiere.latest is None:
        return news
    past = past_on(library.spells(), cut.day)
    signals = [
        *_age(last, past),
        *_installments(last, past),
        *_material(view, library, past),
        *_around(view),
        _interest(view, last, library, as_of or cut.day, strict=cut.strict, idle=demand_idle)
        or _demand(last, library, cut, idle=demand_idle, counted=counted),
        *_studios(last, library, cut),
        *news,
    ]
    return tuple(signals)


_counted: list[tuple[Sequence[Spell], Past]] = []  # of the last day asked about: a site asks a thousand times a day


def past_on(spells: Sequence[Spell], day: dt.date) -> Past:
    """What became of past installments by `day`. Counting takes several milliseconds; whoever asks about the same
    spells and day again gets the same count."""
    if not (_counted and _counted[0][0] is spells and _counted[0][1].day == day):
        _counted[:] = [(spells, Past(spells, day))]
    return _counted[0][1]


class Past:
    """What became of past installments by a day: counted once, asked several times."""

    def __init__(self, spells: Iterable[Spell], day: dt.date) -> None:
        now = day.toordinal()
        self.day = day
        self.waits: list[int] = []  # days from premiere to premiere of every return by `day`
        self.cases = cases = defaultdict[str, int](int)  # installments followed for SPAN, by group
        self.returns = returns = defaultdict[str, int](int)  # … of which the next premiered within SPAN
        for spell in spells:
            following = spell.next_premiere
            wait = None if following is None or following > now else following - spell.premiere
            if wait is not None:
                self.waits.append(wait)
            if spell.premiere + SPAN <= now:
                returned = wait is not None and wait <= SPAN
                for group in (ALL, spell.source, group_of(spell.number)):
                    cases[group] += 1
                    returns[group] += returned

    def compare(self, name: str, words: str, group: str) -> Signal | None:
        """How `group` fared beside all: a sign only when two standard errors apart; None with too few cases."""
        n, total = self.cases[group], self.cases[ALL]
        if n < MIN_CASES:
            return None
        share, base = self.returns[group] / n, self.returns[ALL] / total
        error = (base * (1 - base) / n) ** 0.5
        direction = Direction.NEUTRAL
        if abs(share - base) > 2 * error:
            direction = Direction.FOR if share > base else Direction.AGAINST
        text = f"{words}: {share * 100:.0f} % of {n:,} were continued within {YEARS} years ({base * 100:.0f} % of all)"
        return Signal(name, direction, text, round(share, 4), COMPUTED, self.day)


def group_of(number: int) -> str:
    """The group of installments with this number in their line."""
    return _NUMBERS[min(number, 3)]


def _age(last: Season, past: Past) -> Iterable[Signal]:
    started = last.premiere.latest
    if started is None or len(past.waits) < MIN_CASES:
        return
    age = (past.day - started).days
    later = sum(wait > age for wait in past.waits) / len(past.waits)
    direction = Direction.AGAINST if later < 0.25 else Direction.NEUTRAL
    text = f"{span_words(age)} since it last premiered ({fuzzy_words(last.premiere)}); "
    text += f"{(1 - later) * 100:.0f} % of {len(past.waits):,} returns had premiered by that age"
    yield Signal("age", direction, text, age, COMPUTED, past.day)


def _installments(last: Season, past: Past) -> Iterable[Signal]:
    words = {1: "one season so far", 2: "two seasons so far"}.get(last.number, "three or more seasons so far")
    signal = past.compare("installments", words, group_of(last.number))
    if signal is not None:
        yield signal


def _material(view: LineView, library: Library, past: Past) -> Iterable[Signal]:
    first = view.seasons[0].parts[0]
    material = first.source_material
    if material is SourceMaterial.UNKNOWN:
        yield Signal("source_material", Direction.UNKNOWN, "source material not known", None, "none", None)
        return
    signal = past.compare("source_material", WORDS[material], material.value)
    if signal is not None:
        yield signal
        return
    days = days_of(first, "source_material", library.announced(first.id), library.observed)
    text = f"source: {WORDS[material]}; too few past cases to compare"
    yield Signal("source_material", Direction.NEUTRAL, text, material.value, days.package, days.observed)


def _around(view: LineView) -> Iterable[Signal]:
    movies = [a for a in view.around if a.relation is Relation.MOVIE and a.continues]
    if movies:
        latest = max(movies, key=lambda a: a.announced_day)
        state = fuzzy_words(latest.entry.premiere) if latest.out else "announced, not out"
        text = f"{len(movies)} film{'s' if len(movies) != 1 else ''} of the franchise, the latest: {state}"
        yield Signal("movies", Direction.NEUTRAL, text, len(movies), "bangumi-data", view.day)


def _interest(
    view: LineView, last: Season, library: Library, day: dt.date, *, strict: bool, idle: bool
) -> Signal | None:
    """Demand that was synced, unless the catalogue's own count is newer or says more."""
    if not library.series(view.line.id):
        return None
    # Imported only where something was synced: most answers have no series to read.
    from nextcour.answers.interest import interests, leading, sentence  # noqa: PLC0415

    found = leading(interests(view, library, day, strict=strict), last)
    own = max((part.demand.day_to for part in last.parts if part.demand is not None), default=None)
    if found is None or (own is not None and own > found.day):
        return None
    if found.last.place is None and own is not None and any(library.standing(part.id) for part in last.parts):
        return None  # a place says more than a number
    text = f"demand: {sentence(found)}" + (" (the chance does not use it)" if idle else "")
    value = round(found.last.place, 4) if found.last.place is not None else found.last.value
    return Signal("demand", Direction.NEUTRAL, text, value, found.track.source, found.day)


def _demand(last: Season, library: Library, cut: Cut, *, idle: bool, counted: dt.date | None) -> Signal:
    for part in last.parts:
        if part.demand is None:
            continue
        demand = part.demand
        text = f"demand: {demand.collections:,} collections on Bangumi by {day_words(demand.day_to)}"
        standing = library.standing(part.id)
        if standing is not None:
            text += f", more than {standing.percentile * 100:.0f} % of its season's {standing.n} series"
        if demand.score is not None:
            text += f"; reception {demand.score:g} / 10"
        value = round(standing.percentile, 4) if standing is not None else demand.collections
        if idle:
            text += " (the chance does not use it)"
        return Signal("demand", Direction.NEUTRAL, text, value, "anime-sachedule-search-data", demand.day_to)
    if counted is not None:
        text = f"demand: as counted by {day_words(counted)}; the chance uses it, the counts themselves do not ship"
        return Signal("demand", Direction.NEUTRAL, text, None, "research counts", counted)
    looked = library.observed.days.get("anime-sachedule-search-data")
    if looked is None or looked > cut.day:
        text = f"demand: nothing had been counted by {day_words(cut.day)}"
    else:
        text = f"demand: no count for it; the only one in the catalogue is of {day_words(looked)}"
    return Signal("demand", Direction.UNKNOWN, text, None, "none", None)


def _headline(view: LineView, library: Library, day: dt.date, *, strict: bool) -> Iterable[Signal]:
    if library.headlines(view.franchise.id):
        from nextcour.answers.headlines import latest  # noqa: PLC0415 - most franchises have none

        found = latest(view, library, day, strict=strict)
        if found is not None:
            yield found


def _studios(last: Season, library: Library, cut: Cut) -> Iterable[Signal]:
    for studio in last.parts[0].studios[:2]:
        read = studio_day(library, studio, cut.day)
        day, source = read.day, read.source
        load = workload(library.productions(studio), day)
        least = "" if read.whole else "at least "
        text = f"{studio}: {least}{load.on_air} series on air, {least}{load.announced} known and not out"
        text += f" on {day_words(day)}"
        custom = gap(library.productions(studio), day)
        if custom is not None:
            text += f"; its seasons came {months_words(custom.median)} apart (median of {custom.n})"
        yield Signal("studio", Direction.NEUTRAL, text, load.on_air + load.announced, source, day)
