"""Which Wikipedia articles are about a show: Wikidata items by the show's id at MyAnimeList or AniList.

Two plain calls of the entity API, no SPARQL: `haswbstatement:P4086=ID` finds items, `wbgetentities` gives their
articles. An item is seldom one season of an anime. It may stand for manga and anime together, or carry the ids of
several seasons; `Article.shared` says so in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from nextcour.facts.observation import Provider
from nextcour.http.client import JSON, Http
from nextcour.http.errors import Unreachable, WrongType
from nextcour.sources.asked import Number

API = "https://www.wikidata.org/w/api.php"
PROPERTIES = {Provider.MAL: "P4086", Provider.ANILIST: "P8729"}
_MOST_ITEMS = 5  # that carry one id; more is a mistake there
_LIMIT = 4 * 1024 * 1024
_ITEM = re.compile(r"Q[1-9][0-9]{0,12}")
# Classes (P31) of items that are no anime, or not only one.
_WIDER = {
    "Q21198342": "the manga",
    "Q8274": "the manga",
    "Q104213567": "the light novels",
    "Q747381": "the light novels",
    "Q196600": "the whole franchise",
    "Q55850593": "the whole franchise",
    "Q7889": "the game",
    "Q689445": "the visual novel",
}


@dataclass(frozen=True)
class Article:
    """An item and its articles: title by language. `shared` is what else its readers come for, empty when nothing."""

    item: str
    titles: Mapping[str, str]
    shared: str


class _Hit(msgspec.Struct):
    title: str


class _Query(msgspec.Struct):
    search: list[_Hit] = []


class _Error(msgspec.Struct):
    code: str = ""


class _Found(msgspec.Struct):
    query: _Query | None = None
    error: _Error | None = None


class _Link(msgspec.Struct):
    title: str = ""


class _Entity(msgspec.Struct):
    sitelinks: Any = {}  # an empty one comes as a list
    claims: Any = {}


class _Entities(msgspec.Struct):
    entities: dict[str, _Entity] = {}
    error: _Error | None = None


T = TypeVar("T", _Found, _Entities)


class Wikidata:
    """Reads items. `url` is the API's address."""

    def __init__(self, http: Http, url: str = API) -> None:
        self._http, self._url = http, url

    def article(self, number: Number, languages: tuple[str, ...]) -> Article | None:
        """The item with this id that is closest to the anime alone, and its articles in `languages`; None when no item
        carries the id. Raises HttpFault."""
        items = self._items(f"haswbstatement:{PROPERTIES[number.provider]}={number.number}")
        return self._best(items, languages) if items else None

    def _items(self, search: str) -> list[str]:
        found = self._ask({"action": "query", "list": "search", "srlimit": _MOST_ITEMS, "srsearch": search}, _Found)
        names = {hit.title for hit in found.query.search} if found.query else set()
        return sorted((name for name in names if _ITEM.fullmatch(name)), key=lambda name: (len(name), name))

    def _best(self, items: list[str], languages: tuple[str, ...]) -> Article | None:
        asked = {
            "action": "wbgetentities",
            "ids": "|".join(items),
            "props": "sitelinks|claims",
            "sitefilter": "|".join(f"{language}wiki" for language in languages),
        }
        found = self._ask(asked, _Entities).entities
        articles = [_article(item, found[item], languages) for item in items if item in found]
        articles.sort(key=lambda article: (not article.titles, bool(article.shared)))  # stable: then the oldest item
        return articles[0] if articles else None

    def _ask(self, params: Mapping[str, str | int], shape: type[T]) -> T:
        full = {**params, "format": "json", "formatversion": 2}
        found = self._http.get(self._url, params=full, accept=JSON, limit=_LIMIT).json(shape)
        if found.error is not None:
            code = found.error.code[:40] if found.error.code.isascii() and found.error.code.isprintable() else "unknown"
            if code in ("maxlag", "readonly", "ratelimited"):
                raise Unreachable(f"Wikidata cannot answer at the moment ({code})")
            raise WrongType(f"Wikidata does not understand the question ({code})")
        return found


def _article(item: str, entity: _Entity, languages: tuple[str, ...]) -> Article:
    links = entity.sitelinks if isinstance(entity.sitelinks, dict) else {}
    titles = {}
    for language in languages:
        link = links.get(f"{language}wiki")
        title = link.get("title") if isinstance(link, dict) else None
        if isinstance(title, str) and 0 < len(title) <= 300 and title.isprintable():
            titles[language] = title
    return Article(item, titles, _shared(entity.claims if isinstance(entity.claims, dict) else {}))


def _shared(claims: dict[str, Any]) -> str:
    """`the manga and 2 other seasons`, from the classes and the number of ids."""
    kinds = [_WIDER[value] for value in _values(claims, "P31") if value in _WIDER]
    seasons = max(len(_values(claims, code)) for code in PROPERTIES.values()) - 1
    if seasons > 0:
        kinds.append("1 other entry" if seasons == 1 else f"{seasons} other entries")
    return " and ".join(dict.fromkeys(kinds))


def _values(claims: dict[str, Any], code: str) -> list[str]:
    """What the statements of property `code` say: item ids or texts. Deprecated ones are left out."""
    found = []
    rows = claims.get(code)
    for row in rows if isinstance(rows, list) else []:
        try:
            value = row["mainsnak"]["datavalue"]["value"]
            if row.get("rank") != "deprecated":
                found.append(str(value["id"] if isinstance(value, dict) else value))
        except (KeyError, TypeError, AttributeError):
            continue  # "unknown value", or a shape of its own
    return found
