"""Verdicts on people and studios."""

from __future__ import annotations

from rapidfuzz import fuzz

from nextcour.articles.bearing import Bearing
from nextcour.articles.claim import Claim, Kind, Verdict
from nextcour.articles.verdict import Ruling, contradicted, supported, unverifiable
from nextcour.catalog.studios import fold

_NO_ROLE = "sources at hand name people without a role"


def on_person(claim: Claim, bearing: Bearing) -> Ruling:
    """People are tags without a role: nobody is confirmed in one, and nobody is called wrong. A name that is a tag's,
    to the letter, by its reading or nearly, is a near miss: the person is confirmed, the role is not."""
    name = claim.value.partition(": ")[2] if claim.kind is Kind.STAFF else claim.value
    season = bearing.season(claim.installment)
    seasons = [season] if season is not None else list(bearing.seasons)
    named = {person: part for one in (*seasons, *bearing.seasons) for part in one.parts for person in part.people}
    for around in bearing.now.around:
        named |= {person: around.entry for person in around.entry.people if person not in named}
    if not named:
        return unverifiable(f"no source at hand names anybody who worked on it; {_NO_ROLE} in any case")
    near = bearing.people.nearest(name, named)
    if near is None:
        return unverifiable(f"no source at hand names {name} or somebody near it; {_NO_ROLE}")
    evidence = bearing.fact(named[near.name], "person (role unknown)", near.name)
    reading = f" (read {near.reading})" if near.reading else ""
    return Ruling(Verdict.NEAR_MISS, f"near miss: {near.name}{reading}; role unconfirmed", near.name, evidence)


NEAR_STUDIO = 80.0


def on_studio(claim: Claim, bearing: Bearing) -> Ruling:
    names = bearing.names
    season = bearing.season(claim.installment)
    seasons = [season] if season is not None else list(bearing.seasons)
    parts = [part for one in seasons for part in one.parts if part.studios]
    if not parts:
        return unverifiable("no source at hand names its studio")
    known = {studio: part for part in reversed(parts) for studio in part.studios}
    wanted = names.canonical(claim.value)
    said = fold(claim.value)
    bare = fold(claim.value.casefold().replace("studio", "").replace("animation", "").strip()) or said
    for studio, part in known.items():
        keys = {fold(studio), fold(studio.casefold().replace("studio", "").replace("animation", "").strip())}
        if studio == wanted or said in keys or bare in keys:
            return supported(f"{studio} is named as its studio", bearing.fact(part, "studio", studio))
    right = ", ".join(sorted(known))
    first = parts[0]
    evidence = bearing.fact(first, "studio")
    best = max(known, key=lambda studio: fuzz.ratio(bare, fold(studio)))
    if wanted is None:
        if fuzz.ratio(bare, fold(best)) >= NEAR_STUDIO:
            return Ruling(Verdict.NEAR_MISS, f"near miss: {best}", best, bearing.fact(known[best], "studio", best))
        return unverifiable(
            f"{claim.value} is no studio of the tables here (it may be a producer); named is {right}", evidence
        )
    if season is not None and any(wanted in part.studios for one in bearing.seasons for part in one.parts):
        return contradicted(f"{wanted} made another season; this one is by {right}", right, evidence)
    return contradicted(f"named as its studio: {right}", right, evidence)
