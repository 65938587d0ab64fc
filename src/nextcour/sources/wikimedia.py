"""Wikimedia pageviews: how often people read the Wikipedia article of a show, by day and language, since July 2015.

Articles are found through Wikidata (`wikidata`). Days without a view are missing in what comes and become 0 here,
between the first and the last day that came; after the last one, nothing is known yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

import msgspec

from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.http.client import JSON, Http
from nextcour.http.errors import HttpFault, RateLimited, Refused, Unreachable
from nextcour.sources.asked import Number, Place, beyond, numbers, turn, unusable
from nextcour.sources.noting import Notes
from nextcour.sources.source import Reach
from nextcour.sources.wikidata import API as WIKIDATA
from nextcour.sources.wikidata import Article, Wikidata

NAME = "wikimedia"
API = "https://wikimedia.org/api/rest_v1/metrics"
FIRST_DAY = dt.date(2015, 7, 1)
LANGUAGES = ("en", "ja")
MOST = 500  # titles in a run
_AGAIN = 3  # days asked for once more: counts of the last days may still grow
_PATIENCE = 3  # titles in a row that cannot be had, then the run ends
_MOST_VIEWS = 10**9  # a day
_LIMIT = 8 * 1024 * 1024  # bytes; ten years of days are 800 kB

LastDay = Callable[[Key, str], dt.date | None]


class _Item(msgspec.Struct):
    timestamp: str
    views: int


class _Views(msgspec.Struct):
    items: list[_Item] = []


def _never(_key: Key, _language: str) -> dt.date | None:
    return None


class Wikimedia:
    """Asks for the titles wanted by their MyAnimeList or AniList id.

    `last_day(key, language)` is the last day already known, so that only newer ones are asked for; without it all days
    since `since` come. The counts of an article that covers more than the show are kept as they are: a Problem says so,
    and two shows with one article have observations with one `url`.
    """

    name = NAME
    title = "Wikimedia pageviews"
    reach = Reach.TITLES
    home = "https://doc.wikimedia.org/generated-data-platform/aqs/analytics-api/"
    licence = "CC0 1.0"

    def __init__(
        self,
        http: Http,
        *,
        url: str = API,
        wikidata_url: str = WIKIDATA,
        languages: tuple[str, ...] = LANGUAGES,
        since: dt.date = FIRST_DAY,
        most: int = MOST,
        last_day: LastDay = _never,
    ) -> None:
        self._http, self._url = http, url
        self._wikidata = Wikidata(http, wikidata_url)
        self._languages, self._since, self._most, self._last_day = languages, since, most, last_day

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """One title in a batch; see `Source`."""
        rows, others = numbers(wanted, tuple(sorted((Provider.MAL, Provider.ANILIST), reverse=True)))
        place = Place.read(cursor, today)
        said = [
            *unusable(NAME, self.title, others, "a MyAnimeList or AniList id"),
            *beyond(NAME, self.title, len(rows), self._most),
        ]
        if said and not cursor:
            yield Batch((), place.text(), tuple(said))
        failures, shared = 0, set[str]()
        for row in turn(rows, self._most, place.began):
            if place.after is not None and _order(row) <= _order(place.after):
                continue
            found, problems, fault = self._title(row, today, shared)
            failures = failures + 1 if fault else 0
            ours = isinstance(fault, Refused) and not fault.status  # no contact given: the next title fares no better
            ends = ours or isinstance(fault, RateLimited | Unreachable) or failures >= _PATIENCE
            if not ends:
                place = replace(place, after=row)
            yield Batch(found, place.text(), tuple(problems), stopped=ends)
            if ends:
                return

    def _title(
        self, row: Number, today: dt.date, shared: set[str]
    ) -> tuple[tuple[Observation, ...], list[Problem], HttpFault | None]:
        """What there is of one title, and what stood in the way. `shared` are items already spoken of."""
        key = Key(row.provider, str(row.number))
        found: list[Observation] = []
        problems: list[Problem] = []
        try:
            article = self._wikidata.article(row, self._languages)
            if article is None or not article.titles:
                why = "Wikidata has no item with this id" if article is None else f"{article.item} has no article"
                return (), [Problem(NAME, _named(row), f"{why} in {' or '.join(self._languages)}")], None
            for language, title in article.titles.items():
                found += self._views(key, language, title, today)
        except HttpFault as fault:
            return tuple(found), [Problem(NAME, _named(row), str(fault))], fault
        if found and article.shared and article.item not in shared:
            shared.add(article.item)
            problems.append(Problem(NAME, _named(row), _mixed(article)))
        return tuple(found), problems, None

    def _views(self, key: Key, language: str, title: str, today: dt.date) -> tuple[Observation, ...]:
        """Daily views up to yesterday. Raises HttpFault."""
        known = self._last_day(key, language)
        start = max(self._since, FIRST_DAY, FIRST_DAY if known is None else known - dt.timedelta(days=_AGAIN - 1))
        end = today - dt.timedelta(days=1)
        if start > end:
            return ()
        name = quote(title.replace(" ", "_"), safe="")
        path = (
            f"pageviews/per-article/{language}.wikipedia.org/all-access/user/{name}/daily/{start:%Y%m%d}/{end:%Y%m%d}"
        )
        answer = self._http.get(f"{self._url}/{path}", accept=JSON, allow={404}, limit=_LIMIT)
        if answer.status == 404:  # not a single view in this time
            return ()
        counted = _days(answer.json(_Views), start, end)
        shown = min(today, answer.fetched_at.date())
        notes = Notes(key, NAME, shown, f"https://{language}.wikipedia.org/wiki/{name}")
        for day, views in counted.items():
            notes.count(f"pageviews.{language}", views, day=day)
        return notes.done()


def _days(shown: _Views, start: dt.date, end: dt.date) -> dict[dt.date, int]:
    """Views by day, days without one between the first and the last filled with 0. What is no count is left out."""
    found: dict[dt.date, int] = {}
    for item in shown.items:
        try:
            day = dt.datetime.strptime(item.timestamp[:8], "%Y%m%d").replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
        if start <= day <= end and 0 <= item.views <= _MOST_VIEWS:
            found.setdefault(day, item.views)
    if not found:
        return {}
    first, last = min(found), max(found)
    return {
        day: found.get(day, 0) for day in (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    }


def _order(row: Number) -> tuple[str, int]:
    """MyAnimeList before AniList, as `batches` asks."""
    return ("" if row.provider is Provider.MAL else row.provider, row.number)


def _named(row: Number) -> str:
    return f"{'MyAnimeList' if row.provider is Provider.MAL else 'AniList'} id {row.number}"


def _mixed(article: Article) -> str:
    return (
        f"its Wikipedia article ({article.item}) is about {article.shared} too: the views are kept, and are not "
        "those of this anime alone"
    )
