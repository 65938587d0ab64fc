"""The page of `nextcour catalog info`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.coverage import Coverage, total

HEADINGS = {
    "latin_given": "Latin title",
    "latin_generated": "only romaji made",
    "finale": "end date",
    "episodes": "episodes",
    "episodes_inferred": "… inferred",
    "source_material": "source",
    "studio": "studio",
    "demand": "demand",
    "mal": "MAL id",
}


def print_info(
    path: Path, content: Catalogue, digest: str, rows: tuple[Coverage, ...], complete: Mapping[str, dt.date]
) -> None:
    """Print sources, counts and coverage per year of premiere, as shares of the year's entries; and `complete`, the
    days on which synced sources that list everything were last read to their end."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(Text(f"{path}  ({path.stat().st_size / 1e6:.2f} MB, sha256 {digest[:16]}…)", style="dim"))
    console.print(Text(f"{len(content.entries):,} entries, data up to {content.data_day}", style="bold"))
    for package in content.packages:
        shown = f"  {package.name} {package.version}, as of {package.observed_at}, {package.licence}, {package.url}"
        console.print(Text(shown))
    for source, day in complete.items():
        console.print(Text(f"  synced: {source} listed everything it has on {day}"))
    console.print()
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("year")
    table.add_column("n", justify="right")
    for heading in HEADINGS.values():
        table.add_column(heading, justify="right")
    for row in (*rows, total(content)):
        is_total = row is not None and row.n == len(content.entries)
        year = "all" if is_total else str(row.year) if row.year is not None else "?"
        cells = [f"{row.share(field) * 100:.0f} %" for field in HEADINGS]
        table.add_row(year, f"{row.n:,}", *cells, style="bold" if is_total else None)
    console.print(table)
