"""Answers for franchises drawn at random, to be read by a person.

    .venv/bin/python bench/random_franchises.py [--seed 1] [--n 20] [--as-of DAY]

Asks by the first installment's shown title, as a person would, and prints the one-line answer with what is thin.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random

from nextcour.bootstrap import open_engine
from nextcour.catalog.preferred import latin_title
from nextcour.cli.answering import answer_line


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date.today())
    options = parser.parse_args()
    engine = open_engine()
    for name in random.Random(options.seed).sample(engine.library.franchise_ids(), options.n):
        franchise = engine.library.franchise(name)
        first = engine.library.entry(franchise.lines[0].installments[0].parts[0])
        answer = engine.ask(latin_title(first), options.as_of)
        found = answer.franchise.id if answer.franchise else "-"
        thin = [
            word
            for word, missing in (
                ("no source", first.source_material.value == "UNKNOWN"),
                ("no studio", not first.studios),
                ("no demand", first.demand is None),
                ("no episodes", first.episodes is None),
                ("native title only", latin_title(first) == first.title),
            )
            if missing
        ]
        lines = " / ".join(f"{line.relation.value.lower()} {len(line.installments)}x" for line in franchise.lines)
        wrong = "" if found == name else f"  ** asked {name}, got {answer.outcome.value} {found}"
        print(f"- {first.title} [{name}; {lines}; {len(franchise.extras)} beside] {answer_line(answer)}")
        print(f"    {first.format.value} {first.premiere.iso()}; thin: {', '.join(thin) or 'nothing'}{wrong}")


if __name__ == "__main__":
    main()
