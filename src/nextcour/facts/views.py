"""What could be known of an entry on a day: as-of views, and the list of facts behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, SourceMaterial, Stream, Title, TitleKind
from nextcour.facts.fact import EDITOR, AnnouncementDay, Basis, Fact
from nextcour.facts.rules import Days, Observed, days_of

_ID_FIELDS = {
    **dict.fromkeys(("mal", "anilist", "anidb", "bangumi", "tmdb"), "ids"),
    **dict.fromkeys(("annict", "syobocal"), "arm_ids"),
}


class Cut(NamedTuple):
    """Where knowledge ends: at `day` inclusive, by `knowable_from`, or by `observed_at` when `strict`. What an editor
    entered is seen up to `own`, which may be later: it holds though no source has looked since."""

    day: dt.date
    strict: bool = False
    own: dt.date | None = None

    def sees(self, days: Days) -> bool:
        return (days.observed if self.strict else days.knowable) <= self.end_for(days.package)

    def end_for(self, source: str) -> dt.date:
        """The last day on which what `source` showed is seen."""
        return self.own if source == EDITOR and self.own is not None else self.day


def _stream_days(stream: Stream, entry: Entry, announced: AnnouncementDay, observed: Observed) -> Days:
    """A stream with a begin day could be known then; one without only when the package showed it, because such lists
    are filled in long after the fact."""
    seen = next((seen for seen in entry.seen if seen.field == f"stream.{stream.site}"), None)
    if seen is not None:
        return Days(seen.source, seen.observed, seen.observed, Basis.OBSERVED, "")
    shown = days_of(entry, "streams", announced, observed)
    if stream.begin is None:
        return Days(shown.package, shown.observed, shown.observed, Basis.OBSERVED, "")
    return Days(shown.package, shown.observed, max(stream.begin, shown.knowable), Basis.INFERRED, "stream-begin")


def premiere_as_of(entry: Entry, announced: AnnouncementDay, observed: Observed, cut: Cut) -> FuzzyDate:
    """The premiere as far as it was public: the day, the month, or nothing."""
    if cut.sees(days_of(entry, "premiere", announced, observed)):
        return entry.premiere
    if entry.premiere.month is not None and cut.sees(days_of(entry, "month", announced, observed)):
        return FuzzyDate(entry.premiere.year, entry.premiere.month)
    return FuzzyDate()


def version_as_of(entry: Entry, cut: Cut) -> Entry:
    """The version of `entry` that was in force at the cut: what a source changed later is not in it."""
    while entry.before is not None and entry.since is not None:
        since = entry.since
        source = EDITOR if any(one.source == EDITOR and one.observed == since for one in entry.seen) else ""
        if since <= cut.end_for(source):
            break
        entry = entry.before
    return entry


def entry_as_of(entry: Entry, announced: AnnouncementDay, observed: Observed, cut: Cut) -> Entry | None:
    """`entry` with every field that was not yet known blanked; None when the entry itself was not known."""
    entry = version_as_of(entry, cut)

    def sees(field: str) -> bool:
        return cut.sees(days_of(entry, field, announced, observed))

    if not sees("titles"):
        return None
    tags = sees("tags")
    tmdb = sees("tmdb")
    return msgspec.structs.replace(
        entry,
        format=entry.format if sees("format") else Format.UNKNOWN,
        premiere=premiere_as_of(entry, announced, observed, cut),
        finale=entry.finale if sees("finale") else FuzzyDate(),
        broadcast=entry.broadcast if sees("broadcast") else None,
        episodes=entry.episodes if sees("episodes") else None,
        episodes_inferred=entry.episodes_inferred and sees("episodes"),
        official_site=entry.official_site if sees("official_site") else None,
        tmdb_show=entry.tmdb_show if tmdb else None,
        tmdb_season=entry.tmdb_season if tmdb else None,
        tmdb_episode=entry.tmdb_episode if tmdb else None,
        source_material=entry.source_material if sees("source_material") else SourceMaterial.UNKNOWN,
        original_titles=entry.original_titles if sees("original_titles") else (),
        studios=entry.studios if sees("studios") else (),
        people=entry.people if sees("people") else (),
        tags=entry.tags if tags else (),
        streams=tuple(s for s in entry.streams if cut.sees(_stream_days(s, entry, announced, observed))),
        demand=entry.demand if entry.demand and sees("demand") else None,
        status=entry.status if entry.status is not None and sees("status") else None,
        season=entry.season if entry.season is not None and sees("season") else None,
    )


def _title_days(entry: Entry, title: Title, titles: Days, observed: Observed) -> Days:
    """The native title is what the earliest package that has the entry shows, unless an editor gave it; other names are
    of their own package."""
    if title.kind is TitleKind.NATIVE and title.source != EDITOR:
        return titles
    seen = next((seen for seen in entry.seen if seen.field == f"title.{title.source}"), None)
    if seen is not None:
        return Days(seen.source, seen.observed, seen.observed, Basis.OBSERVED, "")
    return titles._replace(package=title.source, observed=observed.days.get(title.source, observed.last))


def _values(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(name shown to a person, field whose days apply, value)."""
    yield "format", "format", entry.format.value
    if entry.status is not None:
        yield "status", "status", entry.status
    if entry.premiere.year is not None:
        yield "premiere", "premiere", entry.premiere.iso()
    if entry.season is not None:
        yield "season", "season", f"{entry.season[0]} {entry.season[1]}"
    if entry.finale.year is not None:
        yield "finale", "finale", entry.finale.iso()
    if entry.broadcast:
        yield "broadcast", "broadcast", entry.broadcast
    if entry.episodes is not None:
        yield "episodes", "episodes", f"{entry.episodes}" + (" (inferred)" if entry.episodes_inferred else "")
    if entry.source_material is not SourceMaterial.UNKNOWN:
        yield "source_material", "source_material", entry.source_material.value
    for studio in entry.studios:
        yield "studio", "studios", studio
    for person in entry.people:
        yield "person (role unknown)", "people", person
    if entry.official_site:
        yield "official_site", "official_site", entry.official_site
    for name, field in _ID_FIELDS.items():
        value = getattr(entry.ids, name)
        if value is not None:
            yield f"id.{name}", field, str(value)


def facts_of(entry: Entry, announced: AnnouncementDay, observed: Observed, cut: Cut) -> tuple[Fact, ...]:
    """Every fact about `entry` that `cut` lets through, in a fixed order, each with its days and source."""
    facts: list[Fact] = []
    entry = version_as_of(entry, cut)

    def add(name: str, value: str, days: Days, valid_from: dt.date | None = None) -> None:
        if cut.sees(days):
            facts.append(
                Fact(
                    entry=entry.id,
                    field=name,
                    value=value,
                    source=days.package,
                    observed_at=days.observed,
                    knowable_from=days.knowable,
                    basis=days.basis,
                    rule=days.rule,
                    valid_from=valid_from,
                )
            )

    titles = days_of(entry, "titles", announced, observed)
    for title in entry.titles:
        add(f"title.{title.lang}", title.text, _title_days(entry, title, titles, observed))
    span = f"{announced.day} ({announced.earliest} to {announced.latest}, {announced.basis})"
    add("announced", span, titles._replace(rule=f"announcement-{announced.basis}"), announced.day)
    for name, field, value in _values(entry):
        seen = next((one for one in entry.seen if one.field == name.replace("id.", "ids.", 1)), None)
        if seen is not None and name.startswith("id."):
            add(name, value, Days(seen.source, seen.observed, seen.observed, Basis.OBSERVED, ""))
        else:
            add(name, value, days_of(entry, field, announced, observed))
    for stream in entry.streams:
        add(f"stream.{stream.site}", stream.url, _stream_days(stream, entry, announced, observed), stream.begin)
    if entry.demand is not None:
        days = days_of(entry, "demand", announced, observed)
        add("collections", f"{entry.demand.collections}", days, entry.demand.day_from)
        if entry.demand.score is not None:
            votes = sum(entry.demand.ratings)
            add("score", f"{entry.demand.score:g} / 10 ({votes} votes)", days, entry.demand.day_from)
    return tuple(facts)
