"""Decides between lines that come about equally near."""

from __future__ import annotations

from nextcour.catalog.entry import TitleKind
from nextcour.catalog.titles import place
from nextcour.catalog.titles.compare import INSIDE
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.rows import Role
from nextcour.catalog.titles.search import GUESS, Found

GAP = 0.03  # lines closer than this to the best one tie with it
# Popularity settles a tie only between lines that none of the query's words names exactly, when the leader is known to
# many and the lead is overwhelming; less will do within one franchise, whose name the query then is.
LEAD = 5
LEAD_IN_FRANCHISE = 2.5
LEAST = 1500
COUNTED_UNTIL = 2021  # later entries have no collections to compare …
FAMOUS = 8000  # … so that only these outshine them


def is_doubtful(item: Found) -> bool:
    """A little known line of which the query is but one word inside a title: too little to answer with."""
    return item.line.popularity < LEAST and any(penalty.name == INSIDE for penalty in item.text)


def rivals(found: list[Found]) -> list[Found]:
    """Those of `found` (nearest first, not empty) that tie for the best, after weaker claims are dropped.

    A line that the query names exactly beats those of which it is only the beginning, or nearly the spelling. A show's
    own title beats a name in translation, and that an alias, in another franchise; it beats an alias in its own too.
    The names of movies and extras do not rival those of seasons in their own franchise.
    """
    best = found[0]
    tied = [item for item in found if item.distance <= best.distance + GAP]
    if best.strong:
        most = best.reading.cost + GUESS
        tied = [item for item in tied if item.strong and item.reading.cost <= most]
        owner = min(tied, key=_claim)
        tied = [item for item in tied if _rivals_claim(item, owner)]
    if best.reading.wants not in (Wants.MOVIE, Wants.OVA):
        having = {item.line.franchise for item in tied if _season(item)}
        tied = [item for item in tied if _season(item) or item.line.franchise not in having]
    return tied


def settle(tied: list[Found]) -> tuple[Found | None, str]:
    """The one of `tied` that can be answered at once, and why; None when it takes a person to choose."""
    if len(tied) == 1:
        return tied[0], ""
    wanted = tied[0].reading
    if wanted.wants is Wants.SEASON and wanted.number is not None and wanted.number > 1:
        having = [item for item in tied if place.has_number(item.line, wanted.number)]
        if len(having) == 1:
            return having[0], f"the only one with installment {wanted.number}"
    if not any(item.strong for item in tied):
        ranked = sorted(tied, key=lambda item: -item.line.popularity)
        leader = ranked[0]
        if leader.line.popularity >= LEAST and all(_outshines(leader, item) for item in ranked[1:]):
            return leader, f"by far the best known ({leader.line.popularity:,} collections)"
    return None, f"{len(tied)} fit equally well"


def _season(item: Found) -> bool:
    return item.reading.family or item.line.entries[item.ref.entry].role is Role.MAIN


def _rivals_claim(item: Found, best: Found) -> bool:
    if _claim(item) <= _claim(best):
        return True
    # Sources list a parent's title among the aliases of its offshoots.
    return item.line.franchise == best.line.franchise and not (_claim(best) == 0 and _claim(item) == 2)


def _claim(item: Found) -> int:
    """How far the title that matched is the line's own, best first."""
    kinds = {TitleKind.NATIVE: 0, TitleKind.TRANSLATED: 1, TitleKind.GENERATED: 1, TitleKind.ALIAS: 2}
    return kinds[item.ref.kind]


def _outshines(leader: Found, other: Found) -> bool:
    if leader.line.franchise == other.line.franchise:
        return leader.line.popularity >= LEAD_IN_FRANCHISE * other.line.popularity
    counted = bool(other.line.popularity) or (other.line.entries[-1].year or 9999) <= COUNTED_UNTIL
    if not counted:
        return leader.line.popularity >= FAMOUS
    return leader.line.popularity >= LEAD * other.line.popularity
