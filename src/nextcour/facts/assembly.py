"""From what sources say to catalogue entries: those that exist with what is newer or more precise, and new ones for
what a source announced and the catalogue lacks. Pure: the same statements, in any order, give the same entries.

An entry keeps what was known before (`Entry.before`), so that a view for an earlier day shows nothing that a source
showed later. What the catalogue left open is filled in from the start: rules say from when it could be known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Seen, SourceMaterial
from nextcour.facts import shows as grouping
from nextcour.facts.complete import LISTS_ALL
from nextcour.facts.current import Gone, disputes, standing, values
from nextcour.facts.dispute import Dispute
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.merging import blank, merged, without_own
from nextcour.facts.observation import Key, Observation
from nextcour.facts.placeholder import settled
from nextcour.facts.run_state import CANCELLED, WITHDRAWN
from nextcour.facts.shows import Show, Shows

# A show that the catalogue lacks counts as new when it premieres no longer than this before the catalogue looked. Older
# ones come in only where a source says that they continue, or go before, a show that is there.
RECENT = dt.timedelta(days=200)
_SERIES = frozenset({Format.TV, Format.ONA, Format.TV_SHORT})
_OPEN = frozenset({"NOT_YET_RELEASED", "RELEASING", "HIATUS", CANCELLED})
# Attributes that are filled in from the start where the catalogue says nothing, with their empty values.
_FILLED: Mapping[str, Any] = {
    "finale": FuzzyDate(),
    "episodes": None,
    "source_material": SourceMaterial.UNKNOWN,
    "official_site": None,
    "studios": (),
    "status": None,
}
# What decides whether a show that the catalogue lacks becomes an entry. The bulk of what sources say is about other
# fields (relations, ids), and of tens of thousands of shows few are new.
_DECIDING = frozenset({"title", "format", "status", "premiere", "finale", "season", "adult"})
# An editor, and a person's own file: neither looks at a show and would have named what follows.
_NO_LOOK = frozenset({EDITOR, "file"})
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class StatedLink(msgspec.Struct, frozen=True, order=True):
    """`source` says that the entry `later` continues `earlier`; at least one of them is new."""

    earlier: str
    later: str
    source: str
    observed: dt.date
    url: str


class Assembled(NamedTuple):
    """What synced sources add to a catalogue. `entries`: new and changed ones, by id; `looked`: the last day on which a
    source looked at an entry; `studios`: on which one that tells studios did."""

    entries: tuple[Entry, ...]
    links: tuple[StatedLink, ...]
    looked: Mapping[str, dt.date]
    disputes: tuple[Dispute, ...]
    unsure: tuple[frozenset[Key], ...]
    studios: Mapping[str, dt.date]


def assemble(
    content: Catalogue,
    shipped: Callable[[Entry], Iterable[Observation]],
    stored: Iterable[Stored],
    gone: Gone | None = None,
    studio: Callable[[str], str] = str,
    complete: Mapping[str, dt.date] | None = None,
) -> Assembled:
    """`shipped` gives what the catalogue's packages show of an entry; `stored` what synced sources and editors say,
    several statements of one source where it changed its mind; `gone` what a source no longer shows. `complete` are the
    days of complete looks of sources that list everything; None: whatever they showed, they showed in one."""
    left = gone or {}
    away: dict[Key, list[dt.date]] = {}
    for (key, _), day in left.items():
        away.setdefault(key, []).append(day)
    found = grouping.gather(content.entries, stored)
    relations = grouping.related(found)
    accepted = _accepted(found, relations, content)
    entries: list[Entry] = []
    looked: dict[str, dt.date] = {}
    read: dict[str, dt.date] = {}
    rows: list[Dispute] = []
    for group in found.shows:
        if group.entry is None and group.id not in accepted:
            continue
        show = group._replace(said=settled(group.entry, group.said))
        said = [*show.said, *(_as_stored(one) for one in (shipped(show.entry) if show.entry is not None else ()))]
        entry = _with_history(show, said, left, studio)
        if entry is not None and entry != show.entry:
            entries.append(entry)
        last = list(_looks(show, complete))
        last += [day for key in show.keys for day in away.get(key, ())]  # it looked, and the record was not there
        if last:
            looked[show.id] = max(last)
        told = [one.last_seen for one in show.said if one.observation.field == "studios" and _source(one)]
        if told:
            read[show.id] = max(told)
        rows += disputes(show.id, values(standing(said, left, _last_day(said))))
    links = _links(found, accepted, {entry.id: entry for entry in (*content.entries, *entries)}, left)
    return Assembled(tuple(entries), links, looked, tuple(rows), found.unsure, read)


def _looks(show: Show, complete: Mapping[str, dt.date] | None) -> Iterator[dt.date]:
    """Days on which sources looked at a show and would have shown what follows. A source that lists everything shows
    that nothing follows only when it is read to its end: what it showed since then does not count, unless the show
    itself is what is new."""
    for one in show.said:
        source = one.observation.source
        if source.partition(":")[0] in _NO_LOOK:
            continue
        if complete is None or source not in LISTS_ALL or show.entry is None:
            yield one.last_seen
        elif source in complete:
            yield min(one.last_seen, complete[source])


def _source(one: Stored) -> bool:
    return not one.withdrawn and one.observation.source != EDITOR


def _as_stored(one: Observation) -> Stored:
    return Stored(one, _EPOCH, one.observed_at)


def _last_day(said: Iterable[Stored]) -> dt.date:
    return max(one.last_seen for one in said)


def _accepted(found: Shows, relations: Mapping[str, frozenset[str]], content: Catalogue) -> frozenset[str]:
    """Shows that become new entries: those that can be shown and are recent, or continue something that is there."""
    known = {entry.id for entry in content.entries}
    usable = {}
    for show in found.shows:
        if show.entry is None and (entry := _newest(show)) is not None:
            usable[show.id] = entry
    accepted = {identity for identity, entry in usable.items() if _recent(entry, content.data_day)}
    waiting = list(accepted | known)
    while waiting:
        for other in relations.get(waiting.pop(), ()):
            if other in usable and other not in accepted:
                accepted.add(other)
                waiting.append(other)
    return frozenset(accepted)


def _newest(show: Show) -> Entry | None:
    """A show that the catalogue lacks as it was last described, for `_accepted`; None when it has no title or
    kind, or is for adults."""
    deciding = [one for one in show.said if one.observation.field.partition(".")[0] in _DECIDING]
    said = standing(deciding, {}, _last_day(show.said))
    now = values(said)
    adult = now.get("adult")
    if adult is not None and adult.value.observation.value == "true":
        return None
    entry = merged(blank(show.id, ""), now, said, show.keys)
    return entry if entry.titles and entry.format is not Format.UNKNOWN else None


def _recent(entry: Entry, data_day: dt.date) -> bool:
    last = entry.premiere.latest
    return last >= data_day - RECENT if last is not None else entry.status in _OPEN


def _with_history(show: Show, said: Sequence[Stored], gone: Gone, studio: Callable[[str], str]) -> Entry | None:
    """The show's entry, with the versions that were known before. None when no version has a title."""
    versions: list[tuple[dt.date, Entry]] = []
    if show.entry is not None:
        versions.append((dt.date.min, show.entry))
    days = {one.observation.observed_at for one in show.said} | {_last_day(said)}
    days |= {gone[at] for at in {(one.observation.key, one.observation.source) for one in show.said} if at in gone}
    for day in sorted(days):
        rows = standing(said, gone, day)
        if show.entry is None and not rows and versions:
            entry = msgspec.structs.replace(
                versions[-1][1], status=WITHDRAWN, seen=_withdrawn(versions[-1][1].seen, day)
            )
        elif not rows:
            continue
        else:
            start = show.entry or blank(show.id, min(one.observation.source for one in rows))
            entry = merged(start, values(rows), rows, show.keys, studio)
            if not entry.titles:
                continue
        if not versions or _content(entry) != _content(versions[-1][1]):
            versions.append((day, entry))
        else:
            versions[-1] = (versions[-1][0], _with_earlier_seen(entry, versions[-1][1]))
    if not versions:
        return None
    if show.entry is not None and len(versions) > 1:
        versions[0] = (dt.date.min, _filled(versions[0][1], versions[1][1]))
        if _content(versions[0][1]) == _content(versions[1][1]):
            del versions[1]
    return _chained(versions)


def _withdrawn(seen: tuple[Seen, ...], day: dt.date) -> tuple[Seen, ...]:
    url = next((one.url for one in seen if one.field == "titles"), "")
    source = next((one.source for one in seen if one.field == "titles"), "")
    kept = [one for one in seen if one.field != "status"]
    return tuple(sorted((*kept, Seen("status", source, day, url, replaced=True)), key=lambda one: one.field))


def _content(entry: Entry) -> Entry:
    """What of a version a person can see, apart from where it comes from."""
    return msgspec.structs.replace(entry, seen=(), since=None, before=None)


def _with_earlier_seen(entry: Entry, before: Entry) -> Entry:
    """`entry`, with a field's first showing where an earlier version of the same content had it."""
    first = {one.field: one for one in before.seen}
    seen = tuple(min(one, first.get(one.field, one), key=lambda each: each.observed) for one in entry.seen)
    return msgspec.structs.replace(entry, seen=seen)


def _filled(base: Entry, later: Entry) -> Entry:
    """`base` with what it leaves open and `later` tells. When it could be known is for the rules to say."""
    changed: dict[str, Any] = {}
    fields = set()
    for name, empty in _FILLED.items():
        if getattr(base, name) == empty and getattr(later, name) != empty:
            changed[name] = getattr(later, name)
            fields.add(name)
    if "finale" in changed and (base.premiere.earliest is None or changed["finale"].latest < base.premiere.earliest):
        del changed["finale"]
        fields.discard("finale")
    if "episodes" in changed:
        changed["episodes_inferred"] = False
    changed |= {"titles": without_own(base.titles, later.titles), "streams": later.streams, "ids": later.ids}
    seen = tuple(
        one for one in later.seen if one.field in fields or one.field.partition(".")[0] in ("title", "stream", "ids")
    )
    return msgspec.structs.replace(base, **changed, seen=seen)


def _chained(versions: Sequence[tuple[dt.date, Entry]]) -> Entry:
    """The last version, with those before it. A field that had another value in the version before was replaced."""
    _, entry = versions[0]
    for day, later in versions[1:]:
        seen = tuple(
            msgspec.structs.replace(one, replaced=True) if _differs(one.field, entry, later) else one
            for one in later.seen
        )
        entry = msgspec.structs.replace(later, seen=seen, since=day, before=entry)
    return entry


def _differs(field: str, before: Entry, later: Entry) -> bool:
    if field not in later.__struct_fields__ or field in ("titles", "streams", "ids"):
        return False
    old = getattr(before, field)
    return old != getattr(later, field) and old not in (None, (), FuzzyDate(), Format.UNKNOWN, SourceMaterial.UNKNOWN)


def _links(found: Shows, accepted: frozenset[str], entries: Mapping[str, Entry], gone: Gone) -> tuple[StatedLink, ...]:
    """Links between series that a source states, where one end is new: of entries that were there before, the graph
    knows more than a relation says. One a pair: the one shown first."""
    names = found.ids()
    links: dict[tuple[str, str], StatedLink] = {}
    for show in found.shows:
        for one in show.said:
            end = grouping.end_of(one, names)
            if end is None or (one.observation.key, one.observation.source) in gone:
                continue
            earlier, later = (show.id, end[1]) if end[0] == "SEQUEL" else (end[1], show.id)
            if earlier == later or not {earlier, later} & accepted:
                continue
            if any(name not in entries or entries[name].format not in _SERIES for name in (earlier, later)):
                continue
            said = one.observation
            link = StatedLink(earlier, later, said.source, said.observed_at, said.url)
            held = links.get((earlier, later))
            if held is None or (link.observed, link.source, link.url) < (held.observed, held.source, held.url):
                links[earlier, later] = link
    return tuple(sorted(links.values()))


def is_new(entry: Entry) -> bool:
    """Whether no package has the entry: every version of it rests on synced sources."""
    while entry.before is not None:
        entry = entry.before
    return any(one.field == "titles" for one in entry.seen)


def first_shown(entry: Entry) -> dt.date | None:
    """The day on which a source first showed a new entry."""
    while entry.before is not None:
        entry = entry.before
    return min((one.observed for one in entry.seen), default=None)
