"""One show as lists have it: a main line with its status, its chance and what people filter by."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.answer import Answer, RenewalStatus
from nextcour.answers.library import Library
from nextcour.answers.looking import looked_at
from nextcour.answers.view import LineView, line_view
from nextcour.catalog.dates import FuzzyDate, Precision, season_of
from nextcour.facts.views import Cut
from nextcour.forecast.model import Chance, Window
from nextcour.franchise.model import Franchise, Line


class Item(msgspec.Struct, frozen=True):
    """A line as known by `known_to`. Nothing of it is a text in any language but titles and names.

    `titles` maps a language tag to the title in it; `ids` a provider to the id of the first installment. `season` is
    where the latest shown installment premiered (`FALL 2020`), `first_season` the first one. Dates are ISO 8601 and may
    be fuzzy (`2024-07`), null when unknown. `upcoming` is the number of the first installment that is known and not
    out; `upcoming_date` its premiere, `announced_on` when it became known. `announced` and `premiere`: the chance (with
    a 90 % interval) that the next season is announced, or out, within 24 months of `known_to`; null where none is made.
    `place` in [0, 1]: the share of its premiere season with less demand.
    """

    line: str
    franchise: str
    title: str
    titles: dict[str, str]
    ids: dict[str, int | str]
    format: str
    installments: int
    source: str
    studios: tuple[str, ...]
    status: RenewalStatus
    year: int | None
    first_season: str | None
    season: str | None
    last_premiere: str | None
    last_finale: str | None
    upcoming: int | None
    upcoming_date: str | None
    announced_on: dt.date | None
    announced: Chance | None
    premiere: Chance | None
    window: Window | None
    place: float | None
    collections: int | None
    known_to: dt.date


def view_on(franchise: Franchise, line: Line, library: Library, day: dt.date) -> LineView:
    """The line as known on `day`, or on the last day that a source looked at it."""
    return line_view(franchise, line, library, Cut(min(day, looked_at(line, library)), False, day))


def quarter(date: FuzzyDate) -> str | None:
    """`FALL 2020`; None when the month is not known."""
    if date.precision not in (Precision.DAY, Precision.MONTH) or date.earliest is None:
        return None
    name, year = season_of(date.earliest)
    return f"{name} {year}"


def item_of(answer: Answer, view: LineView, library: Library) -> Item | None:
    """The row of an answered line; None where nothing of it was known by the day."""
    show = answer.franchise
    if show is None or not view.seasons:
        return None
    last, coming, forecast = view.last_shown, view.upcoming, answer.forecast
    first = view.seasons[0].parts[0]
    latest = last.parts[0] if last is not None else first
    standing = next(
        (found for part in (last.parts if last else ()) if (found := library.standing(part.id)) is not None), None
    )
    counted = next((part.demand for part in (last.parts if last else ()) if part.demand is not None), None)
    return Item(
        line=view.line.id,
        franchise=view.franchise.id,
        title=show.title,
        titles=show.titles,
        ids=show.ids,
        format=show.format,
        installments=sum(season.state.value != "UPCOMING" for season in view.seasons),
        source=first.source_material.value,
        studios=latest.studios,
        status=answer.renewal_status,
        year=first.premiere.year,
        first_season=quarter(first.premiere),
        season=quarter(last.premiere) if last is not None else None,
        last_premiere=(last.premiere.iso() or None) if last is not None else None,
        last_finale=(last.finale.iso() or None) if last is not None else None,
        upcoming=coming.number if coming is not None else None,
        upcoming_date=(coming.premiere.iso() or None) if coming is not None else None,
        announced_on=coming.announced_day if coming is not None else None,
        announced=forecast.announced.get("24") if forecast is not None else None,
        premiere=forecast.premiere.get("24") if forecast is not None else None,
        window=forecast.window if forecast is not None else None,
        place=standing.percentile if standing is not None else None,
        collections=counted.collections if counted is not None else None,
        known_to=answer.known_to,
    )
