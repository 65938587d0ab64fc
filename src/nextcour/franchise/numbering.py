"""A line's members as installments: which are parts of one season, and which number each season has.

The number is the one before plus one, unless the native title states a higher one with a season word or numeral, or an
editor renumbered it. What providers count differently is kept beside it.
"""

from __future__ import annotations

import msgspec

from nextcour.catalog.entry import Format
from nextcour.franchise.evidence import CONTINUOUS, Judgement
from nextcour.franchise.kinds import SERIES
from nextcour.franchise.model import Evidence, Installment, Link, Relation
from nextcour.franchise.reading import Reading
from nextcour.franchise.rulings import Rulings
from nextcour.franchise.title_base import DIGIT, NUMERAL, WORD

PLANNED_BREAK = 200  # days: the longest break inside one TMDB season that counts as planned from the start
LONG_BREAK = 450  # days: the same when the title itself says part 2 or second cour
SAME_NUMBER = 730  # days: the same when both state the same season number
PREVIEW = 14  # days: what is shorter and followed by the same show and season was its first evening
FURTHEST_JUMP = 4  # a stated number further ahead than this is a title's own digit


class Season(msgspec.Struct):
    """An installment while its parts are gathered."""

    number: int
    parts: list[Reading]
    stated: int | None
    final: bool


def _show_season(reading: Reading) -> int | None:
    """TMDB's season; an id without one means the first, or a show that is not split."""
    return (reading.show_season or 1) if reading.show is not None else None


def is_part(season: Season, reading: Reading) -> bool:
    """True when `reading` is a further part of `season` and no new installment."""
    last = season.parts[-1]
    gap = last.gap(reading)
    same_show = last.show is not None and last.show == reading.show
    same_season = same_show and _show_season(last) == _show_season(reading)
    other_season = same_show and not same_season and 0 not in (last.show_season, reading.show_season)
    stated = reading.season
    if stated is not None and stated not in (season.stated, season.number):
        return reading.strength <= DIGIT and same_season and gap < CONTINUOUS
    if last.show is not None and reading.show is not None and not same_show and (reading.part or 1) < 2:
        return False
    if same_season and last.entry.format is Format.TV and last.end - season.parts[0].start < PREVIEW:
        return bool(last.bases & reading.bases)
    if (reading.part or 1) >= 2 and gap <= LONG_BREAK:
        return not (other_season and (last.part or 1) == reading.part)
    if other_season:
        return False
    if reading.final and season.final and gap <= LONG_BREAK * 2:
        return True
    if stated is not None and season.stated == stated and gap <= SAME_NUMBER:
        return True
    if stated is not None and stated >= 2 and season.stated is None:
        return False
    if same_season:
        return gap <= PLANNED_BREAK
    return gap < CONTINUOUS and bool(last.bases & reading.bases)


def _next_number(before: int, reading: Reading) -> int:
    following = before + 1
    stated = reading.season
    if stated is None or reading.strength < (WORD if before == 0 else NUMERAL):
        return following
    return stated if following < stated <= following + FURTHEST_JUMP or (before == 0 and stated >= 1) else following


def seasons(members: list[Reading], rulings: Rulings) -> tuple[list[Season], list[str]]:
    """Installments in order with rising numbers, and what is wrong with renumberings, in words."""
    found: list[Season] = []
    problems: list[str] = []
    for reading in members:
        before = found[-1].number if found else 0
        ruling = rulings.number(reading.id)
        if ruling is not None and ruling.number is not None:
            if found and ruling.number == before:
                found[-1].parts.append(reading)
                continue
            if ruling.number > before:
                found.append(Season(ruling.number, [reading], reading.season, reading.final))
                continue
            problems.append(f"{reading.id} cannot be installment {ruling.number}: the one before it is {before}")
        if found and is_part(found[-1], reading):
            found[-1].parts.append(reading)
            found[-1].stated = found[-1].stated or reading.season
            found[-1].final = found[-1].final or reading.final
            continue
        number = _next_number(before, reading)
        if found and number == before + 2 and len(found[-1].parts) > 1 and not rulings.number(found[-1].parts[-1].id):
            # The title leaves room for one more season: what looked like a second part was that season.
            part = found[-1].parts.pop()
            found.append(Season(before + 1, [part], part.season, part.final))
        found.append(Season(number, [reading], reading.season, reading.final))
    _count_from_stated(found, rulings)
    return found, problems


def _count_from_stated(found: list[Season], rulings: Rulings) -> None:
    """A line whose first two seasons state n and n + 1 lacks what came before: it counts from n."""
    if len(found) < 2 or any(rulings.number(part.id) for season in found for part in season.parts):
        return
    first, second = found[0].parts[0], found[1].parts[0]
    if found[0].number != 1 or (first.season or 0) < 2 or second.season != (first.season or 0) + 1:
        return
    if min(first.strength, second.strength) < DIGIT:
        return
    shift = (first.season or 0) - 1
    for season in found:
        if season.number != season.stated:
            season.number += shift


def provider_numbers(season: Season) -> tuple[int, ...]:
    """Season numbers that TMDB or the titles give to the parts, when they differ from ours; rising."""
    numbers = {part.show_season for part in season.parts if part.show_season}
    numbers |= {part.season for part in season.parts if part.season is not None and part.strength >= DIGIT}
    return () if numbers <= {season.number} else tuple(sorted(numbers))


def installments(found: list[Season]) -> tuple[Installment, ...]:
    return tuple(
        Installment(season.number, tuple(part.id for part in season.parts), provider_numbers(season))
        for season in found
    )


def _split_evidence(earlier: Reading, later: Reading) -> Evidence:
    gap = earlier.gap(later)
    if later.part is not None:
        return Evidence("stated-part", f"titles state part {later.part}", "bangumi-data")
    return Evidence("same-season", f"{gap} days after the last broadcast, no new season number", "bangumi-data")


def _relation(first: Reading, later: Reading) -> Relation:
    """What `later` is to what it continues: a season, or one more movie or OVA of a line that has no series."""
    if later.entry.format is Format.MOVIE:
        return Relation.MOVIE
    return Relation.OVA if later.entry.format is Format.OVA and first.entry.format not in SERIES else Relation.SEASON


def links(found: list[Season], why: dict[str, Judgement]) -> tuple[Link, ...]:
    """Consecutive parts (SPLIT_COUR) and installments (SEASON; MOVIE or OVA in a line without a series), in order."""
    made: list[Link] = []
    last: Reading | None = None
    for season in found:
        for position, part in enumerate(season.parts):
            if last is not None:
                judgement = why[part.id]
                inner = position > 0
                evidence = judgement.evidence + ((_split_evidence(last, part),) if inner else ())
                relation = Relation.SPLIT_COUR if inner else _relation(found[0].parts[0], part)
                made.append(Link(last.id, part.id, relation, evidence, round(judgement.sequel, 3)))
            last = part
    return tuple(made)
