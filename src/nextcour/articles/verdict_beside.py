"""Verdicts on films, discs and specials that stand beside a show's seasons."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.articles.bearing import Bearing
from nextcour.articles.claim import Claim, Kind
from nextcour.articles.verdict import Ruling, contradicted, supported, unverifiable
from nextcour.articles.verdict_dates import FESTIVALS, fits, on_date, said_span
from nextcour.catalog.entry import Entry, Format
from nextcour.facts.run_state import is_out

_DATES = (Kind.FIRST_AIR_DATE, Kind.RELEASE_DATE, Kind.SEASON, Kind.FINALE)
NEAR = dt.timedelta(days=7)


def on_beside(claim: Claim, bearing: Bearing) -> Ruling | None:
    """The verdict on a claim about what stands beside the seasons; None where it is judged as any other."""
    entry = bearing.beside(claim.beside) if claim.beside is not None else None
    if claim.kind in _DATES:
        return _on_day(claim, entry, bearing) if entry is not None else _on_disc(claim, bearing)
    if entry is None:
        own = bearing.seasons[0].parts[0].format in (Format.OVA, Format.SPECIAL)
        return None if own else unverifiable("which disc is meant is not told")
    if claim.kind is Kind.EPISODES:
        if entry.episodes is None or not claim.value.isdecimal():
            return unverifiable("how many episodes it has is not known")
        evidence = bearing.fact(entry, "episodes")
        if entry.episodes == int(claim.value):
            return supported(f"{entry.episodes} episodes", evidence)
        return unverifiable(f"it has {entry.episodes}; the article may mean the seasons", evidence)
    return None


def _on_day(claim: Claim, entry: Entry, bearing: Bearing) -> Ruling:
    said = said_span(claim.value)
    if said is None:
        return unverifiable("the date cannot be read")
    for field, date in (("premiere", entry.premiere), ("finale", entry.finale)):
        if fits(date, said):
            return supported(f"{entry.title}: {date.iso()}", bearing.fact(entry, field))
    first = entry.premiere.earliest
    if first is None or entry.premiere.month is None:
        return unverifiable("its day is not known")
    other = bearing.day_of(said)
    if other is not None:
        return unverifiable(f"that is a day of {other.title}", bearing.fact(other, "premiere"))
    evidence = bearing.fact(entry, "premiere")
    if entry.format is Format.MOVIE and is_out(entry, bearing.known_to) and not said[1] < first - FESTIVALS:
        return unverifiable(
            f"it opened on {entry.premiere.iso()} in Japan; festivals and other countries differ", evidence
        )
    if said[1] >= first - NEAR and said[0] <= (entry.premiere.latest or first) + NEAR:
        return unverifiable(f"it came out on {entry.premiere.iso()}, within a week of that", evidence)
    return contradicted(f"{entry.title} came out on {entry.premiere.iso()} in Japan", entry.premiere.iso(), evidence)


def _on_disc(claim: Claim, bearing: Bearing) -> Ruling:
    """Of discs without a title: one that came out then is meant; which one else is not told."""
    said = said_span(claim.value)
    if said is None:
        return unverifiable("the date cannot be read")
    if bearing.seasons[0].parts[0].format in (Format.OVA, Format.SPECIAL):
        return on_date(msgspec.structs.replace(claim, installment=None), bearing)
    for around in bearing.now.around:
        if around.entry.format is not Format.MOVIE and fits(around.entry.premiere, said):
            day = around.entry.premiere.iso()
            return supported(f"{around.entry.title} came out on {day}", bearing.fact(around.entry, "premiere"))
    return unverifiable("which disc is meant is not told")
