"""How far the inferred announcement days are from the days a watcher saw the ids.

    .venv/bin/python bench/announcement_days.py [--watched ../shared/data/mal_first_seen.csv.gz]

The watcher's day: for ids above 40408 the running minimum of `first_seen` from the highest id down is when the entry
was created. Constants of the curve were chosen on ids of 2020 and 2021; its form was read off leads up to 2024, so that
2022 to 2024 is out of sample for the constants only. The last table takes the catalogue as of earlier days (no entry
that premiered later, no id created later), to show what the youngest ids of a catalogue suffer.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from nextcour.catalog.entry import Entry
from nextcour.facts import announced
from nextcour.facts.fact import AnnouncementDay
from nextcour.store import bundle

WATCHED = Path(__file__).resolve().parents[2] / "shared" / "data" / "mal_first_seen.csv.gz"
FIRST_WATCHED = 40_408
FROM, CHOSEN, TO = dt.date(2020, 1, 1), dt.date(2022, 1, 1), dt.date(2024, 7, 1)
Case = tuple[dt.date, dt.date, AnnouncementDay]  # watcher's day, premiere, ours


def creation_days(path: Path) -> dict[int, dt.date]:
    """The watcher's day of each id above FIRST_WATCHED."""
    with gzip.open(path, "rt") as lines:
        seen = [(int(row["mal_id"]), dt.date.fromisoformat(row["first_seen"])) for row in csv.DictReader(lines)]
    days: dict[int, dt.date] = {}
    earliest = dt.date.max
    for mal_id, day in sorted(seen, reverse=True):
        earliest = min(earliest, day)
        if mal_id > FIRST_WATCHED:
            days[mal_id] = earliest
    # The watcher stopped on one day: what it saw then for the first time may be older.
    last = max(days.values())
    return {mal_id: day for mal_id, day in days.items() if day < last}


def cases(entries: Iterable[Entry], ours: dict[str, AnnouncementDay], watched: dict[int, dt.date]) -> list[Case]:
    return [
        (watched[entry.ids.mal], entry.premiere.exact, ours[entry.id])
        for entry in entries
        if entry.ids.mal in watched and entry.premiere.exact is not None and FROM <= watched[entry.ids.mal] < TO
    ]


def line(label: str, rows: Sequence[Case]) -> str:
    label = f"{label:34}"
    if not rows:
        return f"{label} none"
    errors = [(ours.day - day).days for day, _, ours in rows]
    absolute = sorted(abs(error) for error in errors)
    held = sum(ours.earliest <= day <= ours.latest for day, _, ours in rows)
    width = sum((ours.latest - ours.earliest).days for _, _, ours in rows) / len(rows)
    return (
        f"{label} n {len(rows):5}  mean |error| {sum(absolute) / len(rows):6.1f}"
        f"  median {absolute[len(rows) // 2]:4}"
        f"  p90 {absolute[int(len(rows) * 0.9)]:4}  bias {sum(errors) / len(rows):+7.1f}"
        f"  held {held / len(rows):5.1%}  interval {width:5.1f} d"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watched", type=Path, default=WATCHED)
    watched = creation_days(parser.parse_args().watched)
    catalogue, _ = bundle.read()
    started = time.perf_counter()
    ours = announced.infer(catalogue.entries, catalogue.data_day)
    print(f"inferred {len(ours):,} days in {time.perf_counter() - started:.2f} s")
    by_basis = {basis: sum(day.basis == basis for day in ours.values()) for basis in (announced.MAL_ID, announced.LAG)}
    print(f"basis {by_basis}; latest announcement {max(day.day for day in ours.values())}\n")

    rows = cases(catalogue.entries, ours, watched)
    dated = [row for row in rows if row[2].basis == announced.MAL_ID]
    print(line("dated by id, all", dated))
    print(line("  2020-2021 (constants chosen here)", [row for row in dated if row[0] < CHOSEN]))
    print(line("  2022 - June 2024 (not used)", [row for row in dated if row[0] >= CHOSEN]))
    for year in range(FROM.year, TO.year + 1):
        print(line(f"  {year}", [row for row in dated if row[0].year == year]))
    print(line("added before the premiere", [row for row in rows if row[0] <= row[1]]))
    print(line("added after it (no announcement)", [row for row in rows if row[0] > row[1]]))
    print(line("every entry with a watched id", rows))

    clock = announced.clock_of(catalogue.entries, catalogue.data_day)
    in_catalogue = {entry.ids.mal for entry in catalogue.entries}
    every = {mal_id: day for mal_id, day in watched.items() if FROM <= day < TO}
    print("\nThe curve itself, at ids (late additions included)")
    for label, some in (("ids of the catalogue", in_catalogue), ("every watched id", set(every))):
        errors = sorted(
            abs(found[1] - every[mal_id].toordinal())
            for mal_id in every.keys() & some
            if (found := clock.day(mal_id)) is not None
        )
        print(
            f"  {label:32} n {len(errors):5}  mean |error| {sum(errors) / len(errors):6.1f}"
            f"  median {errors[len(errors) // 2]:4.0f}  p90 {errors[int(len(errors) * 0.9)]:4.0f}"
        )

    print("\nThe catalogue as of earlier days; ids created in the months before the cut")
    for cut in (
        dt.date(2021, 4, 25),
        dt.date(2022, 4, 25),
        dt.date(2023, 4, 25),
        dt.date(2023, 10, 25),
        dt.date(2024, 4, 25),
    ):
        # A catalogue of that day: nothing that premiered later, no id that was created later.
        last_id = max(mal_id for mal_id, day in watched.items() if day <= cut)
        known = [
            entry
            for entry in catalogue.entries
            if (day := entry.premiere.latest) is not None and day <= cut and (entry.ids.mal or 0) <= last_id
        ]
        then = cases(known, announced.infer(known, cut), watched)
        then = [row for row in then if row[2].basis == announced.MAL_ID and row[0] <= row[1]]
        for low, high in ((0, 182), (182, 365), (365, 730)):
            window = [row for row in then if low <= (cut - row[0]).days < high]
            print(line(f"  {cut}, {low}-{high} days before", window))


if __name__ == "__main__":
    main()
