"""`nextcour changes`: what became known between two days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import groupby

import click

from nextcour.answers.answer import Outcome
from nextcour.answers.changed import Changed, News, changed_rows
from nextcour.answers.headlines import NO_STATUS, HeadlineRow
from nextcour.answers.headlines import row as headline_row
from nextcour.bootstrap import Engine, open_engine
from nextcour.cli.answering import EXIT, ask_one, show
from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.output import print_json
from nextcour.cli.params import Day
from nextcour.cli.progress import steps


@click.command(name="changes")
@click.option("--since", required=True, type=Day(), help="What became known after this day.")
@click.option("--until", type=Day(), help="… up to and with this one; today unless given.")
@click.option("--title", "query", metavar="QUERY", help="Only of this show.")
@click.option("--strict", is_flag=True, help="By the days on which sources showed it, not those by rule.")
@click.option("--headlines", is_flag=True, help="List headlines of that time too; they are no changes.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def what_changed(
    since: dt.date, until: dt.date | None, query: str | None, strict: bool, headlines: bool, as_json: bool
) -> None:
    """What became known between two days, with its evidence.

    Seasons and films that were announced, dated, delayed, advanced, cancelled, that started and finished. Each stands
    on the day on which it could first be known, or on which a known date came. A headline about the same line, no more
    than 21 days away, stands beside a change as evidence; by itself it makes none.

    \b
    nextcour changes --since 2026-01-01
    nextcour changes --since 2023-01-01 --until 2024-12-31 --title "oshi no ko"
    """
    end = until or today()
    if since > end:
        raise Stop(f"{since} is after {end}: --since has to come first.", USAGE)
    engine = open_engine(steps)
    wanted = _wanted(engine, query, end, as_json=as_json)
    found = changed(engine, since, end, strict=strict, franchise=wanted, headlines=headlines)
    if as_json:
        print_json(found)
        return
    _print(found)


def _wanted(engine: Engine, query: str | None, day: dt.date, *, as_json: bool) -> str | None:
    """The franchise that `query` names; ends the command where it names none, or several."""
    if query is None:
        return None
    answer = ask_one(engine, query, day, False)
    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        show(answer, short=False, as_json=as_json)
        raise SystemExit(EXIT[answer.outcome])
    return answer.franchise.id


def changed(
    engine: Engine,
    since: dt.date,
    until: dt.date,
    *,
    strict: bool = False,
    franchise: str | None = None,
    headlines: bool = False,
) -> Changed:
    """Changes after `since`, of all shows or one. Nothing later than `until`, nor than the last day a source looked;
    headlines, which say their own day, up to `until`."""
    library = engine.library
    wanted = [row for row in library.rows() if franchise in (None, row.franchise)]
    news = News(library, until, strict=strict)
    made = tuple(changed_rows(wanted, library, since, until, news, strict=strict))
    homes = sorted({row.franchise for row in wanted}) if headlines else []
    listed = [one for home in homes for one in news.since(home, since)]
    listed.sort(key=lambda one: (one.day, one.link))
    return Changed(
        since,
        until,
        min(until, library.looked_to),
        library.listed_to,
        strict,
        made,
        tuple(headline_row(one) for one in listed),
    )


def _words(one: HeadlineRow) -> str:
    return f"{one.credit}, {one.published or one.observed_at}: “{one.title}”  {one.link}  ({NO_STATUS})"


def _print(found: Changed) -> None:
    from rich.console import Console  # noqa: PLC0415 - not for --json
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, markup=False, emoji=False)
    for day, changed_then in groupby(found.changes, key=lambda one: one.day):
        console.print(Text(day.isoformat(), style="bold"))
        table = Table.grid(padding=(0, 2, 0, 0))
        for change in changed_then:
            value = Text(f"{change.title}: {change.text}")
            shown = f"{change.source}, shown {change.observed_at}" + (f" ({change.rule})" if change.rule else "")
            value.append(f"\n{shown}  {change.url}".rstrip(), style="dim")
            for one in change.headlines:
                value.append(f"\n{_words(one)}", style="dim")
            table.add_row(value)
        console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if found.headlines:
        from nextcour.cli.headline_show import print_headlines  # noqa: PLC0415

        print_headlines(found.headlines, console)
        console.print()
    counts = Counter(one.kind.value.lower().replace("_", " ") for one in found.changes)
    told = ", ".join(f"{number:,} {kind}" for kind, number in counts.most_common()) or "nothing became known"
    console.print(f"After {found.since}, up to {found.known_to}: {told}.")
    if found.known_to < found.until:
        console.print(f"The data ends on {found.known_to}: `nextcour sync` looks again.")
