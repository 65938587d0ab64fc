"""Entries made up for tests of the graph."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Ids, Title, TitleKind
from nextcour.franchise.model import Franchise, Line


def entry(
    name: str,
    title: str,
    premiere: str,
    *,
    weeks: int | None = 12,
    form: Format = Format.TV,
    tmdb: str | None = None,
    tags: tuple[str, ...] = (),
    zh: str | None = None,
    english: str | None = None,
    alias: str | None = None,
    originals: tuple[str, ...] = (),
    site: str | None = None,
    studios: tuple[str, ...] = (),
) -> Entry:
    """A weekly series by default; `weeks` None: last day unknown. `tmdb` as sources spell it: `tv/1/season/2`."""
    first = dt.date.fromisoformat(premiere)
    titles = [Title(title, "ja", "Jpan", TitleKind.NATIVE, "test")]
    if zh:
        titles.append(Title(zh, "zh-Hans", "Hans", TitleKind.TRANSLATED, "test"))
    if english:
        titles.append(Title(english, "en", "Latn", TitleKind.TRANSLATED, "test"))
    if alias:
        titles.append(Title(alias, "und", "Latn", TitleKind.ALIAS, "bgmd"))
    parts = (tmdb or "").split("/")
    numbers = dict(zip(parts[::2], parts[1::2], strict=False))
    return Entry(
        id=name,
        titles=tuple(titles),
        format=form,
        premiere=FuzzyDate.of(first),
        finale=FuzzyDate() if weeks is None else FuzzyDate.of(first + dt.timedelta(days=7 * max(weeks - 1, 0))),
        ids=Ids(tmdb=tmdb),
        tmdb_show=int(numbers["tv"]) if "tv" in numbers else None,
        tmdb_season=int(numbers["season"]) if "season" in numbers else None,
        tmdb_episode=int(numbers["episode"]) if "episode" in numbers else None,
        tags=tags,
        original_titles=originals,
        official_site=site,
        studios=studios,
    )


def line_of(franchises: tuple[Franchise, ...], name: str) -> Line:
    """The line that an entry is an installment of. Raises KeyError when it is on none."""
    for franchise in franchises:
        for line in franchise.lines:
            if any(name in installment.parts for installment in line.installments):
                return line
    raise KeyError(name)


def franchise_of(franchises: tuple[Franchise, ...], name: str) -> Franchise:
    return next(franchise for franchise in franchises if name in franchise.entry_ids())


def numbered(line: Line) -> list[tuple[int, tuple[str, ...]]]:
    return [(installment.number, installment.parts) for installment in line.installments]
