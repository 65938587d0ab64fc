"""How well sequels that the catalogue lacks are found in a later listing of MyAnimeList titles.

    .venv/bin/python bench/label_completion.py [--demand ../shared/data/mal_demand.csv.gz] [--sample 60] [--list]

1. How many completions there are, by year of announcement and kind, and how many of them can be seen already.
2. A sample (seed 7) of SEASON completions announced from 2019 on, to be checked by hand; --list prints all.
3. Hiding: what premiered in the last 18 months of the catalogue and is installment 2 or more of its line is taken away
   and the graph made anew; how many of those sequels come back on the right line, and what is wrong among what comes
   back. What was hidden is out by the listing's day, so that its titles are the final ones: an upper bound for the
   titles of what is only announced. The same with everything of those 18 months hidden, which adds what should not
   come back as a season (specials, second cours, first seasons).
4. Announcements of next installments by month, before and after completion.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from nextcour.catalog.entry import Entry
from nextcour.facts import announced
from nextcour.forecast.completion import Completion, Listing, complete
from nextcour.forecast.spells import build_spells
from nextcour.franchise.graph import build
from nextcour.franchise.model import Franchise, Line, Relation
from nextcour.sources.mal_research import read
from nextcour.store import bundle

DEMAND = Path(__file__).resolve().parents[2] / "shared" / "data" / "mal_demand.csv.gz"
LISTED = dt.date(2026, 7, 19)
HIDDEN_MONTHS = 18
SEED = 7
FIRST_YEAR = 2019


class World(msgspec.Struct, frozen=True):
    """A catalogue, its graph and the completions that a listing adds."""

    entries: dict[str, Entry]
    franchises: tuple[Franchise, ...]
    completions: tuple[Completion, ...]

    def lines(self) -> dict[str, Line]:
        return {line.id: line for franchise in self.franchises for line in franchise.lines}


def world(entries: Sequence[Entry], data_day: dt.date, listings: Sequence[Listing]) -> World:
    by_id = {entry.id: entry for entry in entries}
    franchises = build(entries)
    clock = announced.clock_of(entries, data_day)
    return World(by_id, franchises, complete(franchises, by_id, listings, LISTED.toordinal(), clock))


def year(one: Completion) -> int:
    return dt.date.fromordinal(one.announced).year


def counts(completions: Iterable[Completion]) -> None:
    rows = list(completions)
    print(f"1. {len(rows)} completions, by year of announcement (out / not out / not known)")
    for when in sorted({year(one) for one in rows}):
        parts = []
        for kind in (Relation.SEASON, Relation.MOVIE):
            some = [one for one in rows if year(one) == when and one.kind is kind]
            out = Counter(one.out for one in some)
            parts.append(f"{kind:6} {len(some):4} ({out[True]:3} /{out[False]:3} /{out[None]:3})")
        print(f"  {when}  " + "   ".join(parts))
    print(f"  second and later of their line and kind: {sum(one.order > 1 for one in rows)}")


def show(completions: Iterable[Completion]) -> None:
    for one in completions:
        day = dt.date.fromordinal(one.announced)
        print(f"  {one.mal_id:6} {day} {one.kind:6} {one.line} {one.after} + {one.order}: {one.title}")


def sample(completions: Iterable[Completion], size: int) -> None:
    rows = [one for one in completions if one.kind is Relation.SEASON and year(one) >= FIRST_YEAR]
    chosen = random.Random(SEED).sample(rows, min(size, len(rows)))
    print(f"\n2. {len(chosen)} of {len(rows)} SEASON completions announced from {FIRST_YEAR} on, to check by hand")
    show(sorted(chosen, key=lambda one: one.mal_id))


def premiered_since(entry: Entry, day: dt.date) -> bool:
    premiere = entry.premiere.earliest
    return premiere is not None and premiere >= day


def hiding(full: World, data_day: dt.date, since: dt.date, listings: Sequence[Listing], *, everything: bool) -> None:
    """Hides installments from the second on that premiered since a day, or all that premiered since."""
    listed = {listing.mal_id for listing in listings}
    before: dict[int, tuple[str, ...]] = {}  # MAL id of a hidden first part of an installment: entries before it
    hidden: set[str] = set()
    for line in full.lines().values():
        earlier: list[str] = []
        for at, installment in enumerate(line.installments):
            late = [part for part in installment.parts if premiered_since(full.entries[part], since)]
            if at > 0:
                hidden.update(late)
            if everything:
                hidden.update(late)
            mal = full.entries[installment.parts[0]].ids.mal
            if at > 0 and installment.parts[0] in late and mal is not None:
                before[mal] = tuple(earlier)
            earlier.extend(installment.parts)
    films = {
        mal: extra.line
        for franchise in full.franchises
        for extra in franchise.extras
        if premiered_since(full.entries[extra.entry], since)
        and extra.relation is Relation.MOVIE
        and (mal := full.entries[extra.entry].ids.mal) is not None
    }
    if everything:
        hidden |= {name for name, entry in full.entries.items() if premiered_since(entry, since)}
    hidden_ids = {mal for name in hidden if (mal := full.entries[name].ids.mal) is not None}
    left = world([entry for name, entry in full.entries.items() if name not in hidden], data_day, listings)
    members = {
        line.id: {part for installment in line.installments for part in installment.parts}
        for line in left.lines().values()
    }
    kept = set(left.entries)
    due = {mal: set(names) & kept for mal, names in before.items() if mal in listed and set(names) & kept}
    found = [one for one in left.completions if one.mal_id in hidden_ids]
    right = [
        one
        for one in found
        if (one.kind is Relation.SEASON and due.get(one.mal_id, set()) & members[one.line])
        or (one.kind is Relation.MOVIE and films.get(one.mal_id) == one.line)
    ]
    seasons = [one for one in right if one.kind is Relation.SEASON]
    known = {one.mal_id for one in full.completions}
    strange = [one for one in left.completions if one.mal_id not in hidden_ids and one.mal_id not in known]
    label = "everything of" if everything else "installments >= 2 of"
    print(f"\n3. {label} {since} to {data_day} hidden: {len(hidden)} entries")
    print(
        f"  sequels listed, their line still there: {len(due)}; found on the right line {len(seasons)}"
        f" ({len(seasons) / max(1, len(due)):.1%}); of these the next installment (order 1)"
        f" {sum(one.order == 1 for one in seasons)}"
    )
    by_id = {listing.mal_id: listing for listing in listings}
    for least in (1_000, 10_000):
        some = [mal for mal in due if (by_id[mal].members or 0) >= least]
        got = {one.mal_id for one in seasons} & set(some)
        print(
            f"  of those with {least:,} members or more: {len(got)} of {len(some)} ({len(got) / max(1, len(some)):.1%})"
        )
    wrong = [one for one in found if one not in right]
    print(f"  hidden entries that came back: {len(found)}, of them wrong: {len(wrong)}")
    show(wrong)
    print(f"  completions not hidden and not among those of the whole catalogue: {len(strange)}")
    show(strange)
    missed = sorted((mal for mal in due if mal not in {one.mal_id for one in seasons}), reverse=True)
    print("  missed: " + "; ".join(f"{by_id[mal].title} ({by_id[mal].members})" for mal in missed))


def rates(full: World, data_day: dt.date) -> None:
    """Announcements of next installments a month: those of the catalogue, and with completions."""
    days = announced.infer(full.entries.values(), data_day)
    known = [
        spell.next_announced
        for spell in build_spells(full.franchises, full.entries, days)
        if spell.next_announced is not None
    ]
    added = [one.announced for one in full.completions if one.kind is Relation.SEASON]
    print("\n4. next installments announced a month (half-years)")
    for when in range(2017, LISTED.year + 1):
        for first, last in (((1, 1), (7, 1)), ((7, 1), (1, 1))):
            low = dt.date(when, *first)
            high = min(dt.date(when + (last == (1, 1)), *last), LISTED)
            if low >= high:
                continue
            months = (high - low).days / 30.4375
            a, b = (sum(low.toordinal() <= day < high.toordinal() for day in some) for some in (known, added))
            print(f"  {low} - {high}  catalogue {a / months:5.1f}   completed {(a + b) / months:5.1f}   added {b:3}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demand", type=Path, default=DEMAND)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--list", action="store_true", help="print every completion")
    options = parser.parse_args()
    if not options.demand.exists():
        sys.exit(f"{options.demand} is missing: this measures with data that does not ship (../shared)")
    listings = [
        Listing(row.mal_id, row.title, row.members, row.scored_by, row.score)
        for row in read(options.demand)
        if row.snapshot == LISTED
    ]
    catalogue, _ = bundle.read()
    full = world(catalogue.entries, catalogue.data_day, listings)
    counts(full.completions)
    if options.list:
        show(full.completions)
    sample(full.completions, options.sample)
    month = catalogue.data_day.year * 12 + catalogue.data_day.month - 1 - HIDDEN_MONTHS
    since = dt.date(month // 12, month % 12 + 1, catalogue.data_day.day)
    for everything in (False, True):
        hiding(full, catalogue.data_day, since, listings, everything=everything)
    rates(full, catalogue.data_day)


if __name__ == "__main__":
    main()
