"""Demand and studio workload in the terminal: small tables and a line of bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nextcour.answers.explanation import DemandRow, PointRow, StudioRow
from nextcour.answers.interest import source_words
from nextcour.answers.words import day_words, months_words
from nextcour.signals.workload import Gap, Load

BARS, PLAIN = "▁▂▃▄▅▆▇█", "_.-:=+*#"
WIDTH = 40  # bars
SHOWN = 6  # points in a table
_AGAINST = "New interest is set against that in shows out for over a year, where enough of them were counted there."


def bars(values: Sequence[float], encoding: str | None, width: int = WIDTH) -> str:
    """One character a value from the lowest to the highest, `width` at most: neighbours are averaged. ASCII where
    `encoding` has no bars. Empty for fewer than two values."""
    if len(values) < 2:
        return ""
    count = min(width, len(values))
    edges = [round(at * len(values) / count) for at in range(count + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]
    low, high = min(means), max(means)
    marks = BARS if _has(encoding) else PLAIN
    return "".join(marks[round((mean - low) / (high - low) * (len(marks) - 1)) if high > low else 0] for mean in means)


def _has(encoding: str | None) -> bool:
    try:
        BARS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def print_demand(rows: Sequence[DemandRow], console: Console) -> None:
    """Every series with a few of its points, new interest as bars, and what its rises coincide with."""
    if not rows:
        return
    _title("Demand, as it was synced", console)
    for row in rows:
        _at(2, Text(f"{row.title}  ({source_words(row.source, row.measure)}, {row.measure})"), console)
        _at(4, Text(row.summary), console)
        if row.half_life.days is None and row.half_life.why:
            _at(4, Text(f"half-life of interest: not known ({row.half_life.why})", style="dim"), console)
        picture = bars(row.changes, console.encoding)
        if picture:
            _at(4, Text(f"new interest  {picture}"), console)
        _at(4, _points(row.points), console)
        for rise in row.rises:
            beside = "; ".join(rise.beside) or "nothing known"
            span = f"{day_words(rise.first)} to {day_words(rise.last)}"
            _at(4, Text(f"up to {rise.times:g} times the usual, {span}; within 21 days: {beside}"), console)
    _at(2, Text(f"{_AGAINST} What lies beside a rise need not be its cause.", style="dim"), console)


def _points(points: Sequence[PointRow]) -> Table:
    """SHOWN points evenly spread, the first and the last among them."""
    last = len(points) - 1
    places = sorted({round(at * last / (SHOWN - 1)) for at in range(SHOWN)})
    table = Table.grid(padding=(0, 2, 0, 0))
    for justify in ("right", "right", "left"):
        table.add_column(justify=justify, no_wrap=True)
    for place in places:
        point = points[place]
        share = "" if point.place is None else f"above {point.place * 100:.0f} % of {point.counted}"
        table.add_row(day_words(point.day), f"{point.value:,.0f}", share)
    return table


def print_studios(rows: Sequence[StudioRow], console: Console) -> None:
    """Series on air, season by season."""
    if not rows:
        return
    _title("Its studios, series on air by season", console)
    for row in rows:
        least = (
            ""
            if row.whole or row.all_to is None
            else f"; at least so many: all were looked at to {day_words(row.all_to)}"
        )
        _at(2, Text(f"{row.name}: {short(row.load)}{least}"), console)


def short(load: Load) -> str:
    """`Winter 2024 1 · Spring 2024 2 …`, what is planned, and the day."""
    past = " · ".join(f"{one.season.capitalize()} {len(one.on_air)}" for one in load.past)
    ahead = "".join(f"; planned for {one.season.capitalize()}: {len(one.started)}" for one in load.ahead if one.started)
    text = f"{past}{ahead}, as known on {day_words(load.day)}"
    return text + (f"; {gap_words(load.gap)}" if load.gap is not None else "")


def gap_words(gap: Gap) -> str:
    """How far apart seasons of the studio's shows came."""
    width = f"{months_words(gap.low)} to {months_words(gap.high)}"
    return f"seasons came {months_words(gap.median)} apart (median of {gap.n}; the middle half {width})"


def _title(text: str, console: Console) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _at(indent: int, what: Text | Table, console: Console) -> None:
    console.print(Padding(what, (0, 0, 0, indent), expand=False))
