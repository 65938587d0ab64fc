"""What sources say about one show on a day: the value to show of every field, and who disagrees. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nextcour.facts.agreement import DATES, NOTHING, agree, precision
from nextcour.facts.dispute import Dispute, Voice
from nextcour.facts.intake import family
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import Key, Provider
from nextcour.facts.precedence import STALE, Shown, ranking, shown

# Fields of which a catalogue entry is made. `relation` and `ids` say what belongs together.
FIELDS = (
    "title",
    "format",
    "status",
    "premiere",
    "finale",
    "season",
    "episodes",
    "source_material",
    "studios",
    "official_site",
    "stream",
    "ids",
    "relation",
    "adult",
)
# Fields of which each source has its own, so that a difference is no contradiction.
_OWN = frozenset({"title.synonym", "stream", "relation", "people", "headline", "demand"})
Gone = Mapping[tuple[Key, str], dt.date]


def bundled(one: Stored) -> bool:
    """Whether the catalogue that ships says it, under its own id of the entry."""
    return one.observation.key.provider is Provider.ENTRY and one.observation.source != EDITOR


def standing(said: Iterable[Stored], gone: Gone, day: dt.date) -> list[Stored]:
    """The last statement of each source about each field up to `day`, whatever the order of `said`. What a source no
    longer shows on that day is left out. The catalogue counts as seen on every day: its facts have their own days."""
    last: dict[tuple[str, str], Stored] = {}
    for one in said:
        seen = one.observation
        if not bundled(one) and seen.observed_at > day:
            continue
        left = gone.get((seen.key, seen.source))
        if left is not None and left <= day:
            continue
        at = (seen.field, seen.source)
        if at not in last or _turn(one) > _turn(last[at]):
            last[at] = one
    return [one if one.last_seen <= day else msgspec.structs.replace(one, last_seen=day) for one in last.values()]


def _turn(one: Stored) -> tuple[bool, dt.date, dt.datetime, str, Key]:
    seen = one.observation
    return not bundled(one), seen.observed_at, one.recorded_at, seen.value, seen.key


def values(said: Sequence[Stored]) -> dict[str, Shown]:
    """Of each field the value to show. `said` holds one statement a source."""
    by_field: dict[str, list[Stored]] = {}
    for one in said:
        by_field.setdefault(one.observation.field, []).append(one)
    return {field: found for field in sorted(by_field) if (found := shown(by_field[field])) is not None}


def disputes(entry: str, found: Mapping[str, Shown]) -> tuple[Dispute, ...]:
    """Fields of `entry` that are contradicted or that an editor decided, in order."""
    rows = []
    for field, one in found.items():
        said = one.value.observation
        if field in _OWN or family(field) in _OWN:
            continue
        against = [other for other in one.others if not agree(field, said.value, other.observation.value)]
        if against or said.source == EDITOR:
            voices = tuple(_voice(other) for other in (against if said.source != EDITOR else one.others))
            rows.append(Dispute(entry, field, _voice(one.value), voices, _reason(field, one.value, against)))
    return tuple(rows)


def _voice(one: Stored) -> Voice:
    said = one.observation
    return Voice(said.source, said.value, said.observed_at, one.last_seen, said.url)


def _reason(field: str, chosen: Stored, against: Sequence[Stored]) -> str:
    """In the order of `facts.precedence.shown`: why `chosen` stands before those that speak against it."""
    said = chosen.observation
    if said.source == EDITOR:
        return "An editor's own fact comes before what any source says."
    older = [one for one in against if chosen.last_seen - one.last_seen > STALE]
    if older and len(older) == len(against):
        return f"The others were last seen more than {STALE.days} days before it."
    order = ranking(field)
    names = [one.observation.source for one in against]
    place = {name: at for at, name in enumerate(order.sources)}
    behind = any(place.get(said.source, 99) > place.get(name, 99) for name in names)
    if behind and family(field) in DATES and precision(said.value) > 0:
        return "It agrees with the source that comes first, and is more precise."
    if all(one.observation.value == NOTHING for one in against):
        return "The others show nothing."
    return order.reason
