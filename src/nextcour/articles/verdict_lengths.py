"""Verdicts on lengths of time: `aired one year ago`."""

from __future__ import annotations

import datetime as dt
import re

from nextcour.answers.view import Season
from nextcour.articles.bearing import Bearing
from nextcour.articles.claim import NEXT, Claim, Verdict
from nextcour.articles.verdict import Ruling, contradicted, supported, unverifiable
from nextcour.catalog.entry import Entry

_LENGTH = re.compile(r"(\d+) (year|month|week)s? before article")


def on_length(claim: Claim, bearing: Bearing) -> Ruling:
    """`1 year before article`, set against the premiere and the finale."""
    season = bearing.season(claim.installment) or (bearing.season(-1) if claim.installment == NEXT else None)
    seasons = [season] if season is not None else [one for one in bearing.seasons if one.premiere.earliest]
    if not seasons:
        return unverifiable("no first broadcast is known")
    published = bearing.published
    anchors = _anchors(claim, seasons)
    if not anchors:
        return unverifiable("the days it counts from are not known")
    right_day, evidence_part, field = anchors[0]
    evidence = bearing.fact(evidence_part, field)
    on_day = published.day if published is not None and published.sure else None
    if on_day is not None:
        if any(_length_fits(claim.value, day, on_day) for day, _, _ in anchors):
            return supported(f"right on {on_day}, the article's day: {right_day}", evidence)
        words = _since(right_day, on_day)
        if on_day < right_day:
            return unverifiable(f"on {on_day}, the article's day, it had not come: {right_day}", evidence)
        return contradicted(f"counted from {right_day} to {on_day}, the article's day", words, evidence)
    if claim.loose:
        return unverifiable("the article has no date")
    if any(_length_fits(claim.value, day, bearing.day) for day, _, _ in anchors):
        return supported(f"right on {bearing.day}: {right_day}", evidence)
    then = back(claim.value, right_day)
    if then is not None and then > bearing.day:
        return contradicted(f"it was on {right_day}: so long has not passed", _since(right_day, bearing.day), evidence)
    return Ruling(
        Verdict.OUTDATED,
        f"the article has no date; this was right around {then:%B %Y}" if then else "the article has no date",
        _since(right_day, bearing.day),
        evidence,
    )


def _anchors(claim: Claim, seasons: list[Season]) -> list[tuple[dt.date, Entry, str]]:
    made: list[tuple[dt.date, Entry, str]] = []
    for season in seasons:
        first, last = season.parts[0], season.parts[-1]
        if first.premiere.earliest:
            made.append((first.premiere.earliest, first, "premiere"))
        if last.finale.latest:
            made.append((last.finale.latest, last, "finale"))
    if "(finale)" in claim.value:
        made = [one for one in made if one[2] == "finale"] or made
    elif any(one[2] == "premiere" for one in made):
        # "aired a year ago" is said of either end of a run.
        made.sort(key=lambda one: one[2] != "premiere")
    return made


def _length_fits(value: str, day: dt.date, on: dt.date) -> bool:
    if value.startswith("the year before"):
        return day.year == on.year - 1
    if value.startswith("the year of"):
        return day.year == on.year
    hit = _LENGTH.match(value)
    if hit is None or day > on:
        return False
    count, unit = int(hit[1]), hit[2]
    passed = (on - day).days
    length, slack = {"year": (365.25, 200.0), "month": (30.44, 21.0), "week": (7.0, 6.0)}[unit]
    slack = max(slack, 0.2 * count * length) if unit != "year" else slack + 0.05 * count * length
    return abs(passed - count * length) <= slack


def back(value: str, day: dt.date) -> dt.date | None:
    """The day on which the claim would have been right."""
    hit = _LENGTH.match(value)
    if hit is None:
        return dt.date(day.year + 1, 7, 1) if value.startswith("the year before") else dt.date(day.year, 12, 31)
    days = int(hit[1]) * {"year": 365.25, "month": 30.44, "week": 7.0}[hit[2]]
    return day + dt.timedelta(days=min(days, 36_500)) if days < 36_500 else None


def _since(day: dt.date, on: dt.date) -> str:
    days = (on - day).days
    if days < 0:
        return f"{day.isoformat()}, after the article"
    if days < 70:
        return f"{days // 7} weeks"
    months = int(days / 30.4375)
    return f"{months} months" if months < 24 else f"{days / 365.25:.0f} years"
