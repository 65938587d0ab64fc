"""Verdicts on days and seasons of the year."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from nextcour.answers.view import Season
from nextcour.articles.bearing import Bearing
from nextcour.articles.claim import MOVIE, NEXT, Claim, Kind, Verdict
from nextcour.articles.dates_read import span_of
from nextcour.articles.verdict import Ruling, contradicted, supported, unverifiable
from nextcour.catalog.dates import FuzzyDate, season_of
from nextcour.catalog.entry import Entry

# Programmes after midnight are announced for the evening before ("25:00"), and other time zones see another day.
ONE_DAY = dt.timedelta(days=1)
FESTIVALS = dt.timedelta(days=100)  # by which a film may be shown before it opens
STATIONS = 3  # days by which stations, and therefore sources, may differ
_OFF = "one day off, which late-night slots and time zones explain"
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
_SEASON = re.compile(r"(WINTER|SPRING|SUMMER|FALL) (\d{4})$")


def said_span(value: str) -> tuple[dt.date, dt.date] | None:
    """First and last day that a claim's value may mean; None for a value that is none."""
    season = _SEASON.match(value)
    date = _DATE.match(value)
    try:
        if season is not None:
            return span_of(value)
        if date is None:
            return None
        fuzzy = FuzzyDate(int(date[1]), int(date[2]) if date[2] else None, int(date[3]) if date[3] else None)
        return (fuzzy.earliest, fuzzy.latest) if fuzzy.earliest and fuzzy.latest else None
    except ValueError:
        return None


def on_date(claim: Claim, bearing: Bearing) -> Ruling:
    """What the facts say of a day. A year that was not written is taken to be the one that fits, if one does."""
    ruling = _on_date(claim, bearing)
    if claim.guessed and ruling.verdict is not Verdict.SUPPORTED:
        rest = claim.value[4:]
        years = {
            date.year
            for season in bearing.seasons
            for part in season.parts
            for date in (part.premiere, part.finale)
            if date.year is not None
        }
        for year in sorted(years, reverse=True):
            other = _on_date(msgspec.structs.replace(claim, value=f"{year}{rest}"), bearing)
            if other.verdict is Verdict.SUPPORTED:
                return other
        if ruling.verdict is Verdict.CONTRADICTED and not _near_in_the_year(claim.value, ruling.right or ""):
            return unverifiable("the year is not written, and no day of the show is near", ruling.evidence)
    if ruling.verdict is Verdict.CONTRADICTED and claim.value.count("-") == 2 and not claim.loose:
        said = said_span(claim.value)
        for season in bearing.seasons:
            for part in season.parts:
                for field, date in (("premiere", part.premiere), ("finale", part.finale)):
                    if said is not None and date.day is not None and _fits_exactly(date, said):
                        return unverifiable(f"that is the {field} of season {season.number}", bearing.fact(part, field))
        beside = bearing.day_of(said) if said is not None else None
        if beside is not None:
            return unverifiable(f"that is a day of {beside.title}", bearing.fact(beside, "premiere"))
    return ruling


def _near_in_the_year(said: str, right: str) -> bool:
    """Whether two days (ISO) are within a month of each other in whatever year."""
    one, two = said_span(said), said_span(right)
    if one is None or two is None:
        return False
    apart = abs(one[0].timetuple().tm_yday - two[0].timetuple().tm_yday)
    return min(apart, 365 - apart) <= 31


def _on_date(claim: Claim, bearing: Bearing) -> Ruling:
    said = said_span(claim.value)
    if said is None:
        return unverifiable("the date cannot be read")
    if claim.installment == MOVIE:
        return _on_movie(said, bearing)
    season = bearing.season(claim.installment)
    if claim.kind is Kind.RELEASE_DATE and claim.installment is None:
        season = bearing.season(NEXT)
        matching = [part for one in bearing.seasons for part in one.parts if _premiere(part, said)]
        if matching:
            return _supported_premiere(bearing, matching[0], said)
        if claim.part is not None:
            return unverifiable("the article does not say of which season it is a part")
        number = bearing.next_number()
    else:
        number = bearing.resolved(claim) or bearing.seasons[0].number
    if (claim.installment is not None and season is None) or (claim.kind is Kind.RELEASE_DATE and season is None):
        return _missing(claim, bearing, number, said)
    if claim.kind is Kind.FINALE:
        return _on_finale(claim, bearing, season, said)
    return _on_premiere(claim, bearing, season, said)


def _missing(claim: Claim, bearing: Bearing, number: int, said: tuple[dt.date, dt.date]) -> Ruling:
    """The claim dates an installment that no source has shown."""
    absent = bearing.absence("installments")
    if said[1] > bearing.known_to - dt.timedelta(days=60):
        return unverifiable(f"no source at hand had shown installment {number} by {bearing.known_to}", absent)
    others = [one for one in bearing.seasons if any(_premiere(part, said) for part in one.parts)]
    if others and claim.installment == NEXT:
        return _supported_premiere(bearing, others[0].parts[0], said)
    if others:
        return unverifiable(
            f"here counted as installment {others[0].number}", bearing.fact(others[0].parts[0], "premiere")
        )
    if any(_premiere(around.entry, said) for around in bearing.now.around):
        return unverifiable("a film or special of that day is known, no such season", absent)
    return contradicted(
        f"no installment {number} had been shown by {bearing.known_to}, long after that day",
        f"no installment {number} by {bearing.known_to}",
        absent,
    )


def _premiere(entry: Entry, said: tuple[dt.date, dt.date]) -> bool:
    return fits(entry.premiere, said)


def fits(date: FuzzyDate, said: tuple[dt.date, dt.date], slack: dt.timedelta = ONE_DAY) -> bool:
    return (
        date.earliest is not None
        and date.latest is not None
        and date.earliest - slack <= said[1]
        and said[0] <= date.latest + slack
    )


def _fits_exactly(date: FuzzyDate, said: tuple[dt.date, dt.date]) -> bool:
    return fits(date, said, dt.timedelta())


def _supported_premiere(bearing: Bearing, part: Entry, said: tuple[dt.date, dt.date]) -> Ruling:
    note = "" if _fits_exactly(part.premiere, said) else f" ({_OFF})"
    return supported(f"first broadcast on {part.premiere.iso()} in Japan{note}", bearing.fact(part, "premiere"))


def _meant(claim: Claim, bearing: Bearing, season: Season | None) -> list[Entry]:
    """The part of `season` that a claim names, else all its parts; those of every season where none is named."""
    if claim.part is not None and season is not None and len(season.parts) >= claim.part:
        return [season.parts[claim.part - 1]]
    return [part for one in ([season] if season is not None else bearing.seasons) for part in one.parts]


def _on_premiere(claim: Claim, bearing: Bearing, season: Season | None, said: tuple[dt.date, dt.date]) -> Ruling:
    parts = _meant(claim, bearing, season)
    wide = claim.kind is Kind.SEASON
    for part in parts:
        if wide and _in_season(part, said):
            return supported(f"first broadcast on {part.premiere.iso()}", bearing.fact(part, "premiere"))
        if not wide and _premiere(part, said):
            return _supported_premiere(bearing, part, said)
        for stream in part.streams:
            if stream.begin is not None and said[0] <= stream.begin <= said[1] and part is parts[0]:
                return supported(f"{stream.name} began on {stream.begin}", bearing.fact(part, f"stream.{stream.site}"))
    if claim.kind is Kind.RELEASE_DATE and season is None:
        return unverifiable("the article does not say which installment it dates")
    right = parts[0]
    if right.premiere.year is None:
        return unverifiable("the first broadcast is not known", ())
    if season is None or (claim.carried and not wide):
        beside = _of_what_is_beside(claim, bearing, said)
        if beside is not None:
            return beside
    if wide:
        running = any(_running(part, said) for part in parts)
        if running:
            return supported("it was on air in that season", bearing.fact(right, "premiere"))
        day = right.premiere.earliest
        assert day is not None
        name, year = season_of(day)
        return contradicted(
            f"first broadcast on {right.premiere.iso()}", f"{name} {year}", bearing.fact(right, "premiere")
        )
    other = _of_another(claim, bearing, "premiere", said)
    if other is not None:
        return other
    if claim.value.count("-") == 2 and abs((said[0] - (right.premiere.earliest or said[0])).days) <= STATIONS:
        return unverifiable(
            f"first broadcast on {right.premiere.iso()}; stations begin some days apart",
            bearing.fact(right, "premiere"),
        )
    return contradicted(
        f"first broadcast on {right.premiere.iso()} in Japan", right.premiere.iso(), bearing.fact(right, "premiere")
    )


def _of_what_is_beside(claim: Claim, bearing: Bearing, said: tuple[dt.date, dt.date]) -> Ruling | None:
    """The day of a film, an OVA or a special, where the article does not say that it means a season."""
    if claim.value.count("-") == 0:
        return None
    field = "finale" if claim.kind is Kind.FINALE else "premiere"
    for around in bearing.now.around:
        date = around.entry.finale if field == "finale" else around.entry.premiere
        if date.month is None or not fits(date, said):
            continue
        evidence = bearing.fact(around.entry, field)
        if claim.value.count("-") == 2 and date.day is not None and _fits_exactly(date, said):
            return supported(f"the {field} of {around.entry.titles[0].text} beside it", evidence)
        return unverifiable("a film or special of that day is known; the article does not say which it means", evidence)
    return None


def _of_another(claim: Claim, bearing: Bearing, field: str, said: tuple[dt.date, dt.date]) -> Ruling | None:
    """The very day of another season: which one the article means may be read wrongly, and that is not held against
    it."""
    if claim.value.count("-") != 2:
        return None
    for season in bearing.seasons:
        for part in season.parts:
            if fits(part.premiere if field == "premiere" else part.finale, said):
                return unverifiable(f"that is the day of season {season.number}", bearing.fact(part, field))
    return None


def _in_season(part: Entry, said: tuple[dt.date, dt.date]) -> bool:
    day = part.premiere.earliest
    if day is None or part.premiere.month is None:
        return False
    name, year = season_of(day)
    first, last = span_of(f"{name} {year}")
    return (first, last) == said or said[0] <= day <= said[1]


def _running(part: Entry, said: tuple[dt.date, dt.date]) -> bool:
    first, last = part.premiere.earliest, part.finale.latest
    return first is not None and last is not None and first <= said[1] and said[0] + dt.timedelta(days=14) <= last


def _on_finale(claim: Claim, bearing: Bearing, season: Season | None, said: tuple[dt.date, dt.date]) -> Ruling:
    chosen = [season] if season is not None else list(bearing.seasons)
    parts = _meant(claim, bearing, season)
    for part in parts:
        if fits(part.finale, said):
            note = "" if _fits_exactly(part.finale, said) else f" ({_OFF})"
            return supported(f"last episode on {part.finale.iso()}{note}", bearing.fact(part, "finale"))
    right = next((part for part in reversed(chosen[0].parts) if part.finale.year is not None), None)
    if right is None or right is not chosen[0].parts[-1]:
        return unverifiable("the day of the last episode is not known")
    # A last day that includes specials is too late for the last episode, and still the latest that there can be.
    later = right.finale.latest is not None and said[0] > right.finale.latest + dt.timedelta(days=30)
    if _too_long(right) and not later:
        return unverifiable("the day of the last episode is not known, or includes specials that came much later")
    assert right.finale.latest is not None
    other = _of_another(claim, bearing, "finale", said)
    if other is None and (season is None or claim.carried):
        other = _of_what_is_beside(claim, bearing, said)
    if other is not None:
        return other
    if any(part.episodes is None and _running(part, said) for part in parts):
        return unverifiable("within a run whose last day may be that of a special", bearing.fact(right, "finale"))
    gap = min(abs((right.finale.latest - said[0]).days), abs((right.finale.latest - said[1]).days))
    if gap <= 7 and claim.value.count("-") == 2 and not (gap > STATIONS and _weekly(right)):
        return unverifiable(
            "a week off: sources count specials and double episodes differently", bearing.fact(right, "finale")
        )
    return contradicted(f"last episode on {right.finale.iso()}", right.finale.iso(), bearing.fact(right, "finale"))


def _weekly(part: Entry) -> bool:
    """Whether the last day and the number of episodes bear each other out, one episode a week."""
    first, last = part.premiere.exact, part.finale.exact
    if first is None or last is None or part.format.value != "TV":
        return False
    # A double episode or a week without one moves the last day by a week or two.
    return not part.episodes or abs((last - first).days - 7 * (part.episodes - 1)) <= 14


def _too_long(part: Entry) -> bool:
    """Whether the run is longer than its episodes can fill: the last day is that of a special or a disc."""
    first, last = part.premiere.earliest, part.finale.latest
    weekly = part.format.value in ("TV", "TV_SHORT")
    return (
        weekly
        and part.episodes is not None
        and first is not None
        and last is not None
        and (last - first).days > part.episodes * 7 + 90
    )


def _on_movie(said: tuple[dt.date, dt.date], bearing: Bearing) -> Ruling:
    films = [one.entry for one in bearing.now.around if one.relation.value == "MOVIE"]
    films += [part for one in bearing.seasons for part in one.parts if part.format.value == "MOVIE"]
    for film in films:
        if _premiere(film, said):
            return supported(f"the film opened on {film.premiere.iso()}", bearing.fact(film, "premiere"))
    if len(films) == 1 and films[0].premiere.exact and bearing.seasons[0].parts[0].format.value != "MOVIE":
        day = films[0].premiere.exact
        if min(abs((day - said[0]).days), abs((day - said[1]).days)) > 400:
            return unverifiable(
                "the only film known is of another year; it may be another film", bearing.fact(films[0], "premiere")
            )
        return contradicted(f"the film opened on {day} in Japan", day.isoformat(), bearing.fact(films[0], "premiere"))
    if films and bearing.seasons[0].parts[0].format.value == "MOVIE":
        # Later days are those of other countries, or of another showing.
        opened = min((film.premiere.earliest for film in films if film.premiere.earliest), default=None)
        if opened is not None and said[1] < opened - FESTIVALS:
            first = bearing.seasons[0].parts[0]
            return contradicted(
                f"the film opened on {first.premiere.iso()} in Japan",
                first.premiere.iso(),
                bearing.fact(first, "premiere"),
            )
    return unverifiable("no film of that day is known", ())
