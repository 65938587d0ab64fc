"""The page about one show: all it shows, as of a day. Pure; the words are put by whoever renders it."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.answer import Answer, RenewalStatus, StreamRef
from nextcour.answers.explanation import DemandRow, Explanation
from nextcour.answers.library import Library
from nextcour.answers.view import LineView, Season, State
from nextcour.articles.footnotes import safe_url
from nextcour.catalog.dates import add_months
from nextcour.facts.rules import existence_day
from nextcour.forecast.model import Chance
from nextcour.forecast.monthly import Point
from nextcour.franchise.model import Line
from nextcour.pages.title_curve import Past, curves_of, past_of
from nextcour.pages.title_facts import Elsewhere, Subject, elsewhere_of, subjects_of
from nextcour.pages.title_story import Step, story_of

MAIN_MONTHS = 24  # the horizon that the answer names first


class Main(msgspec.Struct, frozen=True):
    """The one chance that the answer names: `what` is `announced` or `premiere`, by `day`."""

    what: str
    months: int
    day: dt.date
    chance: Chance


class Counted(msgspec.Struct, frozen=True):
    """The catalogue's own count of the latest season that has one. `place` in [0, 1] among `of` shows of its season."""

    number: int
    site: str
    collections: int
    day: dt.date
    score: float | None
    votes: int
    place: float | None
    of: int


class Sibling(msgspec.Struct, frozen=True):
    """Another line of the franchise: a remake, a spin-off, or what it is beside."""

    line: str
    title: str
    relation: str
    installments: int


class TitlePage(msgspec.Struct, frozen=True):
    """A show as of `answer.as_of`.

    `number` is the installment that the answer is about; `main` its chance, None where none is given. `announced` and
    `out` are chances by month from the forecast's origin; `past` forecasts of earlier days. `first_day` is the first
    day on which anything of the show was known: as-of pages begin there. `unheard`: nothing was known on the day asked.
    `more_subjects` entries have facts that are not listed.
    """

    line: str
    franchise: str
    answer: Answer
    explanation: Explanation
    number: int
    format: str
    source: str
    studios: tuple[str, ...]
    on_screen: bool
    last_number: int
    upcoming: str | None
    upcoming_season: str | None
    upcoming_announced: dt.date | None
    main: Main | None
    announced: tuple[Point, ...]
    out: tuple[Point, ...]
    past: tuple[Past, ...]
    story: tuple[Step, ...]
    counted: Counted | None
    demand: DemandRow | None
    subjects: tuple[Subject, ...]
    more_subjects: int
    official: str
    streams: tuple[StreamRef, ...]
    elsewhere: tuple[Elsewhere, ...]
    siblings: tuple[Sibling, ...]
    first_day: dt.date
    unheard: bool


def title_page(answer: Answer, explanation: Explanation, view: LineView, library: Library) -> TitlePage:
    """`answer`, `explanation` and `view` are of the same line and day. Raises ValueError for an answer that names no
    show."""
    show = answer.franchise
    if show is None:
        raise ValueError("the answer names no show")
    announced, out = curves_of(answer, view, library)
    last = view.last_shown
    latest = last or (view.seasons[-1] if view.seasons else None)
    first = view.seasons[0].parts[0] if view.seasons else None
    parts = [part.id for season in view.seasons for part in season.parts]
    subjects, more = subjects_of(explanation, library, parts) if view.seasons else ((), 0)
    return TitlePage(
        line=view.line.id,
        franchise=view.franchise.id,
        answer=answer,
        explanation=explanation,
        number=answer.installment.number if answer.installment is not None else 1,
        format=first.format.value if first is not None else "UNKNOWN",
        source=first.source_material.value if first is not None else "UNKNOWN",
        studios=latest.parts[0].studios if latest is not None else (),
        on_screen=last is not None and last.state in (State.ON_AIR, State.BREAK),
        last_number=last.number if last is not None else 0,
        upcoming=(view.upcoming.premiere.iso() or None) if view.upcoming is not None else None,
        upcoming_season=_season(view),
        upcoming_announced=view.upcoming.announced_day if view.upcoming is not None else None,
        main=_main(answer),
        announced=announced,
        out=out,
        past=past_of(view.line.id, library, view.day),
        story=story_of(view),
        counted=_counted(view, library),
        demand=_demand(explanation, view),
        subjects=subjects,
        more_subjects=more,
        official=_official(view),
        streams=_streams(view),
        elsewhere=elsewhere_of(show.ids),
        siblings=tuple(
            Sibling(row.id, row.title, row.relation, len(row.installments))
            for row in explanation.lines
            if row.id != view.line.id
        ),
        first_day=first_known(view.line, library),
        unheard=not view.seasons,
    )


def first_known(line: Line, library: Library) -> dt.date:
    """The first day on which any installment of a line was known."""
    return min(existence_day(library.announced(part))[0] for one in line.installments for part in one.parts)


def _season(view: LineView) -> str | None:
    """`FALL 2027`, where no more of the next premiere is known."""
    season = view.upcoming.season if view.upcoming is not None else None
    return f"{season[0]} {season[1]}" if season is not None else None


def _main(answer: Answer) -> Main | None:
    forecast = answer.forecast
    if forecast is None:
        return None
    key = str(MAIN_MONTHS)
    waits = answer.renewal_status is not RenewalStatus.ANNOUNCED
    for what, chances in (("announced", forecast.announced if waits else {}), ("premiere", forecast.premiere)):
        if chances:
            months = key if key in chances else max(chances, key=int)
            day = add_months(forecast.origin, int(months))
            return Main(what, int(months), day, chances[months])
    return None


def _counted(view: LineView, library: Library) -> Counted | None:
    for season in reversed(view.seasons):
        for part in season.parts:
            if part.demand is None:
                continue
            demand, standing = part.demand, library.standing(part.id)
            return Counted(
                number=season.number,
                site=demand.site,
                collections=demand.collections,
                day=demand.day_to,
                score=demand.score,
                votes=sum(demand.ratings),
                place=standing.percentile if standing is not None else None,
                of=standing.n if standing is not None else 0,
            )
    return None


def _demand(explanation: Explanation, view: LineView) -> DemandRow | None:
    """The longest series about the latest season that has one."""
    for season in reversed(view.seasons):
        ids = {part.id for part in season.parts}
        own = [row for row in explanation.demand if row.entry in ids and len(row.points) > 1]
        if own:
            return max(own, key=lambda row: (len(row.points), row.source))
    return None


def _newest_first(view: LineView) -> tuple[Season, ...]:
    return tuple(reversed(view.seasons))


def _official(view: LineView) -> str:
    """The site of the newest installment that has one."""
    sites = (part.official_site for season in _newest_first(view) for part in reversed(season.parts))
    return next((safe for site in sites if site and (safe := safe_url(site))), "")


def _streams(view: LineView) -> tuple[StreamRef, ...]:
    """Services that carry the newest installment that any carries, one row a service and region."""
    for season in _newest_first(view):
        rows = {
            (stream.name, stream.regions): StreamRef(stream.name, safe, stream.regions)
            for part in season.parts
            for stream in part.streams
            if (safe := safe_url(stream.url))
        }
        if rows:
            return tuple(rows[key] for key in sorted(rows))
    return ()
