"""Makes src/nextcour/data/record-kept.json: how the shipped forecasts fared, by what they said.

    .venv/bin/python bench/kept_record.py [--check]

Run it again whenever data/forecasts.bin, the catalogue, the franchise graph or the announcement days change. Same
inputs, same bytes. --check writes nothing and exits 1 when the file would change.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time

from first_record import bundled_spells, table, text_of

from nextcour.bootstrap import build_index
from nextcour.evaluation.kept_record import kept_record
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.interface import Subject
from nextcour.forecast.kept import KeptForecast
from nextcour.forecast.model import ReferenceClass
from nextcour.store.curated import DATA

RECORD = DATA / "record-kept.json"


class _Chances(FirstForecast):
    """No reference class, which costs more than all the rest and is not counted."""

    def reference(self, subject: Subject, origin: dt.date) -> ReferenceClass | None:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file would change")
    options = parser.parse_args()
    started = time.perf_counter()
    spells, digest = bundled_spells()
    library = build_index().library
    if not library.runs():
        sys.exit("no forecasts ship: bench/ship_forecasts.py makes them")
    model = KeptForecast([library], _Chances(spells, library.data_day), library.data_day)
    days = sorted(run.day for run in library.runs())
    record = kept_record(model, days, spells, library.data_day, digest)
    text = text_of(record)
    print(table(record))
    print(f"\n{len(text):,} characters, {time.perf_counter() - started:.0f} s")
    same = RECORD.exists() and RECORD.read_text(encoding="utf-8") == text
    if options.check:
        sys.exit(0 if same else f"{RECORD} is not what this code makes: run bench/kept_record.py")
    RECORD.write_text(text, encoding="utf-8")
    print(f"{RECORD}: {'unchanged' if same else 'written'}")


if __name__ == "__main__":
    main()
