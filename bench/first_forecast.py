"""A rolling back-test of the first forecast on the bundled catalogue.

    .venv/bin/python bench/first_forecast.py [--from 2016] [--to 2021] [--every 3] [--csv FILE]

At every landmark each line that was out and had nothing announced gets a forecast made of what was seen by then, and is
followed for 24 months. Announcements count only where their 24 months end MATURITY_MONTHS before the data day. The
constant rate it is set beside is that of the landmark itself: the share of past waits that ended in 24 months, as of
the landmark. One line stands in many rows, so rows are far from independent; events are also counted once per season.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.evaluation.backtest import ANNOUNCED, HORIZON_MONTHS, PREMIERE, Case, Target, back_test, quarters
from nextcour.facts import announced
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.spells import Spell, build_spells
from nextcour.forecast.subjects import subjects
from nextcour.franchise.graph import build
from nextcour.store import bundle

TARGETS = (ANNOUNCED, PREMIERE)


def base_rate(spells: Sequence[Spell], landmark: dt.date, target: Target) -> float:
    """The share of lines waiting two and four years before that saw the event within HORIZON_MONTHS."""
    waiting = came = 0
    for months in (-HORIZON_MONTHS, -2 * HORIZON_MONTHS):
        then = add_months(landmark, months)
        until = add_months(then, HORIZON_MONTHS).toordinal()
        latest = subjects(spells, then)
        numbers = {line: subject.number for line, subject in latest.items() if subject.announced_next is None}
        for spell in spells:
            if numbers.get(spell.line) == spell.number:
                event = target.outcome(spell)
                waiting += 1
                came += event is not None and event <= until
    return came / waiting


def line_of(label: str, rows: Sequence[Case], rates: Mapping[dt.date, float]) -> str:
    if not rows:
        return f"{label:22} none"
    count, events = len(rows), sum(row.happened for row in rows)
    seasons = len({(row.line, row.number) for row in rows if row.happened})
    expected = sum(row.p for row in rows)

    def loss(p: float, happened: bool) -> float:
        p = min(max(p, 1e-4), 1.0 - 1e-4)
        return -math.log(p if happened else 1.0 - p)

    ours, base = (
        sum(loss(row.p, row.happened) for row in rows),
        sum(loss(rates[row.landmark], row.happened) for row in rows),
    )
    brier = sum((row.p - row.happened) ** 2 for row in rows)
    plain = sum((rates[row.landmark] - row.happened) ** 2 for row in rows)
    return (
        f"{label:22} n {count:6} events {events:5} ({seasons:4} seasons)  seen {events / count:7.2%}"
        f"  said {expected / count:7.2%}  seen/said {events / expected:4.2f}"
        f"  log loss {ours / count:.5f} (constant {base / count:.5f})  Brier {brier / count:.5f} ({plain / count:.5f})"
    )


def groups(rows: Sequence[Case]) -> Iterator[tuple[str, list[Case]]]:
    yield "all", list(rows)
    for number, words in ((1, "one season"), (2, "two seasons"), (3, "three and more")):
        yield words, [row for row in rows if min(row.number, 3) == number]
    for low, high in ((0, 0.5), (0.5, 1), (1, 3), (3, 6), (6, 99)):
        yield f"{low:g}-{high:g} years", [row for row in rows if low <= row.age / 365.25 < high]
    for low, high in ((0, 0.01), (0.01, 0.03), (0.03, 0.1), (0.1, 0.2), (0.2, 1.01)):
        yield f"said {low:.0%}-{min(high, 1):.0%}", [row for row in rows if low <= row.p < high]
    for year in sorted({row.landmark.year for row in rows}):
        yield str(year), [row for row in rows if row.landmark.year == year]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="first", type=int, default=2016)
    parser.add_argument("--to", dest="last", type=int, default=2021)
    parser.add_argument("--every", type=int, default=3, help="months between landmarks")
    parser.add_argument("--csv", type=Path, help="write every case here")
    options = parser.parse_args()
    catalogue, _ = bundle.read()
    days = announced.infer(catalogue.entries, catalogue.data_day)
    spells = build_spells(build(catalogue.entries), {entry.id: entry for entry in catalogue.entries}, days)
    landmarks = quarters(options.first, options.last, options.every)
    started = time.perf_counter()
    model = FirstForecast(spells, catalogue.data_day)
    cases = back_test(lambda _landmark: model, spells, catalogue.data_day, landmarks, TARGETS)
    print(f"{len(spells):,} spells, {len(landmarks)} landmarks, {time.perf_counter() - started:.0f} s")
    rates: dict[str, dict[dt.date, float]] = {}
    for target in TARGETS:
        rows = cases[target.name]
        rates[target.name] = {day: base_rate(spells, day, target) for day in sorted({row.landmark for row in rows})}
        print(f"\n{target.name} within {HORIZON_MONTHS} months")
        for label, some in groups(rows):
            print("  " + line_of(label, some, rates[target.name]))
    if options.csv:
        with options.csv.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("target", *Case.__struct_fields__, "base"))
            for name, rows in cases.items():
                writer.writerows((name, *msgspec.structs.astuple(row), rates[name][row.landmark]) for row in rows)


if __name__ == "__main__":
    main()
