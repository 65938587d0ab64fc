"""Facts of a show as a page lists them: each with its source, its days and where to look it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nextcour.answers.explanation import Explanation
from nextcour.answers.library import Library
from nextcour.articles.footnotes import safe_url
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.facts.fact import Fact
from nextcour.pages.title_story import reveals

_PACKAGE = "https://www.npmjs.com/package/{}/v/{}"
MOST = 12  # entries whose facts a page lists
_MANY = frozenset({"studio", "person (role unknown)"})  # one row for all values


class FactRow(msgspec.Struct, frozen=True):
    """`values` are one unless a source names several at once. `link` is where the source shows it, empty when nobody
    knows; `url` the value itself where that is an address. `rule` as in docs/knowable.md, empty when observed."""

    field: str
    values: tuple[str, ...]
    url: str
    source: str
    link: str
    observed_at: dt.date
    knowable_from: dt.date
    rule: str


class Subject(msgspec.Struct, frozen=True):
    """An entry with its facts."""

    entry: str
    title: str
    titles: dict[str, str]
    reveals: bool  # a title of it says that the story ends there
    rows: tuple[FactRow, ...]


class Elsewhere(msgspec.Struct, frozen=True):
    """The show at a provider."""

    name: str
    url: str


_PROVIDERS: Mapping[str, tuple[str, str]] = {
    "mal": ("MyAnimeList", "https://myanimelist.net/anime/{}"),
    "anilist": ("AniList", "https://anilist.co/anime/{}"),
    "bangumi": ("Bangumi", "https://bgm.tv/subject/{}"),
    "anidb": ("AniDB", "https://anidb.net/anime/{}"),
    "annict": ("Annict", "https://annict.com/works/{}"),
    "syobocal": ("しょぼいカレンダー", "https://cal.syoboi.jp/tid/{}"),
    "tmdb": ("TMDB", "https://www.themoviedb.org/{}"),
}


def elsewhere_of(ids: Mapping[str, int | str]) -> tuple[Elsewhere, ...]:
    """Pages of the providers that know the show, in a fixed order."""
    return tuple(
        Elsewhere(name, address.format(ids[provider]))
        for provider, (name, address) in _PROVIDERS.items()
        if provider in ids and safe_url(address.format(ids[provider]))
    )


def subjects_of(explanation: Explanation, library: Library, first: Sequence[str]) -> tuple[tuple[Subject, ...], int]:
    """The entries of the explanation, those of `first` before others and the newest of them first; at most MOST, and
    how many there are beyond."""
    versions = {package.name: package.version for package in library.packages}
    by_entry: dict[str, list[Fact]] = {}
    for fact in explanation.facts:
        by_entry.setdefault(fact.entry, []).append(fact)
    place = {entry_id: at for at, entry_id in enumerate(first)}
    order = sorted(by_entry, key=lambda entry_id: -place.get(entry_id, -1))
    found = []
    for entry_id in order[:MOST]:
        facts = by_entry[entry_id]
        entry = library.entry(entry_id)
        pages = {(one.source, one.observed): one.url for one in entry.seen}
        rows = tuple(_rows(facts, pages, versions))
        found.append(Subject(entry_id, latin_title(entry), titles_by_language(entry), reveals((entry,)), rows))
    return tuple(found), len(order) - len(found)


def _rows(
    facts: Iterable[Fact], pages: Mapping[tuple[str, dt.date], str], versions: Mapping[str, str]
) -> Iterable[FactRow]:
    grouped: dict[tuple[str, str, dt.date], list[Fact]] = {}
    for fact in facts:
        alone = not (fact.field.startswith("title.") or fact.field in _MANY)
        name = f"{fact.field}\n{fact.value}" if alone else fact.field
        grouped.setdefault((name, fact.source, fact.observed_at), []).append(fact)
    for same in grouped.values():
        fact = same[0]
        page = safe_url(pages.get((fact.source, fact.observed_at), ""))
        if not page and fact.source in versions:
            page = _PACKAGE.format(fact.source, versions[fact.source])
        url = safe_url(fact.value) if "://" in fact.value else ""
        if fact.field.startswith("id.") and fact.field[3:] in _PROVIDERS:
            url = safe_url(_PROVIDERS[fact.field[3:]][1].format(fact.value))
        yield FactRow(
            field=fact.field,
            values=tuple(dict.fromkeys(one.value for one in same)),
            url=url,
            source=fact.source,
            link=page,
            observed_at=fact.observed_at,
            knowable_from=fact.knowable_from,
            rule=fact.rule,
        )
