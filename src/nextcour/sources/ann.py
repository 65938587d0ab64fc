"""Anime News Network's encyclopedia, by its own ids: up to 50 shows a request, one request a second."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format
from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.http.client import XML, Http
from nextcour.http.errors import HttpFault, RateLimited, Unreachable
from nextcour.sources.ann_news import SITE, Headline, moment, own_link
from nextcour.sources.asked import Place, beyond, listed, numbers, turn, unusable
from nextcour.sources.markup import plain, tree
from nextcour.sources.noting import Notes, fuzzy, web_address
from nextcour.sources.source import Reach

NAME = "ann"
API = "https://cdn.animenewsnetwork.com/encyclopedia/api.xml"
PAGE = "https://www.animenewsnetwork.com/encyclopedia/anime.php?id="
BATCH = 50  # ids a request, as the site asks
MOST = 1000  # ids a run
_LIMIT = 32 * 1024 * 1024
_PATIENCE = 3  # requests in a row that fail, then the run ends
_FORMATS = {
    "tv": Format.TV, "movie": Format.MOVIE, "oav": Format.OVA, "ona": Format.ONA,
    "special": Format.SPECIAL, "tv special": Format.SPECIAL,
}  # fmt: skip
_DATE = r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"
_VINTAGE = re.compile(rf"{_DATE}(?:\s+to\s+{_DATE})?\s*$")


class Ann:
    """Asks for the records wanted by their id in this encyclopedia."""

    name = NAME
    title = "Anime News Network Encyclopedia"
    reach = Reach.TITLES
    home = "https://www.animenewsnetwork.com/encyclopedia/"
    licence = "free with credit and link; see https://www.animenewsnetwork.com/encyclopedia/api.php"

    def __init__(self, http: Http, *, url: str = API, most: int = MOST) -> None:
        self._http, self._url, self._most = http, url, most

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """Fifty records in a batch; see `Source`."""
        rows, others = numbers(wanted, (Provider.ANN,))
        place = Place.read(cursor, today)
        said = [
            *unusable(NAME, self.title, others, "an id of its own"),
            *beyond(NAME, self.title, len(rows), self._most),
        ]
        if said and not cursor:
            yield Batch((), place.text(), tuple(said))
        left = [row for row in turn(rows, self._most, place.began) if place.after is None or row > place.after]
        failures = 0
        for start in range(0, len(left), BATCH):
            part = left[start : start + BATCH]
            ids = [row.number for row in part]
            try:
                found, problems = self._records(ids, today)
                failures, ends = 0, False
            except HttpFault as fault:
                failures += 1
                ends = isinstance(fault, RateLimited | Unreachable) or failures >= _PATIENCE
                found, problems = (), (Problem(NAME, f"ids {listed(ids)}", str(fault)),)
            if not ends:
                place = replace(place, after=part[-1])
            yield Batch(found, place.text(), problems, stopped=ends)
            if ends:
                return

    def _records(self, ids: list[int], today: dt.date) -> tuple[tuple[Observation, ...], tuple[Problem, ...]]:
        """What is shown of `ids`. Raises HttpFault."""
        url = f"{self._url}?anime={'/'.join(map(str, ids))}"
        answer = self._http.get(url, accept=XML, limit=_LIMIT)
        shown = min(today, answer.fetched_at.date())
        found: list[Observation] = []
        missing = set(ids)
        for element in tree(answer.body, answer.host).iter("anime"):
            number = _whole(element.get("id"))
            if number in missing:  # not one that nobody asked for, nor one twice
                missing.discard(number)
                found += _record(number, element, shown, today)
        problems = (Problem(NAME, f"ids {listed(missing)}", "the encyclopedia has no such anime"),) if missing else ()
        return tuple(found), problems


def _record(number: int, element: ET.Element, shown: dt.date, today: dt.date) -> Iterator[Observation]:
    key = Key(Provider.ANN, str(number))
    notes = Notes(key, NAME, shown, f"{PAGE}{number}")
    kind = _FORMATS.get((element.get("type") or "").casefold())
    if kind is not None:
        notes.value("format", kind)
    titles: list[str] = []
    vintages: list[tuple[FuzzyDate, FuzzyDate]] = []
    for info in element.findall("info"):
        _info(info, notes, titles, vintages)
    if titles:
        notes.texts("title.synonym", titles)
    if vintages:
        premiere, finale = min(vintages, key=lambda dates: dates[0].earliest or dt.date.max)
        notes.date("premiere", premiere)
        if finale.year is not None:
            notes.date("finale", finale)
    studios = [
        _text(credit.find("company"))
        for credit in element.findall("credit")
        if _is_animation(_text(credit.find("task")))
    ]
    if studios:
        notes.texts("studios", studios)
    for tag in ("related-prev", "related-next"):
        for related in element.findall(tag):
            other = _whole(related.get("id"))
            if other and other != number:
                notes.relation(related.get("rel") or "", Key(Provider.ANN, str(other)))
    ratings = element.find("ratings")
    if ratings is not None:
        notes.count("scored_by", _whole(ratings.get("nb_votes")))
        notes.count("score", _score(ratings.get("weighted_score")))
    yield from notes.done()
    for news in element.findall("news"):
        title, link = plain(_text(news)), own_link(news.get("href") or "", SITE)
        if title and link:
            said = Notes(key, NAME, shown, link)
            Headline(title, link, moment(news.get("datetime") or "", today)).note(said, shown)
            yield from said.done()


def _info(info: ET.Element, notes: Notes, titles: list[str], vintages: list[tuple[FuzzyDate, FuzzyDate]]) -> None:
    kind, text, language = info.get("type"), plain(_text(info)), (info.get("lang") or "").casefold()
    language = language if re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", language) else "und"
    if kind == "Main title" and text:
        notes.text(f"title.{language}", text)
    elif kind == "Alternative title" and text:
        if language == "ja":
            notes.text("title.ja", text)
        titles.append(text)
    elif kind == "Number of episodes":
        episodes = _whole(text)
        if episodes:
            notes.value("episodes", episodes)
    elif kind == "Vintage":
        found = _VINTAGE.match(text)  # `2011-04-03 (Advanced screening)` is no premiere
        if found is not None:
            parts = [None if part is None else int(part) for part in found.groups()]
            vintages.append((fuzzy(*parts[:3]), fuzzy(*parts[3:])))
    elif kind == "Official website":
        address = web_address(info.get("href") or "")
        if address and language in ("ja", "und"):
            notes.value("official_site", address)


def _is_animation(task: str) -> bool:
    return task.strip().casefold() in ("animation production", "animation")


def _text(element: ET.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _whole(text: str | None) -> int:
    """A whole number, 0 for anything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _score(text: str | None) -> float | None:
    """A mark from 0 to 10."""
    found = re.fullmatch(r"\d{1,2}(\.\d{1,6})?", (text or "").strip())
    return float(found[0]) if found and float(found[0]) <= 10 else None
