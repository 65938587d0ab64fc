"""Which titles sources are asked for: those a person names, else those in their list `followed.jsonl` and those they
asked about lately."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from nextcour.answers.library import Library
from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.catalog.titles.match import Outcome, match
from nextcour.errors import Expected
from nextcour.facts.identity import claims_of_facts
from nextcour.facts.ledger import FactStore
from nextcour.facts.observation import Key, Problem, Provider
from nextcour.sources.registry import Listing
from nextcour.store import asked_lately, paths

FOLLOWED = "followed.jsonl"
MOST = 10_000  # lines of the list
LATELY = 50  # main lines, those asked about last
_NUMBER = re.compile(r"(mal|anilist|ann):([1-9]\d{0,9})")
_NAMED = 5  # shows named in one problem
_ENTRY_IDS = (Provider.MAL, Provider.ANILIST, Provider.ANIDB, Provider.BANGUMI)


class TitleUnclear(Expected):
    """A title that a person named is not found (code 3), or may mean several shows (code 4)."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


class Show(msgspec.Struct, frozen=True):
    """One entry of a catalogue, or a record that is not in it, by all the ids that are known of it."""

    name: str
    keys: frozenset[Key]

    def by(self, providers: Sequence[Provider]) -> Key | None:
        """Its best id for a source that goes by `providers`; of several ids of one provider the first."""
        for provider in providers:
            found = sorted(key for key in self.keys if key.provider is provider)
            if found:
                return found[0]
        return None


class _Followed(msgspec.Struct):
    """A line of the list: `{"title": "akudama drive"}`, `{"mal": 41433}` or `{"anilist": 116566}`."""

    title: str = ""
    mal: int | None = None
    anilist: int | None = None

    @property
    def query(self) -> str:
        if self.title:
            return self.title
        return f"mal:{self.mal}" if self.mal else f"anilist:{self.anilist}" if self.anilist else ""


def named(queries: Iterable[str], library: Library, store: FactStore) -> tuple[Show, ...]:
    """The shows that `queries` mean: all of a franchise for a title, one record for `mal:41433` and the like.

    Raises TitleUnclear, StoreError.
    """
    found: dict[frozenset[Key], Show] = {}
    for query in queries:
        for show in _shows(query, library):
            found.setdefault(show.keys, show)
    return _completed(tuple(found.values()), store)


def followed(library: Library, store: FactStore, path: Path | None = None) -> tuple[tuple[Show, ...], list[Problem]]:
    """The shows of the list, and what is wrong with it. No list is an empty one. Raises StoreError."""
    path = path or paths.data_dir() / FOLLOWED
    queries: list[str] = []
    problems: list[Problem] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return (), []
    except (OSError, UnicodeDecodeError) as error:
        return (), [Problem(FOLLOWED, str(path), f"it cannot be read ({error})")]
    if len(lines) > MOST:
        problems.append(Problem(FOLLOWED, f"line {MOST + 1:,} and on", "too many; they are passed over"))
    for number, line in enumerate(lines[:MOST], start=1):
        if not line.strip():
            continue
        try:
            query = msgspec.json.decode(line, type=_Followed).query
        except msgspec.MsgspecError as error:
            problems.append(Problem(FOLLOWED, f"line {number}", f"it is passed over ({error})"))
            continue
        try:
            _shows(query, library)
        except TitleUnclear as error:
            problems.append(Problem(FOLLOWED, f"line {number}", str(error)))
        else:
            queries.append(query)
    return named(queries, library, store), problems


def asked(library: Library, store: FactStore, day: dt.date) -> tuple[Show, ...]:
    """The shows of the LATELY main lines that were asked about last by `day`, the last one first. Lines that the
    catalogue no longer has are passed over. Raises StoreError."""
    found: dict[frozenset[Key], Show] = {}
    for line in asked_lately.lately(day, LATELY):
        franchise = library.home(line)
        for show in () if franchise is None else _entries(franchise, library):
            found.setdefault(show.keys, show)
    return _completed(tuple(found.values()), store)


def keys_for(listing: Listing, shows: Sequence[Show]) -> tuple[tuple[Key, ...], tuple[Problem, ...]]:
    """One id of each show for a source, and what to say of shows that have none it goes by."""
    keys = {show: show.by(listing.ids) for show in shows}
    without = [show.name for show, key in keys.items() if key is None]
    if not without:
        return tuple(sorted({key for key in keys.values() if key is not None})), ()
    more = f" and {len(without) - _NAMED:,} more" if len(without) > _NAMED else ""
    needed = " or ".join(provider.value for provider in listing.ids)
    problem = Problem(
        listing.name, ", ".join(without[:_NAMED]) + more, f"no id is known that {listing.title} goes by ({needed})"
    )
    return tuple(sorted({key for key in keys.values() if key is not None})), (problem,)


def _shows(query: str, library: Library) -> tuple[Show, ...]:
    """Raises TitleUnclear."""
    number = _NUMBER.fullmatch(query.strip())
    if number is not None:
        return (Show(query.strip(), frozenset({Key(Provider(number[1]), number[2])})),)
    try:
        result = match(library.titles, query)
    except QueryUnusable as error:
        raise TitleUnclear(str(error), 2) from error
    if result.outcome is Outcome.AMBIGUOUS:
        several = " | ".join(one.title for one in result.candidates)
        raise TitleUnclear(f"{query!r} may mean {several}. Name one of them, or mal:NUMBER.", 4)
    if result.winner is None:
        near = ", ".join(one.title for one in result.nearest)
        hint = f" The nearest: {near}." if near else ""
        raise TitleUnclear(f"No show {query!r} in the catalogue.{hint} One that is new can be named as mal:NUMBER.", 3)
    return _entries(result.winner.franchise, library)


def _entries(franchise: str, library: Library) -> tuple[Show, ...]:
    """Every entry of a franchise."""
    entries = [library.entry(name) for name in library.franchise(franchise).entry_ids()]
    return tuple(
        Show(
            entry.title,
            frozenset(
                {Key(Provider.ENTRY, entry.id)}
                | {
                    Key(provider, str(getattr(entry.ids, provider.value)))
                    for provider in _ENTRY_IDS
                    if getattr(entry.ids, provider.value) is not None
                }
            ),
        )
        for entry in entries
    )


def _completed(shows: tuple[Show, ...], store: FactStore) -> tuple[Show, ...]:
    """With the ids of other providers that the store's facts give."""
    keys = {key for show in shows for key in show.keys}
    if not keys:
        return shows
    more: dict[Key, set[Key]] = {}
    for claim in claims_of_facts(store.latest(keys, fields=["ids"])):
        more.setdefault(claim.one, set()).add(claim.other)
    completed = []
    for show in shows:
        has = {key.provider for key in show.keys}
        found = {key for one in show.keys for key in more.get(one, ()) if key.provider not in has}
        completed.append(Show(show.name, show.keys | found))
    return tuple(completed)
