"""Which statements are about which show: an entry of the catalogue, or a show that it lacks. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from nextcour.catalog.entry import Entry
from nextcour.facts.identity import Identities, claims_of_entries, claims_of_facts, resolve
from nextcour.facts.ledger import Stored
from nextcour.facts.merging import date_of
from nextcour.facts.observation import Key, Provider

# Two records under one name that begin within so many days of each other are one show, or one and its preview.
SAME_DAYS = 60
_NAMED = ("title.ja", "title.zh-Hans", "title.zh-Hant", "title.ko", "title.ja-Latn", "title.en")


class Show(NamedTuple):
    """Records that are one show, what is said of them, and its entry in the catalogue."""

    id: str
    entry: Entry | None
    keys: frozenset[Key]
    said: tuple[Stored, ...]


class Shows(NamedTuple):
    """Every show that something is said of, by id; records that may be an entry of the catalogue and surely are none of
    it; and the id of the show that a record is of."""

    shows: tuple[Show, ...]
    unsure: tuple[frozenset[Key], ...]
    identities: Identities

    def ids(self) -> dict[Key, str]:
        """The show of every record: also of those that only the catalogue names."""
        found = {}
        for keys in self.identities.groups():
            own = sorted(key.id for key in keys if key.provider is Provider.ENTRY)
            if own:
                found.update(dict.fromkeys(keys, own[0]))
        return found | {key: show.id for show in self.shows for key in show.keys}


def gather(entries: Sequence[Entry], stored: Iterable[Stored]) -> Shows:
    """Groups `stored` by show. Their order does not matter."""
    said = list(stored)
    claimed = claims_of_entries(entries)
    identities = resolve(chain(claimed, claims_of_facts(said)))
    by_id = {entry.id: entry for entry in entries}
    taken = {claim.other for claim in claimed}
    groups: dict[frozenset[Key], list[Stored]] = {}
    for one in said:
        groups.setdefault(identities.same(one.observation.key), []).append(one)
    named = _Names(entries)
    shows: dict[str, Show] = {}
    unsure = []
    for keys in sorted(groups, key=min):
        rows = tuple(sorted(groups[keys], key=_order))
        entry = next(
            (by_id[key.id] for key in sorted(keys) if key.provider is Provider.ENTRY and key.id in by_id), None
        )
        if entry is None:
            likely = named.like(keys, rows)
            if keys & taken or len(likely) > 1:  # more than one entry claims it
                unsure.append(keys)
                continue
            entry = likely[0] if likely else None
        identity = entry.id if entry is not None else identity_of(keys)
        before = shows.get(identity)
        if before is None:
            shows[identity] = Show(identity, entry, keys, rows)
        else:  # records that no id joins, but the name does, or what an editor says of an entry made of records
            every = tuple(sorted((*rows, *before.said), key=_order))
            shows[identity] = Show(identity, entry or before.entry, keys | before.keys, every)
    return Shows(tuple(shows[identity] for identity in sorted(shows)), tuple(unsure), identities)


def identity_of(keys: frozenset[Key]) -> str:
    """The id of an entry made of these records: `bgm302076`, `mal41433`, else `x` and a hash of the first of them, so
    that it stays the same when title or date change. Of what an editor says by such an id, that id."""
    own = sorted(key.id for key in keys if key.provider is Provider.ENTRY)
    if own:
        return own[0]
    for provider, prefix in ((Provider.BANGUMI, "bgm"), (Provider.MAL, "mal")):
        for key in sorted(keys):
            if key.provider is provider and key.id.isascii() and key.id.isdigit() and not key.id.startswith("0"):
                return prefix + key.id
    first = min(keys)
    return "x" + hashlib.sha256(f"{first.provider.value}:{first.id}".encode()).hexdigest()[:8]


def _order(one: Stored) -> tuple[str, str, Key, str, str]:
    said = one.observation
    return said.field, said.source, said.key, said.observed_at.isoformat(), said.value


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


class _Names:
    """Entries by their titles, for records that carry no id by which they could be found."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, list[Entry]] = {}
        for entry in entries:
            for name in {_plain(title.text) for title in entry.titles}:
                self._entries.setdefault(name, []).append(entry)

    def like(self, keys: frozenset[Key], rows: Iterable[Stored]) -> list[Entry]:
        """Entries with a title of these records that began within SAME_DAYS of them, and that no provider of `keys`
        numbers otherwise."""
        days = []
        names = set()
        for one in rows:
            said = one.observation
            if said.field == "premiere" and (date := date_of(said.value)) is not None and date.month is not None:
                days.append(date)
            elif said.field in _NAMED:
                names.add(_plain(_text(said.value)))
        found: dict[str, Entry] = {}
        for name in names - {""}:
            for entry in self._entries.get(name, ()):
                first = entry.premiere.earliest
                near = any(
                    date.earliest is not None and first is not None and abs((date.earliest - first).days) <= SAME_DAYS
                    for date in days
                )
                if near and not any(_other(entry, key) for key in keys):
                    found[entry.id] = entry
        return [found[identity] for identity in sorted(found)]


def _other(entry: Entry, key: Key) -> bool:
    """Whether `entry` has another number at the provider of `key`."""
    held = getattr(entry.ids, key.provider.value, None)
    return held is not None and str(held) != key.id


def _text(value: str) -> str:
    try:
        return msgspec.json.decode(value, type=str)
    except msgspec.MsgspecError:
        return ""


def related(shows: Shows) -> Mapping[str, frozenset[str]]:
    """Shows that a source says continue each other, or come before, both ways."""
    names = shows.ids()
    found: dict[str, set[str]] = {}
    for show in shows.shows:
        for one in show.said:
            other = end_of(one, names)
            if other is not None and other[1] != show.id:
                found.setdefault(show.id, set()).add(other[1])
                found.setdefault(other[1], set()).add(show.id)
    return {identity: frozenset(others) for identity, others in found.items()}


def end_of(one: Stored, names: Mapping[Key, str]) -> tuple[str, str] | None:
    """SEQUEL or PREQUEL, and the show at the other end of a relation; None for everything else."""
    parts = one.observation.field.split(".", 3)
    if len(parts) != 4 or parts[0] != "relation" or parts[1] not in ("SEQUEL", "PREQUEL") or one.withdrawn:
        return None
    if one.observation.value != "true" or parts[2] not in Provider._value2member_map_:
        return None
    other = names.get(Key(Provider(parts[2]), parts[3]))
    return None if other is None else (parts[1], other)
