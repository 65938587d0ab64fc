"""Makes src/nextcour/data/record.json: how past forecasts of the first model fared, by what they said.

    .venv/bin/python bench/first_record.py [--check]

Run it again whenever the catalogue, the franchise graph, the announcement days or the model change (a test says when).
Same inputs, same bytes. --check writes nothing and exits 1 when the file would change.
"""

from __future__ import annotations

import argparse
import sys
import time

import msgspec

from nextcour.evaluation.first_record import first_record
from nextcour.evaluation.record import Event, Record, buckets
from nextcour.facts import announced
from nextcour.forecast.spells import Spell, build_spells
from nextcour.franchise.graph import build
from nextcour.store import bundle, curated


def bundled_spells() -> tuple[tuple[Spell, ...], str]:
    """Spells of the bundled catalogue without anyone's own corrections, and its SHA-256."""
    catalogue, digest = bundle.read()
    days = announced.infer(catalogue.entries, catalogue.data_day)
    entries = {entry.id: entry for entry in catalogue.entries}
    return build_spells(build(catalogue.entries), entries, days), digest


def text_of(record: Record) -> str:
    """JSON with one landmark a line, so that a diff can be read."""
    head = {name: getattr(record, name) for name in record.__struct_fields__ if name != "rows"}
    encode = msgspec.json.encode
    lines = ",\n".join(encode(row).decode() for row in record.rows)
    return f'{encode(head).decode()[:-1]},"rows":[\n{lines}\n]}}\n'


def table(record: Record) -> str:
    lines = []
    for event in Event:
        lines.append(f"\n{event} within {record.horizon_months} months")
        lines.extend(
            f"  {one.low:6.1%} to {one.high:6.1%}   said {one.expected / one.n:7.2%}   seen {one.returned / one.n:7.2%}"
            f"   n {one.n:6,}   returned {one.returned:5,}   lines {one.lines:5,}   seasons {one.seasons:4,}"
            f"   {one.first.year}-{one.last.year}"
            for one in buckets(record, event, record.data_day)
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file would change")
    options = parser.parse_args()
    started = time.perf_counter()
    spells, digest = bundled_spells()
    catalogue, _ = bundle.read()
    record = first_record(spells, catalogue.data_day, digest)
    text = text_of(record)
    print(table(record))
    print(f"\n{len(spells):,} spells, {len(text):,} characters, {time.perf_counter() - started:.0f} s")
    same = curated.RECORD.exists() and curated.RECORD.read_text(encoding="utf-8") == text
    if options.check:
        sys.exit(0 if same else f"{curated.RECORD} is not what this code makes: run bench/first_record.py")
    curated.RECORD.write_text(text, encoding="utf-8")
    print(f"{curated.RECORD}: {'unchanged' if same else 'written'}")


if __name__ == "__main__":
    main()
