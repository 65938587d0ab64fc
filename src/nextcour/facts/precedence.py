"""When sources disagree: whose value is shown. Pure; everything else stays visible beside it.

The order for a field is ORDER[field family], or ORDER[""] for the rest. An editor's own fact comes first in every
field. A source that is not listed comes after those that are, by name. docs/store.md prints the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nextcour.facts.agreement import DATES, NOTHING, agree, precision
from nextcour.facts.intake import family
from nextcour.facts.ledger import EDITOR, Stored

# A source last seen so long before the freshest one no longer speaks for today: a show is re-dated within a season.
STALE = dt.timedelta(days=90)


class Ranking(NamedTuple):
    """Sources, first to last, and why in this order."""

    sources: tuple[str, ...]
    reason: str


_MAL, _OFFLINE = "jikan", "offline-database"
_BANGUMI, _BGMD, _EARLY, _ARM = "bangumi-data", "bgmd", "anime-sachedule-search-data", "@kawaiioverflow/arm"

ORDER: Mapping[str, Ranking] = {
    "": Ranking(
        ("anilist", _MAL, _BANGUMI, _BGMD, _OFFLINE, _ARM, _EARLY),
        "AniList is edited within hours and asked directly; MyAnimeList is as careful but reaches us through a cache; "
        "the packages are made from other sites and are weeks old.",
    ),
    "title": Ranking(
        (_BANGUMI, "anilist", _MAL, _BGMD, _EARLY, _OFFLINE),
        "bangumi-data copies native titles from the broadcasters' pages; the others romanise and translate.",
    ),
    "official_site": Ranking(
        (_BANGUMI, "anilist", _MAL), "bangumi-data keeps one official address a season; others keep the franchise's."
    ),
    "stream": Ranking(
        (_BANGUMI, "anilist", _MAL), "bangumi-data records the day a service began; others list links without days."
    ),
    "studios": Ranking(
        ("anilist", _MAL, _BGMD, _OFFLINE),
        "AniList and MyAnimeList tell animation studios from producers; bgmd reads user tags.",
    ),
    "source_material": Ranking(
        ("anilist", _MAL, _BGMD), "Both sites have it as a checked field; bgmd reads user tags."
    ),
    "people": Ranking(("anilist", _MAL, _BGMD), "Sites with credited roles before names found in user tags."),
    "ids": Ranking(
        (_BANGUMI, _ARM, "anilist", _OFFLINE, _MAL, _BGMD),
        "The first two are curated by hand as tables of ids; AniList states MyAnimeList's id itself; the rest match by "
        "title or guess.",
    ),
    "relation": Ranking(
        ("anilist", _MAL, _OFFLINE), "AniList's relations are typed on both ends; the last has no types."
    ),
    "demand": Ranking(
        ("anilist", _MAL, "wikimedia", _EARLY, _OFFLINE),
        "Each counts its own visitors, so none replaces another; the order only says which is named first.",
    ),
    "headline": Ranking(
        ("ann-news", "ann"), "The feed is asked every few hours, the encyclopedia's page of a show weekly."
    ),
}


class Shown(NamedTuple):
    """The value that is shown, and what the other sources say, in order of precedence."""

    value: Stored
    others: tuple[Stored, ...]

    @property
    def disputed(self) -> bool:
        """Whether another source speaks against what is shown."""
        mine = self.value.observation
        return any(not agree(mine.field, mine.value, one.observation.value) for one in self.others)


def ranking(field: str) -> Ranking:
    return ORDER.get(family(field), ORDER[""])


def shown(candidates: Iterable[Stored]) -> Shown | None:
    """Of current values of one field of one show, one a source, the one to show; None when all are withdrawn.

    In this order: an editor's; those seen within STALE of the freshest; those that say something rather than nothing;
    the table. Of dates that agree with the one so found, the most precise is shown: `2026-04-09` says more than
    `2026-04` and the same. Values of different fields raise ValueError.
    """
    standing = [one for one in candidates if not one.withdrawn]
    if not standing:
        return None
    if len(standing) == 1:  # by far the most
        return Shown(standing[0], ())
    fields = {one.observation.field for one in standing}
    if len(fields) > 1:
        raise ValueError(f"values of different fields: {', '.join(sorted(fields))}")
    (field,) = fields
    ordered = _ordered(field, standing)
    best = ordered[0]
    if family(field) in DATES and best.observation.source != EDITOR:
        agreeing = [
            one
            for one in ordered
            if one.observation.value != NOTHING and agree(field, best.observation.value, one.observation.value)
        ]
        if best.observation.value != NOTHING:
            best = max(agreeing, key=lambda one: precision(one.observation.value))  # the first of equals
    return Shown(best, tuple(one for one in ordered if one is not best))


def _ordered(field: str, standing: Sequence[Stored]) -> list[Stored]:
    freshest = max(one.last_seen for one in standing)
    sources = ranking(field).sources
    place = {name: at for at, name in enumerate(sources)}

    def rank(one: Stored) -> tuple[bool, bool, bool, int, str, dt.date]:
        said = one.observation
        return (
            said.source != EDITOR,
            freshest - one.last_seen > STALE,
            said.value == NOTHING,
            place.get(said.source, len(sources)),
            said.source,
            said.observed_at,
        )

    return sorted(standing, key=rank)


def as_markdown() -> str:
    """The table of docs/store.md."""
    lines = ["| field | first to last | why |", "|---|---|---|"]
    for name, (sources, reason) in ORDER.items():
        lines.append(f"| {f'`{name}`' if name else '(all others)'} | {', '.join((EDITOR, *sources))} | {reason} |")
    return "\n".join(lines) + "\n"
