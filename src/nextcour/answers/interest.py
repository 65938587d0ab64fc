"""Demand as it was synced, for a person: where a show stands in its season, which way it goes, how long it lasts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

import msgspec

from nextcour.answers.library import Library
from nextcour.answers.view import LineView, Season
from nextcour.answers.words import day_words, name_of
from nextcour.catalog.entry import Entry, Format
from nextcour.catalog.preferred import latin_title
from nextcour.facts.precedence import ranking
from nextcour.signals import series as signals
from nextcour.signals.series import Event, HalfLife, Point, Rise, Track, Trend

FRESH = 90  # days; a source that stopped counting so long before another is not shown first
WHOLE = 0.8  # share of a season that has to be counted to speak of the season
_ONE_DAY = (Format.MOVIE, Format.OVA, Format.SPECIAL)
_NAMES = {"anilist": "AniList", "jikan": "MyAnimeList", "wikimedia": "Wikipedia"}


class Interest(msgspec.Struct, frozen=True):
    """A track as of a day, never empty, and what it shows. `number` is the season's in its line; `changes` are rates of
    new interest a day at the end of each step, for a picture."""

    entry: str
    title: str
    number: int
    track: Track
    trend: Trend | None
    drift: float | None
    half_life: HalfLife
    rises: tuple[Rise, ...]
    changes: tuple[tuple[int, float], ...]

    @property
    def last(self) -> Point:
        return self.track.points[-1]

    @property
    def day(self) -> dt.date:
        return dt.date.fromordinal(self.last.day)


def source_words(source: str, measure: str) -> str:
    """`AniList`, `Wikipedia (ja)`, `your file my-series`."""
    if source.startswith("file:"):
        return f"your file {source.removeprefix('file:')}"
    language = measure.partition(".")[2]
    return _NAMES.get(source, source) + (f" ({language})" if language else "")


def interests(view: LineView, library: Library, as_of: dt.date, *, strict: bool) -> tuple[Interest, ...]:
    """Every track of the line that has points by `as_of`; the latest season first, then by precedence of sources."""
    places = {part.id: (season, part) for season in view.seasons for part in season.parts}
    found = []
    day = as_of.toordinal()
    for whole in library.series(view.line.id):
        track = signals.known(whole, day, strict=strict)
        if whole.entry in places and track.points:
            season, part = places[whole.entry]
            found.append(_read(track, season, part, view, library, day))
    sources = ranking("demand").sources
    order = {name: at for at, name in enumerate(sources)}
    found.sort(key=lambda one: (-one.number, order.get(one.track.source, len(sources)), one.track.measure, one.entry))
    return tuple(found)


def _read(track: Track, season: Season, part: Entry, view: LineView, library: Library, day: int) -> Interest:
    events = [event for event in _events(view, library) if event.day <= day]
    finale = _ended(part, day)
    later = [event.day for event in events if finale is not None and event.day > finale]
    return Interest(
        entry=track.entry,
        title=latin_title(part),
        number=season.number,
        track=track,
        trend=signals.trend(track),
        drift=signals.drift(track),
        half_life=signals.half_life(track, finale, min(later) - 1 if later else None),
        rises=signals.rises(track, events),
        changes=tuple((gain.last, gain.rate) for gain in signals.alike(signals.gains(track))),
    )


def _ended(part: Entry, day: int) -> int | None:
    last = part.premiere.latest if part.format in _ONE_DAY else part.finale.latest
    return last.toordinal() if last is not None and last.toordinal() <= day else None


def _events(view: LineView, library: Library) -> Iterator[Event]:
    """Dated happenings of the line: only what is known to the day, or (announcements) within some days."""
    for season in view.seasons:
        name = name_of(view, season.number)
        for at, part in enumerate(season.parts):
            yield from _of_entry(part, name if at == 0 else f"{name}, part {at + 1}", library)
    for around in view.around:
        yield from _of_entry(around.entry, latin_title(around.entry), library)


def _of_entry(entry: Entry, name: str, library: Library) -> Iterator[Event]:
    announced = library.announced(entry.id)
    if announced.basis == "mal-id":  # other days are half a year wide
        yield Event(announced.day.toordinal(), "announcement", name)
    if entry.premiere.exact is not None:
        yield Event(entry.premiere.exact.toordinal(), "premiere", name)
    if entry.finale.exact is not None and entry.format not in _ONE_DAY:
        yield Event(entry.finale.exact.toordinal(), "finale", name)


def leading(found: tuple[Interest, ...], season: Season) -> Interest | None:
    """The one to show for a season: fresh, placed in its season where any is, the most trusted source."""
    own = [one for one in found if one.number == season.number]
    if not own:
        return None
    freshest = max(one.last.day for one in own)
    fresh = [one for one in own if freshest - one.last.day <= FRESH]
    return next((one for one in fresh if one.last.place is not None), fresh[0])


def sentence(one: Interest) -> str:
    """All of it in a line: `top 8 % of its season's 66 series at AniList on 31 May 2026; …`."""
    where = f"at {source_words(one.track.source, one.track.measure)} on {day_words(one.day)}"
    count = f"{one.last.value:,.0f} {_unit(one)}"
    if one.last.place is None:
        parts = [f"{count} {where}, too few of its season counted there to place it"]
    else:
        parts = [f"{place_words(one.last)} {where} ({count})"]
    if one.trend is not None:
        parts.append(trend_words(one.trend, one.track.flow))
    rising = one.trend is not None and one.trend.low > 0  # then it fades no longer, whatever it did before
    if one.half_life.days is not None and not rising:
        words = half_life_words(one.half_life)
        said = one.trend is not None and one.trend.tidal and not one.trend.steady
        parts.append(words if said or not one.half_life.tidal else f"{words} against older shows")
    return "; ".join(parts)


def _unit(one: Interest) -> str:
    if not one.track.flow:
        return "people"
    return "views in a week" if signals.is_weekly(one.track.measure) else one.track.measure


def place_words(point: Point) -> str:
    """`top 8 % of its season's 66 series`; what was counted of the season is said where it was not nearly all."""
    assert point.place is not None
    whole = point.n >= WHOLE * point.of
    season = f"its season's {point.n} series" if whole else f"the {point.n} counted of its season's {point.of} series"
    if point.place >= 0.5:
        return f"top {max(1, math.ceil((1 - point.place + 0.5 / point.n) * 100 - 1e-9))} % of {season}"
    return f"above {math.floor(point.place * 100)} % of {season}"


def trend_words(trend: Trend, flow: bool) -> str:
    """`new interest falling 3 % a month`; no clear trend when the interval holds both directions."""
    what = "views" if flow else "new interest"
    if trend.steady:
        return f"no clear trend in {what}"
    beside = " against older shows" if trend.tidal else ""
    if trend.per_month > 1:
        return f"{what} growing {trend.per_month + 1:,.1f}-fold a month{beside}"
    return f"{what} {'falling' if trend.per_month < 0 else 'rising'} {abs(trend.per_month) * 100:.0f} % a month{beside}"


def half_life_words(half: HalfLife) -> str:
    """`halves every 5 months since the finale (12 points; 80 %: 4 to 7 months)`."""
    assert half.days is not None
    assert half.low is not None
    assert half.high is not None
    low, high = _span(half.low), _span(half.high)
    if low.partition(" ")[2] == high.partition(" ")[2]:
        low = low.partition(" ")[0]
    width = high if low == high.partition(" ")[0] else f"{low} to {high}"
    return f"halves every {_span(half.days)} since the finale ({half.n} points; 80 %: {width})"


def _span(days: float) -> str:
    if days < 60:
        return f"{max(1, round(days / 7))} weeks" if days >= 10.5 else f"{max(1, round(days))} days"
    return f"{round(days / signals.MONTH)} months" if days < 1000 else f"{days / 365.25:.0f} years"
