"""Which records of different providers are the same show. Pure.

Claims say that two records are one (`ids.mal` of an entry). Rules, so that one wrong id does not weld two shows:

1. A record claimed by two different records of one provider (a MyAnimeList id that two entries carry) belongs to
   neither: those claims are set aside. So are claims of one record to two different records of one provider. When the
   claims are of different standing (`facts.precedence`, field `ids`), only those of the best standing are looked at.
2. What is left is joined in order of standing, then of keys. A join that would put two different records of one
   provider into one group, by way of third records, is refused.

Everything set aside or refused is returned as a Conflict, for people to look at. The order in which claims arrive does
not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from nextcour.catalog.entry import Entry
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import Key, Provider
from nextcour.facts.precedence import ranking

_IDS = "ids."
# Ids of a whole franchise or of a person's choice of article: seasons share them, so they say nothing about identity.
SHARED = frozenset({Provider.TMDB, Provider.WIKIPEDIA})


# Of records that are claimed to be several of a provider's, each with the best standing of those claims.
_Contested = dict[tuple[Key, Provider], dict[Key, int]]


class Claim(NamedTuple):
    """`source` says that two records are the same show."""

    one: Key
    other: Key
    source: str


class Conflict(NamedTuple):
    """A claim that was not followed, and why."""

    claim: Claim
    why: str


class Identities:
    """Groups of records that are the same show."""

    def __init__(self, groups: Mapping[Key, frozenset[Key]], conflicts: tuple[Conflict, ...]) -> None:
        self._groups = groups
        self.conflicts = conflicts

    def same(self, key: Key) -> frozenset[Key]:
        """All records of the show that `key` is of, itself among them."""
        return self._groups.get(key, frozenset({key}))

    def of(self, key: Key, provider: Provider) -> Key | None:
        """The record of `provider` for the show that `key` is of."""
        return next((one for one in self.same(key) if one.provider is provider), None)

    def groups(self) -> tuple[frozenset[Key], ...]:
        """Every group of two or more, by its first key."""
        return tuple(sorted(set(self._groups.values()), key=min))


def claims_of_entries(entries: Iterable[Entry]) -> list[Claim]:
    """What the catalogue's entries say about themselves."""
    found = []
    for entry in entries:
        own = Key(Provider.ENTRY, entry.id)
        for provider in (Provider.MAL, Provider.ANILIST, Provider.ANIDB, Provider.BANGUMI, Provider.TMDB):
            value = getattr(entry.ids, provider.value)
            if value is not None:
                found.append(Claim(own, Key(provider, str(value)), "bangumi-data"))
    return found


def claims_of_facts(stored: Iterable[Stored]) -> list[Claim]:
    """What `ids.PROVIDER` observations say. Withdrawn ones and those that name no id are passed over."""
    found = []
    for one in stored:
        said = one.observation
        if one.withdrawn or not said.field.startswith(_IDS):
            continue
        try:
            provider = Provider(said.field.removeprefix(_IDS))
            value = msgspec.json.decode(said.value, type=int | str | None)
        except (ValueError, msgspec.MsgspecError):
            continue  # a provider that we do not number shows by, or a list of several
        if value is not None and value != "":
            found.append(Claim(said.key, Key(provider, str(value)), said.source))
    return found


def resolve(claims: Iterable[Claim]) -> Identities:
    """Groups by the rules above. Time grows with the number of claims."""
    usable = sorted(
        {
            claim if claim.one < claim.other else Claim(claim.other, claim.one, claim.source)
            for claim in claims
            if claim.one != claim.other and not SHARED & {claim.one.provider, claim.other.provider}
        },
        key=lambda claim: (_standing(claim.source), claim),
    )
    clear, conflicts = _set_aside(usable)
    del usable
    parent: dict[Key, Key] = {}
    members: dict[Key, dict[Provider, Key]] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for claim in clear:
        one, other = root(claim.one), root(claim.other)
        if one == other:
            continue
        mine = members.setdefault(one, {one.provider: one})
        theirs = members.setdefault(other, {other.provider: other})
        clash = sorted(provider for provider in mine.keys() & theirs.keys() if mine[provider] != theirs[provider])
        if clash:
            first = clash[0]
            conflicts.append(Conflict(claim, f"would make {_name(mine[first])} and {_name(theirs[first])} one show"))
            continue
        if len(mine) < len(theirs):
            one, other, mine, theirs = other, one, theirs, mine
        parent[other] = one
        mine.update(theirs)
        del members[other]
    groups = {}
    for held in members.values():
        group = frozenset(held.values())
        groups.update(dict.fromkeys(group, group))
    return Identities(groups, tuple(conflicts))


def _set_aside(claims: Iterable[Claim]) -> tuple[list[Claim], list[Conflict]]:
    """Rule 1: claims in order of standing, without those whose end is claimed twice by one provider."""
    listed = list(claims)
    # Most ends have one claim: of those nothing more is held than what it is.
    first: dict[Provider, dict[Key, Key]] = {}
    ends: _Contested = {}
    for claim in listed:
        for mine, theirs in ((claim.one, claim.other), (claim.other, claim.one)):
            if first.setdefault(theirs.provider, {}).setdefault(mine, theirs) != theirs:
                ends[mine, theirs.provider] = {}
    first.clear()
    for claim in listed if ends else ():
        standing = _standing(claim.source)
        for mine, theirs in ((claim.one, claim.other), (claim.other, claim.one)):
            held = ends.get((mine, theirs.provider))
            if held is not None:
                held[theirs] = min(held.get(theirs, standing), standing)
    clear, conflicts = [], []
    for claim in listed:
        why = _why_not(claim.one, claim.other, ends) or _why_not(claim.other, claim.one, ends)
        if why:
            conflicts.append(Conflict(claim, why))
        else:
            clear.append(claim)
    return clear, conflicts


def _why_not(mine: Key, theirs: Key, ends: _Contested) -> str:
    """Why `mine` is not surely `theirs`; empty when it is."""
    held = ends.get((mine, theirs.provider))
    if held is None:
        return ""
    best = min(held.values())
    leading = sorted(key for key, standing in held.items() if standing == best)
    if leading == [theirs]:
        return ""
    return f"{_name(mine)} is also said to be {' and '.join(_name(key) for key in leading if key != theirs)}"


@cache
def _standing(source: str) -> int:
    sources = (EDITOR, *ranking("ids").sources)
    return sources.index(source) if source in sources else len(sources)


def _name(key: Key) -> str:
    return f"{key.provider.value}:{key.id}"
