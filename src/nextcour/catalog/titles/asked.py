"""What a query may mean: several readings, best first. Matching decides between them."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from nextcour.catalog.titles import markers, question
from nextcour.catalog.titles.markers import Marked, Wants
from nextcour.catalog.titles.normalise import MAX_QUERY, clean
from nextcour.errors import Expected

MAX_READINGS = 14
# What a reading costs, in the units of `rank`: nothing for what was typed, a little for every guess about it.
PEELED = 0.02
BARE_NUMBER = 0.015
YEAR = 0.005
MARKED = 0.001
IGNORED_MARKER = 0.03

_Add = Callable[[str, Marked, int | None, float, tuple[str, ...]], None]

_YEAR = re.compile(r"[\s(\[（]*(?<!\d)(19[6-9]\d|20[0-4]\d)(?:年版?|版)?[)\]）]*$|^(19[6-9]\d|20[0-4]\d)年?\s")


class QueryUnusable(Expected):
    """A query that cannot be looked up. The text says why and what to do."""


class QueryEmpty(QueryUnusable):
    """Nothing is left of the query once control characters and spaces are gone."""


class QueryTooLong(QueryUnusable):
    """The query has more than `MAX_QUERY` characters."""


class Reading(msgspec.Struct, frozen=True):
    """One meaning of a query: a title, and the installment asked for. `cost` in [0, 1) is how far it strays from what
    was typed; `how` names the steps."""

    title: str
    marked: Marked
    wants: Wants
    number: int | None
    year: int | None
    cost: float
    how: tuple[str, ...]
    family: bool = False  # the title is one of several that a curated name stands for


class Asked(msgspec.Struct, frozen=True):
    """A cleaned query and its readings, best first; never empty. `hollow` when nothing in it looks like a title: only
    the words of a question, or an installment."""

    query: str
    readings: tuple[Reading, ...]
    hollow: bool


def parse(query: str) -> Asked:
    """Readings of `query`. Raises QueryEmpty and QueryTooLong."""
    if len(query) > MAX_QUERY:
        raise QueryTooLong(
            f"The query has {len(query):,} characters; {MAX_QUERY} are the most. Type a title as in a search box."
        )
    text = clean(query)
    if len(text) > MAX_QUERY:
        text = text[:MAX_QUERY]
    if not text:
        raise QueryEmpty('The query is empty. Type a title, such as: nextcour ask "akudama drive season 2"')
    readings: dict[tuple[str, Wants, int | None, int | None], Reading] = {}

    def add(title: str, marked: Marked, year: int | None, cost: float, how: tuple[str, ...]) -> None:
        key = (title.casefold(), marked.wants, marked.number, year)
        if title and (key not in readings or readings[key].cost > cost):
            readings[key] = Reading(title, marked, marked.wants, marked.number, year, round(cost, 4), how)

    lower = text.lower()
    whole = Marked(base=lower)
    add(lower, whole, None, 0.0, ())
    explicit = markers.read(lower, bare=False)
    if explicit.explicit and explicit.base:
        _variants(explicit, MARKED, ("installment",), add)
    _variants(whole, IGNORED_MARKER if explicit.explicit else 0.0, (), add)
    ordered = sorted(readings.values(), key=lambda reading: reading.cost)
    hollow = question.is_hollow(explicit.base if explicit.explicit else lower)
    return Asked(text, tuple(ordered[:MAX_READINGS]), hollow)


def _variants(marked: Marked, cost: float, how: tuple[str, ...], add: _Add) -> None:
    """Adds `marked` with question words, a year and a lone number at the end taken away, alone and together."""
    for stage, depth in question.peel(marked.base):
        stage_cost = cost + PEELED * depth
        stage_how = (*how, "question words") if depth else how
        add(stage, marked, None, stage_cost, stage_how)
        year = _YEAR.search(stage)
        rest = markers.tidy(stage[: year.start()] + stage[year.end() :]) if year else ""
        if year and rest:
            add(rest, marked, int(year.group(1) or year.group(2)), stage_cost + YEAR, (*stage_how, "year"))
        lone = markers.lone_number(stage) if marked.season is None else None
        if lone is not None:
            numbered = msgspec.structs.replace(marked, base=lone[0], season=lone[1], bare=True)
            add(lone[0], numbered, None, stage_cost + BARE_NUMBER, (*stage_how, "number at the end"))
