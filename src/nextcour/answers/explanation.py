"""Everything behind an answer about one franchise: its structure with evidence, and all facts, as of a day."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers import headlines
from nextcour.answers.headlines import HeadlineRow
from nextcour.answers.interest import Interest, interests, sentence
from nextcour.answers.library import Library
from nextcour.answers.looking import looked_at
from nextcour.answers.studios import StudioDay, studio_day
from nextcour.answers.view import line_view
from nextcour.answers.words import day_words
from nextcour.catalog.preferred import latin_title
from nextcour.facts.dispute import Dispute
from nextcour.facts.fact import Fact
from nextcour.facts.views import Cut, facts_of
from nextcour.franchise.model import Link
from nextcour.signals.series import Event, Trend
from nextcour.signals.workload import Load
from nextcour.signals.workload import load as load_of


class InstallmentRow(msgspec.Struct, frozen=True):
    """An installment as of the day. `premiere` may be fuzzy, or null when it was not known."""

    number: int
    provider_numbers: tuple[int, ...]
    title: str
    premiere: str | None
    state: str
    entries: tuple[str, ...]


class LineRow(msgspec.Struct, frozen=True):
    """A main line with its installments and the links between them."""

    id: str
    title: str
    relation: str
    installments: tuple[InstallmentRow, ...]
    links: tuple[Link, ...]


class AroundRow(msgspec.Struct, frozen=True):
    """An entry beside the main lines."""

    entry: str
    title: str
    relation: str
    premiere: str | None
    continues: bool


class PointRow(msgspec.Struct, frozen=True):
    """A count of one day. `place` in [0, 1]: the share below it of the `counted` series of its premiere season."""

    day: dt.date
    value: float
    place: float | None
    counted: int


class RiseRow(msgspec.Struct, frozen=True):
    """New interest was up to `times` the usual. `beside` happened within 21 days: a coincidence, not a cause."""

    first: dt.date
    last: dt.date
    times: float
    beside: tuple[str, ...]


class DemandRow(msgspec.Struct, frozen=True):
    """Synced demand of one entry at one source. `changes`: new interest over time, in a unit of its own."""

    entry: str
    title: str
    source: str
    measure: str
    summary: str
    points: tuple[PointRow, ...]
    trend: Trend | None
    drift: float | None
    half_life: HalfLifeRow
    rises: tuple[RiseRow, ...]
    changes: tuple[float, ...]


class HalfLifeRow(msgspec.Struct, frozen=True):
    """Days in which new interest halves after the finale, with an 80 % interval; null and `why` where not known."""

    days: float | None
    low: float | None
    high: float | None
    points: int
    first: dt.date | None
    last: dt.date | None
    why: str


class StudioRow(msgspec.Struct, frozen=True):
    """A studio of the latest season, season by season. Not `whole`: only some of its shows were looked at to that day,
    all of them to `all_to`; later counts may be too low."""

    name: str
    load: Load
    whole: bool = True
    all_to: dt.date | None = None


class Explanation(msgspec.Struct, frozen=True):
    """The structure and facts of a franchise as of `known_to`."""

    franchise: str
    known_to: dt.date
    lines: tuple[LineRow, ...]
    around: tuple[AroundRow, ...]
    facts: tuple[Fact, ...]
    demand: tuple[DemandRow, ...] = ()
    studios: tuple[StudioRow, ...] = ()
    disputes: tuple[Dispute, ...] = ()  # where sources disagree, or an editor decided, as of the day
    headlines: tuple[HeadlineRow, ...] = ()  # newest first; evidence with a link, never by themselves a status


def explain_franchise(franchise_id: str, library: Library, as_of: dt.date, *, strict: bool) -> Explanation:
    """Raises KeyError for an unknown franchise. Nothing that was not known by `as_of` appears."""
    franchise = library.franchise(franchise_id)
    looked = max(looked_at(line, library) for line in franchise.lines)
    cut = Cut(min(as_of, looked), strict, as_of)
    lines: list[LineRow] = []
    around: dict[str, AroundRow] = {}
    known: list[str] = []
    demand: list[DemandRow] = []
    studios: dict[str, StudioRow] = {}
    news: dict[str, HeadlineRow] = {}
    for line in franchise.lines:
        view = line_view(franchise, line, library, cut)
        for other in view.around:
            entry = other.entry
            row = AroundRow(
                entry.id, latin_title(entry), other.relation.value, entry.premiere.iso() or None, other.continues
            )
            around.setdefault(entry.id, row)
        for one in headlines.of_line(view, library, as_of, strict=strict):
            news.setdefault(one.link, headlines.row(one))
        if not view.seasons:
            continue
        rows = tuple(
            InstallmentRow(
                number=season.number,
                provider_numbers=season.provider_numbers,
                title=latin_title(season.parts[0]),
                premiere=season.premiere.iso() or None,
                state=season.state.value,
                entries=tuple(part.id for part in season.parts),
            )
            for season in view.seasons
        )
        seen = {entry for row in rows for entry in row.entries}
        known += [entry for row in rows for entry in row.entries]
        links = tuple(link for link in line.links if {link.earlier, link.later} <= seen)
        demand += [_demand_row(one) for one in interests(view, library, as_of, strict=strict)]
        if view.last_shown is not None:
            for studio in view.last_shown.parts[0].studios:
                load, read = studio_load(library, studio, cut.day)
                studios.setdefault(studio, StudioRow(studio, load, read.whole, read.all_to))
        lines.append(LineRow(line.id, line.title, line.relation.value, rows, links))
    facts: list[Fact] = []
    seen_entries = tuple(dict.fromkeys([*known, *around]))
    for entry_id in seen_entries:
        facts += facts_of(library.entry(entry_id), library.announced(entry_id), library.observed, cut)
    return Explanation(
        franchise.id,
        cut.day,
        tuple(lines),
        tuple(around.values()),
        tuple(facts),
        tuple(demand),
        tuple(studios.values()),
        tuple(
            told for entry in seen_entries for one in library.disputes(entry) if (told := _as_of(one, cut)) is not None
        ),
        tuple(sorted(news.values(), key=lambda one: (one.published or one.observed_at, one.link), reverse=True)),
    )


def _as_of(one: Dispute, cut: Cut) -> Dispute | None:
    """`one` with those who had spoken by the cut. None when that leaves nothing to disagree on."""
    if one.shown.observed_at > cut.end_for(one.shown.source):
        return None
    others = tuple(voice for voice in one.others if voice.observed_at <= cut.end_for(voice.source))
    return msgspec.structs.replace(one, others=others) if others or one.shown.editor else None


def studio_load(library: Library, studio: str, day: dt.date) -> tuple[Load, StudioDay]:
    """A studio's work as known on `day`, or on the last day that a source of studios looked."""
    read = studio_day(library, studio, day)
    return load_of(library.productions(studio), read.day, dated_to=read.looked), read


def _demand_row(one: Interest) -> DemandRow:
    half = one.half_life
    return DemandRow(
        entry=one.entry,
        title=one.title,
        source=one.track.source,
        measure=one.track.measure,
        summary=sentence(one),
        points=tuple(PointRow(_day(p.day), p.value, p.place, p.n) for p in one.track.points),
        trend=one.trend,
        drift=one.drift,
        half_life=HalfLifeRow(
            half.days,
            half.low,
            half.high,
            half.n,
            None if half.first is None else _day(half.first),
            None if half.last is None else _day(half.last),
            half.why,
        ),
        rises=tuple(
            RiseRow(_day(r.first), _day(r.last), round(r.times, 1), tuple(_event(event) for event in r.events))
            for r in one.rises
        ),
        changes=tuple(rate for _, rate in one.changes),
    )


def _event(event: Event) -> str:
    return f"{event.kind} of {event.what} ({day_words(_day(event.day))})"


def _day(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)
