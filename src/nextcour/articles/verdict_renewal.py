"""Verdicts on whether something was announced, and on where it streams."""

from __future__ import annotations

import datetime as dt
import re

from nextcour.answers.view import Season
from nextcour.articles.bearing import Bearing
from nextcour.articles.checked import Evidence
from nextcour.articles.claim import MOVIE, NEXT, Claim, Verdict
from nextcour.articles.roles import SERVICES
from nextcour.articles.verdict import Ruling, contradicted, supported, unverifiable

# 19 of 20 seasons announced from 2015 to 2022 were out within this time (docs/check.md). An announced season that no
# source has shown after that is none; before that, sources may only not list what has no date yet.
LONGEST_WAIT = dt.timedelta(days=1000)
_VALUE = re.compile(r"(YES|NO) (\d{1,3}|next)$")


def on_announced(claim: Claim, bearing: Bearing) -> Ruling:
    if claim.value.startswith("MOVIE"):
        return _on_movie(claim.value.endswith("YES"), bearing)
    value = _VALUE.match(claim.value)
    if value is None:
        return unverifiable("what is said to be announced cannot be read")
    number = bearing.next_number() if value[2] == "next" else int(value[2])
    asked = NEXT if value[2] == "next" else number
    season = bearing.season(asked) if number else None
    return _yes(number, season, bearing) if value[1] == "YES" else _no(number, season, bearing)


def _shown(bearing: Bearing, season: Season) -> tuple[Evidence, ...]:
    first = season.parts[0]
    return bearing.fact(first, "announced") + bearing.fact(first, "premiere")


def _known(season: Season) -> str:
    out = f", first broadcast {season.premiere.iso()}" if season.premiere.year else ""
    return f"known since about {season.announced_day}{out}"


def _yes(number: int, season: Season | None, bearing: Bearing) -> Ruling:
    published = bearing.published
    if season is not None:
        if (
            published is not None
            and published.sure
            and published.day < season.announced.earliest - dt.timedelta(days=30)
        ):
            return unverifiable(
                f"it is {_known(season)}, by an estimate later than the article", _shown(bearing, season)
            )
        return supported(f"season {number} is {_known(season)}", _shown(bearing, season))
    absent = bearing.absence("installments")
    words = f"no source at hand had shown a season {number} by {bearing.known_to}"
    if published is not None and published.day + LONGEST_WAIT <= bearing.known_to:
        return contradicted(
            f"{words}, {(bearing.known_to - published.day).days // 365} years after the article", f"NO {number}", absent
        )
    return unverifiable(f"{words}; they list a season once it has a date", absent)


def _no(number: int, season: Season | None, bearing: Bearing) -> Ruling:
    published = bearing.published
    if season is None:
        if published is not None and published.day > bearing.known_to:
            return supported(
                f"none had been shown by {bearing.known_to}, the last day that sources looked; the article is later",
                bearing.absence("installments"),
            )
        return supported(f"none had been shown by {bearing.known_to}", bearing.absence("installments"))
    evidence = _shown(bearing, season)
    if season.number != number:
        return unverifiable(f"what providers call season {number} is counted here as {season.number}", evidence)
    right = f"YES {number}"
    if published is None:
        return contradicted(f"season {number} is {_known(season)}", right, evidence)
    opened = season.premiere.latest
    if published.day <= season.announced.latest and (opened is None or published.day < opened):
        sure = "" if published.day < season.announced.earliest else ", about when it was announced"
        return Ruling(
            Verdict.OUTDATED,
            f"right on {published.day}, the article's day{sure}; season {number} is {_known(season)}",
            right,
            evidence,
        )
    return contradicted(f"season {number} was {_known(season)}, before the article's {published.day}", right, evidence)


def _on_movie(said: bool, bearing: Bearing) -> Ruling:
    films = [one for one in bearing.now.around if one.relation.value == "MOVIE"]
    day = bearing.published.day if bearing.published is not None else bearing.known_to
    later = [
        one for one in films if one.announced_day > day or not one.out or (one.entry.premiere.latest or day) >= day
    ]
    newest = (later or films)[-1] if films else None
    if newest is None:
        if said:
            return unverifiable(
                f"no film of it had been shown by {bearing.known_to}; they list a film once it has a date",
                bearing.absence("films"),
            )
        return supported(f"no film had been shown by {bearing.known_to}", bearing.absence("films"))
    evidence = bearing.fact(newest.entry, "premiere") or bearing.fact(newest.entry, "announced")
    if said:
        return supported(f"a film is known ({newest.entry.premiere.iso() or 'no date'})", evidence)
    if later and bearing.published is not None and newest.announced_day > day:
        return Ruling(Verdict.OUTDATED, f"right on {day}; a film has been announced since", "MOVIE YES", evidence)
    return unverifiable("films are known; the article may mean a further one", evidence)


def on_platform(claim: Claim, bearing: Bearing) -> Ruling:
    """Lists of services are partial and differ by country: what is not listed is not called wrong."""
    wanted = claim.value.casefold()
    site = next((site for site, names in SERVICES.items() if wanted in names or wanted == site), None)
    if site is None:
        return unverifiable("a service that the sources here do not list")
    season = bearing.season(claim.installment)
    parts = [part for one in ([season] if season is not None else bearing.seasons) for part in one.parts]
    for part in parts:
        for stream in part.streams:
            if (
                stream.site == site
                or stream.site.startswith(f"{site}_")
                or (site == "muse_hk" and stream.site.startswith("muse"))
            ):
                where = f" ({', '.join(stream.regions)})" if stream.regions else ""
                return supported(f"listed at {stream.name}{where}", bearing.fact(part, f"stream.{stream.site}"))
    if claim.installment == MOVIE:
        return unverifiable("where its films stream is not looked at")
    return unverifiable("the lists at hand do not name it, and they are partial: mostly Japan and East Asia")
