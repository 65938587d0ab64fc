"""The main job: from a document to a checked article. Pure: the day and the library are arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from nextcour.answers.library import Library
from nextcour.articles.bearing import Bearing, Published
from nextcour.articles.checked import SCHEMA_VERSION, Checked, CheckedClaim, CheckedShow
from nextcour.articles.claim import Claim, Extractor, Kind, Verdict
from nextcour.articles.dates_read import dates
from nextcour.articles.document import ArticleUnusable, Document
from nextcour.articles.language import NAMES, READ
from nextcour.articles.loose import kept
from nextcour.articles.names import People
from nextcour.articles.shows import Shows, find_shows
from nextcour.articles.verdict import checked_claim, judge, unverifiable
from nextcour.articles.verdict_lengths import back
from nextcour.catalog.studios import StudioNames


class Tools(NamedTuple):
    """What checking needs beside the library. `extra` are further extractors; what they find is judged the same way."""

    names: StudioNames
    people: People
    extractor: Extractor
    extra: Sequence[Extractor] = ()


def check(
    document: Document,
    library: Library,
    day: dt.date,
    tools: Tools,
    *,
    published: dt.date | None = None,
    url: str | None = None,
    notes: Iterable[str] = (),
) -> Checked:
    """The verdict on every claim of `document`, from what could be known on `day`. `published` is the article's day
    where somebody knows it. Raises ArticleUnusable when there is nothing that could be checked."""
    if published is not None:
        document = msgspec.structs.replace(document, published=published)
    shows = find_shows(document, library, tools.names.spellings())
    said = [*document.notes, *notes, *shows.notes]
    if document.language not in READ:
        name = NAMES.get(document.language, document.language)
        said.append(f"The article is in {name}. Claims are read in English, Japanese and Chinese, so none was checked.")
    found = list(tools.extractor.claims(document, shows))
    for extractor in tools.extra:
        found += [claim for claim in extractor.claims(document, shows) if _new(claim, found, document)]
    found.sort(key=lambda claim: (claim.start, claim.end, claim.kind))
    _usable(document, shows, found)
    known = document.published
    when = Published(known, "given" if published else "stated") if known is not None else None
    bearings = _bearings(found, shows, library, day, when, tools)
    if when is None:
        when = _inferred(document, found, bearings, day)
        if when is not None:
            bearings = _bearings(found, shows, library, day, when, tools)
    claims = kept([(claim, _checked(claim, bearings, document, shows)) for claim in found])
    said += _remarks(shows, claims, bearings, day, when)
    return Checked(
        schema_version=SCHEMA_VERSION,
        day=day,
        known_to=max((one.known_to for one in bearings.values()), default=min(day, library.data_day)),
        language=document.language,
        title=document.title,
        text=document.text,
        url=url,
        published=when.day if when else None,
        published_basis=when.basis if when else None,
        shows=_shows(shows, bearings),
        unknown=tuple(shows.unknown[:20]),
        claims=claims,
        notes=tuple(dict.fromkeys(said)),
    )


def _new(claim: Claim, found: Sequence[Claim], document: Document) -> bool:
    """Whether a further extractor's claim is in the text and not one that was found already."""
    if not 0 <= claim.start < claim.end <= len(document.text) or not 0 <= claim.sentence < len(document.sentences):
        return False
    return not any(one.kind is claim.kind and one.start < claim.end and claim.start < one.end for one in found)


def _usable(document: Document, shows: Shows, found: Sequence[Claim]) -> None:
    if found or shows.found or document.language not in READ:
        return
    if shows.unknown:
        named = ", ".join(shows.unknown[:3])
        raise ArticleUnusable(
            f"The article seems to be about {named}, which is not in the catalogue of anime. Nothing was checked: is "
            "it a live-action show, or an anime under another title? `nextcour ask` lists the nearest titles."
        )
    raise ArticleUnusable(
        "No show of the catalogue is named in it, and nothing in it looks like a claim about one. Nothing was checked."
    )


def _bearings(
    found: Sequence[Claim], shows: Shows, library: Library, day: dt.date, when: Published | None, tools: Tools
) -> dict[str, Bearing]:
    lines = {claim.show for claim in found if claim.show} | {one.line for one in shows.found}
    return {
        line: Bearing(line, library, day, when, tools.names, tools.people)
        for line in sorted(lines)
        if library.home(line) is not None
    }


def _checked(claim: Claim, bearings: dict[str, Bearing], document: Document, shows: Shows) -> CheckedClaim:
    bearing = bearings.get(claim.show) if claim.show else None
    ruling = judge(claim, bearing, live_action=shows.live_action)
    if ruling.verdict is Verdict.CONTRADICTED and bearing is not None and _of_other_years(claim, bearing, document):
        ruling = unverifiable("the sentence is about years in which the show was not on air", ruling.evidence)
    return checked_claim(claim, ruling, document.text, bearing)


def _of_other_years(claim: Claim, bearing: Bearing, document: Document) -> bool:
    """Whether a number or a studio stands in a sentence whose years are all far from the show's: it may be about a
    namesake, an older version or the source work."""
    if claim.kind not in (Kind.EPISODES, Kind.STUDIO, Kind.SOURCE_MATERIAL):
        return False
    said = [one.date.year for one in dates(document.words(document.sentences[claim.sentence])) if one.date.year]
    known = [
        date.year
        for season in bearing.seasons
        for part in season.parts
        for date in (part.premiere, part.finale)
        if date.year
    ]
    return bool(said) and bool(known) and all(abs(one - year) > 3 for one in said for year in known)


def _inferred(
    document: Document, found: Sequence[Claim], bearings: dict[str, Bearing], day: dt.date
) -> Published | None:
    """The article's day where only its text tells: from a length of time since a known day, else the newest past date
    that it names, if that is not older than its own talk of the future."""
    for claim in found:
        bearing = bearings.get(claim.show or "")
        if claim.loose or claim.kind is not Kind.RELATIVE_TIME or bearing is None or not bearing.seasons:
            continue
        season = bearing.season(claim.installment) or bearing.seasons[0]
        start = season.finale.latest if "(finale)" in claim.value else season.premiere.earliest
        then = back(claim.value, start) if start is not None else None
        if then is not None and then <= day:
            named = [one.date.earliest for one in dates(document.text) if one.date.earliest is not None]
            return Published(max([then, *(one for one in named if one <= day)]), "inferred")
    named = [
        one.date.latest for one in dates(document.text) if one.date.latest is not None and one.date.month is not None
    ]
    past = [one for one in named if one <= day]
    if past and max(past) > max(past) - dt.timedelta(days=1) and _speaks_of_then(document):
        return Published(max(past), "inferred")
    return None


def _speaks_of_then(document: Document) -> bool:
    """Whether the text says that a date it names is its present."""
    import re  # noqa: PLC0415

    return bool(
        re.search(r"\b(?:as of|at the time of writing|right now, in|currently, in)\b|時点|截至", document.text, re.I)
    )


def _remarks(
    shows: Shows, claims: Sequence[CheckedClaim], bearings: dict[str, Bearing], day: dt.date, when: Published | None
) -> list[str]:
    said: list[str] = []
    if shows.live_action:
        said.append(
            "This seems to be about a live-action production. The facts here are about the anime: nothing was judged."
        )
    if shows.unknown:
        said.append(f"Not in the catalogue, and not checked: {', '.join(shows.unknown[:8])}.")
    if not claims:
        said.append("Nothing in it could be read as a claim.")
    if when is not None and not when.sure:
        said.append(f"The article has no date; from what it says it was written around {when.day:%B %Y}.")
    elif when is None and claims:
        said.append("The article has no date: what was true when it was written cannot be told (give --published).")
    if bearings and (age := (day - max(one.known_to for one in bearings.values())).days) > 180:
        said.append(f"The data is {age} days old: `nextcour sync` looks again.")
    return said


def _shows(shows: Shows, bearings: dict[str, Bearing]) -> tuple[CheckedShow, ...]:
    made = []
    for one in shows.found:
        bearing = bearings.get(one.line)
        if bearing is None:
            continue
        year = bearing.seasons[0].premiere.year if bearing.seasons else None
        made.append(CheckedShow(one.franchise, one.line, bearing.title, year, one.line == shows.main, one.mentions))
    return tuple(made)
