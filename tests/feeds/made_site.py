"""A site with shows that we made up, in any state of the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.changed import ChangedRow
from nextcour.bootstrap import Engine
from nextcour.facts.changes import Kind as Change
from nextcour.forecast.model import Chance, Window
from nextcour.pages.item import Item
from nextcour.pages.premiere import Kind, Premiere
from nextcour.site.site import Site
from nextcour.store import change_log, shelf

KNOWN_TO = dt.date(2026, 4, 25)
WINDOW = Window(dt.date(2026, 11, 1), dt.date(2027, 8, 1), dt.date(2029, 2, 28))
# What a hostile catalogue might call a show.
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' & ]]>",
    "Line\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:injected",
    "semi;colon, comma\\ back\x00\x08slash \ufffe",
    "\u202eevil\u2066 direction",
    "{{ 7*7 }} {% raw %} %(title)s %s ${x}",
    "長" * 400,
    "W" * 5000,
    "",
)


def item(line: str = "a-show", title: str = "A Show", **changed: Any) -> Item:
    """A show with one season out and nothing announced, unless `changed`."""
    made = Item(
        line=line,
        franchise=line,
        title=title,
        titles={"ja": title, "en": title},
        ids={"mal": 1},
        format="TV",
        installments=1,
        source="MANGA",
        studios=("Studio A & B",),
        status=RenewalStatus.NOT_ANNOUNCED,
        year=2024,
        first_season="SUMMER 2024",
        season="SUMMER 2024",
        last_premiere="2024-07-03",
        last_finale="2024-09-18",
        upcoming=None,
        upcoming_date=None,
        announced_on=None,
        announced=Chance(0.3, 0.2, 0.4),
        premiere=Chance(0.2, 0.1, 0.3),
        window=WINDOW,
        place=0.5,
        collections=100,
        known_to=KNOWN_TO,
    )
    return msgspec.structs.replace(made, **changed)


def premiere(number: int | None = 1, date: str | None = "2024-07-03", **changed: Any) -> Premiere:
    made = Premiere(
        entry=f"e{number}",
        line="a-show",
        kind=Kind.SEASON,
        number=number,
        title=f"A Show {number}",
        titles={"en": f"A Show {number}"},
        format="TV",
        date=date,
        season=None,
        announced_on=dt.date(2023, 12, 1),
        out=date is not None and date <= KNOWN_TO.isoformat(),
        studios=("Studio A & B",),
    )
    return msgspec.structs.replace(made, **changed)


def change(kind: Change, day: str, after: str | None = None, entry: str = "e2", **changed: Any) -> ChangedRow:
    made = ChangedRow(
        day=dt.date.fromisoformat(day),
        kind=kind,
        franchise="a-show",
        entry=entry,
        title="A Show 2",
        format="TV",
        installment=2,
        before=None,
        after=after,
        source="bangumi-data",
        observed_at=KNOWN_TO,
        rule="",
        url="https://source.example/a?b=1&c=2",
        text=f"season 2 {kind.value.lower()}",
    )
    return msgspec.structs.replace(made, **changed)


def site_of(
    folder: Path,
    items: Sequence[Item],
    premieres: Sequence[Premiere] = (),
    changes: Sequence[ChangedRow] = (),
    known_to: dt.date = KNOWN_TO,
    address: str = "https://nextcour.example",
) -> Site:
    """Its files lie in `folder`, which is made anew for each state of the data."""
    folder.mkdir(parents=True)
    shelf.write(items, [], folder / "shelf.sqlite", premieres)
    studios = items[0].studios
    change_log.write([change_log.Placed(one, one.franchise, studios) for one in changes], folder / "changes.sqlite")
    engine = cast(Engine, SimpleNamespace(library=SimpleNamespace(looked_to=known_to)))
    return Site(
        engine,
        shelf.Shelf(folder / "shelf.sqlite"),
        change_log.ChangeLog(folder / "changes.sqlite"),
        address,
        "made",
        lambda: dt.date(2026, 11, 23),
    )
