"""How much of a catalogue is known, by year of the premiere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.dates import Precision
from nextcour.catalog.entry import Entry, SourceMaterial, TitleKind


class Coverage(msgspec.Struct, frozen=True):
    """Number of entries of one premiere year (None: no year known), and how many of them have a value.

    `latin_given` a title in Latin script that a source carries; `latin_generated` only generated romaji. `episodes`
    as a source states them; `episodes_inferred` counted from dates. Each is between 0 and `n`.
    """

    year: int | None
    n: int
    latin_given: int
    latin_generated: int
    finale: int
    episodes: int
    episodes_inferred: int
    source_material: int
    studio: int
    demand: int
    mal: int

    def share(self, field: str) -> float:
        """The count named `field` as a share of `n`, 0 to 1; 0 when there are no entries."""
        count = getattr(self, field)
        return count / self.n if self.n else 0.0


FIELDS = tuple(name for name in Coverage.__struct_fields__ if name not in ("year", "n"))


def _latin_given(entry: Entry) -> bool:
    return any(title.script == "Latn" and title.kind is not TitleKind.GENERATED for title in entry.titles)


_HAS: dict[str, Callable[[Entry], bool]] = {
    "latin_given": _latin_given,
    "latin_generated": lambda entry: (
        not _latin_given(entry) and any(title.kind is TitleKind.GENERATED for title in entry.titles)
    ),
    "finale": lambda entry: entry.finale.precision is not Precision.NONE,
    "episodes": lambda entry: entry.episodes is not None and not entry.episodes_inferred,
    "episodes_inferred": lambda entry: entry.episodes_inferred,
    "source_material": lambda entry: entry.source_material is not SourceMaterial.UNKNOWN,
    "studio": lambda entry: bool(entry.studios),
    "demand": lambda entry: entry.demand is not None,
    "mal": lambda entry: entry.ids.mal is not None,
}


def _row(year: int | None, entries: Iterable[Entry]) -> Coverage:
    rows = list(entries)
    counts = {field: sum(1 for entry in rows if has(entry)) for field, has in _HAS.items()}
    return Coverage(year=year, n=len(rows), **counts)


def coverage(catalogue: Catalogue) -> tuple[Coverage, ...]:
    """One row a premiere year, oldest first; entries without a year last."""
    years: defaultdict[int | None, list[Entry]] = defaultdict(list)
    for entry in catalogue.entries:
        years[entry.premiere.year].append(entry)
    known = sorted(year for year in years if year is not None)
    order: list[int | None] = [*known, None] if None in years else [*known]
    return tuple(_row(year, years[year]) for year in order)


def total(catalogue: Catalogue) -> Coverage:
    """The whole catalogue as one row; its year is None."""
    return _row(None, catalogue.entries)
